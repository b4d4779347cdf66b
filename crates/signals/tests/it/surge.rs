//! Two days on which networks are removed, in small.

use parvis_signals::simulation::surge::{Plan, run};

#[test]
fn networks_are_removed_in_clusters_and_everything_can_be_taken_back() {
    let plan =
        Plan { innocents: 3_000, planted: [90, 130], families: [1, 2], returned: 20, usual_days: 7, seed: 1 };
    let figures = run(&plan);
    let [planted, found] = figures.planted;
    assert!(found * 100 >= planted * 95, "{figures:?}");
    let [innocents, touched] = figures.innocents;
    assert!(touched * 500 <= innocents, "{figures:?}");
    assert_eq!(figures.statements[0], figures.statements[1], "{figures:?}");
    assert_eq!(figures.restored, [figures.statements[0], 0], "{figures:?}");
    assert_eq!(figures.by_one_person, 0);
    assert!(figures.preview_is_effect && figures.report_is_log, "{figures:?}");
}
