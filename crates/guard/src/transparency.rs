//! What was decided here in numbers, for everybody: counted from the decisions themselves, so that it equals them. No
//! number leads to a person or a guild.

mod curve;
pub mod exports;
mod page;
mod words;

use std::collections::BTreeMap;

use parvis_app::{ActionResult, App};
use parvis_model::{Id, Timestamp};
use serde::Serialize;

use crate::limits;

use crate::tables::appeals;
pub use crate::tables::decisions::RuleCount;
use crate::tables::decisions::{self, DAY_MS, Tally};
use crate::words::{AppealOutcome, MeasureKind};
pub use page::router as pages;

/// Days before today that make the usual number.
const BASELINE_DAYS: i64 = 28;
/// Rules that are listed.
const RULES_MAX: u32 = 50;
/// Decisions by a rule from which on it is listed: five, so that a number is nobody.
const RULE_COUNT_MIN: u32 = 5;
/// How many times the usual number makes a day stand out.
const SPIKE: u64 = 3;

/// The report.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Report {
    /// The first and the last day, as `2019-11-22`.
    pub since: String,
    /// The last day.
    pub until: String,
    /// All decisions, by what they did.
    pub totals: Totals,
    /// Each day on which anything was decided or undone.
    pub days: Vec<Day>,
    /// By what brought it up.
    pub by_source: BTreeMap<String, u64>,
    /// By the gravest measure.
    pub by_kind: BTreeMap<String, u64>,
    /// By category.
    pub by_category: BTreeMap<String, u64>,
    /// By what a machine had to do with it.
    pub by_automated: BTreeMap<String, u64>,
    /// By rule, the most used first; what is used seldom could lead to a person, and is left out.
    pub by_rule: Vec<RuleCount>,
    /// What came of appeals.
    pub appeals: Appeals,
    /// The same by the gravest measure of what was appealed.
    pub appeals_by_kind: BTreeMap<String, Appeals>,
}

/// All decisions.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize)]
pub struct Totals {
    /// Decisions.
    pub decisions: u64,
    /// Those that did something.
    pub restrictions: u64,
    /// Those that were undone since.
    pub restorations: u64,
}

/// One day.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Day {
    /// As `2019-11-22`.
    pub day: String,
    /// Decisions of this day that did something.
    pub restrictions: u64,
    /// Decisions of this day to do nothing.
    pub none: u64,
    /// Decisions, of whichever day, that were undone on this day.
    pub restorations: u64,
    /// The median of the 28 days before.
    pub usual: u64,
    /// Whether it is at least three times that.
    pub stands_out: bool,
}

/// What came of appeals.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize)]
pub struct Appeals {
    /// Not decided yet.
    pub open: u64,
    /// The decision stays.
    pub upheld: u64,
    /// The decision was undone.
    pub overturned: u64,
}

impl Appeals {
    fn add(&mut self, outcome: Option<AppealOutcome>, count: u64) {
        match outcome {
            None => self.open += count,
            Some(AppealOutcome::Upheld) => self.upheld += count,
            Some(AppealOutcome::Overturned) => self.overturned += count,
        }
    }
}

/// The report of as long as decisions are kept.
pub async fn report(app: &App) -> ActionResult<Report> {
    let now_ms = app.now_ms();
    let (today, since_ms) = (now_ms / DAY_MS, now_ms - limits::DECISION_AGE_MS);
    let since = since_ms / DAY_MS;
    app.read(move |tx| {
        let tallies = decisions::tallies(tx, since, Timestamp::from_unix_ms(now_ms))?;
        let undone = decisions::undone_by_day(tx, since)?;
        let appealed = appeals::tallies(tx, Id::first_of_unix_ms(since_ms))?;
        let by_rule = decisions::rules(tx, since, RULES_MAX, RULE_COUNT_MIN)?;
        Ok(Report { by_rule, ..summed(since, today, &tallies, &undone, appealed) })
    })
    .await
}

/// A day, as it is written.
fn date(day: i64) -> String {
    Timestamp::from_unix_ms(day * DAY_MS).to_string().chars().take(10).collect()
}

