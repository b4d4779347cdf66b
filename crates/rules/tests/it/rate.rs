//! Rate limits in virtual time.

use parvis_model::Id;
use parvis_rules::rate::{
    CODES, Limit, PASSWORDS, Patience, Payer, RateLimits, Scope, Windows, WrongGuesses, bucket,
    slowmode_left_ms,
};
use proptest::prelude::*;

const LIMIT: Limit = Limit::new(3, 1_000);
const NOON: i64 = 1_795_348_800_000;

#[test]
fn a_window_lets_its_number_through_and_starts_anew_when_it_ends() {
    let mut windows = Windows::new(10);
    let mut at = |ms| windows.take(1, LIMIT, NOON + ms);
    let (first, second, third, fourth) = (at(0), at(400), at(999), at(999));
    assert_eq!([first.remaining, second.remaining, third.remaining, fourth.remaining], [2, 1, 0, 0]);
    assert_eq!([first.allowed, second.allowed, third.allowed, fourth.allowed], [true, true, true, false]);
    assert_eq!((fourth.reset_unix_ms, fourth.reset_after_ms, fourth.limit), (NOON + 1_000, 1, 3));
    let anew = at(1_000);
    assert_eq!((anew.allowed, anew.remaining, anew.reset_unix_ms), (true, 2, NOON + 2_000));
}

#[test]
fn keys_do_not_share_a_window() {
    let mut windows = Windows::new(10);
    for _ in 0..3 {
        assert!(windows.take("a", LIMIT, NOON).allowed);
    }
    assert!(!windows.take("a", LIMIT, NOON).allowed);
    assert!(windows.take("b", LIMIT, NOON).allowed);
}

#[test]
fn looking_does_not_count() {
    let mut windows = Windows::new(10);
    assert_eq!(windows.peek(&1, LIMIT, NOON).remaining, 3);
    windows.take(1, LIMIT, NOON);
    assert_eq!(windows.peek(&1, LIMIT, NOON).remaining, 2);
    assert_eq!(windows.peek(&1, LIMIT, NOON).remaining, 2);
}

#[test]
fn memory_is_bounded_and_the_window_that_ends_first_goes_first() {
    let mut windows = Windows::new(100);
    let long = Limit::new(1, 60_000);
    assert!(windows.take(u64::MAX, long, NOON).allowed);
    for key in 0..10_000 {
        windows.take(key, LIMIT, NOON);
        assert!(windows.len() <= 100);
    }
    assert!(!windows.take(u64::MAX, long, NOON + 1).allowed, "a flood of others does not free this one");
}

#[test]
fn windows_that_are_over_are_forgotten_as_others_come() {
    let mut windows = Windows::new(1_000);
    for key in 0..1_000 {
        windows.take(key, LIMIT, NOON);
    }
    for round in 0..600 {
        windows.take(5_000, LIMIT, NOON + 2_000 + round);
    }
    assert_eq!(windows.len(), 1);
}

#[test]
fn a_clock_that_is_set_back_locks_nobody_out() {
    let mut windows = Windows::new(10);
    for _ in 0..4 {
        windows.take(1, LIMIT, NOON);
    }
    let earlier = windows.take(1, LIMIT, NOON - 3_600_000);
    assert_eq!((earlier.allowed, earlier.reset_after_ms), (true, 1_000));
}

const SOMEBODY: Payer = Payer::Account(Id::new(1));

#[test]
fn each_channel_has_its_own_window_and_all_share_the_global_one() {
    let mut limits = RateLimits::new(1_000);
    for _ in 0..5 {
        assert_eq!(limits.take(SOMEBODY, &bucket::MESSAGE_CREATE, 10, NOON).stopped_by, None);
    }
    let sixth = limits.take(SOMEBODY, &bucket::MESSAGE_CREATE, 10, NOON);
    assert_eq!((sixth.stopped_by, sixth.standing.reset_after_ms), (Some(Scope::User), 5_000));
    assert_eq!(limits.take(SOMEBODY, &bucket::MESSAGE_CREATE, 11, NOON).stopped_by, None);
    assert_eq!(limits.take(Payer::Account(Id::new(2)), &bucket::MESSAGE_CREATE, 10, NOON).stopped_by, None);
    assert_eq!(limits.take(Payer::Address(1), &bucket::MESSAGE_CREATE, 10, NOON).stopped_by, None);
    for channel in 12..55 {
        assert_eq!(limits.take(SOMEBODY, &bucket::MESSAGE_CREATE, channel, NOON).stopped_by, None);
    }
    let over = limits.take(SOMEBODY, &bucket::MESSAGE_CREATE, 99, NOON);
    assert_eq!((over.stopped_by, over.standing.limit), (Some(Scope::Global), 50));
    assert_eq!(limits.take(SOMEBODY, &bucket::MESSAGE_CREATE, 99, NOON + 1_000).stopped_by, None);
}

#[test]
fn ten_thousand_refused_requests_shut_a_caller_out_for_the_rest_of_ten_minutes() {
    let mut limits = RateLimits::new(10);
    for _ in 0..9_999 {
        limits.count_invalid(SOMEBODY, NOON);
    }
    assert_eq!(limits.shut_out_ms(SOMEBODY, NOON), None);
    limits.count_invalid(SOMEBODY, NOON + 1);
    assert_eq!(limits.shut_out_ms(SOMEBODY, NOON + 60_000), Some(540_000));
    assert_eq!(limits.shut_out_ms(SOMEBODY, NOON + 600_000), None);
}

