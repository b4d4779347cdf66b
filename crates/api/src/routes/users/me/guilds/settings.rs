//! `/users/@me/guilds/{guild_id}/settings`

pub mod edit;
pub mod get;

use parvis_model::Id;
use parvis_model::marker::GuildMarker;
use serde::{Deserialize, Deserializer};

/// A guild, or `@me` for private conversations.
#[derive(Debug, Clone, Copy)]
pub struct GuildOrMe(Option<Id<GuildMarker>>);

impl<'de> Deserialize<'de> for GuildOrMe {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        match String::deserialize(deserializer)?.as_str() {
            "@me" => Ok(Self(None)),
            text => text.parse().map(|id| Self(Some(id))).map_err(serde::de::Error::custom),
        }
    }
}
