//! Rules of guilds about what may be written, and what they did.

use serde::{Deserialize, Serialize};

use crate::Id;
use crate::marker::{
    AutoModerationRuleMarker, ChannelMarker, GuildMarker, MessageMarker, RoleMarker, UserMarker,
};
use crate::open::numbers;

numbers! {
    /// What a rule looks at.
    AutoModerationTrigger(u8) {
        KEYWORD = 1, SPAM = 3, KEYWORD_PRESET = 4, MENTION_SPAM = 5, MEMBER_PROFILE = 6,
    }
}

numbers! {
    /// When a rule is asked.
    AutoModerationEvent(u8) { MESSAGE_SEND = 1, MEMBER_UPDATE = 2 }
}

numbers! {
    /// What a rule does.
    AutoModerationActionType(u8) {
        BLOCK_MESSAGE = 1, SEND_ALERT_MESSAGE = 2, TIMEOUT = 3, BLOCK_MEMBER_INTERACTION = 4,
    }
}

numbers! {
    /// A list of words that the server has.
    AutoModerationPreset(u8) { PROFANITY = 1, SEXUAL_CONTENT = 2, SLURS = 3 }
}

/// A rule (`KeywordRuleResponse` and its four siblings).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct AutoModerationRule {
    /// The rule.
    pub id: Id<AutoModerationRuleMarker>,
    /// Its guild.
    pub guild_id: Id<GuildMarker>,
    /// Its name.
    pub name: String,
    /// Who made it.
    pub creator_id: Id<UserMarker>,
    /// When it is asked.
    pub event_type: AutoModerationEvent,
    /// What it looks at.
    pub trigger_type: AutoModerationTrigger,
    /// For what.
    pub trigger_metadata: AutoModerationTriggerMetadata,
    /// What it does.
    pub actions: Vec<AutoModerationAction>,
    /// Whether it is on.
    pub enabled: bool,
    /// Who has one of these roles is left alone.
    pub exempt_roles: Vec<Id<RoleMarker>>,
    /// What is written in these channels is left alone, and in all of a category.
    pub exempt_channels: Vec<Id<ChannelMarker>>,
}

/// What a rule looks for. Which keys are there depends on what it looks at.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct AutoModerationTriggerMetadata {
    /// Keywords, with wildcards.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub keyword_filter: Option<Vec<String>>,
    /// Patterns.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub regex_patterns: Option<Vec<String>>,
    /// Lists that the server has.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub presets: Option<Vec<AutoModerationPreset>>,
    /// Words that are allowed all the same.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub allow_list: Option<Vec<String>>,
    /// How many people and roles a message may mention.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub mention_total_limit: Option<u32>,
    /// Whether mentions by several accounts are looked at together.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub mention_raid_protection_enabled: Option<bool>,
}

/// One thing that a rule does (`BlockMessageActionResponse` and its three siblings).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct AutoModerationAction {
    /// What.
    #[serde(rename = "type")]
    pub kind: AutoModerationActionType,
    /// How.
    #[serde(default)]
    pub metadata: AutoModerationActionMetadata,
}

/// How a rule does it. Which keys are there depends on what it does.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct AutoModerationActionMetadata {
    /// Where the alert goes.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub channel_id: Option<Id<ChannelMarker>>,
    /// How long the timeout lasts.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub duration_seconds: Option<u32>,
    /// What the author is told.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub custom_message: Option<String>,
}

/// A rule acted (`AUTO_MODERATION_ACTION_EXECUTION`). One for each action.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct AutoModerationExecution {
    /// In which guild.
    pub guild_id: Id<GuildMarker>,
    /// What it did.
    pub action: AutoModerationAction,
    /// Which rule.
    pub rule_id: Id<AutoModerationRuleMarker>,
    /// What it looks at.
    pub rule_trigger_type: AutoModerationTrigger,
    /// Whose content it was.
    pub user_id: Id<UserMarker>,
    /// Where it was to be written.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub channel_id: Option<Id<ChannelMarker>>,
    /// The message, unless it was blocked.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub message_id: Option<Id<MessageMarker>>,
    /// The alert, when that was the action.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub alert_system_message_id: Option<Id<MessageMarker>>,
    /// The whole text; empty without the right to read messages.
    pub content: String,
    /// The keyword or pattern that was met.
    pub matched_keyword: Option<String>,
    /// The piece of the text that met it; empty without the right to read messages.
    pub matched_content: Option<String>,
}

impl AutoModerationExecution {
    /// What is left of it without the right to read messages.
    #[must_use]
    pub fn without_content(&self) -> Self {
        Self {
            content: String::new(),
            matched_content: self.matched_content.as_ref().map(|_| String::new()),
            ..self.clone()
        }
    }

    /// Whether anything in it is guarded.
    pub fn has_content(&self) -> bool {
        !self.content.is_empty() || self.matched_content.as_ref().is_some_and(|piece| !piece.is_empty())
    }
}
