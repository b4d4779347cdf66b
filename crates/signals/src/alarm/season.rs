//! What is usual at an hour of a day: a level, the hours' and the weekdays' share of it, and how far counts spread.

use serde::{Deserialize, Serialize};

use super::{Settings, negative_binomial_tail};

/// Days that the level and the hours remember.
const LEVEL_DAYS: f64 = 7.0;
/// Weeks that the weekdays remember.
const DAY_WEEKS: f64 = 4.0;
/// Days that the spread remembers.
const SPREAD_DAYS: f64 = 14.0;
/// How far hours and weekdays differ from the level, as a variance relative to it, before anything was seen.
const HOUR_VARIANCE: f64 = 0.25;
const DAY_VARIANCE: f64 = 0.04;
/// The dispersion of counts of which little is known, and how many bins it is worth.
const DISPERSION_START: f64 = 4.0;
const DISPERSION_START_BINS: f64 = 24.0;
/// How far 1/k of rare counts may be from that: friends come in groups.
const INVERSE_DISPERSION_VARIANCE: f64 = 10.0;
/// Counts further out than so many deviations are cut before the average, and before the spread, learn from them.
const LEVEL_DEVIATIONS: f64 = 3.0;
const SPREAD_DEVIATIONS: f64 = 5.0;
/// A series in which nothing ever happens still expects something.
const MEAN_MIN: f64 = 1e-3;

/// How many are expected in a bin.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Expectation {
    /// On average.
    pub mean: f64,
    /// k of the negative binomial; what is not known of the mean itself is in it.
    pub dispersion: f64,
}

impl Expectation {
    /// The chance of `count` or more.
    pub fn chance_of(&self, count: u32) -> f64 {
        negative_binomial_tail(count, self.mean, self.dispersion)
    }

    /// The least count that rings.
    pub fn threshold(&self, settings: &Settings) -> u32 {
        let rings = |count: u32| self.chance_of(count) <= settings.chance_max();
        let mut high = settings.count_min.max(1);
        while !rings(high) && high < u32::MAX / 2 {
            high *= 2;
        }
        let mut low = settings.count_min.max(1);
        while low < high {
            let middle = low.midpoint(high);
            if rings(middle) { high = middle } else { low = middle + 1 }
        }
        low
    }

    fn deviation(&self) -> f64 {
        (self.mean + self.mean * self.mean / self.dispersion).sqrt()
    }
}

/// The memory of a series.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(super) struct Season {
    level: Average,
    hours: [Average; 24],
    days: [Average; 7],
    /// Of squared distances from the mean, less what Poisson would have.
    excess: Average,
    /// Of squared means.
    square: Average,
}

/// A mean that becomes a moving one when it has seen enough.
#[derive(Debug, Clone, Copy, Default, PartialEq, Serialize, Deserialize)]
struct Average {
    mean: f32,
    seen: u16,
}

impl Average {
    fn take(&mut self, value: f64, seen_max: f64) {
        let seen = (f64::from(self.seen) + 1.0).min(seen_max.clamp(1.0, f64::from(u16::MAX)));
        self.seen = seen as u16;
        self.mean += ((value - f64::from(self.mean)) / seen) as f32;
    }

    /// Drawn towards what is known from elsewhere, as if that had been seen `weight` times.
    fn drawn_to(&self, other: f64, weight: f64) -> f64 {
        let seen = f64::from(self.seen);
        (f64::from(self.mean) * seen + other * weight) / (seen + weight)
    }
}

impl Season {
    pub fn new(settings: &Settings) -> Self {
        let level =
            Average { mean: settings.level_start as f32, seen: settings.bins_per_day().min(24.0) as u16 };
        Self {
            level,
            hours: [Average::default(); 24],
            days: [Average::default(); 7],
            excess: Average::default(),
            square: Average::default(),
        }
    }

