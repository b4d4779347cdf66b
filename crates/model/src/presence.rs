//! Who is there and what they do.

use serde::de::{Deserialize, Deserializer};
use serde::{Deserialize as De, Serialize as Ser};
use serde_json::Value;

use crate::Id;
use crate::emoji::ReactionEmoji;
use crate::lenient::null_is_default;
use crate::marker::{ApplicationMarker, GuildMarker, UserMarker};
use crate::open::{flags, numbers};

/// Whether somebody is there. Words that are not known read as [`Status::Online`]: bots send `""`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Ser)]
#[serde(rename_all = "lowercase")]
pub enum Status {
    /// There.
    #[default]
    Online,
    /// There, but away from the keyboard.
    Idle,
    /// There, and not to be disturbed.
    Dnd,
    /// There, but shown to others as offline.
    Invisible,
    /// Not there.
    Offline,
}

impl Status {
    /// The word on the wire.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Online => "online",
            Self::Idle => "idle",
            Self::Dnd => "dnd",
            Self::Invisible => "invisible",
            Self::Offline => "offline",
        }
    }

    /// What others see: nobody is shown as invisible.
    pub const fn shown(self) -> Self {
        match self {
            Self::Invisible => Self::Offline,
            other => other,
        }
    }

    /// The status with this word, if there is one.
    pub fn from_word(word: &str) -> Option<Self> {
        [Self::Online, Self::Idle, Self::Dnd, Self::Invisible, Self::Offline]
            .into_iter()
            .find(|s| s.as_str() == word)
    }
}

impl<'de> Deserialize<'de> for Status {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let word = Option::<std::borrow::Cow<'de, str>>::deserialize(deserializer)?;
        Ok(word.and_then(|word| Self::from_word(&word)).unwrap_or_default())
    }
}

numbers! {
    /// What an activity is.
    ActivityType(u8) { PLAYING = 0, STREAMING = 1, LISTENING = 2, WATCHING = 3, CUSTOM = 4, COMPETING = 5 }
}
impl Default for ActivityType {
    fn default() -> Self {
        Self::PLAYING
    }
}
flags! {
    /// What others can do with an activity.
    ActivityFlags(u32) {
        INSTANCE = 0, JOIN = 1, SPECTATE = 2, JOIN_REQUEST = 3, SYNC = 4, PLAY = 5,
        PARTY_PRIVACY_FRIENDS = 6, PARTY_PRIVACY_VOICE_CHANNEL = 7, EMBEDDED = 8,
    }
}

/// Beginning and end of an activity, in Unix milliseconds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Ser, De)]
pub struct ActivityTimestamps {
    /// When it began.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub start: Option<i64>,
    /// When it ends.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub end: Option<i64>,
}

/// What somebody does.
#[derive(Debug, Clone, PartialEq, Eq, Default, Ser, De)]
pub struct Activity {
    /// Its name.
    pub name: String,
    /// What it is.
    #[serde(rename = "type", default, deserialize_with = "null_is_default")]
    pub kind: ActivityType,
    /// Where it is streamed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub url: Option<String>,
    /// When it was set, in Unix milliseconds. The server sets it.
    #[serde(default, deserialize_with = "null_is_default")]
    pub created_at: i64,
    /// Its beginning and end.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub timestamps: Option<ActivityTimestamps>,
    /// The application that it runs.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub application_id: Option<Id<ApplicationMarker>>,
    /// What exactly is done.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub details: Option<String>,
    /// How it goes; the text of a custom status.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub state: Option<String>,
    /// Emoji of a custom status.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub emoji: Option<Box<ReactionEmoji>>,
    /// Who takes part, as it was sent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub party: Option<Box<Value>>,
    /// Its pictures, as they were sent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub assets: Option<Box<Value>>,
    /// What others can do with it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub flags: Option<ActivityFlags>,
}

impl Activity {
    /// A text that somebody put beside their name.
    pub fn custom_status(text: impl Into<String>, created_at_unix_ms: i64) -> Self {
        Self {
            name: "Custom Status".to_owned(),
            kind: ActivityType::CUSTOM,
            state: Some(text.into()),
            created_at: created_at_unix_ms,
            ..Self::default()
        }
    }
}

/// On which kinds of devices somebody is there.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Ser, De)]
pub struct ClientStatus {
    /// A desktop program.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub desktop: Option<Status>,
    /// A telephone.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub mobile: Option<Status>,
    /// A browser, or a bot.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub web: Option<Status>,
}

/// The account of a presence: only its id is sure to be there.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Ser, De)]
pub struct PresenceUser {
    /// The account.
    pub id: Id<UserMarker>,
}

/// Somebody's presence, as `PRESENCE_UPDATE` and `GUILD_CREATE` send it.
#[derive(Debug, Clone, PartialEq, Eq, Ser, De)]
pub struct Presence {
    /// Who.
    pub user: PresenceUser,
    /// In which guild; absent for friends.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub guild_id: Option<Id<GuildMarker>>,
    /// Whether they are there.
    pub status: Status,
    /// What they do.
    #[serde(default, deserialize_with = "null_is_default")]
    pub activities: Vec<Activity>,
    /// On which devices.
    #[serde(default)]
    pub client_status: ClientStatus,
}

impl Presence {
    /// Somebody who is not there.
    pub const fn offline(user_id: Id<UserMarker>, guild_id: Option<Id<GuildMarker>>) -> Self {
        Self {
            user: PresenceUser { id: user_id },
            guild_id,
            status: Status::Offline,
            activities: Vec::new(),
            client_status: ClientStatus { desktop: None, mobile: None, web: None },
        }
    }

    /// Somebody who is there with a browser.
    pub fn new(user_id: Id<UserMarker>, guild_id: Option<Id<GuildMarker>>, status: Status) -> Self {
        let client_status = ClientStatus { desktop: None, mobile: None, web: Some(status) };
        Self { status, client_status, ..Self::offline(user_id, guild_id) }
    }
}
