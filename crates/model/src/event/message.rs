//! Payloads about messages, reactions and typing.

use serde::{Deserialize, Serialize};

use crate::Id;
use crate::channel::ChannelType;
use crate::emoji::ReactionEmoji;
use crate::marker::{ChannelMarker, GuildMarker, MessageMarker, UserMarker};
use crate::member::{Member, PartialMember};
use crate::message::Message;

/// A message with where it stands.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct MessageCreate {
    /// The message; in guilds its mentions carry memberships.
    #[serde(flatten)]
    pub message: Message,
    /// The guild; absent for direct conversations.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub guild_id: Option<Id<GuildMarker>>,
    /// The author's membership; absent for direct conversations and webhooks.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub member: Option<Box<PartialMember>>,
    /// Type of the channel.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub channel_type: Option<ChannelType>,
}

/// A message that changed, whole, in the shape of [`MessageCreate`].
pub type MessageUpdate = MessageCreate;

impl MessageCreate {
    /// A message of a direct conversation.
    pub const fn direct(message: Message, channel_type: ChannelType) -> Self {
        Self { message, guild_id: None, member: None, channel_type: Some(channel_type) }
    }

    /// A message of a guild.
    pub fn in_guild(
        message: Message,
        guild_id: Id<GuildMarker>,
        member: Option<PartialMember>,
        channel_type: ChannelType,
    ) -> Self {
        Self {
            message,
            guild_id: Some(guild_id),
            member: member.map(Box::new),
            channel_type: Some(channel_type),
        }
    }

    /// A copy without what the intent MESSAGE_CONTENT guards.
    pub fn without_content(&self) -> Self {
        Self {
            message: self.message.without_content(),
            guild_id: self.guild_id,
            member: self.member.clone(),
            channel_type: self.channel_type,
        }
    }
}

/// A message that was deleted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct MessageDelete {
    /// The message.
    pub id: Id<MessageMarker>,
    /// Its channel.
    pub channel_id: Id<ChannelMarker>,
    /// Its guild; absent for direct conversations.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub guild_id: Option<Id<GuildMarker>>,
}

/// Messages that were deleted at once.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct MessageDeleteBulk {
    /// The messages.
    pub ids: Vec<Id<MessageMarker>>,
    /// Their channel.
    pub channel_id: Id<ChannelMarker>,
    /// Their guild; absent for direct conversations.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub guild_id: Option<Id<GuildMarker>>,
}

/// A reaction that was added.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ReactionAdd {
    /// Who reacted.
    pub user_id: Id<UserMarker>,
    /// The channel.
    pub channel_id: Id<ChannelMarker>,
    /// The message.
    pub message_id: Id<MessageMarker>,
    /// The guild; absent for direct conversations.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub guild_id: Option<Id<GuildMarker>>,
    /// Who reacted, as a member.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub member: Option<Box<Member>>,
    /// The emoji.
    pub emoji: ReactionEmoji,
    /// Who wrote the message.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub message_author_id: Option<Id<UserMarker>>,
    /// Always false here.
    #[serde(default)]
    pub burst: bool,
    /// Always 0 here: an ordinary reaction.
    #[serde(rename = "type", default)]
    pub kind: u8,
}

/// A reaction that was taken back.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ReactionRemove {
    /// Whose reaction it was.
    pub user_id: Id<UserMarker>,
    /// The channel.
    pub channel_id: Id<ChannelMarker>,
    /// The message.
    pub message_id: Id<MessageMarker>,
    /// The guild; absent for direct conversations.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub guild_id: Option<Id<GuildMarker>>,
    /// The emoji.
    pub emoji: ReactionEmoji,
    /// Always false here.
    #[serde(default)]
    pub burst: bool,
    /// Always 0 here: an ordinary reaction.
    #[serde(rename = "type", default)]
    pub kind: u8,
}

/// All reactions of a message were removed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct ReactionRemoveAll {
    /// The channel.
    pub channel_id: Id<ChannelMarker>,
    /// The message.
    pub message_id: Id<MessageMarker>,
    /// The guild; absent for direct conversations.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub guild_id: Option<Id<GuildMarker>>,
}

/// All reactions of a message with one emoji were removed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ReactionRemoveEmoji {
    /// The channel.
    pub channel_id: Id<ChannelMarker>,
    /// The message.
    pub message_id: Id<MessageMarker>,
    /// The guild; absent for direct conversations.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub guild_id: Option<Id<GuildMarker>>,
    /// The emoji.
    pub emoji: ReactionEmoji,
}

/// Somebody is writing.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct TypingStart {
    /// Where.
    pub channel_id: Id<ChannelMarker>,
    /// The guild; absent for direct conversations.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub guild_id: Option<Id<GuildMarker>>,
    /// Who.
    pub user_id: Id<UserMarker>,
    /// Since when, in Unix seconds.
    pub timestamp: i64,
    /// Who, as a member.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub member: Option<Box<Member>>,
}
