//! Payloads about threads and who is in them.

use serde::{Deserialize, Serialize};

use crate::Id;
use crate::channel::{Channel, ChannelType};
use crate::lenient::is_false;
use crate::marker::{ChannelMarker, GuildMarker, UserMarker};
use crate::presence::Presence;
use crate::thread::ThreadMember;

/// A thread that was started, or into which the receiver was brought; then `member` of the thread says so.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ThreadCreate {
    /// The thread.
    #[serde(flatten)]
    pub thread: Channel,
    /// Whether it was just started.
    #[serde(default, skip_serializing_if = "is_false")]
    pub newly_created: bool,
    /// Who is in it from the beginning. For the memory of the server; never sent.
    #[serde(skip)]
    pub members: Vec<ThreadMember>,
}

/// A thread that changed, was put away or came back.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ThreadUpdate {
    /// The thread.
    #[serde(flatten)]
    pub thread: Channel,
    /// Who is in it, where it came back. For the memory of the server; never sent.
    #[serde(skip)]
    pub members: Vec<ThreadMember>,
}

/// A thread that was deleted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct ThreadDelete {
    /// The thread.
    pub id: Id<ChannelMarker>,
    /// Its guild.
    pub guild_id: Id<GuildMarker>,
    /// The channel in which it was started.
    pub parent_id: Option<Id<ChannelMarker>>,
    /// Its type.
    #[serde(rename = "type")]
    pub kind: ChannelType,
}

/// The active threads of channels that came into the receiver's sight.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ThreadListSync {
    /// The guild.
    pub guild_id: Id<GuildMarker>,
    /// The channels whose threads these are.
    pub channel_ids: Vec<Id<ChannelMarker>>,
    /// Their active threads.
    pub threads: Vec<Channel>,
    /// The receiver's places in them.
    pub members: Vec<ThreadMember>,
}

/// The receiver's own place in a thread changed.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ThreadMemberUpdate {
    /// The place.
    #[serde(flatten)]
    pub member: ThreadMember,
    /// The guild.
    pub guild_id: Id<GuildMarker>,
}

/// Somebody who came into a thread.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct AddedThreadMember {
    /// The place in the thread, with the guild member.
    #[serde(flatten)]
    pub member: ThreadMember,
    /// What the member does; null is not told.
    #[serde(default)]
    pub presence: Option<Box<Presence>>,
}

/// Somebody came into a thread or left it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ThreadMembersUpdate {
    /// The thread.
    pub id: Id<ChannelMarker>,
    /// Its guild.
    pub guild_id: Id<GuildMarker>,
    /// How many are in it now, counted up to 50.
    pub member_count: u32,
    /// Who came.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub added_members: Vec<AddedThreadMember>,
    /// Who left.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub removed_member_ids: Vec<Id<UserMarker>>,
}

impl ThreadMembersUpdate {
    /// Whether this account came or left.
    pub fn concerns(&self, user_id: Id<UserMarker>) -> bool {
        self.removed_member_ids.contains(&user_id) || self.came(user_id)
    }

    /// Whether this account came.
    pub fn came(&self, user_id: Id<UserMarker>) -> bool {
        self.added_members.iter().any(|added| added.member.user_id == user_id)
    }
}
