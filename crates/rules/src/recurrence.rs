//! How events recur: which rules may be set, and when the occurrences of one are. All in UTC, as the platform has it;
//! the moment is handed in.
//!
//! A rule is a subset of RFC 5545's with the platform's restrictions, so that one step at most is looked at for each
//! occurrence, however far a rule has gone.

use parvis_model::{RecurrenceFrequency, RecurrenceRule, Timestamp};

use crate::validate::FieldError;

/// Sets of weekdays (from Monday = 0) on which something happens daily.
const DAILY_SETS: [&[u8]; 6] =
    [&[0, 1, 2, 3, 4], &[1, 2, 3, 4, 5], &[0, 1, 2, 3, 6], &[4, 5], &[5, 6], &[0, 6]];
/// Months that are looked at for the next fifth weekday or 31st, and years for the next 29 February.
const MONTHS_MAX: i64 = 12;
const YEARS_MAX: i64 = 9;
/// 1970-01-01 was a Thursday.
const EPOCH_WEEKDAY: i64 = 3;

/// Checks a rule that somebody sets; `path` is where it stands.
pub fn check(path: &str, rule: &RecurrenceRule) -> Vec<FieldError> {
    let mut errors = Vec::new();
    let mut refuse = |field: &str, message: &str| {
        errors.push(FieldError::new(format!("{path}.{field}"), "RECURRENCE_RULE_INVALID", message));
    };
    if rule.end.is_some() {
        refuse("end", "The end of a recurrence cannot be set.");
    }
    if rule.count.is_some() {
        refuse("count", "The number of occurrences cannot be set.");
    }
    if rule.by_year_day.is_some() {
        refuse("by_year_day", "Days of the year cannot be set.");
    }
    let is_weekly = rule.frequency == RecurrenceFrequency::WEEKLY;
    if rule.interval != 1 && !(is_weekly && rule.interval == 2) {
        refuse("interval", "Must be 1, or 2 for what recurs weekly.");
    }
    if !rule.frequency.is_known() {
        refuse("frequency", "Value must be one of {0, 1, 2, 3}.");
    }
    if let Some(days) = &rule.by_weekday {
        match rule.frequency {
            RecurrenceFrequency::DAILY if !DAILY_SETS.contains(&&*sorted(days)) => {
                refuse("by_weekday", "Must be one of the sets of weekdays for what recurs daily.");
            }
            RecurrenceFrequency::WEEKLY if !matches!(days[..], [0..=6]) => {
                refuse("by_weekday", "Must be one day for what recurs weekly.");
            }
            RecurrenceFrequency::DAILY | RecurrenceFrequency::WEEKLY => {}
            _ => refuse("by_weekday", "Only what recurs daily or weekly has weekdays."),
        }
    }
    if let Some(days) = &rule.by_n_weekday {
        let is_one = matches!(days[..], [day] if (1..=5).contains(&day.n) && day.day <= 6);
        if rule.frequency != RecurrenceFrequency::MONTHLY || !is_one {
            refuse("by_n_weekday", "Must be one weekday of the first to fifth week of what recurs monthly.");
        }
    }
    let date = (rule.by_month.as_deref(), rule.by_month_day.as_deref());
    let is_yearly = rule.frequency == RecurrenceFrequency::YEARLY;
    match date {
        (None, None) if !is_yearly => {}
        (Some([month]), Some([day])) if is_yearly && is_date(*month, *day) => {}
        _ => refuse("by_month", "What recurs yearly, and nothing else, has one month and one day of it."),
    }
    errors
}

fn sorted(days: &[u8]) -> Vec<u8> {
    let mut days = days.to_vec();
    days.sort_unstable();
    days
}

/// Whether some year has this date; 2000 is a leap year.
fn is_date(month: u8, day: i32) -> bool {
    Timestamp::day_of_date(2000, i64::from(month), i64::from(day)).is_some()
}

/// The first occurrence behind a moment; `None` when the rule has no more.
pub fn next_after(rule: &RecurrenceRule, after: Timestamp) -> Option<Timestamp> {
    let from = after.max(Timestamp::from_unix_ms(rule.start.unix_ms() - 1));
    let is_behind = |day: &i64| Timestamp::of_day(*day, rule.start.ms_of_day()) > from;
    let (year, month, _) = from.date();
    let day = match rule.frequency {
        RecurrenceFrequency::DAILY => {
            (from.days()..from.days() + 9).filter(is_behind).find(|day| is_daily_on(rule, *day))
        }
        RecurrenceFrequency::WEEKLY => {
            let days = 7 * (i64::from(rule.interval.clamp(1, 2)) + 1);
            (from.days()..from.days() + days).filter(is_behind).find(|day| is_weekly_on(rule, *day))
        }
        RecurrenceFrequency::MONTHLY => (0..MONTHS_MAX)
            .filter_map(|later| {
                let months = year * 12 + month - 1 + later;
                day_of_month(rule, months.div_euclid(12), months.rem_euclid(12) + 1)
            })
            .find(is_behind),
        RecurrenceFrequency::YEARLY => {
            (year..year + YEARS_MAX).filter_map(|year| day_of_year(rule, year)).find(is_behind)
        }
        _ => None,
    }?;
    Some(Timestamp::of_day(day, rule.start.ms_of_day()))
}

