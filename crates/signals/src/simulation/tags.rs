//! Tags over weeks: cycles of day and week, counts that spread further than chance, and planted bursts. Half of the
//! tags spread as the alarm assumes (gamma), half with a heavier tail (log-normal).

use std::time::Duration;

use super::Chance;
use crate::alarm::{Series, Settings};

const DAY_H: usize = 24;
/// A series has seen each hour so many times before its alarms are held against it.
const LEARNING_DAYS: usize = 7;
const BURST_FACTOR: [f64; 2] = [4.0, 10.0];
const BURST_HOURS: [f64; 2] = [3.0, 9.0];
/// Accounts per hour that a burst multiplies, at least: tags of fewer are not shown to anybody.
const BURST_MEAN_MIN: f64 = 5.0;

/// What to make.
#[derive(Debug, Clone, Copy)]
pub struct Plan {
    /// Tags.
    pub tags: usize,
    /// Days of each.
    pub days: usize,
    /// Planted bursts, at most one per tag.
    pub bursts: usize,
    /// Where chance begins.
    pub seed: u64,
}

/// How the alarm did.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Figures {
    /// Days of tags after the first week.
    pub tag_days: usize,
    /// Alarms without a burst.
    pub false_alarms: usize,
    /// Those of tags that spread with a heavier tail than is assumed.
    pub false_alarms_heavy: usize,
    /// Alarms without a burst in the first week, while the series knew little.
    pub false_alarms_first_week: usize,
    /// Planted.
    pub bursts: usize,
    /// Found before they ended.
    pub found: usize,
    /// Hours from the begin to the alarm, of those found, in order.
    pub delays_h: Vec<usize>,
    /// Time to count one hour of one tag, its state included.
    pub per_count: Duration,
}

impl Figures {
    /// Alarms without a burst in a thousand days of a tag.
    pub fn false_alarms_per_1000_days(&self) -> f64 {
        self.false_alarms as f64 * 1_000.0 / self.tag_days as f64
    }

    /// The share of bursts that were found.
    pub fn recall(&self) -> f64 {
        self.found as f64 / self.bursts as f64
    }
}

/// Makes the tags, counts them hour by hour, and compares alarms with what was planted. `clock` measures the counting.
pub fn run(plan: &Plan, clock: impl Fn() -> Duration) -> Figures {
    let mut chance = Chance::new(plan.seed);
    let mut figures = Figures { tag_days: plan.tags * (plan.days - LEARNING_DAYS), ..Figures::default() };
    let mut spent = Duration::ZERO;
    for number in 0..plan.tags {
        let tag = Tag::new(&mut chance, number % 4 >= 2);
        let burst = (number * plan.bursts / plan.tags != (number + 1) * plan.bursts / plan.tags)
            .then(|| Burst::new(&mut chance, &tag, plan.days));
        let counts: Vec<u32> = (0..plan.days * DAY_H)
            .map(|hour| tag.count(&mut chance, hour, burst.as_ref().map_or(1.0, |burst| burst.factor(hour))))
            .collect();
        let start = clock();
        let alarms = alarms(&counts);
        spent += clock().saturating_sub(start);
        figures.take(&tag, burst.as_ref(), &alarms);
    }
    figures.delays_h.sort_unstable();
    figures.per_count =
        spent / u32::try_from(plan.tags * plan.days * DAY_H).expect("fewer than 4 billion hours");
    figures
}

/// The hours at which one tag rings.
fn alarms(counts: &[u32]) -> Vec<usize> {
    let mut series = Series::new(&Settings::TAGS, 0);
    let rings =
        |(hour, count): (usize, &u32)| series.add(&Settings::TAGS, hour as i64 * 3_600, *count).map(|_| hour);
    counts.iter().enumerate().filter_map(rings).collect()
}

impl Figures {
    fn take(&mut self, tag: &Tag, burst: Option<&Burst>, alarms: &[usize]) {
        let is_during = |hour: &usize| burst.is_some_and(|burst| (burst.start..burst.end).contains(hour));
        // What still rings when a burst fades is no alarm of its own.
        let is_echo = |hour: &usize| burst.is_some_and(|burst| (burst.end..burst.end + 6).contains(hour));
        for hour in alarms.iter().filter(|hour| !is_during(hour) && !is_echo(hour)) {
            if *hour < LEARNING_DAYS * DAY_H {
                self.false_alarms_first_week += 1;
            } else {
                self.false_alarms += 1;
                self.false_alarms_heavy += usize::from(tag.is_heavy);
            }
        }
        if let Some(burst) = burst {
            self.bursts += 1;
            if let Some(hour) = alarms.iter().find(|hour| is_during(hour)) {
                self.found += 1;
                self.delays_h.push(hour - burst.start);
            }
        }
    }
}

struct Tag {
    mean: f64,
    day_share: f64,
    peak_h: f64,
    weekend: f64,
    shape: f64,
    is_heavy: bool,
}

impl Tag {
    fn new(chance: &mut Chance, is_heavy: bool) -> Self {
        Self {
            mean: chance.between(0.0, 40.0_f64.ln()).exp(),
            day_share: chance.between(0.3, 0.8),
            peak_h: chance.between(0.0, 24.0),
            weekend: chance.between(0.6, 1.4),
            shape: chance.between(4.0, 7.0),
            is_heavy,
        }
    }

    fn mean_at(&self, hour: usize) -> f64 {
        let turn = (hour as f64 - self.peak_h) / 24.0 * 2.0 * std::f64::consts::PI;
        let weekend = if (hour / DAY_H) % 7 >= 5 { self.weekend } else { 1.0 };
        self.mean * weekend * (1.0 + self.day_share * turn.cos())
    }

    fn count(&self, chance: &mut Chance, hour: usize, factor: f64) -> u32 {
        let spread = if self.is_heavy { chance.log_normal(self.shape) } else { chance.gamma(self.shape) };
        chance.poisson(self.mean_at(hour) * factor * spread)
    }
}

struct Burst {
    start: usize,
    end: usize,
    factor: f64,
}

impl Burst {
    /// After the second week, where the tag is alive at all.
    fn new(chance: &mut Chance, tag: &Tag, days: usize) -> Self {
        let first = (2 * LEARNING_DAYS).min(days - 2) * DAY_H;
        let mut start = first + chance.below((days - 1) * DAY_H - first);
        // The busiest hour of that day if the one that was drawn is too quiet.
        if tag.mean_at(start) < BURST_MEAN_MIN {
            let day = start / DAY_H * DAY_H;
            start = (day..day + DAY_H)
                .max_by(|a, b| tag.mean_at(*a).total_cmp(&tag.mean_at(*b)))
                .expect("a day has hours");
        }
        let hours = chance.between(BURST_HOURS[0], BURST_HOURS[1]) as usize;
        let factor =
            chance.between(BURST_FACTOR[0], BURST_FACTOR[1]) * (BURST_MEAN_MIN / tag.mean_at(start)).max(1.0);
        Self { start, end: start + hours, factor }
    }

    fn factor(&self, hour: usize) -> f64 {
        if (self.start..self.end).contains(&hour) { self.factor } else { 1.0 }
    }
}
