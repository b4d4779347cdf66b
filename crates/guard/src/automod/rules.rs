//! What a rule may say, and a rule that is ready to be asked. Pure.

use parvis_model::{
    AutoModerationAction, AutoModerationActionMetadata, AutoModerationActionType as Act, AutoModerationEvent,
    AutoModerationPreset, AutoModerationRule, AutoModerationTrigger as Trigger,
    AutoModerationTriggerMetadata as Metadata,
};
use parvis_rules::validate::{self, FieldError};
use parvis_rules::{limits as talk, names};
use parvis_screening::automod::{FilterError, KeywordFilter, Part, Preset, limits};

/// Characters of a rule's name.
const NAME_CHARS_MAX: usize = 100;
/// What a rule does at most.
const ACTIONS_MAX: usize = 5;
/// Roles that a rule leaves alone.
const EXEMPT_ROLES_MAX: usize = 20;
/// Channels that a rule leaves alone.
const EXEMPT_CHANNELS_MAX: usize = 50;
/// Characters of what an author is told.
const CUSTOM_MESSAGE_CHARS_MAX: usize = 150;
/// Seconds of a timeout: four weeks.
const TIMEOUT_S_MAX: i64 = 2_419_200;
/// How many mentions a message may have where nothing else is said.
const MENTIONS_DEFAULT: u32 = 20;

/// How many rules of a guild may look at this.
pub fn rules_max(trigger: Trigger) -> u32 {
    if trigger == Trigger::KEYWORD { 6 } else { 1 }
}

/// Brings a rule to its one form, or says what is wrong with it: the keys of its metadata are those that belong to what
/// it looks at, nothing stands in a list twice, and what it does fits.
pub fn normalised(mut rule: AutoModerationRule) -> Result<AutoModerationRule, Vec<FieldError>> {
    let mut errors = Vec::new();
    rule.name = names::clean_name(&rule.name);
    errors.extend(validate::length("name", talk::chars(&rule.name), 1..=NAME_CHARS_MAX).err());
    if !rule.trigger_type.is_known() {
        errors.push(FieldError::choices("trigger_type", [1, 3, 4, 5, 6]));
        return Err(errors);
    }
    let event = event_of(rule.trigger_type);
    if rule.event_type != event {
        errors.push(FieldError::choices("event_type", [event.0]));
    }
    match metadata(rule.trigger_type, std::mem::take(&mut rule.trigger_metadata)) {
        Ok(metadata) => rule.trigger_metadata = metadata,
        Err(wrong) => errors.extend(wrong),
    }
    match actions(rule.trigger_type, std::mem::take(&mut rule.actions)) {
        Ok(actions) => rule.actions = actions,
        Err(wrong) => errors.extend(wrong),
    }
    rule.exempt_roles.sort_unstable();
    rule.exempt_roles.dedup();
    rule.exempt_channels.sort_unstable();
    rule.exempt_channels.dedup();
    let (roles, channels) = (rule.exempt_roles.len(), rule.exempt_channels.len());
    errors.extend(validate::length("exempt_roles", roles, 0..=EXEMPT_ROLES_MAX).err());
    errors.extend(validate::length("exempt_channels", channels, 0..=EXEMPT_CHANNELS_MAX).err());
    if errors.is_empty() { Ok(rule) } else { Err(errors) }
}

/// When a rule that looks at this is asked.
pub fn event_of(trigger: Trigger) -> AutoModerationEvent {
    match trigger {
        Trigger::MEMBER_PROFILE => AutoModerationEvent::MEMBER_UPDATE,
        _ => AutoModerationEvent::MESSAGE_SEND,
    }
}

