//! Rules of those who look after a guild: a condition over features, and what is done about a message of which it is
//! true. A rule runs dry until people judged what it would have caught; it does no more than [`action`] allows.

pub mod action;
mod check;
pub mod expression;
pub mod facts;
pub mod features;
pub mod history;
pub mod media;
pub mod schedule;
pub mod trial;

use std::collections::BTreeMap;

use parvis_model::Id;
use parvis_model::marker::{ChannelMarker, RoleMarker};
use parvis_rules::validate::{self, FieldError};
use serde::{Deserialize, Serialize};

pub use action::{Action, ActionDraft};
pub use check::STEPS_MAX;
pub use expression::{Expression, ExpressionError, Lists};
pub use facts::Facts;
pub use features::{FEATURES, Features, Shown};
pub use schedule::Schedule;

/// Rules of one guild.
pub const POLICIES_MAX: usize = 50;
/// Work of all rules of one guild at worst, in steps: ten to twenty milliseconds, for a message made to be slow.
pub const STEPS_OF_ALL_MAX: u64 = 100_000;
const NAME_CHARS_MAX: usize = 100;
const LABELS_MAX: usize = 5;
const LABEL_CHARS_MAX: usize = 50;
const THRESHOLDS_MAX: usize = 20;
const ACTIONS_MAX: usize = 5;
const TOLD_CHARS_MAX: usize = 500;
const IDS_MAX: usize = 250;

/// A rule as an operator writes it.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Draft {
    /// What it is called.
    pub name: String,
    /// The condition, in CEL.
    pub when: String,
    /// Numbers that the condition names as `threshold.NAME`.
    #[serde(default)]
    pub thresholds: BTreeMap<String, i64>,
    /// What a case that it opens is labelled with.
    #[serde(default)]
    pub labels: Vec<String>,
    /// What is done.
    pub actions: Vec<ActionDraft>,
    /// What whoever it concerns is told about it, in the words of those who made it.
    #[serde(default)]
    pub told: String,
    /// When it holds.
    #[serde(default)]
    pub schedule: Schedule,
    /// Channels and categories in which it holds; with none, everywhere.
    #[serde(default)]
    pub channel_ids: Vec<Id<ChannelMarker>>,
    /// Whoever has one of these roles is not asked.
    #[serde(default)]
    pub exempt_role_ids: Vec<Id<RoleMarker>>,
}

/// A rule that can be run.
#[derive(Debug)]
pub struct Policy {
    draft: Draft,
    expression: Expression,
    actions: Vec<Action>,
}

impl Policy {
    /// Reads a rule. Each error names its field; one in the condition names its line and letter too.
    pub fn parse(draft: Draft, lists: &Lists) -> Result<Self, Vec<FieldError>> {
        let mut errors = draft.errors();
        let mut actions = Vec::new();
        for (at, action) in draft.actions.iter().enumerate() {
            let path = format!("actions.{at}");
            match action.parse(&path) {
                Ok(_) if draft.actions[..at].iter().any(|it| it.kind == action.kind) => {
                    let text = "A rule does each thing once.";
                    errors.push(FieldError::new(format!("{path}.kind"), "ACTION_TWICE", text));
                }
                Ok(action) => actions.push(action),
                Err(error) => errors.push(error),
            }
        }
        match Expression::compile(&draft.when, &draft.thresholds, lists) {
            Ok(expression) if errors.is_empty() => Ok(Self { draft, expression, actions }),
            Ok(_) => Err(errors),
            Err(error) => {
                errors.push(FieldError::new("when", "CONDITION_INVALID", error.to_string()));
                Err(errors)
            }
        }
    }

    /// As it was written.
    pub fn draft(&self) -> &Draft {
        &self.draft
    }

    /// What it does.
    pub fn actions(&self) -> &[Action] {
        &self.actions
    }

    /// Whether its condition asks for a feature whose name begins so.
    pub fn asks(&self, name: &str) -> bool {
        self.expression.asks(name)
    }

    /// Work of its condition at worst, in steps.
    pub fn steps(&self) -> u64 {
        self.expression.steps()
    }

