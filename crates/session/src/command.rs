//! What clients send, read as leniently as the libraries in the field need: ids as strings or numbers, `null` for
//! absent, unknown keys ignored. Must not decide whether a command is allowed.

use std::collections::HashMap;
use std::fmt;

use parvis_model::Id;
use parvis_model::marker::{ChannelMarker, GuildMarker, UserMarker};
use serde::Deserialize;
use serde::de::{self, DeserializeOwned, Deserializer, SeqAccess, Visitor};
use serde_json::value::RawValue;

/// A payload of a client.
#[derive(Debug)]
pub enum Command {
    /// Op 1, and op 40 of user clients: the number of the last dispatch that has arrived.
    Heartbeat(Option<u64>),
    /// Op 2.
    Identify(Box<Identify>),
    /// Op 3.
    UpdatePresence(UpdatePresence),
    /// Op 4.
    UpdateVoiceState(UpdateVoiceState),
    /// Op 6.
    Resume(Resume),
    /// Op 8.
    RequestMembers(RequestMembers),
    /// Op 14 and op 37: what a user client looks at.
    Subscribe(Vec<(Id<GuildMarker>, Subscription)>),
    /// Op 31: the sounds of these guilds.
    RequestSounds(Vec<Id<GuildMarker>>),
    /// An op of user clients that changes nothing here.
    Ignored,
}

/// Why a payload is refused.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CommandError {
    /// Not JSON, or not the right shape: close 4002.
    Undecodable,
    /// An op that clients may not send: close 4001.
    UnknownOpcode,
}

/// Op 2.
#[derive(Debug, Clone, Deserialize)]
pub struct Identify {
    /// The token, with or without the `Bot ` prefix that some libraries leave on it.
    pub token: String,
    /// Intents of a bot; user clients send none.
    #[serde(default)]
    pub intents: Option<u64>,
    /// Which shard of how many.
    #[serde(default)]
    pub shard: Option<(u32, u32)>,
    /// Members above which offline ones are left out of a guild.
    #[serde(default)]
    pub large_threshold: Option<u64>,
    /// The presence to start with.
    #[serde(default, deserialize_with = "lenient")]
    pub presence: Option<UpdatePresence>,
    /// What the client says of itself.
    #[serde(default, deserialize_with = "lenient")]
    pub properties: Option<Properties>,
}

/// What a client says of itself.
#[derive(Debug, Clone, Default, Deserialize)]
pub struct Properties {
    /// Operating system.
    #[serde(default, alias = "$os", deserialize_with = "lenient")]
    pub os: Option<String>,
    /// Browser or library.
    #[serde(default, alias = "$browser", deserialize_with = "lenient")]
    pub browser: Option<String>,
}

/// Op 6.
#[derive(Debug, Clone, Deserialize)]
pub struct Resume {
    /// The token of the session's account.
    pub token: String,
    /// The session.
    pub session_id: String,
    /// The last number that has arrived.
    #[serde(default)]
    pub seq: Option<u64>,
}

/// Op 3, and the presence inside IDENTIFY. Everything in it may be nonsense: libraries send `since` as an object,
/// `activities` as null and `status` as an empty text.
#[derive(Debug, Clone, Default, Deserialize)]
pub struct UpdatePresence {
    /// `online`, `idle`, `dnd`, `invisible` or `offline`; anything else means `online`.
    #[serde(default, deserialize_with = "lenient")]
    pub status: Option<String>,
    /// Activities, kept as they came.
    #[serde(default, deserialize_with = "lenient")]
    pub activities: Option<Vec<Activity>>,
    /// Whether the person is away.
    #[serde(default, deserialize_with = "lenient")]
    pub afk: Option<bool>,
}

