//! What an application gets when somebody uses a command: the values of the options, and the things that they name.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::{CommandOptionType, CommandType, OptionValue};
use crate::attachment::Attachment;
use crate::channel::{Channel, ChannelFlags, ChannelType};
use crate::lenient::{is_false, null_is_default};
use crate::marker::{
    AttachmentMarker, ChannelMarker, CommandMarker, GenericMarker, GuildMarker, MessageMarker, RoleMarker,
    UserMarker,
};
use crate::member::{Member, PartialMember};
use crate::message::Message;
use crate::role::Role;
use crate::thread::ThreadMetadata;
use crate::user::User;
use crate::{Id, Permissions, Timestamp};

/// The `data` of an interaction that uses a command or completes one of its options.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct CommandData {
    /// The command.
    pub id: Id<CommandMarker>,
    /// Its name.
    pub name: String,
    /// From where it is used.
    #[serde(rename = "type")]
    pub kind: CommandType,
    /// The things that the options name.
    #[serde(default, skip_serializing_if = "ResolvedData::is_empty")]
    pub resolved: ResolvedData,
    /// The options that were given.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub options: Vec<CommandDataOption>,
    /// The guild that the command belongs to, if it is a guild's.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub guild_id: Option<Id<GuildMarker>>,
    /// The account or the message on which it is used.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub target_id: Option<Id<GenericMarker>>,
}

/// A value of an option, or what was chosen below a subcommand.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct CommandDataOption {
    /// The option's name.
    pub name: String,
    /// What the option takes.
    #[serde(rename = "type")]
    pub kind: CommandOptionType,
    /// The value; subcommands and groups have none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub value: Option<OptionValue>,
    /// What was given to the subcommand, or which subcommand of the group.
    #[serde(default, deserialize_with = "null_is_default", skip_serializing_if = "Vec::is_empty")]
    pub options: Vec<Self>,
    /// Whether somebody is typing it now. Sent only when true.
    #[serde(default, deserialize_with = "null_is_default", skip_serializing_if = "is_false")]
    pub focused: bool,
}

/// Things that an interaction names, by their ids.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
pub struct ResolvedData {
    /// Accounts.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub users: BTreeMap<Id<UserMarker>, User>,
    /// Those of the accounts that are members of the guild, without the account itself.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub members: BTreeMap<Id<UserMarker>, ResolvedMember>,
    /// Roles.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub roles: BTreeMap<Id<RoleMarker>, Role>,
    /// Channels and threads.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub channels: BTreeMap<Id<ChannelMarker>, ResolvedChannel>,
    /// The message on which a command is used.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub messages: BTreeMap<Id<MessageMarker>, Message>,
    /// Files.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub attachments: BTreeMap<Id<AttachmentMarker>, Attachment>,
}

impl ResolvedData {
    /// Whether nothing is named.
    pub fn is_empty(&self) -> bool {
        self.users.is_empty()
            && self.members.is_empty()
            && self.roles.is_empty()
            && self.channels.is_empty()
            && self.messages.is_empty()
            && self.attachments.is_empty()
    }
}

/// A member in resolved data, beside its account.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ResolvedMember {
    /// The membership.
    #[serde(flatten)]
    pub member: PartialMember,
    /// What the member may do in the channel of the interaction.
    pub permissions: Permissions,
}

impl ResolvedMember {
    /// A member and what it may do where the interaction happens.
    pub fn new(member: Member, permissions: Permissions) -> Self {
        Self { member: member.into(), permissions }
    }
}

/// A channel in resolved data.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ResolvedChannel {
    /// The channel.
    pub id: Id<ChannelMarker>,
    /// Its type.
    #[serde(rename = "type")]
    pub kind: ChannelType,
    /// Its name.
    pub name: Option<String>,
    /// What the person who acts may do there.
    pub permissions: Permissions,
    /// What the application may do there.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub app_permissions: Option<Permissions>,
    /// The guild.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub guild_id: Option<Id<GuildMarker>>,
    /// The category, or the channel in which a thread was started.
    #[serde(default)]
    pub parent_id: Option<Id<ChannelMarker>>,
    /// The last message.
    #[serde(default)]
    pub last_message_id: Option<Id<MessageMarker>>,
    /// When a message was last pinned.
    #[serde(default)]
    pub last_pin_timestamp: Option<Timestamp>,
    /// Whether it is for adults.
    #[serde(default)]
    pub nsfw: bool,
    /// Place among its siblings.
    #[serde(default)]
    pub position: i32,
    /// Seconds that a member waits between two messages.
    #[serde(default)]
    pub rate_limit_per_user: u32,
    /// What it is about.
    #[serde(default)]
    pub topic: Option<String>,
    /// Traits of the channel.
    #[serde(default)]
    pub flags: ChannelFlags,
    /// State of a thread.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub thread_metadata: Option<Box<ThreadMetadata>>,
}

impl ResolvedChannel {
    /// A channel, and what whoever acts may do there.
    pub fn new(channel: &Channel, permissions: Permissions) -> Self {
        Self {
            id: channel.id,
            kind: channel.kind,
            name: channel.name.clone(),
            permissions,
            app_permissions: None,
            guild_id: channel.guild_id,
            parent_id: channel.parent_id,
            last_message_id: channel.last_message_id,
            last_pin_timestamp: channel.last_pin_timestamp,
            nsfw: channel.nsfw,
            position: channel.position,
            rate_limit_per_user: channel.rate_limit_per_user,
            topic: channel.topic.clone(),
            flags: channel.flags,
            thread_metadata: channel.thread_metadata.clone(),
        }
    }
}
