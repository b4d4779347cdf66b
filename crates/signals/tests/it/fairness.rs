//! Whoever is called like many others is not held back for it.

use parvis_signals::simulation::fairness::run;

/// The largest share of innocents by the smallest, between any two cohorts.
const RATIO_MAX: f64 = 1.25;

#[test]
fn cohorts_with_the_same_conduct_fare_alike() {
    let figures = run(120_000, 1);
    assert!(figures.nearly.iter().all(|nearly| *nearly > 500), "too few to say anything: {figures:?}");
    assert!(figures.nearly_ratio() <= RATIO_MAX, "{figures:?}");
    // The removed accounts' names are unevenly spread indeed: without regard to how common a name is, it would show.
    assert!(figures.ratio_without_rarity() > 1.5, "{figures:?}");
}
