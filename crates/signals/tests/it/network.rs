//! Mirror families among channels that relay the news.

use parvis_signals::simulation::network::{Plan, run};

#[test]
fn families_are_found_and_relays_of_the_news_are_not() {
    let plan = Plan { channels: 80, families: 5, wires: 2, days: 3, posts_per_day: 14, seed: 1 };
    let figures = run(&plan);
    assert!(figures.precision() >= 0.95 && figures.recall() >= 0.9, "{figures:?}");
    assert_eq!(figures.decoys_flagged, 0, "{figures:?}");
    assert_eq!((figures.hands[0] - figures.hands[1], figures.hands_wrong), (0, 0), "{figures:?}");
    assert!(figures.found_after_h.iter().all(|hours| *hours <= 36), "{figures:?}");
}
