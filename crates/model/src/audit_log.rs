//! The record of who changed what in a guild, and why.

use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::Id;
use crate::channel::Channel;
use crate::command::ApplicationCommand;
use crate::lenient::text_number;
use crate::marker::{
    ApplicationMarker, AuditLogEntryMarker, ChannelMarker, GenericMarker, MessageMarker, UserMarker,
};
use crate::open::numbers;
use crate::scheduled_event::ScheduledEvent;
use crate::user::User;
use crate::webhook::Webhook;

numbers! {
    /// What was done.
    AuditLogEvent(u16) {
        GUILD_UPDATE = 1, CHANNEL_CREATE = 10, CHANNEL_UPDATE = 11, CHANNEL_DELETE = 12,
        CHANNEL_OVERWRITE_CREATE = 13, CHANNEL_OVERWRITE_UPDATE = 14, CHANNEL_OVERWRITE_DELETE = 15,
        MEMBER_KICK = 20, MEMBER_PRUNE = 21, MEMBER_BAN_ADD = 22, MEMBER_BAN_REMOVE = 23, MEMBER_UPDATE = 24,
        MEMBER_ROLE_UPDATE = 25, MEMBER_MOVE = 26, MEMBER_DISCONNECT = 27, BOT_ADD = 28, ROLE_CREATE = 30,
        ROLE_UPDATE = 31, ROLE_DELETE = 32, INVITE_CREATE = 40, INVITE_UPDATE = 41, INVITE_DELETE = 42,
        WEBHOOK_CREATE = 50, WEBHOOK_UPDATE = 51, WEBHOOK_DELETE = 52, EMOJI_CREATE = 60, EMOJI_UPDATE = 61,
        EMOJI_DELETE = 62, MESSAGE_DELETE = 72, MESSAGE_BULK_DELETE = 73, MESSAGE_PIN = 74, MESSAGE_UNPIN = 75,
        INTEGRATION_CREATE = 80, INTEGRATION_UPDATE = 81, INTEGRATION_DELETE = 82, STAGE_INSTANCE_CREATE = 83,
        STAGE_INSTANCE_UPDATE = 84, STAGE_INSTANCE_DELETE = 85, STICKER_CREATE = 90, STICKER_UPDATE = 91,
        STICKER_DELETE = 92, GUILD_SCHEDULED_EVENT_CREATE = 100, GUILD_SCHEDULED_EVENT_UPDATE = 101,
        GUILD_SCHEDULED_EVENT_DELETE = 102, THREAD_CREATE = 110, THREAD_UPDATE = 111, THREAD_DELETE = 112,
        APPLICATION_COMMAND_PERMISSION_UPDATE = 121, SOUNDBOARD_SOUND_CREATE = 130, SOUNDBOARD_SOUND_UPDATE = 131,
        SOUNDBOARD_SOUND_DELETE = 132, AUTO_MODERATION_RULE_CREATE = 140, AUTO_MODERATION_RULE_UPDATE = 141,
        AUTO_MODERATION_RULE_DELETE = 142, AUTO_MODERATION_BLOCK_MESSAGE = 143,
        AUTO_MODERATION_FLAG_TO_CHANNEL = 144, AUTO_MODERATION_USER_COMM_DISABLED = 145,
        AUTO_MODERATION_QUARANTINE_USER = 146, CREATOR_MONETIZATION_REQUEST_CREATED = 150,
        CREATOR_MONETIZATION_TERMS_ACCEPTED = 151, ONBOARDING_PROMPT_CREATE = 163, ONBOARDING_PROMPT_UPDATE = 164,
        ONBOARDING_PROMPT_DELETE = 165, ONBOARDING_CREATE = 166, ONBOARDING_UPDATE = 167,
        GUILD_HOME_FEATURE_ITEM = 171, GUILD_HOME_REMOVE_ITEM = 172, HARMFUL_LINKS_BLOCKED_MESSAGE = 180,
        HOME_SETTINGS_CREATE = 190, HOME_SETTINGS_UPDATE = 191, VOICE_CHANNEL_STATUS_CREATE = 192,
        VOICE_CHANNEL_STATUS_DELETE = 193, GUILD_SCHEDULED_EVENT_EXCEPTION_CREATE = 200,
        GUILD_SCHEDULED_EVENT_EXCEPTION_UPDATE = 201, GUILD_SCHEDULED_EVENT_EXCEPTION_DELETE = 202,
        GUILD_PROFILE_UPDATE = 211,
    }
}

