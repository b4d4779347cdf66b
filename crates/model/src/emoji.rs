//! Emojis and stickers: those of a guild, and the short form that reactions, tags and activities carry.

use serde::{Deserialize, Serialize};

use crate::Id;
use crate::lenient::is_false;
use crate::marker::{EmojiMarker, GuildMarker, RoleMarker, StickerMarker};
use crate::open::numbers;
use crate::user::User;

/// An emoji of a guild or an application (`EmojiResponse`).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Emoji {
    /// The emoji.
    pub id: Id<EmojiMarker>,
    /// Its name, without colons.
    pub name: String,
    /// Who uploaded it; only for those who may manage expressions.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub user: Option<Box<User>>,
    /// Roles that may use it; none means everybody.
    #[serde(default)]
    pub roles: Vec<Id<RoleMarker>>,
    /// Whether its name is written between colons.
    #[serde(default = "yes")]
    pub require_colons: bool,
    /// Whether an integration owns it.
    #[serde(default)]
    pub managed: bool,
    /// Whether it moves.
    #[serde(default)]
    pub animated: bool,
    /// Whether it can be used now.
    #[serde(default = "yes")]
    pub available: bool,
}

const fn yes() -> bool {
    true
}

impl Emoji {
    /// An emoji that everybody may use.
    pub fn new(id: Id<EmojiMarker>, name: impl Into<String>) -> Self {
        Self {
            id,
            name: name.into(),
            user: None,
            roles: Vec::new(),
            require_colons: true,
            managed: false,
            animated: false,
            available: true,
        }
    }
}

/// An emoji by reference: a Unicode one has a name only, a custom one an id (and a name while it exists).
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct ReactionEmoji {
    /// The custom emoji; null for a Unicode one.
    #[serde(default)]
    pub id: Option<Id<EmojiMarker>>,
    /// The Unicode emoji itself, or the custom one's name; null if it was deleted.
    #[serde(default)]
    pub name: Option<String>,
    /// Whether it moves. Sent only when true.
    #[serde(default, skip_serializing_if = "is_false")]
    pub animated: bool,
}

impl ReactionEmoji {
    /// A Unicode emoji.
    pub fn unicode(emoji: impl Into<String>) -> Self {
        Self { id: None, name: Some(emoji.into()), animated: false }
    }

    /// A custom emoji.
    pub fn custom(id: Id<EmojiMarker>, name: impl Into<String>) -> Self {
        Self { id: Some(id), name: Some(name.into()), animated: false }
    }

    /// Reads the form that routes carry, after percent-decoding: the Unicode emoji itself, or `name:id`, which
    /// some libraries write as `a:name:id` or `<:name:id>`. `None` when the part after the colon is no id.
    pub fn from_path(text: &str) -> Option<Self> {
        let inner = text.strip_prefix('<').and_then(|rest| rest.strip_suffix('>')).unwrap_or(text);
        let Some((name, id)) = inner.rsplit_once(':') else {
            return (!inner.is_empty()).then(|| Self::unicode(inner));
        };
        let animated = name.starts_with("a:");
        let name = name.strip_prefix("a:").or_else(|| name.strip_prefix(':')).unwrap_or(name);
        Some(Self { animated, ..Self::custom(id.parse().ok()?, name) })
    }

    /// Whether both mean the same emoji: a custom one is known by its id, whatever name the client used.
    pub fn is_same(&self, other: &Self) -> bool {
        self.id == other.id && (self.id.is_some() || self.name == other.name)
    }
}

numbers! {
    /// Whose sticker it is.
    StickerType(u8) { STANDARD = 1, GUILD = 2 }
}

numbers! {
    /// File format of a sticker.
    StickerFormatType(u8) { PNG = 1, APNG = 2, LOTTIE = 3, GIF = 4 }
}

/// A sticker of a guild (`GuildStickerResponse`).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Sticker {
    /// The sticker.
    pub id: Id<StickerMarker>,
    /// Its name.
    pub name: String,
    /// Words to find it by, separated by commas.
    pub tags: String,
    /// Whose it is.
    #[serde(rename = "type")]
    pub kind: StickerType,
    /// File format.
    pub format_type: Option<StickerFormatType>,
    /// What it shows.
    pub description: Option<String>,
    /// Whether it can be used now.
    pub available: bool,
    /// The guild that owns it.
    pub guild_id: Id<GuildMarker>,
    /// Who uploaded it; only for those who may manage expressions.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub user: Option<Box<User>>,
}

/// A sticker as messages carry it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct StickerItem {
    /// The sticker.
    pub id: Id<StickerMarker>,
    /// Its name.
    pub name: String,
    /// File format.
    pub format_type: StickerFormatType,
}