fn metadata(trigger: Trigger, given: Metadata) -> Result<Metadata, Vec<FieldError>> {
    let empty = Metadata::default();
    match trigger {
        Trigger::KEYWORD | Trigger::MEMBER_PROFILE => {
            let keywords = given.keyword_filter.unwrap_or_default();
            let patterns = given.regex_patterns.unwrap_or_default();
            let allowed = given.allow_list.unwrap_or_default();
            let mut errors =
                texts("keyword_filter", &keywords, limits::KEYWORDS_MAX, limits::KEYWORD_CHARS_MAX);
            errors.extend(texts(
                "regex_patterns",
                &patterns,
                limits::PATTERNS_MAX,
                limits::PATTERN_CHARS_MAX,
            ));
            errors.extend(texts("allow_list", &allowed, limits::ALLOWED_MAX, limits::KEYWORD_CHARS_MAX));
            if errors.is_empty() {
                let compiled = KeywordFilter::new(&keywords, &patterns, &allowed);
                errors.extend(compiled.err().into_iter().flatten().map(|error| not_compiled(&error)));
            }
            let lists = (Some(keywords), Some(patterns), Some(allowed));
            let (keyword_filter, regex_patterns, allow_list) = lists;
            let metadata = Metadata { keyword_filter, regex_patterns, allow_list, ..empty };
            if errors.is_empty() { Ok(metadata) } else { Err(errors) }
        }
        Trigger::KEYWORD_PRESET => {
            let mut presets = given.presets.unwrap_or_default();
            presets.sort_unstable();
            presets.dedup();
            let allowed = given.allow_list.unwrap_or_default();
            let mut errors =
                texts("allow_list", &allowed, limits::PRESET_ALLOWED_MAX, limits::KEYWORD_CHARS_MAX);
            if presets.iter().any(|preset| !preset.is_known()) {
                errors.push(FieldError::choices("trigger_metadata.presets", [1, 2, 3]));
            }
            let metadata = Metadata { presets: Some(presets), allow_list: Some(allowed), ..empty };
            if errors.is_empty() { Ok(metadata) } else { Err(errors) }
        }
        Trigger::MENTION_SPAM => {
            let limit = given.mention_total_limit.unwrap_or(MENTIONS_DEFAULT);
            let most = i64::from(limits::MENTIONS_MAX);
            validate::number("trigger_metadata.mention_total_limit", i64::from(limit), 0..=most)
                .map_err(|error| vec![error])?;
            let raids = given.mention_raid_protection_enabled.unwrap_or(false);
            Ok(Metadata {
                mention_total_limit: Some(limit),
                mention_raid_protection_enabled: Some(raids),
                ..empty
            })
        }
        _ => Ok(empty),
    }
}

fn texts(list: &str, items: &[String], items_max: usize, chars_max: usize) -> Vec<FieldError> {
    let path = format!("trigger_metadata.{list}");
    if let Err(error) = validate::length(&path, items.len(), 0..=items_max) {
        return vec![error];
    }
    let check = |(at, item): (usize, &String)| {
        validate::length(&format!("{path}.{at}"), talk::chars(item), 1..=chars_max).err()
    };
    items.iter().enumerate().filter_map(check).collect()
}

fn not_compiled(error: &FilterError) -> FieldError {
    let (list, code) = match error.part {
        Part::Keywords => ("keyword_filter", "AUTO_MODERATION_INVALID_KEYWORD"),
        Part::Patterns => ("regex_patterns", "AUTO_MODERATION_INVALID_REGEX"),
        Part::Allowed => ("allow_list", "AUTO_MODERATION_INVALID_KEYWORD"),
    };
    FieldError::new(format!("trigger_metadata.{list}.{}", error.at), code, error.problem.to_string())
}

/// What a rule that looks at this may do.
fn acts_of(trigger: Trigger) -> &'static [Act] {
    match trigger {
        Trigger::KEYWORD | Trigger::MENTION_SPAM => {
            &[Act::BLOCK_MESSAGE, Act::SEND_ALERT_MESSAGE, Act::TIMEOUT]
        }
        Trigger::MEMBER_PROFILE => &[Act::SEND_ALERT_MESSAGE, Act::BLOCK_MEMBER_INTERACTION],
        _ => &[Act::BLOCK_MESSAGE, Act::SEND_ALERT_MESSAGE],
    }
}

fn actions(
    trigger: Trigger,
    given: Vec<AutoModerationAction>,
) -> Result<Vec<AutoModerationAction>, Vec<FieldError>> {
    validate::length("actions", given.len(), 1..=ACTIONS_MAX).map_err(|error| vec![error])?;
    let (mut errors, mut actions) = (Vec::new(), Vec::<AutoModerationAction>::new());
    for (at, action) in given.into_iter().enumerate() {
        let path = format!("actions.{at}");
        if !acts_of(trigger).contains(&action.kind) {
            errors
                .push(FieldError::choices(format!("{path}.type"), acts_of(trigger).iter().map(|act| act.0)));
        } else if actions.iter().any(|known| known.kind == action.kind) {
            let text = "A rule does each thing once.";
            errors.push(FieldError::new(format!("{path}.type"), "AUTO_MODERATION_DUPLICATE_ACTION", text));
        }
        match how(&path, action.kind, action.metadata) {
            Ok(metadata) => actions.push(AutoModerationAction { kind: action.kind, metadata }),
            Err(error) => errors.push(error),
        }
    }
    if errors.is_empty() { Ok(actions) } else { Err(errors) }
}

