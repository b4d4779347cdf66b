//! Messages and what belongs to them.

use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::attachment::Attachment;
use crate::channel::{Channel, ChannelType};
use crate::component::Component;
use crate::embed::Embed;
use crate::emoji::{ReactionEmoji, StickerItem};
use crate::interaction::{InteractionMetadata, MessageInteraction};
use crate::lenient::null_is_default;
use crate::marker::{
    ApplicationMarker, ChannelMarker, GuildMarker, MessageMarker, RoleMarker, UserMarker, WebhookMarker,
};
use crate::member::PartialMember;
use crate::open::{flags, numbers};
use crate::user::User;
use crate::{Field, Id, Timestamp};

numbers! {
    /// Type of a message.
    MessageType(u8) {
        DEFAULT = 0, RECIPIENT_ADD = 1, RECIPIENT_REMOVE = 2, CALL = 3, CHANNEL_NAME_CHANGE = 4,
        CHANNEL_ICON_CHANGE = 5, CHANNEL_PINNED_MESSAGE = 6, USER_JOIN = 7, GUILD_BOOST = 8, GUILD_BOOST_TIER_1 = 9,
        GUILD_BOOST_TIER_2 = 10, GUILD_BOOST_TIER_3 = 11, CHANNEL_FOLLOW_ADD = 12, GUILD_DISCOVERY_DISQUALIFIED = 14,
        GUILD_DISCOVERY_REQUALIFIED = 15, GUILD_DISCOVERY_GRACE_PERIOD_INITIAL_WARNING = 16,
        GUILD_DISCOVERY_GRACE_PERIOD_FINAL_WARNING = 17, THREAD_CREATED = 18, REPLY = 19, CHAT_INPUT_COMMAND = 20,
        THREAD_STARTER_MESSAGE = 21, GUILD_INVITE_REMINDER = 22, CONTEXT_MENU_COMMAND = 23,
        AUTO_MODERATION_ACTION = 24, ROLE_SUBSCRIPTION_PURCHASE = 25, INTERACTION_PREMIUM_UPSELL = 26,
        STAGE_START = 27, STAGE_END = 28, STAGE_SPEAKER = 29, STAGE_TOPIC = 31,
        GUILD_APPLICATION_PREMIUM_SUBSCRIPTION = 32, GUILD_INCIDENT_ALERT_MODE_ENABLED = 36,
        GUILD_INCIDENT_ALERT_MODE_DISABLED = 37, GUILD_INCIDENT_REPORT_RAID = 38,
        GUILD_INCIDENT_REPORT_FALSE_ALARM = 39, PURCHASE_NOTIFICATION = 44, POLL_RESULT = 46,
        HD_STREAMING_UPGRADED = 55,
    }
}

impl MessageType {
    /// Whether a person or bot wrote it, so that its text can be edited and quoted.
    pub const fn is_written(self) -> bool {
        matches!(self, Self::DEFAULT | Self::REPLY | Self::CHAT_INPUT_COMMAND | Self::CONTEXT_MENU_COMMAND)
    }

    /// Whether messages of this type carry the message to which they point.
    pub const fn quotes(self) -> bool {
        matches!(self, Self::REPLY | Self::THREAD_STARTER_MESSAGE)
    }

    /// Whether messages of this type may be deleted.
    pub const fn is_deletable(self) -> bool {
        !matches!(
            self,
            Self::RECIPIENT_ADD
                | Self::RECIPIENT_REMOVE
                | Self::CALL
                | Self::CHANNEL_NAME_CHANGE
                | Self::CHANNEL_ICON_CHANGE
                | Self::THREAD_STARTER_MESSAGE
        )
    }
}

flags! {
    /// Traits of a message.
    MessageFlags(u32) {
        CROSSPOSTED = 0, IS_CROSSPOST = 1, SUPPRESS_EMBEDS = 2, SOURCE_MESSAGE_DELETED = 3, URGENT = 4,
        HAS_THREAD = 5, EPHEMERAL = 6, LOADING = 7, FAILED_TO_MENTION_SOME_ROLES_IN_THREAD = 8,
        SUPPRESS_NOTIFICATIONS = 12, IS_VOICE_MESSAGE = 13, HAS_SNAPSHOT = 14, IS_COMPONENTS_V2 = 15,
    }
}
numbers! {
    /// What a reference means.
    MessageReferenceType(u8) { DEFAULT = 0, FORWARD = 1 }
}

/// A message that another one answers, forwards or announces (`MessageReferenceResponse`).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct MessageReference {
    /// What the reference means.
    #[serde(rename = "type", default = "default_reference")]
    pub kind: MessageReferenceType,
    /// Its channel.
    pub channel_id: Id<ChannelMarker>,
    /// The message; none where only a channel is meant.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub message_id: Option<Id<MessageMarker>>,
    /// Its guild.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub guild_id: Option<Id<GuildMarker>>,
}

