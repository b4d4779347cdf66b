//! Bursts of tags, and weeks without.

use std::time::Duration;

use parvis_signals::alarm::Settings;
use parvis_signals::simulation::tags::{Plan, run};

#[test]
fn bursts_are_found_and_false_alarms_stay_below_what_is_stated() {
    let plan = Plan { tags: 300, days: 28, bursts: 100, seed: 1 };
    let figures = run(&plan, || Duration::ZERO);
    assert_eq!(figures.bursts, 100);
    let false_alarms = figures.false_alarms_per_1000_days();
    assert!(false_alarms <= Settings::TAGS.false_alarms_per_1000_days, "{figures:?}");
    assert!(figures.recall() >= 0.9, "{figures:?}");
}
