//! What a rule may do by itself, and no more: everything that is harder on somebody is decided by a person.

use parvis_model::Id;
use parvis_model::marker::ChannelMarker;
use parvis_rules::validate::{self, FieldError};
use serde::{Deserialize, Serialize};

/// The shortest timeout, in seconds.
pub const TIMEOUT_SECONDS_MIN: u32 = 60;
/// The longest: a day, within which somebody can look.
pub const TIMEOUT_SECONDS_MAX: u32 = 86_400;
/// What a rule may do.
pub const KINDS: [&str; 5] = ["label", "alert", "hold", "block", "timeout"];

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
    /// The message is not accepted; its author is told why.
    Block,
    /// The author may not write for a while, and is told why.
    Timeout {
        /// How long.
        seconds: u32,
    },
}

impl Action {
    /// Whether it takes something from somebody before a person has looked.
    pub fn restricts(self) -> bool {
        matches!(self, Self::Hold | Self::Block | Self::Timeout { .. })
    }
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
    /// Of a timeout.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub seconds: Option<u32>,
}

impl ActionDraft {
    /// The action; `path` is where it stands.
    pub fn parse(&self, path: &str) -> Result<Action, FieldError> {
        match self.kind.as_str() {
            "label" => Ok(Action::Label),
            "alert" => {
                let path = format!("{path}.channel_id");
                self.channel_id
                    .map(|channel_id| Action::Alert { channel_id })
                    .ok_or_else(|| FieldError::required(path))
            }
            "hold" => Ok(Action::Hold),
            "block" => Ok(Action::Block),
            "timeout" => {
                let path = format!("{path}.seconds");
                let seconds = self.seconds.ok_or_else(|| FieldError::required(&*path))?;
                let bounds = i64::from(TIMEOUT_SECONDS_MIN)..=i64::from(TIMEOUT_SECONDS_MAX);
                validate::number(&path, i64::from(seconds), bounds)?;
                Ok(Action::Timeout { seconds })
            }
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
        for kind in ["ban", "kick", "delete_message", "suspend_account", "", "Hold"] {
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
        let day = Action::Timeout { seconds: 86_400 };
        assert_eq!(parse(r#"{"kind":"timeout","seconds":86400}"#), Ok(day));
        for (json, path) in [
            (r#"{"kind":"timeout","seconds":86401}"#, "actions.0.seconds"),
            (r#"{"kind":"timeout","seconds":59}"#, "actions.0.seconds"),
            (r#"{"kind":"timeout"}"#, "actions.0.seconds"),
            (r#"{"kind":"alert"}"#, "actions.0.channel_id"),
        ] {
            assert_eq!(parse(json).unwrap_err().path, path, "{json}");
        }
    }

    #[test]
    fn a_label_takes_nothing_from_anybody() {
        for (kind, restricts) in [("label", false), ("hold", true), ("block", true)] {
            let action = parse(&format!(r#"{{"kind":"{kind}"}}"#)).expect("an action");
            assert_eq!(action.restricts(), restricts, "{kind}");
        }
    }
}