const fn default_reference() -> MessageReferenceType {
    MessageReferenceType::DEFAULT
}

impl MessageReference {
    /// A reply to a message.
    pub const fn reply(
        guild_id: Option<Id<GuildMarker>>,
        channel_id: Id<ChannelMarker>,
        message_id: Id<MessageMarker>,
    ) -> Self {
        Self { kind: MessageReferenceType::DEFAULT, channel_id, message_id: Some(message_id), guild_id }
    }

    /// A channel or thread as a whole.
    pub const fn channel(guild_id: Option<Id<GuildMarker>>, channel_id: Id<ChannelMarker>) -> Self {
        Self { kind: MessageReferenceType::DEFAULT, channel_id, message_id: None, guild_id }
    }
}

/// An account that a message mentions, in events with its membership.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Mention {
    /// The account.
    #[serde(flatten)]
    pub user: User,
    /// Its membership, in guild events only.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub member: Option<Box<PartialMember>>,
}

impl From<User> for Mention {
    fn from(user: User) -> Self {
        Self { user, member: None }
    }
}

/// A channel that a message mentions (`MessageMentionChannelResponse`).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ChannelMention {
    /// The channel.
    pub id: Id<ChannelMarker>,
    /// Its guild.
    pub guild_id: Id<GuildMarker>,
    /// Its type.
    #[serde(rename = "type")]
    pub kind: ChannelType,
    /// Its name.
    pub name: String,
}

/// What the sender made up to recognise its message: a string or a number, sent back as it came.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(untagged)]
pub enum Nonce {
    /// A number.
    Number(i64),
    /// Up to 25 characters.
    Text(String),
}

/// How many reacted in which way.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct ReactionCountDetails {
    /// Always 0 here.
    pub burst: u32,
    /// Ordinary reactions.
    pub normal: u32,
}

/// One emoji under a message (`MessageReactionResponse`).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Reaction {
    /// The emoji.
    pub emoji: ReactionEmoji,
    /// How many reacted with it.
    pub count: u32,
    /// The same by kind.
    #[serde(default)]
    pub count_details: ReactionCountDetails,
    /// Whether the receiver did.
    pub me: bool,
    /// Always false here.
    #[serde(default)]
    pub me_burst: bool,
    /// Always empty here.
    #[serde(default)]
    pub burst_colors: Vec<String>,
}

impl Reaction {
    /// `count` accounts reacted with the emoji, the receiver (`me`) among them or not.
    pub const fn new(emoji: ReactionEmoji, count: u32, me: bool) -> Self {
        Self {
            emoji,
            count,
            count_details: ReactionCountDetails { burst: 0, normal: count },
            me,
            me_burst: false,
            burst_colors: Vec::new(),
        }
    }
}

/// A call in a direct conversation (`MessageCallResponse`).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct MessageCall {
    /// Who took part.
    pub participants: Vec<Id<UserMarker>>,
    /// When it ended; null while it goes on.
    #[serde(default)]
    pub ended_timestamp: Option<Timestamp>,
}

/// A forwarded message as it was (`MessageSnapshotResponse`).
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct MessageSnapshot {
    /// The message, without its author.
    pub message: SnapshotMessage,
}

/// The parts of a message that a forward keeps (`MinimalContentMessageResponse`).
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[expect(missing_docs, reason = "the fields are those of Message")]
pub struct SnapshotMessage {
    #[serde(rename = "type")]
    pub kind: MessageType,
    pub content: String,
    pub mentions: Vec<User>,
    pub mention_roles: Vec<Id<RoleMarker>>,
    pub attachments: Vec<Attachment>,
    pub embeds: Vec<Embed>,
    pub timestamp: Timestamp,
    pub edited_timestamp: Option<Timestamp>,
    pub flags: MessageFlags,
    pub components: Vec<Component>,
}

