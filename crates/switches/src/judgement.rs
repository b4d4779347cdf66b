//! Whether a newcomer looks suspicious, and why: signals that a person can check, as a pure function.

use parvis_model::Timestamp;
use serde::{Deserialize, Serialize};

use crate::settings::{Newcomers, Together};

const HOUR_MS: i64 = 3_600_000;
const MINUTE_MS: i64 = 60_000;

/// What is known of somebody who joined.
#[derive(Debug, Clone, Copy)]
pub struct Newcomer {
    /// When the account was made.
    pub created_at: Timestamp,
    /// When it joined.
    pub joined_at: Timestamp,
    /// Whether it has a picture.
    pub has_avatar: bool,
}

/// One thing that speaks against a newcomer, as the log tells it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "signal", rename_all = "snake_case")]
pub enum Signal {
    /// The account was this young when it joined.
    YoungAccount {
        /// Its age in whole hours.
        hours: i64,
    },
    /// The account has no picture.
    NoAvatar,
    /// So many came in at the same time.
    Together {
        /// The newcomer among them.
        members: usize,
        /// Within so many minutes before and after.
        minutes: u32,
    },
}

/// The signals that speak against a newcomer, when they are as many as it takes. `joined_ms` are the moments at which
/// members joined lately, the newcomer among them.
pub fn judge(
    settings: &Newcomers,
    newcomer: &Newcomer,
    joined_ms: impl Iterator<Item = i64>,
) -> Option<Vec<Signal>> {
    let mut signals = Vec::new();
    let age_ms = newcomer.joined_at.unix_ms() - newcomer.created_at.unix_ms();
    if settings.account_hours.is_some_and(|hours| age_ms < i64::from(hours) * HOUR_MS) {
        signals.push(Signal::YoungAccount { hours: (age_ms / HOUR_MS).max(0) });
    }
    if settings.no_avatar && !newcomer.has_avatar {
        signals.push(Signal::NoAvatar);
    }
    if let Some(Together { members: needed, minutes }) = settings.together {
        let within_ms = i64::from(minutes) * MINUTE_MS;
        let at_ms = newcomer.joined_at.unix_ms();
        let members = joined_ms.filter(|it| (it - at_ms).abs() <= within_ms).count();
        if members >= needed as usize {
            signals.push(Signal::Together { members, minutes });
        }
    }
    (signals.len() >= settings.signals_needed.max(1) as usize).then_some(signals)
}

#[cfg(test)]
mod tests {
    use super::*;

    const JOINED_MS: i64 = 1_795_000_000_000;

    fn settings(json: &str) -> Newcomers {
        serde_json::from_str(json).expect("well-formed")
    }

    fn newcomer(age_hours: i64, has_avatar: bool) -> Newcomer {
        Newcomer {
            created_at: Timestamp::from_unix_ms(JOINED_MS - age_hours * HOUR_MS),
            joined_at: Timestamp::from_unix_ms(JOINED_MS),
            has_avatar,
        }
    }

    fn judged(json: &str, newcomer: &Newcomer, joined: &[i64]) -> Option<Vec<Signal>> {
        judge(&settings(json), newcomer, joined.iter().map(|minutes| JOINED_MS + minutes * MINUTE_MS))
    }

    #[test]
    fn each_signal_speaks_for_itself() {
        let young = r#"{"on":true,"account_hours":24}"#;
        assert_eq!(judged(young, &newcomer(23, false), &[]), Some(vec![Signal::YoungAccount { hours: 23 }]));
        assert_eq!(judged(young, &newcomer(24, false), &[]), None);
        let faceless = r#"{"on":true,"no_avatar":true}"#;
        assert_eq!(judged(faceless, &newcomer(999, false), &[]), Some(vec![Signal::NoAvatar]));
        assert_eq!(judged(faceless, &newcomer(0, true), &[]), None);
        let wave = r#"{"on":true,"together":{"members":3,"minutes":5}}"#;
        let three = Some(vec![Signal::Together { members: 3, minutes: 5 }]);
        assert_eq!(judged(wave, &newcomer(999, true), &[-5, 0, 5]), three);
        assert_eq!(judged(wave, &newcomer(999, true), &[-6, 0, 5]), None);
    }

    #[test]
    fn it_takes_as_many_signals_as_are_asked_for() {
        let two = r#"{"on":true,"account_hours":24,"no_avatar":true,"signals_needed":2}"#;
        assert_eq!(judged(two, &newcomer(1, true), &[]), None);
        assert_eq!(judged(two, &newcomer(99, false), &[]), None);
        assert_eq!(judged(two, &newcomer(1, false), &[]).map(|it| it.len()), Some(2));
        assert_eq!(judged(r#"{"on":true,"signals_needed":0}"#, &newcomer(0, false), &[]), None);
    }

    #[test]
    fn a_clock_that_went_back_makes_no_negative_age() {
        let young = r#"{"on":true,"account_hours":1}"#;
        assert_eq!(judged(young, &newcomer(-2, true), &[]), Some(vec![Signal::YoungAccount { hours: 0 }]));
    }
}
