//! The member list of a channel as a person looks at it: ranges of one long list that keeps moving.

use serde::{Deserialize, Serialize};

use crate::Id;
use crate::marker::{GuildMarker, RoleMarker};
use crate::member::Member;
use crate::presence::Presence;

/// A heading of the list with how many follow: a hoisted role's id, `online` or `offline`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct MemberListGroup {
    /// The role's id, `online` or `offline`.
    pub id: String,
    /// How many members it has.
    pub count: u32,
}

impl MemberListGroup {
    /// Members of a role that is listed apart.
    pub fn role(role_id: Id<RoleMarker>, count: u32) -> Self {
        Self { id: role_id.to_string(), count }
    }

    /// Others who are there.
    pub fn online(count: u32) -> Self {
        Self { id: "online".to_owned(), count }
    }

    /// Those who are not there.
    pub fn offline(count: u32) -> Self {
        Self { id: "offline".to_owned(), count }
    }
}

/// A member in the list, with the presence.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct MemberListMember {
    /// The member.
    #[serde(flatten)]
    pub member: Member,
    /// The presence; absent for those who are not there.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub presence: Option<Box<Presence>>,
}

/// A line of the list.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum MemberListItem {
    /// A heading.
    Group(MemberListGroup),
    /// A member.
    Member(Box<MemberListMember>),
}

/// A change of the list, in the order in which it is to be applied.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(tag = "op", rename_all = "UPPERCASE")]
pub enum MemberListOp {
    /// The lines of a range, both ends included; fewer if the list ends before.
    Sync {
        /// First and last index.
        range: [u32; 2],
        /// The lines.
        items: Vec<MemberListItem>,
    },
    /// A line comes in; those from there on move down.
    Insert {
        /// Where.
        index: u32,
        /// The line.
        item: MemberListItem,
    },
    /// A line changes.
    Update {
        /// Where.
        index: u32,
        /// The line.
        item: MemberListItem,
    },
    /// A line goes; those after it move up.
    Delete {
        /// Where.
        index: u32,
    },
    /// The receiver is to forget the lines of a range.
    Invalidate {
        /// First and last index.
        range: [u32; 2],
    },
}

/// Changes of a member list that the receiver subscribed to.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct MemberListUpdate {
    /// The guild.
    pub guild_id: Id<GuildMarker>,
    /// Name of the list: `everyone`, or the same for all channels that the same members may view.
    pub id: String,
    /// Members in the list.
    pub member_count: u32,
    /// Members who are there.
    pub online_count: u32,
    /// All headings in order.
    pub groups: Vec<MemberListGroup>,
    /// The changes.
    pub ops: Vec<MemberListOp>,
}