/// Everything that is counted, added up.
fn summed(
    since: i64,
    today: i64,
    tallies: &[Tally],
    undone: &[(i64, u64)],
    appealed: Vec<(MeasureKind, Option<AppealOutcome>, u64)>,
) -> Report {
    let mut report = Report {
        since: date(since),
        until: date(today),
        totals: Totals::default(),
        days: Vec::new(),
        by_source: BTreeMap::new(),
        by_kind: BTreeMap::new(),
        by_category: BTreeMap::new(),
        by_automated: BTreeMap::new(),
        by_rule: Vec::new(),
        appeals: Appeals::default(),
        appeals_by_kind: BTreeMap::new(),
    };
    let mut by_day: BTreeMap<i64, (u64, u64, u64)> = BTreeMap::new();
    for tally in tallies {
        let day = by_day.entry(tally.day).or_default();
        if tally.kind == MeasureKind::None.as_str() {
            day.1 += tally.count;
        } else {
            day.0 += tally.count;
            report.totals.restrictions += tally.count;
        }
        report.totals.decisions += tally.count;
        report.totals.restorations += tally.undone;
        for (sums, word) in [
            (&mut report.by_source, &tally.source),
            (&mut report.by_kind, &tally.kind),
            (&mut report.by_category, &tally.category),
            (&mut report.by_automated, &tally.automated),
        ] {
            *sums.entry(word.clone()).or_default() += tally.count;
        }
    }
    for (day, count) in undone {
        by_day.entry(*day).or_default().2 += count;
    }
    for (kind, outcome, count) in appealed {
        report.appeals.add(outcome, count);
        report.appeals_by_kind.entry(kind.as_str().to_owned()).or_default().add(outcome, count);
    }
    report.days = by_day.iter().map(|(day, counts)| shown_day(*day, *counts, &by_day)).collect();
    report
}

fn shown_day(day: i64, counts: (u64, u64, u64), by_day: &BTreeMap<i64, (u64, u64, u64)>) -> Day {
    let (restrictions, none, restorations) = counts;
    let before = (1..=BASELINE_DAYS).map(|ago| by_day.get(&(day - ago)).map_or(0, |counts| counts.0));
    let mut before: Vec<u64> = before.collect();
    before.sort_unstable();
    let usual = before[before.len() / 2];
    let stands_out = usual > 0 && restrictions >= SPIKE * usual;
    Day { day: date(day), restrictions, none, restorations, usual, stands_out }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn tally(day: i64, kind: &str, count: u64, undone: u64) -> Tally {
        Tally {
            day,
            kind: kind.to_owned(),
            source: "own".to_owned(),
            category: "risk_for_public_security".to_owned(),
            automated: "none".to_owned(),
            count,
            undone,
        }
    }

    #[test]
    fn two_days_of_november_2019_stand_out_of_a_month_of_250() {
        let first = 18_190;
        let mut tallies: Vec<Tally> = (0..30).map(|day| tally(first + day, "ban", 250, 1)).collect();
        tallies.push(tally(first + 30, "ban", 2_096, 0));
        tallies.push(tally(first + 31, "ban", 2_959, 5));
        let report = summed(first, first + 31, &tallies, &[(first + 31, 35)], Vec::new());
        let loud: Vec<_> = report.days.iter().filter(|day| day.stands_out).collect();
        assert_eq!(loud.iter().map(|day| day.restrictions).collect::<Vec<_>>(), [2_096, 2_959]);
        assert!(loud.iter().all(|day| day.usual == 250));
    }

    #[test]
    fn totals_equal_the_sum_of_the_days() {
        let tallies = [tally(10, "ban", 3, 1), tally(10, "none", 2, 0), tally(12, "warn", 4, 2)];
        let report = summed(1, 12, &tallies, &[(12, 3)], vec![(MeasureKind::Ban, None, 2)]);
        let sum = |of: fn(&Day) -> u64| report.days.iter().map(of).sum::<u64>();
        assert_eq!(report.totals, Totals { decisions: 9, restrictions: 7, restorations: 3 });
        assert_eq!((sum(|day| day.restrictions), sum(|day| day.none)), (7, 2));
        assert_eq!(sum(|day| day.restorations), report.totals.restorations);
        assert_eq!(report.by_kind.values().sum::<u64>(), report.totals.decisions);
        assert_eq!(report.appeals.open, 2);
    }
}
