//! The gate before a bulk proposal.

use parvis_watchlists::gate::{
    GateError, Label, Labelled, PRECISION_MIN, STEPS, State, sampling_order, standing, wilson_lower_bound,
};

const ROWS: u64 = 1_000;
const SUBMITTER: u64 = 9;

fn order() -> Vec<u64> {
    sampling_order(&(0..ROWS).collect::<Vec<_>>(), &[5; 32])
}

/// Both reviewers' labels of the first so many rows, of which these places are wrong.
fn labels(size: usize, wrong: &[usize]) -> Vec<Labelled> {
    let label = |at: usize| if wrong.contains(&at) { Label::Wrong } else { Label::Right };
    let rows = order().into_iter().take(size).enumerate();
    rows.flat_map(|(at, row)| [1, 2].map(|reviewer| Labelled { row, reviewer, label: label(at) })).collect()
}

#[test]
fn the_bound_is_that_of_wilson() {
    for (size, wrong) in STEPS {
        assert!(wilson_lower_bound(size - wrong, size) >= PRECISION_MIN, "{wrong} of {size}");
        assert!(wilson_lower_bound(size - wrong - 1, size - 1) < PRECISION_MIN, "{wrong} of {}", size - 1);
        assert!(wilson_lower_bound(size - wrong - 1, size) < PRECISION_MIN);
    }
    assert_eq!(wilson_lower_bound(0, 0), 0.0);
    assert!(wilson_lower_bound(0, 10).abs() < 1e-12);
    // E. B. Wilson's interval for 8 of 10, as textbooks have it.
    assert!((wilson_lower_bound(8, 10) - 0.4902).abs() < 5e-5);
}

#[test]
fn the_gate_opens_at_each_step_with_as_many_wrong_as_it_allows() {
    for (size, wrong) in STEPS {
        let wrong: Vec<usize> = (0..wrong).collect();
        let at = standing(&order(), &labels(size, &wrong), SUBMITTER).unwrap();
        assert_eq!((at.state, at.sample_size, at.right), (State::Open, size, size - wrong.len()));
        assert!(at.lower_bound >= PRECISION_MIN);
    }
}

#[test]
fn one_too_many_asks_for_the_next_step_and_four_shut_it() {
    let at = |size, wrong: &[usize]| standing(&order(), &labels(size, wrong), SUBMITTER).unwrap();
    assert_eq!((at(0, &[]).state, at(0, &[]).sample_size), (State::Sampling, 73));
    assert_eq!(at(72, &[]).state, State::Sampling);
    assert_eq!((at(73, &[5]).state, at(73, &[5]).sample_size), (State::Sampling, 110));
    assert_eq!((at(110, &[5, 80]).state, at(110, &[5, 80]).sample_size), (State::Sampling, 142));
    assert_eq!(at(142, &[5, 80, 120]).sample_size, 173);
    assert_eq!(at(173, &[5, 80, 120, 150]).state, State::Shut);
    assert_eq!(at(73, &[1, 2, 3, 4]).state, State::Shut, "no later step can open it");
}

#[test]
fn what_the_two_disagree_on_is_not_right() {
    let mut labels = labels(73, &[]);
    labels[0].label = Label::Unsure;
    labels[3].label = Label::Wrong;
    let at = standing(&order(), &labels, SUBMITTER).unwrap();
    assert_eq!((at.state, at.right, at.disagreed), (State::Sampling, 71, 2));
    labels.truncate(145);
    assert_eq!(standing(&order(), &labels, SUBMITTER).unwrap().labelled, 72, "one reviewer is not two");
}

#[test]
fn two_reviewers_label_who_did_not_hand_the_list_in() {
    let mut labels = labels(73, &[]);
    assert_eq!(standing(&order(), &labels, 1), Err(GateError::Reviewers));
    labels[7].reviewer = 3;
    assert_eq!(standing(&order(), &labels, SUBMITTER), Err(GateError::Reviewers));
    labels[7] = Labelled { row: ROWS + 1, reviewer: 1, label: Label::Right };
    assert_eq!(standing(&order(), &labels, SUBMITTER), Err(GateError::NotSampled(ROWS + 1)));
}

#[test]
fn a_list_that_is_too_short_is_decided_row_by_row() {
    let short = sampling_order(&(0..72).collect::<Vec<_>>(), &[5; 32]);
    assert_eq!(standing(&short, &[], SUBMITTER).unwrap().state, State::Shut);
}

#[test]
fn a_sample_is_random_and_the_same_for_its_seed() {
    let order = order();
    assert_eq!(order, self::order());
    let mut sorted = order.clone();
    sorted.sort_unstable();
    assert_eq!(sorted, (0..ROWS).collect::<Vec<_>>());
    // Each row is sampled about as often as the others: 73 of 1,000 in 400 samples, 29 times on average.
    let mut times = vec![0; ROWS as usize];
    for seed in 0..400_u32 {
        let mut key = [0; 32];
        key[..4].copy_from_slice(&seed.to_le_bytes());
        let rows: Vec<u64> = (0..ROWS).collect();
        sampling_order(&rows, &key).iter().take(73).for_each(|row| times[*row as usize] += 1);
    }
    let (least, most) = (times.iter().min().unwrap(), times.iter().max().unwrap());
    assert!(*least > 8 && *most < 55, "{least} to {most}");
}