fn how(
    path: &str,
    kind: Act,
    given: AutoModerationActionMetadata,
) -> Result<AutoModerationActionMetadata, FieldError> {
    let empty = AutoModerationActionMetadata::default();
    match kind {
        Act::BLOCK_MESSAGE => {
            let told =
                given.custom_message.map(|text| text.trim().to_owned()).filter(|text| !text.is_empty());
            let chars = told.as_deref().map_or(0, talk::chars);
            validate::length(
                &format!("{path}.metadata.custom_message"),
                chars,
                0..=CUSTOM_MESSAGE_CHARS_MAX,
            )?;
            Ok(AutoModerationActionMetadata { custom_message: told, ..empty })
        }
        Act::SEND_ALERT_MESSAGE if given.channel_id.is_none() => {
            Err(FieldError::required(format!("{path}.metadata.channel_id")))
        }
        Act::SEND_ALERT_MESSAGE => Ok(AutoModerationActionMetadata { channel_id: given.channel_id, ..empty }),
        Act::TIMEOUT => {
            let path = format!("{path}.metadata.duration_seconds");
            let seconds = given.duration_seconds.ok_or_else(|| FieldError::required(path.clone()))?;
            validate::number(&path, i64::from(seconds), 1..=TIMEOUT_S_MAX)?;
            Ok(AutoModerationActionMetadata { duration_seconds: Some(seconds), ..empty })
        }
        _ => Ok(empty),
    }
}

/// What a rule looks for, compiled.
#[derive(Debug)]
pub enum Test {
    /// Words in a message.
    Words(KeywordFilter),
    /// Words in the names of a member.
    Names(KeywordFilter),
    /// Mentions in a message.
    Mentions {
        /// How many it may have.
        limit: u32,
        /// Whether mentions by several accounts are looked at together.
        raids: bool,
    },
    /// What looks like spam.
    Spam,
}

/// A rule that can be asked.
#[derive(Debug)]
pub struct Compiled {
    /// As it was set.
    pub rule: AutoModerationRule,
    /// What it looks for.
    pub test: Test,
}

impl Compiled {
    /// Compiles a rule; `None` when this version cannot, which it says in the log.
    pub fn new(rule: AutoModerationRule) -> Option<Self> {
        let metadata = &rule.trigger_metadata;
        let list = |list: &Option<Vec<String>>| list.clone().unwrap_or_default();
        let filter = || {
            let (patterns, allowed) = (list(&metadata.regex_patterns), list(&metadata.allow_list));
            KeywordFilter::new(&list(&metadata.keyword_filter), &patterns, &allowed).ok()
        };
        let test = match rule.trigger_type {
            Trigger::KEYWORD => filter().map(Test::Words),
            Trigger::MEMBER_PROFILE => filter().map(Test::Names),
            Trigger::KEYWORD_PRESET => {
                let presets: Vec<_> =
                    metadata.presets.iter().flatten().filter_map(|preset| preset_of(*preset)).collect();
                Some(Test::Words(KeywordFilter::of_presets(&presets, &list(&metadata.allow_list))))
            }
            Trigger::MENTION_SPAM => Some(Test::Mentions {
                limit: metadata.mention_total_limit.unwrap_or(MENTIONS_DEFAULT),
                raids: metadata.mention_raid_protection_enabled.unwrap_or(false),
            }),
            Trigger::SPAM => Some(Test::Spam),
            _ => None,
        };
        if test.is_none() {
            tracing::warn!(rule = %rule.id, "a rule of automatic moderation cannot be compiled any more");
        }
        test.map(|test| Self { rule, test })
    }

    /// What the rule does of this kind.
    pub fn action(&self, kind: Act) -> Option<&AutoModerationAction> {
        self.rule.actions.iter().find(|action| action.kind == kind)
    }
}

