//! The texts that the gateway sends: dispatches, of which all sessions share everything but the number, and the few
//! control payloads. Must not know WebSocket framing or compression.

use std::ops::Deref;
use std::sync::Arc;

use parvis_model::Id;
use parvis_model::marker::{ChannelMarker, GuildMarker};
use serde::Serialize;

/// What all sessions share of a dispatch: `"t":"NAME","d":{…}}`. The [`Envelope`] goes before it.
#[derive(Debug, Clone)]
pub struct Body(Arc<Shared>);

#[derive(Debug)]
struct Shared {
    topic: Topic,
    text: Vec<u8>,
}

impl Body {
    /// Where it happened.
    pub fn topic(&self) -> Topic {
        self.0.topic
    }

    /// Whether both are the same dispatch, not only alike.
    pub fn is_same(&self, other: &Self) -> bool {
        Arc::ptr_eq(&self.0, &other.0)
    }
}

impl Deref for Body {
    type Target = [u8];
    fn deref(&self) -> &[u8] {
        &self.0.text
    }
}

/// Where a dispatch happened: who loses that place loses what is kept of it for a RESUME.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Topic {
    /// The guild, when it happened in one.
    pub guild_id: Option<Id<GuildMarker>>,
    /// The channel, when it happened in one.
    pub channel_id: Option<Id<ChannelMarker>>,
    /// The channel above that one, when it is a private thread.
    pub parent_id: Option<Id<ChannelMarker>>,
}

/// A place that somebody has lost.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Lost {
    /// A guild with everything in it.
    Guild(Id<GuildMarker>),
    /// A channel with the private threads under it, or one of these.
    Channel(Id<ChannelMarker>),
}

impl Lost {
    /// Whether something that happened at `topic` happened there.
    pub fn covers(self, topic: Topic) -> bool {
        match self {
            Self::Guild(guild_id) => topic.guild_id == Some(guild_id),
            Self::Channel(channel_id) => [topic.channel_id, topic.parent_id].contains(&Some(channel_id)),
        }
    }
}

/// Dispatches that follow one another. Sessions that get the same ones share a bundle, so that each keeps one reference
/// however many there are. Must not be empty.
#[derive(Debug, Clone)]
pub struct Bundle(Arc<Bundled>);

#[derive(Debug)]
struct Bundled {
    /// `None`: the right to it was lost; its number stays.
    bodies: Vec<Option<Body>>,
    bytes: usize,
}

impl Bundle {
    fn of(bodies: Vec<Option<Body>>) -> Self {
        let bytes = bodies.iter().flatten().map(|body| body.len()).sum();
        Self(Arc::new(Bundled { bodies, bytes }))
    }

    /// How many numbers it takes.
    pub fn count(&self) -> u64 {
        self.0.bodies.len() as u64
    }

    /// How long its texts are together.
    pub fn bytes(&self) -> usize {
        self.0.bytes
    }

    /// One for each number; `None` where the right to it was lost.
    pub fn bodies(&self) -> impl Iterator<Item = Option<&Body>> {
        self.0.bodies.iter().map(Option::as_ref)
    }

    /// Whether it consists of these dispatches.
    pub fn is_of<'a>(&self, bodies: impl Iterator<Item = &'a Body>) -> bool {
        let mut mine = self.0.bodies.iter();
        let same = |body: &Body| matches!(mine.next(), Some(Some(other)) if other.is_same(body));
        let mut bodies = bodies;
        bodies.all(same) && mine.next().is_none()
    }

    /// The bundle without what happened at a lost place among its first `count`; `None` if nothing did.
    pub fn without(&self, lost: Lost, count: usize) -> Option<Self> {
        let is_lost = |(at, body): (usize, &Option<Body>)| {
            at < count && body.as_ref().is_some_and(|body| lost.covers(body.topic()))
        };
        let bodies = &self.0.bodies;
        bodies.iter().enumerate().any(is_lost).then(|| {
            let kept = bodies.iter().enumerate().map(|it| if is_lost(it) { None } else { it.1.clone() });
            Self::of(kept.collect())
        })
    }
}

impl From<Body> for Bundle {
    fn from(body: Body) -> Self {
        Self::of(vec![Some(body)])
    }
}

