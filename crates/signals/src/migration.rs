//! Whether a network moves in from elsewhere: more newcomers than usual (accounts, or channels) and, within a day, more
//! of what such a network brings along (known texts and pictures of removed accounts, links back to where it was) than
//! as many newcomers usually do. Newcomers alone are growth and ring nothing.

use serde::{Deserialize, Serialize};

use crate::alarm::{Lately, Series, Settings};

/// Six-hour bins, so that a wave of two days stands out. Each of the four series may ring for nothing once in 20 days:
/// two of different kinds have to.
pub const SETTINGS: Settings = Settings {
    bin_s: 21_600,
    false_alarms_per_1000_days: 50.0,
    count_min: 5,
    level_start: 1.0,
    quiet_bins: 4,
};
/// Both halves of the evidence ring within a day.
const DAY_S: i64 = 86_400;
const DAY_BINS: u32 = 4;

/// What is counted, for the whole instance.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Sign {
    /// Accounts that were made.
    Accounts,
    /// Guilds and public channels that were made.
    Channels,
    /// Different newcomers who posted what is known from removed accounts: near-duplicates of texts, pictures.
    Reused,
    /// Different newcomers who posted a link to a place that removed accounts linked to.
    Outlinks,
}

impl Sign {
    /// All of them.
    pub const ALL: [Self; 4] = [Self::Accounts, Self::Channels, Self::Reused, Self::Outlinks];
}

/// Four series and when each rang last.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Migration {
    series: [Series; 4],
    rang_s: [Option<i64>; 4],
    /// What rang was told of already.
    is_told: bool,
}

/// Newcomers and what they brought, with the numbers.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Inbound {
    /// When the second half of the evidence rang, in seconds since the epoch.
    pub at_s: i64,
    /// How many times as many accounts were made in 24 hours as usual; more of everything else is expected of them.
    pub growth: f64,
    /// What was counted in 24 hours, and what was expected without growth.
    pub signs: Vec<(Sign, Lately)>,
}

impl Migration {
    /// Knows nothing yet.
    pub fn new(now_s: i64) -> Self {
        let series = std::array::from_fn(|_| Series::new(&SETTINGS, now_s));
        Self { series, rang_s: [None; 4], is_told: false }
    }

    /// Counts. Answers once for each wave: when the last half that was missing rings.
    pub fn add(&mut self, sign: Sign, at_s: i64, count: u32) -> Option<Inbound> {
        self.series.iter_mut().for_each(|series| series.advance(&SETTINGS, at_s));
        self.series[sign as usize].add(&SETTINGS, at_s, count);
        let growth = self.growth();
        for sign in Sign::ALL {
            let rings = match sign {
                Sign::Accounts | Sign::Channels => self.series[sign as usize].is_ringing(),
                Sign::Reused | Sign::Outlinks => self.outgrows(sign, growth),
            };
            if rings {
                self.rang_s[sign as usize] = Some(at_s);
            }
        }
        let rang = |sign: &Sign| self.rang_s[*sign as usize].is_some_and(|rang_s| at_s - rang_s <= DAY_S);
        let is_complete = (rang(&Sign::Accounts) || rang(&Sign::Channels))
            && (rang(&Sign::Reused) || rang(&Sign::Outlinks));
        let was_told = std::mem::replace(&mut self.is_told, is_complete);
        (is_complete && !was_told).then(|| Inbound {
            at_s,
            growth,
            signs: Sign::ALL
                .into_iter()
                .filter(rang)
                .map(|sign| (sign, self.series[sign as usize].lately(&SETTINGS, DAY_BINS)))
                .collect(),
        })
    }

    fn growth(&self) -> f64 {
        let lately = self.series[Sign::Accounts as usize].lately(&SETTINGS, DAY_BINS);
        (f64::from(lately.observed) / lately.expected.mean.max(1.0)).max(1.0)
    }

    /// Whether newcomers bring more of it than as many newcomers usually do.
    fn outgrows(&self, sign: Sign, growth: f64) -> bool {
        let Lately { observed, mut expected } = self.series[sign as usize].lately(&SETTINGS, DAY_BINS);
        expected.mean *= growth;
        observed >= SETTINGS.count_min && expected.chance_of(observed) <= SETTINGS.chance_max()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const HOUR_S: i64 = 3_600;

    fn settled() -> Migration {
        let mut migration = Migration::new(0);
        for hour in 0..30 * 24 {
            assert_eq!(migration.add(Sign::Accounts, hour * HOUR_S, 1), None);
        }
        migration
    }

    #[test]
    fn many_newcomers_alone_are_growth() {
        let mut migration = settled();
        let start_s = 30 * 24 * HOUR_S;
        assert_eq!(migration.add(Sign::Accounts, start_s, 500), None);
        assert_eq!(migration.add(Sign::Channels, start_s, 50), None);
    }

    #[test]
    fn newcomers_who_bring_what_was_removed_ring_once() {
        let mut migration = settled();
        let start_s = 30 * 24 * HOUR_S;
        assert_eq!(migration.add(Sign::Channels, start_s, 30), None);
        let inbound = migration.add(Sign::Reused, start_s + HOUR_S, 20).expect("both halves");
        let signs: Vec<Sign> = inbound.signs.iter().map(|(sign, _)| *sign).collect();
        assert_eq!(signs, [Sign::Channels, Sign::Reused]);
        assert_eq!(migration.add(Sign::Reused, start_s + 2 * HOUR_S, 20), None);
    }

    #[test]
    fn halves_that_lie_days_apart_are_not_one_wave() {
        let mut migration = settled();
        let start_s = 30 * 24 * HOUR_S;
        migration.add(Sign::Channels, start_s, 30);
        assert_eq!(migration.add(Sign::Outlinks, start_s + 60 * HOUR_S, 20), None);
    }
}
