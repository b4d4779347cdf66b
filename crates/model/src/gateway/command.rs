//! What clients send, read as leniently as real libraries need it: ids as strings or numbers, `$`-prefixed
//! properties, null for empty lists, odd types for values that do not matter.

use serde::Deserialize;
use serde::de::{DeserializeOwned, Deserializer};
use serde_json::Value;
use serde_json::value::RawValue;

use crate::gateway::Opcode;
use crate::gateway::subscription::{BulkSubscriptions, GuildSubscription};
use crate::lenient::null_is_default;
use crate::marker::{ChannelMarker, GuildMarker, UserMarker};
use crate::presence::{Activity, Status};
use crate::{Id, Timestamp, without_nul};

/// A message from a client.
#[derive(Debug, Clone, PartialEq)]
pub enum Command {
    /// I am alive, and this is the last sequence number that I saw.
    Heartbeat(Option<u64>),
    /// I begin a session.
    Identify(Box<Identify>),
    /// I am there in another way.
    PresenceUpdate(Box<PresenceCommand>),
    /// I join, leave or change voice.
    VoiceStateUpdate(VoiceStateCommand),
    /// I continue a session.
    Resume(Resume),
    /// Send me members.
    RequestMembers(Box<RequestMembers>),
    /// I look at parts of a guild (user accounts).
    Subscribe(Box<GuildSubscription>),
    /// The same for several guilds.
    SubscribeBulk(Box<BulkSubscriptions>),
    /// Send me the sounds of these guilds.
    RequestSounds(Vec<Id<GuildMarker>>),
    /// Something that clients of people send and that changes nothing here: calls, streams, measurements.
    Ignored,
}

/// Why a message from a client is no [`Command`].
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum CommandError {
    /// It is not JSON, or its payload has not the shape that its operation needs (close code 4002).
    Decode,
    /// No client may send this operation, or it does not exist (close code 4001).
    UnknownOpcode(i64),
}

impl std::fmt::Display for CommandError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Decode => f.write_str("the payload cannot be decoded"),
            Self::UnknownOpcode(op) => write!(f, "operation {op} is not known"),
        }
    }
}

impl std::error::Error for CommandError {}

impl Command {
    /// Reads one message.
    pub fn parse(json: &[u8]) -> Result<Self, CommandError> {
        #[derive(Deserialize)]
        struct Frame<'a> {
            op: i64,
            #[serde(borrow, default)]
            d: Option<&'a RawValue>,
        }
        let json = without_nul(json);
        let frame: Frame<'_> = serde_json::from_slice(&json).map_err(|_| CommandError::Decode)?;
        let payload = frame.d.map_or("null", RawValue::get);
        let unknown = CommandError::UnknownOpcode(frame.op);
        match u8::try_from(frame.op).map(Opcode).map_err(|_| unknown.clone())? {
            // A sign of life is one whatever it says: some clients send an empty text before the first event.
            Opcode::HEARTBEAT => Ok(Self::Heartbeat(decode(payload).unwrap_or(None))),
            Opcode::QOS_HEARTBEAT => Ok(Self::Heartbeat(decode::<QosHeartbeat>(payload)?.seq)),
            Opcode::IDENTIFY => decode(payload).map(Self::Identify),
            Opcode::PRESENCE_UPDATE => decode(payload).map(Self::PresenceUpdate),
            Opcode::VOICE_STATE_UPDATE => decode(payload).map(Self::VoiceStateUpdate),
            Opcode::RESUME => decode(payload).map(Self::Resume),
            Opcode::REQUEST_GUILD_MEMBERS => decode(payload).map(Self::RequestMembers),
            Opcode::GUILD_SUBSCRIPTIONS => decode(payload).map(Self::Subscribe),
            Opcode::GUILD_SUBSCRIPTIONS_BULK => decode(payload).map(Self::SubscribeBulk),
            Opcode::REQUEST_SOUNDBOARD_SOUNDS => {
                decode::<SoundsOf>(payload).map(|sounds| Self::RequestSounds(sounds.guild_ids))
            }
            op if op.is_of_people_only() => Ok(Self::Ignored),
            _ => Err(unknown),
        }
    }
}