/// What an account does. Only what others may see of it.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct Activity {
    /// Its title.
    pub name: String,
    /// Playing 0, streaming 1, listening 2, watching 3, custom 4, competing 5.
    #[serde(default, rename = "type")]
    pub kind: u8,
    /// The text of a custom status.
    #[serde(default)]
    pub state: Option<String>,
    /// The address of a stream.
    #[serde(default)]
    pub url: Option<String>,
}

/// Op 4.
#[derive(Debug, Clone, Deserialize)]
pub struct UpdateVoiceState {
    /// The guild; absent for a private call.
    #[serde(default)]
    pub guild_id: Option<Id<GuildMarker>>,
    /// The channel to join; absent to leave.
    #[serde(default)]
    pub channel_id: Option<Id<ChannelMarker>>,
    /// Muted by oneself.
    #[serde(default, deserialize_with = "lenient")]
    pub self_mute: Option<bool>,
    /// Deafened by oneself.
    #[serde(default, deserialize_with = "lenient")]
    pub self_deaf: Option<bool>,
}

/// Op 8. The guild may be given as a number and, by old clients, inside a list.
#[derive(Debug, Clone, Deserialize)]
pub struct RequestMembers {
    /// The guild.
    #[serde(deserialize_with = "one_or_many")]
    pub guild_id: Vec<Id<GuildMarker>>,
    /// Beginning of the name; empty for everybody.
    #[serde(default)]
    pub query: Option<String>,
    /// How many at most; 0 for all.
    #[serde(default)]
    pub limit: Option<u64>,
    /// Whether presences come with the members.
    #[serde(default)]
    pub presences: Option<bool>,
    /// These accounts instead of a query.
    #[serde(default, deserialize_with = "optional_one_or_many")]
    pub user_ids: Option<Vec<Id<UserMarker>>>,
    /// Sent back in each chunk if it has 32 bytes at most.
    #[serde(default)]
    pub nonce: Option<String>,
}

/// What a user client looks at in one guild. Absent parts stay as they were.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize)]
pub struct Subscription {
    /// Whether typing is shown.
    #[serde(default)]
    pub typing: Option<bool>,
    /// Whether activities are shown.
    #[serde(default)]
    pub activities: Option<bool>,
    /// Accounts whose changes are wanted.
    #[serde(default)]
    pub members: Option<Vec<Id<UserMarker>>>,
    /// Ranges of the member list of each open channel, both ends included.
    #[serde(default)]
    pub channels: Option<HashMap<Id<ChannelMarker>, Vec<(u32, u32)>>>,
}

#[derive(Deserialize)]
struct Payload<'a> {
    op: u64,
    #[serde(borrow, default)]
    d: Option<&'a RawValue>,
}

#[derive(Deserialize)]
struct GuildSubscription {
    guild_id: Id<GuildMarker>,
    #[serde(flatten)]
    subscription: Subscription,
}

#[derive(Deserialize)]
struct Subscriptions {
    subscriptions: HashMap<Id<GuildMarker>, Subscription>,
}

#[derive(Deserialize)]
struct Sounds {
    guild_ids: Vec<Id<GuildMarker>>,
}

#[derive(Deserialize)]
struct QosHeartbeat {
    #[serde(default)]
    seq: Option<u64>,
}

impl Command {
    /// Reads one payload. Deep nesting ends in an error, not in the stack.
    pub fn parse(text: &[u8]) -> Result<Self, CommandError> {
        let payload: Payload<'_> = serde_json::from_slice(text).map_err(|_| CommandError::Undecodable)?;
        let data = payload.d.map_or("null", RawValue::get);
        Ok(match payload.op {
            // A heartbeat is a sign of life whatever it says; some clients send an empty text before the first event.
            1 => Self::Heartbeat(serde_json::from_str(data).unwrap_or(None)),
            2 => Self::Identify(read(data)?),
            3 => Self::UpdatePresence(read(data)?),
            4 => Self::UpdateVoiceState(read(data)?),
            6 => Self::Resume(read(data)?),
            8 => Self::RequestMembers(read(data)?),
            14 => {
                let one: GuildSubscription = read(data)?;
                Self::Subscribe(vec![(one.guild_id, one.subscription)])
            }
            31 => Self::RequestSounds(read::<Sounds>(data)?.guild_ids),
            37 => Self::Subscribe(read::<Subscriptions>(data)?.subscriptions.into_iter().collect()),
            40 => Self::Heartbeat(read::<QosHeartbeat>(data)?.seq),
            13 | 18..=22 | 24 | 28 | 34 | 36 | 38 | 39 | 41 | 43 => Self::Ignored,
            _ => return Err(CommandError::UnknownOpcode),
        })
    }
}