impl<'a> FromIterator<&'a Body> for Bundle {
    fn from_iter<I: IntoIterator<Item = &'a Body>>(bodies: I) -> Self {
        Self::of(bodies.into_iter().cloned().map(Some).collect())
    }
}

/// Milliseconds between two heartbeats of a client.
pub const HEARTBEAT_INTERVAL_MS: u64 = 41_250;
/// HELLO (op 10).
pub const HELLO: &str = r#"{"t":null,"s":null,"op":10,"d":{"heartbeat_interval":41250,"_trace":[]}}"#;
/// HEARTBEAT ACK (op 11).
pub const HEARTBEAT_ACK: &str = r#"{"t":null,"s":null,"op":11,"d":null}"#;
/// HEARTBEAT (op 1): asks the client for one at once.
pub const HEARTBEAT: &str = r#"{"t":null,"s":null,"op":1,"d":null}"#;
/// RECONNECT (op 7): come back and resume.
pub const RECONNECT: &str = r#"{"t":null,"s":null,"op":7,"d":null}"#;
/// INVALID SESSION (op 9): identify anew.
pub const INVALID_SESSION: &str = r#"{"t":null,"s":null,"op":9,"d":false}"#;

/// Encodes a dispatch that belongs to no place.
pub fn body<T: Serialize + ?Sized>(name: &str, data: &T) -> Body {
    body_in(Topic::default(), name, data)
}

/// Encodes a dispatch once for all sessions.
pub fn body_in<T: Serialize + ?Sized>(topic: Topic, name: &str, data: &T) -> Body {
    let mut text = Vec::with_capacity(512);
    text.extend_from_slice(b"\"t\":\"");
    text.extend_from_slice(name.as_bytes());
    text.extend_from_slice(b"\",\"d\":");
    serde_json::to_writer(&mut text, data).expect("events have string keys and are written to memory");
    text.push(b'}');
    Body(Arc::new(Shared { topic, text }))
}

const PREFIX: &[u8] = br#"{"op":0,"s":"#;

/// What one session alone has of a dispatch: `{"op":0,"s":N,`.
#[derive(Debug, Clone, Copy)]
pub struct Envelope {
    text: [u8; Self::LENGTH_MAX],
    start: u8,
}

impl Envelope {
    /// Bytes that an envelope has at most.
    pub const LENGTH_MAX: usize = PREFIX.len() + 20 + 1;

    /// The envelope with this number.
    pub fn new(seq: u64) -> Self {
        let mut text = [0; Self::LENGTH_MAX];
        let mut at = Self::LENGTH_MAX - 1;
        text[at] = b',';
        let mut rest = seq;
        loop {
            at -= 1;
            text[at] = b'0' + u8::try_from(rest % 10).expect("a digit");
            rest /= 10;
            if rest == 0 {
                break;
            }
        }
        at -= PREFIX.len();
        text[at..at + PREFIX.len()].copy_from_slice(PREFIX);
        Self { text, start: u8::try_from(at).expect("an envelope is short") }
    }

    /// The text.
    pub fn as_bytes(&self) -> &[u8] {
        &self.text[usize::from(self.start)..]
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn envelope_and_body_are_one_json_object() {
        for seq in [0, 1, 9, 10, 12_345, u64::MAX] {
            let mut text = Envelope::new(seq).as_bytes().to_vec();
            text.extend_from_slice(&body("TYPING_START", &serde_json::json!({"a": [1]})));
            let value: serde_json::Value = serde_json::from_slice(&text).expect("json");
            assert_eq!(value, serde_json::json!({"op": 0, "s": seq, "t": "TYPING_START", "d": {"a": [1]}}));
        }
    }

    #[test]
    fn control_payloads_are_json_and_hello_names_the_interval() {
        for text in [HELLO, HEARTBEAT_ACK, HEARTBEAT, RECONNECT, INVALID_SESSION] {
            let value: serde_json::Value = serde_json::from_str(text).expect("json");
            assert!(value["op"].is_u64());
        }
        let hello: serde_json::Value = serde_json::from_str(HELLO).expect("json");
        assert_eq!(hello["d"]["heartbeat_interval"], HEARTBEAT_INTERVAL_MS);
    }
}