#[derive(Deserialize)]
struct QosHeartbeat {
    #[serde(default)]
    seq: Option<u64>,
}

#[derive(Deserialize)]
struct SoundsOf {
    guild_ids: Vec<Id<GuildMarker>>,
}

fn decode<T: DeserializeOwned>(payload: &str) -> Result<T, CommandError> {
    serde_json::from_str(payload).map_err(|_| CommandError::Decode)
}

/// Beginning of a session.
#[derive(Debug, Clone, PartialEq, Deserialize)]
pub struct Identify {
    /// Who it is.
    pub token: Token,
    /// The program by its own words.
    #[serde(default, deserialize_with = "null_is_default")]
    pub properties: ConnectionProperties,
    /// Wanted events, not yet checked; user accounts send none.
    #[serde(default)]
    pub intents: Option<u64>,
    /// Whether single messages may come compressed.
    #[serde(default, deserialize_with = "null_is_default")]
    pub compress: bool,
    /// From how many members on those who are offline are left out; not yet checked.
    #[serde(default)]
    pub large_threshold: Option<u32>,
    /// Number of this shard and of all; not yet checked.
    #[serde(default)]
    pub shard: Option<[u32; 2]>,
    /// How the account is there from the start.
    #[serde(default)]
    pub presence: Option<Box<PresenceCommand>>,
    /// Abilities of a user account's client, as bits.
    #[serde(default, deserialize_with = "null_is_default")]
    pub capabilities: u64,
}

impl Identify {
    /// The threshold that counts: 50 if none was named, and never outside of 50 to 250.
    pub fn large_threshold(&self) -> u32 {
        self.large_threshold.unwrap_or(50).clamp(50, 250)
    }
}

/// The secret of an account. It reads as text and never shows itself in a log line.
#[derive(Clone, PartialEq, Eq)]
pub struct Token(String);

impl Token {
    /// The text to be checked.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl std::ops::Deref for Token {
    type Target = str;
    fn deref(&self) -> &str {
        &self.0
    }
}

impl std::fmt::Debug for Token {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Token(…)")
    }
}

impl From<String> for Token {
    /// Removes what belongs into an HTTP header and not into a gateway message.
    fn from(text: String) -> Self {
        let bare = text.strip_prefix("Bot ").or_else(|| text.strip_prefix("Bearer "));
        Self(bare.map(|bare| bare.trim_start().to_owned()).unwrap_or(text))
    }
}

impl<'de> Deserialize<'de> for Token {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        String::deserialize(deserializer).map(Self::from)
    }
}

/// A program by its own words.
#[derive(Debug, Clone, PartialEq, Eq, Default, Deserialize)]
pub struct ConnectionProperties {
    /// Operating system.
    #[serde(default, alias = "$os", deserialize_with = "text_or_nothing")]
    pub os: String,
    /// Library, or browser.
    #[serde(default, alias = "$browser", deserialize_with = "text_or_nothing")]
    pub browser: String,
    /// Library, or device.
    #[serde(default, alias = "$device", deserialize_with = "text_or_nothing")]
    pub device: String,
}

fn text_or_nothing<'de, D: Deserializer<'de>>(deserializer: D) -> Result<String, D::Error> {
    Ok(match Value::deserialize(deserializer)? {
        Value::String(text) => text,
        _ => String::new(),
    })
}

/// How an account is there.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct PresenceCommand {
    /// Since when it is idle.
    pub since: Option<Timestamp>,
    /// What it does.
    pub activities: Vec<Activity>,
    /// Whether it is there.
    pub status: Status,
    /// Whether it is away from the keyboard.
    pub afk: bool,
}

