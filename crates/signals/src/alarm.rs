//! Alarms on counts: joins per minute, accounts per hour that use a tag. A [`Series`] learns what is usual at this hour
//! of this day and rings when a count is so high that chance alone would bring it no oftener than its settings state.
//! It must not know what is counted, nor who.
//!
//! A seasonal moving average over seven days, winsorised so that a burst does not teach the series to expect bursts,
//! and the tail of the negative binomial distribution, because people come in groups and Poisson's would ring daily.

mod season;
mod tail;

use serde::{Deserialize, Serialize};

pub use season::Expectation;
use season::Season;
pub use tail::negative_binomial_tail;

/// What a series counts by, and how often it may ring for nothing.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Settings {
    /// Length of a bin, in seconds; divides an hour, or a day.
    pub bin_s: u32,
    /// False alarms in a thousand days of one series. The bound holds for counts that spread as they did before.
    pub false_alarms_per_1000_days: f64,
    /// Below this nothing rings, however unusual: too few people to speak of, or to hide among.
    pub count_min: u32,
    /// What is expected in a bin while nothing is known.
    pub level_start: f64,
    /// Bins without anything unusual after which the same series may ring again.
    pub quiet_bins: u16,
}

impl Settings {
    /// Joins of one guild, by the minute: one false alarm in 100 days.
    pub const JOINS: Self =
        Self { bin_s: 60, false_alarms_per_1000_days: 10.0, count_min: 5, level_start: 0.05, quiet_bins: 15 };
    /// Different accounts that use one tag in public channels, by the hour: one false alarm in 200 days.
    pub const TAGS: Self =
        Self { bin_s: 3_600, false_alarms_per_1000_days: 5.0, count_min: 5, level_start: 1.0, quiet_bins: 3 };

    /// The chance that a bin may have, by the formula, of ringing for nothing.
    pub fn chance_max(&self) -> f64 {
        self.false_alarms_per_1000_days / 1_000.0 / self.bins_per_day() / SAFETY
    }

    fn bins_per_day(&self) -> f64 {
        86_400.0 / f64::from(self.bin_s)
    }
}

/// Why a series rings, with every number that led to it.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Alarm {
    /// Begin of the bin that runs, in seconds since the epoch.
    pub at_s: i64,
    /// Bins that were looked at together, the one that runs being the last: one, or four.
    pub bins: u32,
    /// What was counted in them so far.
    pub observed: u32,
    /// What was expected, and how far counts spread.
    pub expected: Expectation,
    /// The least count that rings here.
    pub threshold: u32,
    /// The chance of so many or more.
    pub chance: f64,
}

/// One counted thing, in about 320 bytes. Settings are handed in, because thousands of series share them.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Series {
    bin: i64,
    running: u32,
    quiet_bins_left: u16,
    /// The bins before, the newest first.
    before: [Past; 3],
    season: Season,
}

/// A bin that is over.
#[derive(Debug, Clone, Copy, Default, PartialEq, Serialize, Deserialize)]
struct Past {
    count: u32,
    mean: f32,
}

/// What was counted lately, beside what was expected.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Lately {
    /// Counted.
    pub observed: u32,
    /// Expected of the same bins.
    pub expected: Expectation,
}

impl Series {
    /// A series of which nothing is known, beginning now.
    pub fn new(settings: &Settings, now_s: i64) -> Self {
        Self {
            bin: now_s.div_euclid(i64::from(settings.bin_s)),
            running: 0,
            quiet_bins_left: 0,
            before: [Past::default(); 3],
            season: Season::new(settings),
        }
    }

    /// Counts. Answers an alarm when this is the first unusual count after a quiet time. What comes late is counted in
    /// the bin that runs now.
    pub fn add(&mut self, settings: &Settings, at_s: i64, count: u32) -> Option<Alarm> {
        self.advance(settings, at_s);
        self.running = self.running.saturating_add(count);
        let (bins, lately) = WINDOWS
            .into_iter()
            .map(|bins| (bins, self.lately(settings, bins)))
            .find(|(_, lately)| lately.is_unusual(settings, 1.0))?;
        let was_quiet = self.quiet_bins_left == 0;
        self.quiet_bins_left = settings.quiet_bins;
        was_quiet.then(|| Alarm {
            at_s: self.bin * i64::from(settings.bin_s),
            bins,
            observed: lately.observed,
            expected: lately.expected,
            threshold: lately.expected.threshold(settings),
            chance: lately.expected.chance_of(lately.observed),
        })
    }

    /// Lets time pass: closes the bins that are over, empty ones too.
    pub fn advance(&mut self, settings: &Settings, now_s: i64) {
        let now = now_s.div_euclid(i64::from(settings.bin_s));
        // After so long nothing of what was usual is left, and walking through it would only take time.
        if now - self.bin > (FORGOTTEN_DAYS * settings.bins_per_day()) as i64 {
            *self = Self::new(settings, now_s);
        }
        while self.bin < now {
            let is_unusual = self.running > 0
                && WINDOWS.into_iter().any(|bins| self.lately(settings, bins).is_unusual(settings, STILL));
            // What is merely unusual makes a burst that rang go on, and silences nothing that did not ring.
            let goes_on = is_unusual && self.quiet_bins_left > 0;
            self.quiet_bins_left =
                if goes_on { settings.quiet_bins } else { self.quiet_bins_left.saturating_sub(1) };
            let count = std::mem::take(&mut self.running);
            let expected = self.season.learn(settings, self.bin, count, is_unusual);
            self.before.rotate_right(1);
            self.before[0] = Past { count, mean: expected.mean as f32 };
            self.bin += 1;
        }
    }