fn preset_of(preset: AutoModerationPreset) -> Option<Preset> {
    match preset {
        AutoModerationPreset::PROFANITY => Some(Preset::Profanity),
        AutoModerationPreset::SEXUAL_CONTENT => Some(Preset::SexualContent),
        AutoModerationPreset::SLURS => Some(Preset::Slurs),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::{Value, json};

    fn rule(change: impl FnOnce(&mut Value)) -> Result<AutoModerationRule, Vec<String>> {
        let mut rule = json!({
            "id": "1", "guild_id": "2", "creator_id": "3", "name": "Words", "event_type": 1, "trigger_type": 1,
            "trigger_metadata": { "keyword_filter": ["cat*"] }, "actions": [{ "type": 1, "metadata": {} }],
            "enabled": true, "exempt_roles": [], "exempt_channels": [],
        });
        change(&mut rule);
        let rule = normalised(serde_json::from_value(rule).expect("well-formed"));
        rule.map_err(|errors| errors.into_iter().map(|error| error.path).collect())
    }

    #[test]
    fn a_rule_keeps_the_keys_that_belong_to_what_it_looks_at() {
        let keys = |change: fn(&mut Value)| {
            serde_json::to_value(rule(change).expect("valid").trigger_metadata).expect("json")
        };
        assert_eq!(
            keys(|_| ()),
            json!({ "keyword_filter": ["cat*"], "regex_patterns": [], "allow_list": [] })
        );
        assert_eq!(keys(|rule| rule["trigger_type"] = json!(3)), json!({}));
        assert_eq!(
            keys(|rule| {
                rule["trigger_type"] = json!(4);
                rule["trigger_metadata"]["presets"] = json!([3, 1, 3]);
            }),
            json!({ "presets": [1, 3], "allow_list": [] })
        );
        assert_eq!(
            keys(|rule| rule["trigger_type"] = json!(5)),
            json!({ "mention_total_limit": 20, "mention_raid_protection_enabled": false })
        );
    }

    #[test]
    fn what_is_wrong_is_named() {
        let many = |count: usize| Value::from(vec!["x"; count]);
        let cases: Vec<(&str, Value, &str)> = vec![
            ("/name", json!(" "), "name"),
            ("/name", json!("x".repeat(101)), "name"),
            ("/trigger_type", json!(2), "trigger_type"),
            ("/event_type", json!(2), "event_type"),
            ("/trigger_metadata/keyword_filter", many(1_001), "trigger_metadata.keyword_filter"),
            (
                "/trigger_metadata/keyword_filter/0",
                json!("x".repeat(61)),
                "trigger_metadata.keyword_filter.0",
            ),
            ("/trigger_metadata/keyword_filter/0", json!("**"), "trigger_metadata.keyword_filter.0"),
            ("/trigger_metadata/keyword_filter/0", json!(""), "trigger_metadata.keyword_filter.0"),
            ("/actions", json!([]), "actions"),
            ("/actions/0/type", json!(4), "actions.0.type"),
            ("/actions/0/type", json!(2), "actions.0.metadata.channel_id"),
            ("/actions/0/type", json!(3), "actions.0.metadata.duration_seconds"),
            (
                "/actions/0/metadata",
                json!({ "custom_message": "x".repeat(151) }),
                "actions.0.metadata.custom_message",
            ),
            ("/exempt_roles", (0..21).map(|id| json!(id.to_string())).collect(), "exempt_roles"),
            ("/exempt_channels", (0..51).map(|id| json!(id.to_string())).collect(), "exempt_channels"),
        ];
        for (place, value, path) in cases {
            let errors = rule(|rule| *rule.pointer_mut(place).expect("there") = value.clone());
            assert_eq!(errors.expect_err(place), [path], "{place} = {value}");
        }
        let with = |metadata: Value| rule(|rule| rule["trigger_metadata"] = metadata).expect_err("refused");
        assert_eq!(with(json!({ "regex_patterns": many(11) })), ["trigger_metadata.regex_patterns"]);
        assert_eq!(
            with(json!({ "regex_patterns": ["x".repeat(261)] })),
            ["trigger_metadata.regex_patterns.0"]
        );
        assert_eq!(with(json!({ "regex_patterns": ["ok", "("] })), ["trigger_metadata.regex_patterns.1"]);
        assert_eq!(with(json!({ "allow_list": many(101) })), ["trigger_metadata.allow_list"]);
        let mentions = rule(|rule| {
            rule["trigger_type"] = json!(5);
            rule["trigger_metadata"] = json!({ "mention_total_limit": 51 });
        });
        assert_eq!(mentions.expect_err("too many"), ["trigger_metadata.mention_total_limit"]);
        let twice = rule(|rule| rule["actions"] = json!([{ "type": 1 }, { "type": 1 }]));
        assert_eq!(twice.expect_err("twice"), ["actions.1.type"]);
        let spam = rule(|rule| {
            rule["trigger_type"] = json!(3);
            rule["actions"] = json!([{ "type": 3, "metadata": { "duration_seconds": 60 } }]);
        });
        assert_eq!(spam.expect_err("no timeout for spam"), ["actions.0.type"]);
    }

    #[test]
    fn a_timeout_lasts_four_weeks_at_most() {
        let seconds = |seconds: u32| {
            rule(|rule| {
                rule["actions"] = json!([{ "type": 3, "metadata": { "duration_seconds": seconds } }]);
            })
        };
        assert!(seconds(2_419_200).is_ok());
        assert!(seconds(2_419_201).is_err() && seconds(0).is_err());
    }
}