    pub fn expectation(&self, settings: &Settings, bin: i64) -> Expectation {
        let (hour, day) = slots(settings, bin);
        let level = f64::from(self.level.mean).max(MEAN_MIN);
        let inverse = 1.0 / self.dispersion();
        // One bin tells so much less than the level, as its own spread is larger than that between hours.
        let weight = |variance: f64| (1.0 / level + inverse) / variance;
        let by_hour = self.around(settings, hour).drawn_to(level, weight(HOUR_VARIANCE));
        let by_day = self.days[day].drawn_to(level, weight(DAY_VARIANCE)) / level;
        let mean = (by_hour * by_day).max(MEAN_MIN);
        // What a settled series does not know of its mean is in the spread that it measured.
        let assumed = weight(HOUR_VARIANCE).min(f64::from(self.level.seen));
        let unknown = 1.0 / (f64::from(self.hours[hour].seen) + assumed).max(1.0)
            - 1.0 / (hour_bins(settings) + assumed);
        let unsure = (mean + mean * mean * inverse) * unknown.max(0.0);
        let dispersion = mean * mean / (mean * mean * inverse + unsure);
        Expectation { mean, dispersion }
    }

    /// An hour with half of its neighbours: days have no edges, and three hours are known better than one.
    fn around(&self, settings: &Settings, hour: usize) -> Average {
        let own = self.hours[hour];
        let beside = [self.hours[(hour + 23) % 24], self.hours[(hour + 1) % 24]];
        if settings.bin_s > 3_600 || beside.iter().any(|neighbour| neighbour.seen < own.seen.min(3)) {
            return own;
        }
        let mean = 0.5 * own.mean + 0.25 * (beside[0].mean + beside[1].mean);
        Average { mean, seen: own.seen.saturating_mul(2) }
    }

    /// Takes a bin that is over, and answers what was expected of it.
    /// How far a burst is from what is usual does not tell how far usual counts spread.
    pub fn learn(&mut self, settings: &Settings, bin: i64, count: u32, is_burst: bool) -> Expectation {
        let (hour, day) = slots(settings, bin);
        let expected = self.expectation(settings, bin);
        let cut = |deviations: f64| {
            // What is too little to ring is never too much to learn from.
            let most = (expected.mean + deviations * expected.deviation()).max(f64::from(settings.count_min));
            f64::from(count).min(most)
        };
        let per_day = settings.bins_per_day();
        let usual = cut(LEVEL_DEVIATIONS);
        self.level.take(usual, LEVEL_DAYS * per_day);
        self.hours[hour].take(usual, hour_bins(settings));
        self.days[day].take(usual, DAY_WEEKS * per_day);
        if !is_burst {
            let apart = cut(SPREAD_DEVIATIONS) - expected.mean;
            self.excess.take(apart * apart - expected.mean, SPREAD_DAYS * per_day);
            self.square.take(expected.mean * expected.mean, SPREAD_DAYS * per_day);
        }
        expected
    }

    /// Whether a week is over.
    pub fn is_settled(&self, settings: &Settings) -> bool {
        f64::from(self.level.seen) >= LEVEL_DAYS * settings.bins_per_day()
    }

    /// By the method of moments. Rare counts say little about it, so that what is assumed weighs more with them.
    fn dispersion(&self) -> f64 {
        let square = f64::from(self.square.mean).max(MEAN_MIN * MEAN_MIN);
        let mean = square.sqrt();
        // The variance of what one bin of Poisson's says, by how far the truth is from what is assumed.
        let assumed_bins = DISPERSION_START_BINS + (1.0 / mean + 2.0) / square / INVERSE_DISPERSION_VARIANCE;
        let measured = f64::from(self.excess.mean) / square;
        let seen = f64::from(self.excess.seen);
        let inverse = (measured * seen + assumed_bins / DISPERSION_START) / (seen + assumed_bins);
        1.0 / inverse.clamp(0.02, 100.0)
    }
}

/// Bins that an hour of the day remembers.
fn hour_bins(settings: &Settings) -> f64 {
    LEVEL_DAYS * (settings.bins_per_day() / 24.0).max(1.0)
}

/// The hour of the day and the day of the week of a bin, in UTC.
fn slots(settings: &Settings, bin: i64) -> (usize, usize) {
    let at_s = bin * i64::from(settings.bin_s);
    (at_s.div_euclid(3_600).rem_euclid(24) as usize, at_s.div_euclid(86_400).rem_euclid(7) as usize)
}
