//! One socket's side of the protocol: what a client may say when, how often and how large. Must not know who the
//! client is beyond what the driver tells it, nor sockets or clocks: times are milliseconds that the driver hands in.

use parvis_model::Id;
use parvis_model::gateway::{CloseCode, Command, CommandError, GuildSubscription, Identify, PresenceCommand};
use parvis_model::gateway::{RequestMembers, Resume, VoiceStateCommand};
use parvis_model::marker::GuildMarker;

use crate::frame::{HEARTBEAT_ACK, HEARTBEAT_INTERVAL_MS, HELLO, INVALID_SESSION};

/// Largest payload that is read before it is known who speaks, and from bots.
pub const PAYLOAD_BYTES_MAX: usize = 4_096;
/// Largest payload of our own web client, which subscribes to many guilds at once.
pub const USER_PAYLOAD_BYTES_MAX: usize = 16_384;
/// Payloads that a client may send in a window.
pub const PAYLOADS_MAX: u32 = 120;
/// Length of that window.
pub const PAYLOADS_WINDOW_MS: u64 = 60_000;
/// Presence updates that are taken in a window; those beyond it change nothing.
pub const PRESENCES_MAX: u32 = 5;
/// Length of that window.
pub const PRESENCES_WINDOW_MS: u64 = 20_000;
/// How long a socket may stay without IDENTIFY or RESUME.
pub const IDENTIFY_WITHIN_MS: u64 = 60_000;
/// Silence after which a socket is dropped: two heartbeats have been missed, and the network had some time.
pub const SILENCE_MS_MAX: u64 = 2 * HEARTBEAT_INTERVAL_MS + 2_500;

