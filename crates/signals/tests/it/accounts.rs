//! Accounts that come back.

use std::time::Duration;

use parvis_signals::simulation::accounts::run;

#[test]
fn most_of_those_who_come_back_are_linked_and_nobody_by_a_name_alone() {
    let figures = run(500, 200, 5_000, 1, || Duration::ZERO);
    assert_eq!(figures.unfounded, 0, "{figures:?}");
    let [returned, linked] = figures.returned;
    assert!(linked * 100 >= returned * 85, "{figures:?}");
    // A candidate is somebody whom a person looks at, and nothing happens to them by it.
    let [innocents, candidates] = figures.innocents;
    assert!(candidates * 100 <= innocents, "{figures:?}");
}