    /// Whether it rang and was not quiet since.
    pub fn is_ringing(&self) -> bool {
        self.quiet_bins_left > 0
    }

    /// Whether it has seen each hour of a week. The stated rate of false alarms holds from then on; before, what is
    /// unusual is told from what is new only by [`Settings::level_start`].
    pub fn is_settled(&self, settings: &Settings) -> bool {
        self.season.is_settled(settings)
    }

    /// What is usual in the bin that runs now.
    pub fn expectation(&self, settings: &Settings) -> Expectation {
        self.season.expectation(settings, self.bin)
    }

    /// The bin that runs and up to three before it.
    pub fn lately(&self, settings: &Settings, bins: u32) -> Lately {
        let before = &self.before[..(bins.max(1) - 1).min(3) as usize];
        let mut expected = self.expectation(settings);
        expected.mean += before.iter().map(|past| f64::from(past.mean)).sum::<f64>();
        // Bins that follow one another rise and fall together: two tell less than twice as much as one.
        expected.dispersion *= 1.0 + 0.5 * before.len() as f64;
        Lately {
            observed: before.iter().fold(self.running, |sum, past| sum.saturating_add(past.count)),
            expected,
        }
    }
}

impl Lately {
    /// Whether it is so many times less unusual than what rings, or more unusual.
    fn is_unusual(&self, settings: &Settings, times: f64) -> bool {
        self.observed >= settings.count_min
            && self.expected.chance_of(self.observed) <= times * settings.chance_max()
    }
}

/// A burst may be high, or go on.
const WINDOWS: [u32; 2] = [1, 4];
/// There are two looks, and what people do has a heavier tail than any formula: found on the shipped generator, half of
/// whose tags have one.
const SAFETY: f64 = 4.0;
/// Days without a look after which a series begins anew.
const FORGOTTEN_DAYS: f64 = 60.0;
/// A burst goes on while a count is this many times less unusual than what rings.
const STILL: f64 = 20.0;

#[cfg(test)]
mod tests {
    use super::*;

    const DAY_S: i64 = 86_400;

    /// Six by day, two by night, for three weeks.
    fn taught() -> Series {
        let mut series = Series::new(&Settings::TAGS, 0);
        for hour in 0..21 * 24 {
            let count =
                if (8..22).contains(&(hour % 24)) { 5 + hour as u32 % 3 } else { 1 + hour as u32 % 3 };
            assert_eq!(series.add(&Settings::TAGS, hour * 3_600, count), None, "hour {hour}");
        }
        series
    }

    #[test]
    fn the_hour_decides_what_is_unusual() {
        let mut noon = taught();
        noon.advance(&Settings::TAGS, 21 * DAY_S + 12 * 3_600);
        let mut night = taught();
        night.advance(&Settings::TAGS, 21 * DAY_S + 3 * 3_600);
        let (by_day, by_night) = (noon.expectation(&Settings::TAGS), night.expectation(&Settings::TAGS));
        assert!(by_day.mean > 2.0 * by_night.mean, "{by_day:?} {by_night:?}");
        assert!(by_day.threshold(&Settings::TAGS) > by_night.threshold(&Settings::TAGS));
    }

    #[test]
    fn a_burst_rings_once_and_again_after_a_quiet_time() {
        let mut series = taught();
        let start_s = 21 * DAY_S + 12 * 3_600;
        let alarm = series.add(&Settings::TAGS, start_s, 60).expect("ten times the usual");
        assert_eq!((alarm.observed, alarm.at_s), (60, start_s));
        assert!(alarm.threshold <= 60 && alarm.chance <= Settings::TAGS.chance_max());
        for hour in 1..4 {
            assert_eq!(series.add(&Settings::TAGS, start_s + hour * 3_600, 60), None, "hour {hour}");
        }
        series.advance(&Settings::TAGS, start_s + 24 * 3_600);
        assert!(!series.is_ringing());
        assert!(series.add(&Settings::TAGS, start_s + 25 * 3_600, 60).is_some(), "the burst was not learned");
    }

    #[test]
    fn a_running_bin_rings_before_it_is_over() {
        let mut series = Series::new(&Settings::JOINS, 0);
        series.advance(&Settings::JOINS, 14 * DAY_S);
        let rang = (0..60).find(|second| series.add(&Settings::JOINS, 14 * DAY_S + second, 1).is_some());
        assert_eq!(rang, Some(4), "the fifth in a guild that nobody joined for two weeks");
    }

    #[test]
    fn the_state_is_small_and_comes_back_from_json() {
        assert!(size_of::<Series>() <= 320, "{}", size_of::<Series>());
        let series = taught();
        let text = serde_json::to_string(&series).unwrap();
        assert_eq!(serde_json::from_str::<Series>(&text).unwrap(), series);
    }
}