/// What the driver has to do.
#[derive(Debug)]
pub enum Output {
    /// Nothing.
    Nothing,
    /// Send this text.
    Send(&'static str),
    /// Close the socket.
    Close(CloseCode),
    /// Everything up to this number has arrived; send the text.
    Acknowledge(Option<u64>, &'static str),
    /// Something that needs more than the protocol.
    Request(Request),
}

/// What a client asks for.
#[derive(Debug)]
pub enum Request {
    /// Find out who this is and start a session: answer with [`Connection::admitted`] or [`Connection::refused`].
    Identify(Box<Identify>),
    /// Find the session and go on with it: answer likewise.
    Resume(Resume),
    /// Send members in chunks.
    RequestMembers(Box<RequestMembers>),
    /// Show this presence.
    UpdatePresence(Box<PresenceCommand>),
    /// Join or leave a voice channel.
    UpdateVoiceState(VoiceStateCommand),
    /// Look at these parts of these guilds.
    Subscribe(Vec<GuildSubscription>),
    /// Send the sounds of these guilds.
    RequestSounds(Vec<Id<GuildMarker>>),
}

/// What the address said: `/?v=10&encoding=json&compress=zlib-stream`.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Parameters {
    /// `v`.
    pub version: Option<String>,
    /// `encoding`.
    pub encoding: Option<String>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Phase {
    /// HELLO was sent.
    Greeted,
    /// The driver is finding out who this is.
    Asked,
    /// A session is attached.
    Admitted,
    /// Nothing more is read.
    Closed,
}

/// How much was sent since a moment.
#[derive(Debug, Clone, Copy)]
struct Window {
    from_ms: u64,
    count: u32,
}

impl Window {
    /// Counts one more, and says how many that makes in the window.
    fn count(&mut self, length_ms: u64, now_ms: u64) -> u32 {
        if now_ms.saturating_sub(self.from_ms) >= length_ms {
            *self = Self { from_ms: now_ms, count: 0 };
        }
        self.count += 1;
        self.count
    }
}

/// One socket's side of the protocol.
#[derive(Debug)]
pub struct Connection {
    phase: Phase,
    is_user: bool,
    limited: bool,
    greeted_at_ms: u64,
    heard_at_ms: u64,
    payloads: Window,
    presences: Window,
}

impl Connection {
    /// A socket that was just opened, and what to send first. `limited`: whether the number of payloads is.
    pub fn open(parameters: &Parameters, limited: bool, now_ms: u64) -> (Self, Output) {
        let mut connection = Self {
            phase: Phase::Greeted,
            is_user: false,
            limited,
            greeted_at_ms: now_ms,
            heard_at_ms: now_ms,
            payloads: Window { from_ms: now_ms, count: 0 },
            presences: Window { from_ms: now_ms, count: 0 },
        };
        let output = if !matches!(parameters.version.as_deref(), None | Some("9" | "10")) {
            connection.close(CloseCode::INVALID_API_VERSION)
        } else if !matches!(parameters.encoding.as_deref(), None | Some("" | "json")) {
            connection.close(CloseCode::DECODE_ERROR)
        } else {
            Output::Send(HELLO)
        };
        (connection, output)
    }

    /// Takes one whole message of the client.
    pub fn receive(&mut self, text: &[u8], now_ms: u64) -> Output {
        if self.phase == Phase::Closed {
            return Output::Nothing;
        }
        if self.counts_too_many(now_ms) {
            return self.close(CloseCode::RATE_LIMITED);
        }
        if text.len() > self.payload_bytes_max() {
            return self.close(CloseCode::DECODE_ERROR);
        }
        match Command::parse(text) {
            Ok(Command::Heartbeat(seq)) => {
                self.heard_at_ms = now_ms;
                Output::Acknowledge(seq, HEARTBEAT_ACK)
            }
            Ok(Command::PresenceUpdate(_)) if self.shows_too_much(now_ms) => Output::Nothing,
            Ok(command) => self.obey(command),
            Err(CommandError::Decode) => self.close(CloseCode::DECODE_ERROR),
            Err(CommandError::UnknownOpcode(_)) => self.close(CloseCode::UNKNOWN_OPCODE),
        }
    }

    fn obey(&mut self, command: Command) -> Output {
        let request = match (self.phase, command) {
            (Phase::Greeted, Command::Identify(identify)) => {
                self.phase = Phase::Asked;
                Request::Identify(identify)
            }
            (Phase::Greeted, Command::Resume(resume)) => {
                self.phase = Phase::Asked;
                Request::Resume(resume)
            }
            (_, Command::Identify(_) | Command::Resume(_)) => {
                return self.close(CloseCode::ALREADY_AUTHENTICATED);
            }
            (Phase::Admitted, Command::PresenceUpdate(update)) => Request::UpdatePresence(update),
            (Phase::Admitted, Command::VoiceStateUpdate(update)) => Request::UpdateVoiceState(update),
            (Phase::Admitted, Command::RequestMembers(request)) => Request::RequestMembers(request),
            (Phase::Admitted, Command::Subscribe(one)) => Request::Subscribe(vec![*one]),
            (Phase::Admitted, Command::SubscribeBulk(bulk)) => Request::Subscribe(bulk.subscriptions),
            (Phase::Admitted, Command::RequestSounds(guilds)) => Request::RequestSounds(guilds),
            (Phase::Admitted, _) => return Output::Nothing,
            (_, _) => return self.close(CloseCode::NOT_AUTHENTICATED),
        };
        Output::Request(request)
    }

    fn counts_too_many(&mut self, now_ms: u64) -> bool {
        self.payloads.count(PAYLOADS_WINDOW_MS, now_ms) > PAYLOADS_MAX && self.limited
    }

    fn shows_too_much(&mut self, now_ms: u64) -> bool {
        self.phase == Phase::Admitted
            && self.presences.count(PRESENCES_WINDOW_MS, now_ms) > PRESENCES_MAX
            && self.limited
    }

    /// Largest message that is read now; the driver refuses larger ones before it has them in memory.
    pub fn payload_bytes_max(&self) -> usize {
        if self.is_user { USER_PAYLOAD_BYTES_MAX } else { PAYLOAD_BYTES_MAX }
    }

    /// The driver has attached a session.
    pub fn admitted(&mut self, is_user: bool) {
        if self.phase == Phase::Asked {
            self.phase = Phase::Admitted;
            self.is_user = is_user;
        }
    }

    /// The session cannot be resumed, or identifying came too soon: the client may identify (again) on this socket.
    pub fn refused(&mut self, now_ms: u64) -> Output {
        if self.phase == Phase::Asked {
            self.phase = Phase::Greeted;
            self.greeted_at_ms = now_ms;
            return Output::Send(INVALID_SESSION);
        }
        Output::Nothing
    }

    /// Stops reading; says what to close with.
    pub fn close(&mut self, code: CloseCode) -> Output {
        self.phase = Phase::Closed;
        Output::Close(code)
    }

    /// Takes note of the time. The driver calls this every few seconds.
    pub fn tick(&mut self, now_ms: u64) -> Output {
        let silent = now_ms.saturating_sub(self.heard_at_ms) > SILENCE_MS_MAX;
        let stranger =
            self.phase == Phase::Greeted && now_ms.saturating_sub(self.greeted_at_ms) > IDENTIFY_WITHIN_MS;
        if self.phase != Phase::Closed && (silent || stranger) {
            return self.close(CloseCode::SESSION_TIMED_OUT);
        }
        Output::Nothing
    }

    /// When [`Self::tick`] has something to say at the earliest, if nothing is received before.
    pub fn deadline_ms(&self) -> u64 {
        let silent = self.heard_at_ms + SILENCE_MS_MAX;
        if self.phase == Phase::Greeted {
            silent.min(self.greeted_at_ms + IDENTIFY_WITHIN_MS)
        } else {
            silent
        }
    }

    /// Whether a session is attached.
    pub fn is_admitted(&self) -> bool {
        self.phase == Phase::Admitted
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const IDENTIFY: &[u8] = br#"{"op":2,"d":{"token":"x","intents":1}}"#;
    const HEARTBEAT: &[u8] = br#"{"op":1,"d":3}"#;

    fn open() -> Connection {
        Connection::open(&Parameters::default(), true, 0).0
    }

    fn admitted() -> Connection {
        let mut connection = open();
        assert!(matches!(connection.receive(IDENTIFY, 0), Output::Request(Request::Identify(_))));
        connection.admitted(false);
        connection
    }

    fn closes(output: Output, code: CloseCode) {
        assert!(matches!(output, Output::Close(found) if found == code), "{output:?} instead of {code:?}");
    }

    #[test]
    fn hello_comes_first_on_versions_nine_and_ten() {
        for version in [None, Some("9"), Some("10")] {
            let version = version.map(str::to_owned);
            let parameters = Parameters { version, encoding: Some("json".to_owned()) };
            assert!(matches!(Connection::open(&parameters, true, 0).1, Output::Send(HELLO)));
        }
        for version in ["8", "11", "", "ten"] {
            let parameters = Parameters { version: Some(version.to_owned()), encoding: None };
            closes(Connection::open(&parameters, true, 0).1, CloseCode::INVALID_API_VERSION);
        }
        let etf = Parameters { version: None, encoding: Some("etf".to_owned()) };
        closes(Connection::open(&etf, true, 0).1, CloseCode::DECODE_ERROR);
    }

    #[test]
    fn heartbeats_are_answered_before_and_after_identify() {
        assert!(matches!(open().receive(HEARTBEAT, 0), Output::Acknowledge(Some(3), HEARTBEAT_ACK)));
        assert!(matches!(admitted().receive(HEARTBEAT, 0), Output::Acknowledge(Some(3), HEARTBEAT_ACK)));
    }

    #[test]
    fn anything_else_before_identify_closes_4003() {
        for text in [r#"{"op":3,"d":{}}"#, r#"{"op":8,"d":{"guild_id":"1"}}"#, r#"{"op":4,"d":{}}"#] {
            closes(open().receive(text.as_bytes(), 0), CloseCode::NOT_AUTHENTICATED);
        }
        // The same while the driver is still asking who this is.
        let mut connection = open();
        connection.receive(IDENTIFY, 0);
        closes(connection.receive(br#"{"op":3,"d":{}}"#, 0), CloseCode::NOT_AUTHENTICATED);
    }

    #[test]
    fn a_second_identify_or_resume_closes_4005() {
        let resume: &[u8] = br#"{"op":6,"d":{"token":"x","session_id":"s","seq":1}}"#;
        closes(admitted().receive(IDENTIFY, 0), CloseCode::ALREADY_AUTHENTICATED);
        closes(admitted().receive(resume, 0), CloseCode::ALREADY_AUTHENTICATED);
        let mut asked = open();
        asked.receive(IDENTIFY, 0);
        closes(asked.receive(IDENTIFY, 0), CloseCode::ALREADY_AUTHENTICATED);
    }

    #[test]
    fn after_a_refused_resume_the_client_may_identify() {
        let mut connection = open();
        let resume: &[u8] = br#"{"op":6,"d":{"token":"x","session_id":"s","seq":1}}"#;
        assert!(matches!(connection.receive(resume, 0), Output::Request(Request::Resume(_))));
        assert!(matches!(connection.refused(1_000), Output::Send(INVALID_SESSION)));
        assert!(matches!(connection.receive(IDENTIFY, 3_000), Output::Request(Request::Identify(_))));
    }

    #[test]
    fn large_payloads_close_4002() {
        let padded = |length: usize| {
            let text = r#"{"op":1,"d":null}"#;
            format!("{text}{}", " ".repeat(length - text.len()))
        };
        assert!(matches!(admitted().receive(padded(4_096).as_bytes(), 0), Output::Acknowledge(..)));
        closes(admitted().receive(padded(4_097).as_bytes(), 0), CloseCode::DECODE_ERROR);
        let mut user = open();
        user.receive(IDENTIFY, 0);
        user.admitted(true);
        assert!(matches!(user.receive(padded(16_384).as_bytes(), 0), Output::Acknowledge(..)));
        closes(user.receive(padded(16_385).as_bytes(), 0), CloseCode::DECODE_ERROR);
    }

    #[test]
    fn the_121st_payload_of_a_minute_closes_4008() {
        let mut connection = admitted();
        for _ in 1..120 {
            assert!(matches!(connection.receive(HEARTBEAT, 59_999), Output::Acknowledge(..)));
        }
        closes(connection.receive(HEARTBEAT, 59_999), CloseCode::RATE_LIMITED);
        let mut patient = admitted();
        for n in 0..1_000 {
            assert!(matches!(patient.receive(HEARTBEAT, 60_000 + n * 510), Output::Acknowledge(..)), "{n}");
        }
    }

    #[test]
    fn the_sixth_presence_of_20_seconds_changes_nothing() {
        const ONLINE: &[u8] = br#"{"op":3,"d":{"since":null,"activities":[],"status":"online","afk":false}}"#;
        let mut connection = admitted();
        for _ in 0..5 {
            assert!(matches!(connection.receive(ONLINE, 19_999), Output::Request(_)));
        }
        assert!(matches!(connection.receive(ONLINE, 19_999), Output::Nothing));
        assert!(matches!(connection.receive(HEARTBEAT, 19_999), Output::Acknowledge(..)));
        assert!(matches!(connection.receive(ONLINE, 20_000), Output::Request(_)));
    }

    #[test]
    fn deep_nesting_ends_in_an_answer_and_not_in_the_stack() {
        for payload in [r#"{"op":1,"d":"#, r#"{"op":3,"d":{"activities":"#, r#"{"op":2,"d":{"presence":"#] {
            let text = format!("{payload}{}{}}}}}", "[".repeat(10_000), "]".repeat(10_000));
            let unread = open().receive(text.as_bytes(), 0);
            closes(unread, CloseCode::DECODE_ERROR);
            let _ = Command::parse(text.as_bytes());
        }
        let _ = Command::parse("[".repeat(100_000).as_bytes());
    }

    #[test]
    fn nonsense_closes_4002_and_unknown_opcodes_4001() {
        for text in ["", "{", "nonsense", "\u{0}"] {
            closes(admitted().receive(text.as_bytes(), 0), CloseCode::DECODE_ERROR);
        }
        closes(admitted().receive(&[0xff, 0xfe, 0x00], 0), CloseCode::DECODE_ERROR);
        closes(admitted().receive(br#"{"op":11,"d":null}"#, 0), CloseCode::UNKNOWN_OPCODE);
    }

    #[test]
    fn a_silent_socket_is_dropped_after_two_missed_heartbeats_and_nothing_is_read_after() {
        let mut connection = admitted();
        assert!(matches!(connection.receive(HEARTBEAT, 41_250), Output::Acknowledge(..)));
        assert!(matches!(connection.tick(41_250 + SILENCE_MS_MAX), Output::Nothing));
        closes(connection.tick(41_251 + SILENCE_MS_MAX), CloseCode::SESSION_TIMED_OUT);
        assert!(matches!(connection.receive(HEARTBEAT, 200_000), Output::Nothing));
    }

    #[test]
    fn a_socket_that_never_identifies_is_dropped() {
        let mut connection = open();
        connection.receive(HEARTBEAT, 40_000);
        assert!(matches!(connection.tick(60_000), Output::Nothing));
        closes(connection.tick(60_001), CloseCode::SESSION_TIMED_OUT);
    }
}
