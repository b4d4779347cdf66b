//! A network that moves in, among growth.

use parvis_signals::simulation::migration::run;

#[test]
fn a_wave_is_found_within_a_day_and_growth_is_not_taken_for_one() {
    let figures = run(12, 2, 1);
    assert!(figures.found * 10 >= figures.waves * 9, "{figures:?}");
    assert!(figures.false_alerts as f64 <= figures.months, "{figures:?}");
}
