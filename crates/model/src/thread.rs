//! What only threads have: their state, and who is in them. The thread itself is a channel.

use serde::{Deserialize, Serialize};

use crate::channel::Channel;
use crate::marker::{ChannelMarker, UserMarker};
use crate::member::Member;
use crate::message::Message;
use crate::open::flags;
use crate::{Id, Timestamp};

flags! {
    /// Traits of a thread's membership: who wants which notifications.
    ThreadMemberFlags(u32) { HAS_INTERACTED = 0, ALL_MESSAGES = 1, ONLY_MENTIONS = 2, NO_MESSAGES = 3 }
}

/// State of a thread (`ThreadMetadataResponse`).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ThreadMetadata {
    /// Whether it is put away.
    pub archived: bool,
    /// When that last changed.
    pub archive_timestamp: Option<Timestamp>,
    /// Minutes without a message after which it is put away: 60, 1440, 4320 or 10080.
    pub auto_archive_duration: u16,
    /// Whether only moderators can bring it back.
    pub locked: bool,
    /// When it was started.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub create_timestamp: Option<Timestamp>,
    /// Whether members may add others; private threads only.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub invitable: Option<bool>,
}

impl ThreadMetadata {
    /// A thread that was just started.
    pub const fn new(created_at: Timestamp, auto_archive_duration_minutes: u16) -> Self {
        Self {
            archived: false,
            archive_timestamp: Some(created_at),
            auto_archive_duration: auto_archive_duration_minutes,
            locked: false,
            create_timestamp: Some(created_at),
            invitable: None,
        }
    }
}

/// Somebody's place in a thread (`ThreadMemberResponse`).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ThreadMember {
    /// The thread.
    pub id: Id<ChannelMarker>,
    /// The account.
    pub user_id: Id<UserMarker>,
    /// When it joined the thread.
    pub join_timestamp: Timestamp,
    /// Which notifications it wants.
    pub flags: ThreadMemberFlags,
    /// The guild member, where the caller asked for it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub member: Option<Box<Member>>,
}

impl ThreadMember {
    /// Somebody who comes into a thread now.
    pub const fn new(id: Id<ChannelMarker>, user_id: Id<UserMarker>, joined_at: Timestamp) -> Self {
        Self { id, user_id, join_timestamp: joined_at, flags: ThreadMemberFlags::NONE, member: None }
    }

    /// The number of a thread's members as it is told: counting ends at 50.
    pub const fn count_shown(count: usize) -> u32 {
        if count > 50 { 50 } else { count as u32 }
    }
}

/// A thread that was just started, a forum's with its first message (`CreatedThreadResponse`).
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct StartedThread {
    /// The thread.
    #[serde(flatten)]
    pub thread: Channel,
    /// The first message of a forum's thread.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub message: Option<Box<Message>>,
}

/// A page of threads (`ThreadsResponse`).
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Threads {
    /// The threads.
    pub threads: Vec<Channel>,
    /// The caller's places in those of them that it has joined.
    pub members: Vec<ThreadMember>,
    /// Whether there are more.
    pub has_more: bool,
}