    /// Says whether two rules catch the same: what is measured of one holds for the other. Names, labels and actions
    /// change nothing about it.
    pub fn fingerprint(&self) -> [u8; 16] {
        let Draft { when, thresholds, schedule, channel_ids, exempt_role_ids, .. } = &self.draft;
        let caught_by = (when, thresholds, schedule, channel_ids, exempt_role_ids);
        let text = serde_json::to_vec(&caught_by).expect("texts, numbers and moments are JSON");
        let mut fingerprint = [0; 16];
        blake3::Hasher::new().update(&text).finalize_xof().fill(&mut fingerprint);
        fingerprint
    }

    /// Asks the rule about a message.
    pub fn ask(&self, features: &Features<'_>, place: &Place<'_>, now_unix_ms: i64) -> Answer {
        let Draft { schedule, channel_ids, exempt_role_ids, .. } = &self.draft;
        let is_here = channel_ids.is_empty() || channel_ids.iter().any(|id| place.channel_ids.contains(id));
        let is_spared = exempt_role_ids.iter().any(|id| place.role_ids.contains(id));
        if !is_here || is_spared || !schedule.holds(now_unix_ms) {
            return Answer::Passes;
        }
        match self.expression.holds(features) {
            Ok(false) => Answer::Passes,
            Ok(true) => Answer::Catches { why: self.expression.why(features) },
            Err(_) => Answer::Fails,
        }
    }
}

/// Whether these rules together stay within their bounds: how many there are, and how long a message waits for all of
/// them at worst.
pub fn check_together<'a>(policies: impl IntoIterator<Item = &'a Policy>) -> Result<(), FieldError> {
    let (count, steps) =
        policies.into_iter().fold((0, 0), |(count, steps), it| (count + 1, steps + it.steps()));
    if count > POLICIES_MAX {
        let text = format!("There are at most {POLICIES_MAX} rules.");
        return Err(FieldError::new("name", "POLICIES_TOO_MANY", text));
    }
    if steps > STEPS_OF_ALL_MAX {
        let text = format!("At worst all rules take {steps} steps, and {STEPS_OF_ALL_MAX} are allowed.");
        return Err(FieldError::new("when", "POLICIES_TOO_SLOW", text));
    }
    Ok(())
}

/// Where a message was written, and by whom.
#[derive(Debug, Clone, Copy)]
pub struct Place<'a> {
    /// The channel, its parent when it is a thread, and their category.
    pub channel_ids: &'a [Id<ChannelMarker>],
    /// The author's roles.
    pub role_ids: &'a [Id<RoleMarker>],
}

/// What a rule says of a message.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Answer {
    /// Nothing.
    Passes,
    /// It caught it.
    Catches {
        /// What was asked, and the values that may be shown.
        why: Vec<(&'static str, Option<Shown>)>,
    },
    /// Its numbers grew beyond all bounds: the message passes, and the rule is shown to be wrong.
    Fails,
}