/// The first occurrences behind a moment, at most so many.
pub fn occurrences(rule: &RecurrenceRule, after: Timestamp, count: usize) -> Vec<Timestamp> {
    let next = |last: &Timestamp| next_after(rule, *last);
    std::iter::successors(next_after(rule, after), next).take(count).collect()
}

/// The weekday of a day since 1970-01-01, from Monday = 0.
fn weekday(day: i64) -> i64 {
    (day + EPOCH_WEEKDAY).rem_euclid(7)
}

fn is_daily_on(rule: &RecurrenceRule, day: i64) -> bool {
    let days = rule.by_weekday.as_deref();
    days.is_none_or(|days| days.iter().any(|one| i64::from(*one) == weekday(day)))
}

fn is_weekly_on(rule: &RecurrenceRule, day: i64) -> bool {
    let start = rule.start.days();
    let wanted = match rule.by_weekday.as_deref() {
        Some([one, ..]) => i64::from(*one),
        _ => weekday(start),
    };
    let monday_of = |day: i64| day - weekday(day);
    let weeks = (monday_of(day) - monday_of(start)) / 7;
    weekday(day) == wanted && weeks.rem_euclid(i64::from(rule.interval.max(1))) == 0
}

/// The day of the rule in a month, if the month has one.
fn day_of_month(rule: &RecurrenceRule, year: i64, month: i64) -> Option<i64> {
    let Some([nth, ..]) = rule.by_n_weekday.as_deref() else {
        return Timestamp::day_of_date(year, month, rule.start.date().2);
    };
    let first = Timestamp::day_of_date(year, month, 1)?;
    let until_weekday = (i64::from(nth.day) - weekday(first)).rem_euclid(7);
    Timestamp::day_of_date(year, month, 1 + until_weekday + 7 * (i64::from(nth.n) - 1))
}

/// The day of the rule in a year, if the year has one.
fn day_of_year(rule: &RecurrenceRule, year: i64) -> Option<i64> {
    let (_, month, day) = rule.start.date();
    let month = rule.by_month.as_deref().and_then(|it| it.first()).map_or(month, |it| i64::from(*it));
    let day = rule.by_month_day.as_deref().and_then(|it| it.first()).map_or(day, |it| i64::from(*it));
    Timestamp::day_of_date(year, month, day)
}

#[cfg(test)]
mod tests {
    use parvis_model::NthWeekday;

    use super::*;

    fn at(text: &str) -> Timestamp {
        Timestamp::parse(&format!("{text}T18:30:00Z")).expect("a date")
    }

    fn rule(frequency: RecurrenceFrequency, start: &str) -> RecurrenceRule {
        RecurrenceRule {
            start: at(start),
            end: None,
            frequency,
            interval: 1,
            by_weekday: None,
            by_n_weekday: None,
            by_month: None,
            by_month_day: None,
            by_year_day: None,
            count: None,
        }
    }

    #[track_caller]
    fn check_dates(rule: &RecurrenceRule, after: &str, dates: &[&str]) {
        let expected: Vec<_> = dates.iter().map(|date| at(date)).collect();
        assert_eq!(occurrences(rule, at(after), dates.len()), expected);
        assert_eq!(check("rule", rule), [], "the rule may be set");
    }

    const D: RecurrenceFrequency = RecurrenceFrequency::DAILY;
    const W: RecurrenceFrequency = RecurrenceFrequency::WEEKLY;
    const M: RecurrenceFrequency = RecurrenceFrequency::MONTHLY;
    const Y: RecurrenceFrequency = RecurrenceFrequency::YEARLY;

    #[test]
    fn what_recurs_daily_comes_every_day_or_on_its_weekdays() {
        // 2026-11-27 is a Friday.
        check_dates(&rule(D, "2026-11-27"), "2026-11-27", &["2026-11-28", "2026-11-29"]);
        let workdays = RecurrenceRule { by_weekday: Some(vec![4, 3, 2, 1, 0]), ..rule(D, "2026-11-27") };
        check_dates(&workdays, "2026-11-20", &["2026-11-27", "2026-11-30", "2026-12-01"]);
        let weekends = RecurrenceRule { by_weekday: Some(vec![5, 6]), ..rule(D, "2026-11-27") };
        check_dates(&weekends, "2026-11-28", &["2026-11-29", "2026-12-05", "2026-12-06"]);
    }