/// A message (`MessageResponse`).
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Message {
    /// The message.
    pub id: Id<MessageMarker>,
    /// Its channel.
    pub channel_id: Id<ChannelMarker>,
    /// Who wrote it; for webhooks a made-up account with the webhook's id.
    pub author: User,
    /// Its text.
    pub content: String,
    /// When it was sent.
    pub timestamp: Timestamp,
    /// When it was last edited.
    #[serde(default)]
    pub edited_timestamp: Option<Timestamp>,
    /// Whether it is to be read aloud.
    #[serde(default)]
    pub tts: bool,
    /// Whether it mentions everyone, with the right to do so.
    #[serde(default)]
    pub mention_everyone: bool,
    /// Accounts that it mentions.
    #[serde(default)]
    pub mentions: Vec<Mention>,
    /// Roles that it mentions.
    #[serde(default)]
    pub mention_roles: Vec<Id<RoleMarker>>,
    /// Channels of other guilds that it mentions.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub mention_channels: Vec<ChannelMention>,
    /// Its files.
    #[serde(default)]
    pub attachments: Vec<Attachment>,
    /// Its rich parts.
    #[serde(default, deserialize_with = "null_is_default")]
    pub embeds: Vec<Embed>,
    /// Emojis under it. Sent only when there are some.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub reactions: Vec<Reaction>,
    /// What its sender made up to recognise it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub nonce: Option<Nonce>,
    /// Whether it is pinned.
    #[serde(default)]
    pub pinned: bool,
    /// The webhook that sent it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub webhook_id: Option<Id<WebhookMarker>>,
    /// Ours: the address of a picture that a webhook named for this message. The server never fetches it, and a client
    /// does so only when its reader asks, because whoever serves it learns who reads.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub webhook_avatar_url: Option<String>,
    /// Its type.
    #[serde(rename = "type")]
    pub kind: MessageType,
    /// The application that answered with it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub application_id: Option<Id<ApplicationMarker>>,
    /// Traits of the message.
    #[serde(default)]
    pub flags: MessageFlags,
    /// Buttons, menus and layout.
    #[serde(default)]
    pub components: Vec<Component>,
    /// The message that it answers, forwards or announces.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub message_reference: Option<Box<MessageReference>>,
    /// That message: null if it was deleted, absent if the server did not look.
    #[serde(default, skip_serializing_if = "Field::is_absent")]
    pub referenced_message: Field<Box<Message>>,
    /// What it forwards.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub message_snapshots: Vec<MessageSnapshot>,
    /// The interaction to which it is the answer.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub interaction_metadata: Option<Box<InteractionMetadata>>,
    /// The same in the older form; answers to commands only.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub interaction: Option<Box<MessageInteraction>>,
    /// The thread that was started from it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub thread: Option<Box<Channel>>,
    /// Its stickers.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub sticker_items: Vec<StickerItem>,
    /// Its number within a thread.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub position: Option<u32>,
    /// Its poll.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub poll: Option<Box<Value>>,
    /// The call that it tells about.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub call: Option<Box<MessageCall>>,
}

impl Message {
    /// An empty message of the default type.
    pub fn new(
        id: Id<MessageMarker>,
        channel_id: Id<ChannelMarker>,
        author: User,
        timestamp: Timestamp,
    ) -> Self {
        Self {
            id,
            channel_id,
            author,
            content: String::new(),
            timestamp,
            edited_timestamp: None,
            tts: false,
            mention_everyone: false,
            mentions: Vec::new(),
            mention_roles: Vec::new(),
            mention_channels: Vec::new(),
            attachments: Vec::new(),
            embeds: Vec::new(),
            reactions: Vec::new(),
            nonce: None,
            pinned: false,
            webhook_id: None,
            webhook_avatar_url: None,
            kind: MessageType::DEFAULT,
            application_id: None,
            flags: MessageFlags::NONE,
            components: Vec::new(),
            message_reference: None,
            referenced_message: Field::Absent,
            message_snapshots: Vec::new(),
            interaction_metadata: None,
            interaction: None,
            thread: None,
            sticker_items: Vec::new(),
            position: None,
            poll: None,
            call: None,
        }
    }

    /// Whether the message has anything that the intent MESSAGE_CONTENT guards.
    pub fn has_content(&self) -> bool {
        !(self.content.is_empty()
            && self.embeds.is_empty()
            && self.attachments.is_empty()
            && self.components.is_empty()
            && self.message_snapshots.is_empty()
            && self.poll.is_none())
            || matches!(&self.referenced_message, Field::Value(quoted) if quoted.has_content())
    }

    /// A copy without what the intent MESSAGE_CONTENT guards, in the quoted message too. Who is exempt (author,
    /// mentioned, direct conversation) is the caller's decision.
    pub fn without_content(&self) -> Self {
        let referenced_message = match &self.referenced_message {
            Field::Value(quoted) => Field::Value(Box::new(quoted.without_content())),
            Field::Null => Field::Null,
            Field::Absent => Field::Absent,
        };
        Self {
            content: String::new(),
            embeds: Vec::new(),
            attachments: Vec::new(),
            components: Vec::new(),
            message_snapshots: Vec::new(),
            poll: None,
            referenced_message,
            ..self.clone()
        }
    }

    /// Whether the message mentions an account by name (not by role or everyone).
    pub fn mentions_user(&self, user_id: Id<UserMarker>) -> bool {
        self.mentions.iter().any(|mention| mention.user.id == user_id)
    }
}

/// One pinned message (`PinnedMessageResponse`).
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct PinnedMessage {
    /// When it was pinned.
    pub pinned_at: Timestamp,
    /// The message.
    pub message: Message,
}

/// A page of pinned messages, last pinned first (`PinnedMessagesResponse`).
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct PinnedMessages {
    /// The messages.
    pub items: Vec<PinnedMessage>,
    /// Whether there are more.
    pub has_more: bool,
}