/// One property that changed (`AuditLogObjectChangeResponse`). An absent value is one that was not set.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct AuditLogChange {
    /// Name of the property, as the changed object has it; `$add` and `$remove` for roles.
    pub key: String,
    /// Before.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub old_value: Option<Value>,
    /// After.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub new_value: Option<Value>,
}

impl AuditLogChange {
    /// A change; null counts as not set.
    pub fn new(key: impl Into<String>, old: impl Into<Value>, new: impl Into<Value>) -> Self {
        let set = |value: Value| (!value.is_null()).then_some(value);
        Self { key: key.into(), old_value: set(old.into()), new_value: set(new.into()) }
    }
}

/// Details of some kinds of entries. All values travel as strings.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct AuditLogOptions {
    /// Application whose command permissions changed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub application_id: Option<Id<ApplicationMarker>>,
    /// Name of the moderation rule that acted.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub auto_moderation_rule_name: Option<String>,
    /// What made the moderation rule act.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub auto_moderation_rule_trigger_type: Option<String>,
    /// Channel in which it happened.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub channel_id: Option<Id<ChannelMarker>>,
    /// How many objects it was about.
    #[serde(default, skip_serializing_if = "Option::is_none", with = "text_number")]
    pub count: Option<u32>,
    /// Days of absence that a prune asked for.
    #[serde(default, skip_serializing_if = "Option::is_none", with = "text_number")]
    pub delete_member_days: Option<u32>,
    /// Role or account of an overwrite.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub id: Option<Id<GenericMarker>>,
    /// How many a prune removed.
    #[serde(default, skip_serializing_if = "Option::is_none", with = "text_number")]
    pub members_removed: Option<u32>,
    /// The message that was pinned or unpinned.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub message_id: Option<Id<MessageMarker>>,
    /// Name of an overwrite's role.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub role_name: Option<String>,
    /// Type of an overwrite: 0 is a role, 1 a member.
    #[serde(rename = "type", default, skip_serializing_if = "Option::is_none", with = "text_number")]
    pub kind: Option<u8>,
    /// Kind of the integration that acted.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub integration_type: Option<String>,
}

/// One act (`AuditLogEntryResponse`).
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct AuditLogEntry {
    /// The entry.
    pub id: Id<AuditLogEntryMarker>,
    /// What was done.
    pub action_type: AuditLogEvent,
    /// Who did it.
    pub user_id: Option<Id<UserMarker>>,
    /// To whom or what.
    pub target_id: Option<Id<GenericMarker>>,
    /// Properties that changed. Sent only when there are some.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub changes: Vec<AuditLogChange>,
    /// Details of some kinds of entries.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub options: Option<Box<AuditLogOptions>>,
    /// Why, in the words of who did it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reason: Option<String>,
}

impl AuditLogEntry {
    /// An act without details.
    pub const fn new(
        id: Id<AuditLogEntryMarker>,
        action_type: AuditLogEvent,
        user_id: Id<UserMarker>,
    ) -> Self {
        Self {
            id,
            action_type,
            user_id: Some(user_id),
            target_id: None,
            changes: Vec::new(),
            options: None,
            reason: None,
        }
    }
}

/// A page of the record with what its entries name (`GuildAuditLogResponse`).
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
pub struct AuditLog {
    /// Newest first, unless the caller asked for the order of time.
    pub audit_log_entries: Vec<AuditLogEntry>,
    /// Accounts that acted or were acted on.
    pub users: Vec<User>,
    /// Integrations that the entries name.
    pub integrations: Vec<Value>,
    /// Webhooks that the entries name.
    pub webhooks: Vec<Webhook>,
    /// Scheduled events that the entries name.
    pub guild_scheduled_events: Vec<ScheduledEvent>,
    /// Threads that the entries name.
    pub threads: Vec<Channel>,
    /// Commands that the entries name.
    pub application_commands: Vec<ApplicationCommand>,
    /// Moderation rules that the entries name.
    pub auto_moderation_rules: Vec<Value>,
}