    #[test]
    fn what_recurs_weekly_keeps_its_weekday_and_its_every_other_week() {
        check_dates(&rule(W, "2026-12-30"), "2026-12-30", &["2027-01-06", "2027-01-13"]);
        let other = RecurrenceRule { interval: 2, by_weekday: Some(vec![2]), ..rule(W, "2026-11-25") };
        check_dates(&other, "2026-11-25", &["2026-12-09", "2026-12-23", "2027-01-06"]);
        // However far away, the week is the right one.
        let far = occurrences(&other, at("2036-11-01"), 1)[0];
        assert_eq!((far.days() - at("2026-11-25").days()) % 14, 0);
    }

    #[test]
    fn what_recurs_monthly_skips_months_without_its_day() {
        let fourth =
            RecurrenceRule { by_n_weekday: Some(vec![NthWeekday { n: 4, day: 2 }]), ..rule(M, "2026-11-25") };
        check_dates(&fourth, "2026-11-25", &["2026-12-23", "2027-01-27", "2027-02-24"]);
        let fifth =
            RecurrenceRule { by_n_weekday: Some(vec![NthWeekday { n: 5, day: 0 }]), ..rule(M, "2026-11-30") };
        check_dates(&fifth, "2026-11-30", &["2027-03-29", "2027-05-31"]);
        check_dates(&rule(M, "2027-01-31"), "2027-01-31", &["2027-03-31", "2027-05-31"]);
    }

    #[test]
    fn what_recurs_yearly_waits_for_leap_years() {
        let date = |month, day| RecurrenceRule {
            by_month: Some(vec![month]),
            by_month_day: Some(vec![day]),
            ..rule(Y, "2026-12-01")
        };
        check_dates(&date(7, 24), "2026-12-01", &["2027-07-24", "2028-07-24"]);
        check_dates(&date(2, 29), "2026-12-01", &["2028-02-29", "2032-02-29"]);
        check_dates(&date(2, 29), "2096-12-01", &["2104-02-29"]);
    }

    #[test]
    fn each_occurrence_is_behind_the_last_one_and_none_is_left_out() {
        let rules = [
            RecurrenceRule { by_weekday: Some(vec![6, 0]), ..rule(D, "2026-11-27") },
            RecurrenceRule { interval: 2, ..rule(W, "2026-11-27") },
            rule(M, "2026-11-30"),
        ];
        for rule in rules {
            let all = occurrences(&rule, at("2026-11-01"), 60);
            assert!(all.windows(2).all(|pair| pair[0] < pair[1]));
            for pair in all.windows(2) {
                let between = Timestamp::from_unix_ms((pair[0].unix_ms() + pair[1].unix_ms()) / 2);
                assert_eq!(next_after(&rule, between), Some(pair[1]));
            }
        }
    }

    #[test]
    fn what_the_platform_does_not_let_be_set_is_refused_with_its_field() {
        let base = || rule(W, "2026-11-27");
        let cases = [
            ("end", RecurrenceRule { end: Some(at("2027-01-01")), ..base() }),
            ("count", RecurrenceRule { count: Some(3), ..base() }),
            ("by_year_day", RecurrenceRule { by_year_day: Some(vec![]), ..base() }),
            ("interval", RecurrenceRule { interval: 3, ..base() }),
            ("interval", RecurrenceRule { interval: 0, ..base() }),
            ("interval", RecurrenceRule { interval: 2, ..rule(D, "2026-11-27") }),
            ("frequency", RecurrenceRule { frequency: RecurrenceFrequency(4), ..base() }),
            ("by_weekday", RecurrenceRule { by_weekday: Some(vec![0, 1]), ..base() }),
            ("by_weekday", RecurrenceRule { by_weekday: Some(vec![7]), ..base() }),
            ("by_weekday", RecurrenceRule { by_weekday: Some(vec![0, 2]), ..rule(D, "2026-11-27") }),
            ("by_weekday", RecurrenceRule { by_weekday: Some(vec![0]), ..rule(M, "2026-11-27") }),
            (
                "by_n_weekday",
                RecurrenceRule { by_n_weekday: Some(vec![NthWeekday { n: 6, day: 0 }]), ..base() },
            ),
            ("by_n_weekday", RecurrenceRule { by_n_weekday: Some(vec![]), ..rule(M, "2026-11-27") }),
            ("by_month", rule(Y, "2026-11-27")),
            ("by_month", RecurrenceRule { by_month: Some(vec![1]), ..rule(M, "2026-11-27") }),
            (
                "by_month",
                RecurrenceRule {
                    by_month: Some(vec![2]),
                    by_month_day: Some(vec![30]),
                    ..rule(Y, "2026-11-27")
                },
            ),
        ];
        for (field, rule) in cases {
            let errors = check("recurrence_rule", &rule);
            let path = format!("recurrence_rule.{field}");
            assert!(errors.iter().any(|error| error.path == path), "{rule:?}: {errors:?}");
        }
    }
}