impl<'de> Deserialize<'de> for PresenceCommand {
    /// Activities without a name (zero-valued structs of some libraries) are dropped, as is a `since` of an odd
    /// type. The single `game` of old libraries counts as an activity.
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        #[derive(Deserialize)]
        struct Wire {
            #[serde(default)]
            since: Value,
            #[serde(default)]
            activities: Value,
            #[serde(default)]
            game: Value,
            #[serde(default)]
            status: Value,
            #[serde(default)]
            afk: Value,
        }
        let wire = Wire::deserialize(deserializer)?;
        let mut given = match wire.activities {
            Value::Array(activities) => activities,
            _ => Vec::new(),
        };
        if given.is_empty() {
            given.push(wire.game);
        }
        let named = |activity: &Activity| !activity.name.is_empty();
        let activities =
            given.into_iter().filter_map(|value| serde_json::from_value(value).ok()).filter(named);
        Ok(Self {
            since: wire.since.as_i64().filter(|ms| *ms > 0).map(Timestamp::from_unix_ms),
            activities: activities.collect(),
            status: wire.status.as_str().and_then(Status::from_word).unwrap_or_default(),
            afk: wire.afk.as_bool().unwrap_or(false),
        })
    }
}

/// Joining, leaving or changing voice.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
pub struct VoiceStateCommand {
    /// The guild; none for calls.
    #[serde(default)]
    pub guild_id: Option<Id<GuildMarker>>,
    /// The channel; none leaves.
    #[serde(default)]
    pub channel_id: Option<Id<ChannelMarker>>,
    /// Whether the client is silent.
    #[serde(default, deserialize_with = "null_is_default")]
    pub self_mute: bool,
    /// Whether the client hears nothing.
    #[serde(default, deserialize_with = "null_is_default")]
    pub self_deaf: bool,
    /// Whether the client's camera is on.
    #[serde(default, deserialize_with = "null_is_default")]
    pub self_video: bool,
}

/// Continuation of a session.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct Resume {
    /// Who it is.
    pub token: Token,
    /// Name of the session.
    pub session_id: String,
    /// The last sequence number that was seen.
    #[serde(default, deserialize_with = "null_is_default")]
    pub seq: u64,
}

/// A request for members.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct RequestMembers {
    /// The guild.
    #[serde(deserialize_with = "one_guild")]
    pub guild_id: Id<GuildMarker>,
    /// Beginning of the names; an empty text asks for all.
    #[serde(default)]
    pub query: Option<String>,
    /// How many at most; 0 is no limit.
    #[serde(default, deserialize_with = "null_is_default")]
    pub limit: u32,
    /// Whether presences are wanted too.
    #[serde(default, deserialize_with = "null_is_default")]
    pub presences: bool,
    /// These members and no others.
    #[serde(default, deserialize_with = "one_or_many")]
    pub user_ids: Option<Vec<Id<UserMarker>>>,
    /// Something to recognise the answer by.
    #[serde(default)]
    pub nonce: Option<String>,
}

#[derive(Deserialize)]
#[serde(untagged)]
enum OneOrMany<T> {
    One(T),
    Many(Vec<T>),
}

/// Some libraries send the one guild that may be asked for in a list.
fn one_guild<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Id<GuildMarker>, D::Error> {
    match OneOrMany::deserialize(deserializer)? {
        OneOrMany::One(id) => Ok(id),
        OneOrMany::Many(ids) => match ids.as_slice() {
            [id] => Ok(*id),
            _ => Err(serde::de::Error::custom("one guild at a time")),
        },
    }
}

fn one_or_many<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<Vec<Id<UserMarker>>>, D::Error> {
    Ok(Option::<OneOrMany<Id<UserMarker>>>::deserialize(deserializer)?.map(|ids| match ids {
        OneOrMany::One(id) => vec![id],
        OneOrMany::Many(ids) => ids,
    }))
}
