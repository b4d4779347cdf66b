//! A wave of joins: a surge that is welcome, or a raid. That many come says nothing; what they do says it.

use serde::{Deserialize, Serialize};

use super::Score;
use crate::alarm::Alarm;

/// Nobody is held back longer unless a person confirms it, and invitations rest no longer.
pub const QUARANTINE_MAX_S: i64 = 86_400;
/// Fewer newcomers are no wave.
const NEWCOMERS_MIN: usize = 5;

/// What a wave of joins is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Verdict {
    /// No more than usual.
    Quiet,
    /// Far more than usual, and most of them conduct themselves. Those who look after the guild are told.
    Surge,
    /// Far more than usual, and at least half of them would be held back. Invitations rest.
    Raid,
}

/// A wave, with the numbers that it is judged by.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Wave {
    /// What it is.
    pub verdict: Verdict,
    /// Why the alarm on joins rings, or rang at the begin of this wave.
    pub alarm: Option<Alarm>,
    /// Who joined since.
    pub newcomers: usize,
    /// Those of them who are held back.
    pub held_back: usize,
}

/// Judges those who joined since the alarm rang, or in the minute before.
pub fn judge_wave<'a>(alarm: Option<Alarm>, scores: impl IntoIterator<Item = &'a Score>) -> Wave {
    let (mut newcomers, mut held_back) = (0, 0);
    for score in scores {
        newcomers += 1;
        held_back += usize::from(score.holds_back());
    }
    let verdict = match alarm {
        None => Verdict::Quiet,
        Some(_) if newcomers >= NEWCOMERS_MIN && 2 * held_back >= newcomers => Verdict::Raid,
        Some(_) => Verdict::Surge,
    };
    Wave { verdict, alarm, newcomers, held_back }
}