#[test]
fn buckets_have_names_of_their_own() {
    let names: std::collections::HashSet<_> = bucket::ALL.iter().map(|bucket| bucket.name).collect();
    assert_eq!(names.len(), bucket::ALL.len());
}

#[test]
fn slow_mode_waits_no_longer_than_it_says() {
    assert_eq!(slowmode_left_ms(None, 10, NOON), None);
    assert_eq!(slowmode_left_ms(Some(NOON), 0, NOON), None);
    assert_eq!(slowmode_left_ms(Some(NOON), 10, NOON + 4_000), Some(6_000));
    assert_eq!(slowmode_left_ms(Some(NOON), 10, NOON + 10_000), None);
    assert_eq!(slowmode_left_ms(Some(NOON), 10, NOON - 3_600_000), Some(10_000));
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 2_000, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn no_more_than_the_limit_passes_in_any_window(
        steps in proptest::collection::vec((0u8..4, 0i64..700), 1..200),
    ) {
        let mut windows = Windows::new(100);
        let mut now = NOON;
        let mut passed: Vec<(u8, i64, i64)> = Vec::new();
        for (key, step_ms) in steps {
            now += step_ms;
            let standing = windows.take(key, LIMIT, now);
            prop_assert!(standing.reset_after_ms > 0 && standing.reset_after_ms <= 1_000);
            if standing.allowed {
                passed.push((key, now, standing.reset_unix_ms));
            }
        }
        for (key, _, reset) in &passed {
            let in_window = passed.iter().filter(|(other, _, end)| other == key && end == reset).count();
            prop_assert!(in_window <= 3);
            // Windows of one key do not overlap.
            let overlapping = passed.iter().any(|(other, at, end)| other == key && end != reset && *at < *reset && *end > *reset);
            prop_assert!(!overlapping);
        }
    }

    #[test]
    fn no_moment_is_too_strange(moments in proptest::collection::vec(any::<i64>(), 1..50), requests in 1u32.., window in 1i64..) {
        let mut windows = Windows::new(3);
        for (key, now) in moments.iter().enumerate() {
            windows.take(key % 5, Limit::new(requests, window), *now);
            prop_assert!(windows.len() <= 3);
        }
        slowmode_left_ms(moments.first().copied(), requests, moments[moments.len() / 2]);
    }
}

const PATIENCE: Patience =
    Patience { free: 2, wait_ms: 1_000, wait_ms_max: 5_000, forgotten_after_ms: 60_000 };

#[test]
fn wrong_guesses_cost_longer_and_longer_waits_and_never_more_than_the_longest() {
    let mut guesses = WrongGuesses::new(PATIENCE, 10);
    let mut now = NOON;
    assert_eq!([guesses.begin(1, now), guesses.begin(1, now), guesses.begin(1, now)], [Ok(()); 3]);
    for wait_ms in [1_000, 2_000, 4_000, 5_000, 5_000] {
        assert_eq!(guesses.begin(1, now), Err(wait_ms));
        assert_eq!(guesses.begin(1, now + wait_ms - 1), Err(1), "asking again does not prolong the wait");
        now += wait_ms;
        assert_eq!(guesses.begin(1, now), Ok(()));
    }
    assert_eq!(guesses.begin(2, now), Ok(()), "another target is another matter");
}

#[test]
fn a_right_guess_or_enough_time_makes_wrong_ones_forgotten() {
    let mut guesses = WrongGuesses::new(PATIENCE, 10);
    let try_four =
        |guesses: &mut WrongGuesses<u8>, now| (0..4).filter(|_| guesses.begin(1, now).is_ok()).count();
    assert_eq!(try_four(&mut guesses, NOON), 3);
    guesses.forget(1);
    assert_eq!(try_four(&mut guesses, NOON), 3);
    assert_eq!(try_four(&mut guesses, NOON + 59_999), 1, "one more, and it is remembered from then on");
    assert_eq!(try_four(&mut guesses, NOON + 59_999 + 60_000), 3);
}

#[test]
fn a_clock_that_was_set_back_makes_nobody_wait_longer_than_the_rule() {
    let mut guesses = WrongGuesses::new(PATIENCE, 10);
    for _ in 0..3 {
        assert_eq!(guesses.begin(1, NOON), Ok(()));
    }
    assert_eq!(guesses.begin(1, NOON - 86_400_000), Err(1_000));
}

#[test]
fn as_many_targets_as_there_may_be_are_remembered_and_the_oldest_go() {
    let mut guesses = WrongGuesses::new(PATIENCE, 3);
    for target in 0..10 {
        for _ in 0..3 {
            assert_eq!(guesses.begin(target, NOON + target), Ok(()));
        }
        assert!(guesses.len() <= 3 && !guesses.is_empty());
    }
    assert_eq!(guesses.begin(9, NOON + 9), Err(1_000));
    assert_eq!(guesses.begin(0, NOON + 9), Ok(()));
}

#[test]
fn a_code_cannot_be_guessed_in_a_year_and_no_password_waits_longer_than_a_minute() {
    let mut guesses = WrongGuesses::new(CODES, 10);
    let (year_ms, mut now, mut tried) = (365 * 86_400_000, NOON, 0);
    while now < NOON + year_ms {
        match guesses.begin(1, now) {
            Ok(()) => tried += 1,
            Err(wait_ms) => now += wait_ms,
        }
    }
    // Three codes of a million are good at any moment.
    assert!(tried < 40_000, "{tried} guesses in a year find a code with a chance of one in ten");
    assert_eq!(PASSWORDS.wait_ms_max, 60_000);
}
