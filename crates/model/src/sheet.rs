//! Sheets of paper that were printed for a guild, or for a group of the map, each with an invitation of its own.

use serde::{Deserialize, Serialize};

use crate::marker::{ChannelMarker, GenericMarker, GuildMarker, SheetMarker, UserMarker};
use crate::report::words;
use crate::{Id, Timestamp};

words! {
    /// The form of a sheet.
    SheetKind {
        /// A4, for a door or a notice board.
        Door = "door",
        /// A4 with strips to tear off.
        TearOff = "tear_off",
        /// Half of A4.
        A5 = "a5",
        /// Twice A4.
        A3 = "a3",
        /// Ten cards on A4.
        Cards = "cards",
        /// Twenty-four labels on A4.
        Stickers = "stickers",
    }
}

/// What a sheet says in one language.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SheetText {
    /// A language tag.
    pub language: String,
    /// The name on it; null for the one that the guild or the group has when it is printed.
    #[serde(default)]
    pub title: Option<String>,
    /// Who we are; null for what the guild or the group says of itself.
    #[serde(default)]
    pub line: Option<String>,
}

/// A sheet, which hangs in as many places as it was copied for.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Sheet {
    /// The sheet.
    pub id: Id<SheetMarker>,
    /// The guild that it leads to.
    pub guild_id: Option<Id<GuildMarker>>,
    /// The channel of its invitation.
    pub channel_id: Option<Id<ChannelMarker>>,
    /// The group of the map that it was made for.
    pub group_id: Option<Id<GenericMarker>>,
    /// What its code holds, beside the server's address.
    pub code: String,
    /// Its form.
    pub kind: SheetKind,
    /// Where it hangs, in its maker's words. May be empty.
    pub label: String,
    /// One or two languages.
    pub texts: Vec<SheetText>,
    /// Whether it reminds readers of what a photograph of it tells.
    pub careful: bool,
    /// Who made it; null when nobody did with an account, or when that account is gone.
    pub maker_id: Option<Id<UserMarker>>,
    /// When it was made.
    pub created_at: Timestamp,
    /// Since when it leads nowhere.
    pub revoked_at: Option<Timestamp>,
    /// How many people came by it.
    pub joins: u32,
}