fn read<T: DeserializeOwned>(text: &str) -> Result<T, CommandError> {
    serde_json::from_str(text).map_err(|_| CommandError::Undecodable)
}

/// The value if it has the right shape, else nothing.
fn lenient<'de, D: Deserializer<'de>, T: DeserializeOwned>(deserializer: D) -> Result<Option<T>, D::Error> {
    let raw = Box::<RawValue>::deserialize(deserializer)?;
    Ok(serde_json::from_str(raw.get()).ok())
}

struct OneOrMany<M>(std::marker::PhantomData<fn() -> M>);

impl<'de, M> Visitor<'de> for OneOrMany<M> {
    type Value = Vec<Id<M>>;
    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a snowflake or a list of snowflakes")
    }
    fn visit_u64<E: de::Error>(self, value: u64) -> Result<Self::Value, E> {
        i64::try_from(value).map_err(|_| E::custom("a snowflake has 63 bits"))?;
        Ok(vec![Id::new(value)])
    }
    fn visit_str<E: de::Error>(self, text: &str) -> Result<Self::Value, E> {
        Ok(vec![text.parse().map_err(|_| E::custom("a snowflake has digits only"))?])
    }
    fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<Self::Value, A::Error> {
        let mut ids = Vec::new();
        while let Some(id) = list.next_element()? {
            ids.push(id);
        }
        Ok(ids)
    }
}

fn one_or_many<'de, D: Deserializer<'de>, M>(deserializer: D) -> Result<Vec<Id<M>>, D::Error> {
    deserializer.deserialize_any(OneOrMany(std::marker::PhantomData))
}

