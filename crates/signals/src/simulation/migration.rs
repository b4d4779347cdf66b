//! Months of an instance that grows, is in the newspaper now and then, and into which a network moves at the end.

use super::Chance;
use crate::migration::{Migration, Sign};

const HOUR_S: i64 = 3_600;

/// How the alert did.
#[derive(Debug, Clone, PartialEq)]
pub struct Figures {
    /// Thirty days each.
    pub months: f64,
    /// Alerts without a wave.
    pub false_alerts: usize,
    /// Planted waves of 105 channels within a day and a half.
    pub waves: usize,
    /// Found within 24 hours of their first channel.
    pub found: usize,
    /// Hours to the alert, in order.
    pub delays_h: Vec<i64>,
}

/// Lets so many instances live for so many months each, with a wave at the end of each.
pub fn run(instances: usize, months: usize, seed: u64) -> Figures {
    let mut chance = Chance::new(seed);
    let mut figures = Figures {
        months: (instances * months) as f64,
        false_alerts: 0,
        waves: instances,
        found: 0,
        delays_h: Vec::new(),
    };
    for _ in 0..instances {
        let hours = months * 30 * 24;
        let wave = Wave { start: hours, hours: 36 };
        let (mut migration, mut found) = (Migration::new(0), None);
        let mut press = Press::default();
        let size = chance.between(0.0, 30.0_f64.ln()).exp();
        for hour in 0..hours + 36 {
            for (sign, count) in counts(&mut chance, &mut press, &wave, size, hour) {
                let inbound = migration.add(sign, hour as i64 * HOUR_S, count);
                if inbound.is_some() && hour < hours {
                    figures.false_alerts += 1;
                } else if inbound.is_some() {
                    found.get_or_insert(hour - hours);
                }
            }
        }
        figures.found += usize::from(found.is_some_and(|after| after < 24));
        figures.delays_h.extend(found.map(|after| after as i64));
    }
    figures.delays_h.sort_unstable();
    figures
}

struct Wave {
    start: usize,
    hours: usize,
}

/// Days on which ten times as many come.
#[derive(Default)]
struct Press {
    hours_left: usize,
}

fn counts(chance: &mut Chance, press: &mut Press, wave: &Wave, size: f64, hour: usize) -> [(Sign, u32); 4] {
    press.hours_left = press.hours_left.saturating_sub(1);
    if press.hours_left == 0 && chance.happens(2.0 / 720.0) {
        press.hours_left = 10 + chance.below(30);
    }
    let growth = if press.hours_left > 0 { chance.between(5.0, 12.0) } else { 1.0 };
    let turn = (hour % 24) as f64 / 24.0 * 2.0 * std::f64::consts::PI;
    let cycle = 1.0 - 0.7 * turn.cos();
    let planted = if (wave.start..wave.start + wave.hours).contains(&hour) { 1.0 } else { 0.0 };
    let mut count = |usual: f64, planted: f64| {
        let spread = chance.gamma(4.0);
        chance.poisson(usual * cycle * spread) + chance.poisson(planted)
    };
    let per_hour = planted / wave.hours as f64;
    [
        (Sign::Accounts, count(size * growth, 400.0 * per_hour)),
        (Sign::Channels, count(size * 0.05 * growth, 105.0 * per_hour)),
        // More newcomers also quote more: news pictures are in every bank.
        (Sign::Reused, count(size * 0.02 * growth.sqrt(), 90.0 * per_hour)),
        (Sign::Outlinks, count(size * 0.1 * growth.sqrt(), 120.0 * per_hour)),
    ]
}
