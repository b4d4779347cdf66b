//! Raids, and surges that are welcome.

use parvis_signals::alarm::Settings;
use parvis_signals::simulation::raids::run;

#[test]
fn raids_are_found_at_once_and_surges_stay_open() {
    let figures = run(20, 10, 150, 1);
    assert!(figures.found * 20 >= figures.raids * 19, "{figures:?}");
    assert!(figures.surges_locked <= 1, "{figures:?}");
    let [innocents, held_back] = figures.innocents;
    assert!(held_back * 200 <= innocents, "{figures:?}");
    let [raiders, stopped] = figures.raiders;
    assert!(stopped * 10 >= raiders * 9, "{figures:?}");
    assert!(figures.false_alarms_per_1000_days <= Settings::JOINS.false_alarms_per_1000_days, "{figures:?}");
}