fn optional_one_or_many<'de, D: Deserializer<'de>, M>(
    deserializer: D,
) -> Result<Option<Vec<Id<M>>>, D::Error> {
    let raw = Option::<Box<RawValue>>::deserialize(deserializer)?;
    raw.map(|raw| one_or_many(&mut serde_json::Deserializer::from_str(raw.get())).map_err(de::Error::custom))
        .transpose()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parse(text: &str) -> Command {
        Command::parse(text.as_bytes()).expect(text)
    }

    fn identify(text: &str) -> Identify {
        match parse(&format!(r#"{{"op":2,"d":{text}}}"#)) {
            Command::Identify(identify) => *identify,
            other => panic!("{other:?}"),
        }
    }

    #[test]
    fn identifies_of_the_field_are_read() {
        // The shapes that libraries send: `$`-properties and a zero game, `activities: null`, `since` as an object.
        let go = identify(
            r#"{"token":"Bot x","properties":{"$os":"linux","$browser":"go","$referer":""},"compress":true,
                "large_threshold":250,"presence":{"since":0,"game":{"name":"","type":0,"created_at":"0"},"status":"",
                "afk":false},"intents":3276799}"#,
        );
        assert_eq!(go.intents, Some(3_276_799));
        assert_eq!(go.properties.expect("properties").os.as_deref(), Some("linux"));
        let js = identify(
            r#"{"token":"x","intents":1,"shard":[0,1],"presence":{"activities":null,"afk":false,"since":null,
                "status":"online"},"properties":{"os":"linux","browser":"eris","device":"eris"}}"#,
        );
        assert_eq!(js.shard, Some((0, 1)));
        assert_eq!(js.presence.expect("presence").activities, None);
        let rust = identify(
            r#"{"token":"x","intents":1,"presence":{"since":{"secs":1,"nanos":0},"status":"idle"}}"#,
        );
        assert_eq!(rust.presence.expect("presence").status.as_deref(), Some("idle"));
        assert!(
            identify(r#"{"token":"x","presence":null,"shard":null,"properties":null}"#).presence.is_none()
        );
    }

    #[test]
    fn member_requests_take_ids_as_numbers_strings_and_lists() {
        for guild in ["5", "\"5\"", "[\"5\"]"] {
            let text =
                format!(r#"{{"op":8,"d":{{"guild_id":{guild},"query":"","limit":0,"user_ids":null}}}}"#);
            match parse(&text) {
                Command::RequestMembers(request) => assert_eq!(request.guild_id, [Id::new(5)]),
                other => panic!("{other:?}"),
            }
        }
        match parse(r#"{"op":8,"d":{"guild_id":"5","user_ids":["7",8],"nonce":"n"}}"#) {
            Command::RequestMembers(request) => {
                assert_eq!(request.user_ids.expect("ids"), [Id::new(7), Id::new(8)]);
            }
            other => panic!("{other:?}"),
        }
    }

    #[test]
    fn both_forms_of_subscription_are_read() {
        let wanted = Subscription {
            typing: Some(true),
            channels: Some(HashMap::from([(Id::new(7), vec![(0, 99), (100, 199)])])),
            ..Subscription::default()
        };
        for text in [
            r#"{"op":14,"d":{"guild_id":"5","typing":true,"channels":{"7":[[0,99],[100,199]]}}}"#,
            r#"{"op":37,"d":{"subscriptions":{"5":{"typing":true,"channels":{"7":[[0,99],[100,199]]}}}}}"#,
        ] {
            match parse(text) {
                Command::Subscribe(list) => assert_eq!(list, [(Id::new(5), wanted.clone())]),
                other => panic!("{other:?}"),
            }
        }
    }

    #[test]
    fn heartbeats_are_read_in_every_form() {
        for (text, seq) in [
            (r#"{"op":1,"d":null}"#, None),
            (r#"{"op":1}"#, None),
            (r#"{"op":1,"d":251}"#, Some(251)),
            (r#"{"op":1,"d":""}"#, None),
            (r#"{"op":40,"d":{"seq":9,"qos":{"ver":26}}}"#, Some(9)),
        ] {
            assert!(matches!(parse(text), Command::Heartbeat(found) if found == seq), "{text}");
        }
    }

    #[test]
    fn nonsense_and_server_opcodes_are_refused() {
        let deep = format!(r#"{{"op":1,"d":{}{}}}"#, "[".repeat(10_000), "]".repeat(10_000));
        for text in [
            "",
            "{}",
            "[]",
            "null",
            "1",
            r#"{"op":"2"}"#,
            r#"{"op":2,"d":{}}"#,
            r#"{"op":6,"d":[]}"#,
            "\u{1}",
        ] {
            let error = Command::parse(text.as_bytes()).expect_err(text);
            assert_eq!(error, CommandError::Undecodable, "{text}");
        }
        for op in [0, 7, 9, 10, 11, 99, u64::MAX] {
            let error =
                Command::parse(format!(r#"{{"op":{op},"d":null}}"#).as_bytes()).expect_err("server op");
            assert_eq!(error, CommandError::UnknownOpcode, "{op}");
        }
        // Whatever becomes of it, the stack survives.
        let _ = Command::parse(deep.as_bytes());
        let _ = Command::parse("[".repeat(100_000).as_bytes());
        let presence =
            format!(r#"{{"op":3,"d":{{"activities":{}{}}}}}"#, "[".repeat(10_000), "]".repeat(10_000));
        let _ = Command::parse(presence.as_bytes());
    }
}
