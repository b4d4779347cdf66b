//! What stands on the map of a group, as it is kept: valid whenever it exists.

use std::collections::BTreeMap;

use parvis_model::marker::{ChannelMarker, GuildMarker};
use parvis_model::{Id, Timestamp};
use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::link::Via;
use crate::markers::AreaMarker;

/// What stands on the map of a group.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Listing {
    /// Its name.
    pub name: String,
    /// What it is, by language.
    pub description: BTreeMap<String, String>,
    /// Languages that are spoken in it.
    pub languages: Vec<String>,
    /// What it is about.
    pub tags: Vec<String>,
    /// Where it is.
    pub area_id: Id<AreaMarker>,
    /// Where in the area, as an H3 cell: the finest that is kept of a place.
    pub cell: Option<String>,
    /// Where its people talk.
    pub target: Target,
    /// How one comes in.
    pub join: Join,
    /// Who sees it.
    pub visibility: Visibility,
    /// What is told of its size.
    pub members: Members,
    /// Its flag.
    pub flag: Option<Flag>,
    /// When it leaves the map by itself.
    pub expires_at: Option<Timestamp>,
}

/// Where the people of a group talk.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "type", rename_all = "snake_case")]
pub enum Target {
    /// In a guild of this server.
    Guild {
        /// Which.
        guild_id: Id<GuildMarker>,
        /// The channel to which invitations lead.
        channel_id: Id<ChannelMarker>,
    },
    /// Somewhere else.
    Link {
        /// On which network.
        via: Via,
        /// The address, in its one form.
        url: String,
    },
}

impl Target {
    /// The guild, when it is one of this server.
    pub fn guild_id(&self) -> Option<Id<GuildMarker>> {
        match self {
            Self::Guild { guild_id, .. } => Some(*guild_id),
            Self::Link { .. } => None,
        }
    }
}

/// How one comes into a group.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Join {
    /// In which way.
    pub mode: JoinMode,
    /// What is asked of those who ask to be let in.
    pub questions: Vec<String>,
}

/// A way into a group.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum JoinMode {
    /// Whoever finds it may come.
    Open,
    /// Those who keep it decide.
    Request,
    /// A member answers for who comes.
    Voucher,
}

/// Who sees a group.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Visibility {
    /// Everybody.
    Public,
    /// Who is in a group of the same area, or of one inside it.
    Area,
    /// For whom a member has answered.
    Vouched,
}

/// What is told of a group's size.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Members {
    /// How exactly.
    pub shown: Shown,
    /// What its keepers say; of a guild of this server the members are counted instead.
    pub declared: Option<u32>,
}

/// How exactly a number is told.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Shown {
    /// As it is.
    Exact,
    /// As one of 0, 10, 50, 200 that it reaches.
    Bucket,
    /// Not at all.
    Hidden,
}

/// A group's flag.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Flag {
    /// Drawn by the server from a description.
    Design(Value),
    /// A picture, by its hash.
    Picture(String),
}

/// The numbers that are told where an exact one is not.
const BUCKETS: [u32; 3] = [200, 50, 10];

/// The largest step that a number reaches.
pub fn bucket(count: u32) -> u32 {
    BUCKETS.into_iter().find(|step| count >= *step).unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::bucket;

    #[test]
    fn numbers_are_told_in_four_steps() {
        for (count, step) in
            [(0, 0), (9, 0), (10, 10), (49, 10), (50, 50), (199, 50), (200, 200), (9_999, 200)]
        {
            assert_eq!(bucket(count), step, "{count}");
        }
    }
}
