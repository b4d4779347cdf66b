//! What a rule may do by itself, and no more: everything that is harder on somebody is decided by a person.

use parvis_model::Id;
use parvis_model::marker::ChannelMarker;
use parvis_rules::validate::{self, FieldError};
use serde::{Deserialize, Serialize};

/// The longest that a quarantine or a pause lasts before a person confirms it or it ends, in hours.
pub const HOURS_MAX: u32 = 24;
/// The longest slow mode, in seconds, as channels have it.
pub const SLOW_MODE_SECONDS_MAX: u32 = 21_600;
/// What a rule may do.
pub const KINDS: [&str; 6] = ["label", "alert", "hold", "slow_mode", "quarantine", "pause_invitations"];

/// Something that a rule does.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Action {
    /// Opens a case with the rule's labels, and nothing else.
    Label,
    /// The same, and tells a channel.
    Alert {
        /// Which one.
        channel_id: Id<ChannelMarker>,
    },
    /// The message waits until a person releases or refuses it.
    Hold,
    /// The channel's slow mode is raised for a while.
    SlowMode {
        /// Seconds between two messages of one person.
        seconds: u32,
        /// How long.
        hours: u32,
    },
    /// The author may not write, until a person confirms it or time is up.
    Quarantine {
        /// How long.
        hours: u32,
    },
    /// Nobody can join by invitation, until a person confirms it or time is up.
    PauseInvitations {
        /// How long.
        hours: u32,
    },
}

/// An action as an operator writes it.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ActionDraft {
    /// One of [`KINDS`].
    pub kind: String,
    /// Of an alert.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub channel_id: Option<Id<ChannelMarker>>,
    /// Of slow mode.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub seconds: Option<u32>,
    /// Of what ends.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub hours: Option<u32>,
}

impl ActionDraft {
    /// The action; `path` is where it stands.
    pub fn parse(&self, path: &str) -> Result<Action, FieldError> {
        let bounded = |field: &str, value: Option<u32>, max: u32| {
            let path = format!("{path}.{field}");
            let value = value.ok_or_else(|| FieldError::required(&*path))?;
            validate::number(&path, i64::from(value), 1..=i64::from(max))?;
            Ok::<u32, FieldError>(value)
        };
        let hours = || bounded("hours", self.hours, HOURS_MAX);
        match self.kind.as_str() {
            "label" => Ok(Action::Label),
            "alert" => {
                let path = format!("{path}.channel_id");
                self.channel_id
                    .map(|channel_id| Action::Alert { channel_id })
                    .ok_or_else(|| FieldError::required(path))
            }
            "hold" => Ok(Action::Hold),
            "slow_mode" => {
                let seconds = bounded("seconds", self.seconds, SLOW_MODE_SECONDS_MAX)?;
                Ok(Action::SlowMode { seconds, hours: hours()? })
            }
            "quarantine" => Ok(Action::Quarantine { hours: hours()? }),
            "pause_invitations" => Ok(Action::PauseInvitations { hours: hours()? }),
            _ => {
                let text = format!("A rule may only {}; what is harder, a person decides.", KINDS.join(", "));
                Err(FieldError::new(format!("{path}.kind"), "ACTION_ABOVE_CEILING", text))
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parse(json: &str) -> Result<Action, FieldError> {
        serde_json::from_str::<ActionDraft>(json).expect("well-formed").parse("actions.0")
    }

    #[test]
    fn a_rule_does_no_more_than_it_may() {
        for kind in ["ban", "kick", "timeout", "delete_message", "suspend_account", "", "Hold"] {
            let error = parse(&format!(r#"{{"kind":"{kind}"}}"#)).unwrap_err();
            assert_eq!(
                (error.path.as_str(), error.code),
                ("actions.0.kind", "ACTION_ABOVE_CEILING"),
                "{kind}"
            );
            assert!(error.message.contains("label, alert, hold"), "{error:?}");
        }
    }

    #[test]
    fn what_ends_ends_within_a_day() {
        assert_eq!(parse(r#"{"kind":"quarantine","hours":24}"#), Ok(Action::Quarantine { hours: 24 }));
        for (json, path) in [
            (r#"{"kind":"quarantine","hours":25}"#, "actions.0.hours"),
            (r#"{"kind":"quarantine"}"#, "actions.0.hours"),
            (r#"{"kind":"pause_invitations","hours":0}"#, "actions.0.hours"),
            (r#"{"kind":"slow_mode","hours":1}"#, "actions.0.seconds"),
            (r#"{"kind":"slow_mode","hours":1,"seconds":21601}"#, "actions.0.seconds"),
            (r#"{"kind":"alert"}"#, "actions.0.channel_id"),
        ] {
            assert_eq!(parse(json).unwrap_err().path, path, "{json}");
        }
    }
}
