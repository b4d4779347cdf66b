//! What a person's client looks at: only that is sent to it.

use std::collections::BTreeMap;

use serde::Deserialize;
use serde::de::Deserializer;

use crate::Id;
use crate::lenient::null_is_default;
use crate::marker::{ChannelMarker, GuildMarker, UserMarker};

/// What a client looks at in one guild. What is not named stays as it was.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct GuildSubscription {
    /// The guild.
    pub guild_id: Id<GuildMarker>,
    /// What it looks at.
    #[serde(flatten)]
    pub wants: Wants,
}

/// What a client wants from a guild.
#[derive(Debug, Clone, PartialEq, Eq, Default, Deserialize)]
pub struct Wants {
    /// Whether it wants to know who is writing.
    #[serde(default)]
    pub typing: Option<bool>,
    /// Whether it wants to know what members do.
    #[serde(default)]
    pub activities: Option<bool>,
    /// Whether it wants to know of threads.
    #[serde(default)]
    pub threads: Option<bool>,
    /// Members of whom it wants to know everything.
    #[serde(default)]
    pub members: Option<Vec<Id<UserMarker>>>,
    /// Ranges of the member lists of channels, both ends included.
    #[serde(default, deserialize_with = "null_is_default")]
    pub channels: BTreeMap<Id<ChannelMarker>, Vec<[u32; 2]>>,
}

/// What a client looks at in several guilds.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct BulkSubscriptions {
    /// One per guild.
    pub subscriptions: Vec<GuildSubscription>,
}

impl<'de> Deserialize<'de> for BulkSubscriptions {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        #[derive(Deserialize)]
        struct Wire {
            subscriptions: BTreeMap<Id<GuildMarker>, Wants>,
        }
        let wire = Wire::deserialize(deserializer)?;
        let subscriptions = wire
            .subscriptions
            .into_iter()
            .map(|(guild_id, wants)| GuildSubscription { guild_id, wants })
            .collect();
        Ok(Self { subscriptions })
    }
}