impl Draft {
    fn errors(&self) -> Vec<FieldError> {
        let mut errors = self.schedule.errors();
        let mut length = |path: &str, length: usize, min: usize, max: usize| {
            errors.extend(validate::length(path, length, min..=max).err());
        };
        length("name", self.name.trim().chars().count(), 1, NAME_CHARS_MAX);
        length("labels", self.labels.len(), 0, LABELS_MAX);
        length("told", self.told.chars().count(), 0, TOLD_CHARS_MAX);
        length("thresholds", self.thresholds.len(), 0, THRESHOLDS_MAX);
        length("actions", self.actions.len(), 1, ACTIONS_MAX);
        length("channel_ids", self.channel_ids.len(), 0, IDS_MAX);
        length("exempt_role_ids", self.exempt_role_ids.len(), 0, IDS_MAX);
        for (at, label) in self.labels.iter().enumerate() {
            length(&format!("labels.{at}"), label.trim().chars().count(), 1, LABEL_CHARS_MAX);
        }
        for name in self.thresholds.keys() {
            let is_name =
                name.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'_')
                    && name.starts_with(|letter: char| letter.is_ascii_lowercase())
                    && name.len() <= 32;
            if !is_name {
                let text = "A threshold is called by up to 32 small letters, digits and _.";
                errors.push(FieldError::new(format!("thresholds.{name}"), "THRESHOLD_NAME_INVALID", text));
            }
        }
        errors
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn draft() -> Draft {
        serde_json::from_str(
            r#"{"name":"Bursts","when":"history.messages_1_minute > threshold.burst","thresholds":{"burst":10},
                "labels":["spam"],"actions":[{"kind":"hold"}],"channel_ids":["5"],"exempt_role_ids":["7"]}"#,
        )
        .expect("well-formed")
    }

    fn parse(change: impl FnOnce(&mut Draft)) -> Result<Policy, Vec<FieldError>> {
        let mut draft = draft();
        change(&mut draft);
        Policy::parse(draft, &Lists::new())
    }

    #[test]
    fn a_rule_catches_where_it_holds() {
        let policy = parse(|_| ()).expect("a rule");
        let busy = facts::HistoryFacts { messages_1_minute: 11, ..facts::HistoryFacts::default() };
        let ask = |channel: u64, role: u64, history: facts::HistoryFacts| {
            let facts = Facts { history, ..Facts::default() };
            let place = Place { channel_ids: &[Id::new(channel)], role_ids: &[Id::new(role)] };
            policy.ask(&Features::of(&facts), &place, 0)
        };
        let why = vec![("history.messages_1_minute", Some(Shown::Int(11)))];
        assert_eq!(ask(5, 1, busy), Answer::Catches { why });
        assert_eq!(ask(6, 1, busy), Answer::Passes);
        assert_eq!(ask(5, 7, busy), Answer::Passes);
        assert_eq!(ask(5, 1, facts::HistoryFacts::default()), Answer::Passes);
    }

    #[test]
    fn what_is_wrong_is_named_by_its_field() {
        type Change = fn(&mut Draft);
        let cases: [(Change, &str); 10] = [
            (|it| it.name = " ".to_owned(), "name"),
            (|it| it.when = "nothing".to_owned(), "when"),
            (|it| it.labels = vec!["x".repeat(51)], "labels.0"),
            (|it| it.labels = vec!["x".to_owned(); 6], "labels"),
            (|it| it.actions.clear(), "actions"),
            (|it| it.told = "x".repeat(501), "told"),
            (|it| it.actions[0].kind = "ban".to_owned(), "actions.0.kind"),
            (|it| _ = it.thresholds.insert("A B".to_owned(), 1), "thresholds.A B"),
            (|it| it.channel_ids = vec![Id::new(1); 251], "channel_ids"),
            (|it| it.exempt_role_ids = vec![Id::new(1); 251], "exempt_role_ids"),
        ];
        for (change, path) in cases {
            let errors = parse(change).expect_err(path);
            assert_eq!(errors.iter().map(|error| error.path.as_str()).collect::<Vec<_>>(), [path]);
        }
        let wrong = parse(|it| it.when = "true &&\nauthor.country == 1".to_owned()).expect_err("no feature");
        assert!(
            wrong[0].message.starts_with("Line 2, letter 7: \"author.country\" is unknown."),
            "{wrong:?}"
        );
    }

    #[test]
    fn rules_are_bounded_together() {
        let dear = "message.content.matches('a') && message.folded.matches('b')";
        let dear: Vec<Policy> =
            (0..20).map(|_| parse(|it| it.when = dear.to_owned()).expect("a rule")).collect();
        assert_eq!(check_together(&dear[..10]), Ok(()));
        assert_eq!(check_together(&dear).map_err(|error| error.code), Err("POLICIES_TOO_SLOW"));
        let cheap: Vec<Policy> = (0..=POLICIES_MAX).map(|_| parse(|_| ()).expect("a rule")).collect();
        assert_eq!(check_together(&cheap[1..]), Ok(()));
        assert_eq!(check_together(&cheap).map_err(|error| error.path), Err("name".to_owned()));
    }

    #[test]
    fn what_was_measured_holds_until_the_rule_catches_something_else() {
        let first = parse(|_| ()).expect("a rule").fingerprint();
        let renamed = parse(|it| {
            it.name = "Other".to_owned();
            it.labels.clear();
            it.actions[0].kind = "label".to_owned();
        });
        assert_eq!(renamed.expect("a rule").fingerprint(), first);
        let changes: [fn(&mut Draft); 3] = [
            |it| _ = it.thresholds.insert("burst".to_owned(), 9),
            |it| it.when.push_str(" && true"),
            |it| it.channel_ids.clear(),
        ];
        for change in changes {
            assert_ne!(parse(change).expect("a rule").fingerprint(), first);
        }
    }
}
