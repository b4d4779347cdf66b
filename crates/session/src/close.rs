//! Why a gateway socket is closed, in the platform's numbers.

/// A WebSocket close code of the gateway (gateway close event codes, API v10).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct CloseCode(pub u16);

impl CloseCode {
    /// The client has ended the session in good order.
    pub const NORMAL: Self = Self(1000);
    /// The client goes away for good.
    pub const GOING_AWAY: Self = Self(1001);
    /// The bytes are no WebSocket traffic (RFC 6455, 7.4.1).
    pub const PROTOCOL: Self = Self(1002);
    /// A frame larger than the gateway reads (RFC 6455, 7.4.1).
    pub const TOO_BIG: Self = Self(1009);
    /// The server restarts or the client is too slow: come back and resume.
    pub const UNKNOWN: Self = Self(4000);
    /// An opcode that clients may not send.
    pub const UNKNOWN_OPCODE: Self = Self(4001);
    /// A payload that cannot be read.
    pub const DECODE: Self = Self(4002);
    /// Something else than IDENTIFY or RESUME came first.
    pub const NOT_AUTHENTICATED: Self = Self(4003);
    /// The token is not valid, or is valid no longer.
    pub const AUTHENTICATION_FAILED: Self = Self(4004);
    /// A second IDENTIFY or RESUME.
    pub const ALREADY_AUTHENTICATED: Self = Self(4005);
    /// RESUME with a number that was never sent.
    pub const INVALID_SEQ: Self = Self(4007);
    /// More than 120 payloads in a minute.
    pub const RATE_LIMITED: Self = Self(4008);
    /// No heartbeat for too long, or another socket has taken the session over.
    pub const TIMED_OUT: Self = Self(4009);
    /// A shard that is outside its own count.
    pub const INVALID_SHARD: Self = Self(4010);
    /// An API version that is not spoken here.
    pub const INVALID_VERSION: Self = Self(4012);
    /// Intents that do not exist, or none at all from a bot.
    pub const INVALID_INTENTS: Self = Self(4013);
    /// A privileged intent that the application has not been given.
    pub const DISALLOWED_INTENTS: Self = Self(4014);

    /// Whether a session survives when the client sends this code: every code but 1000 and 1001.
    pub const fn keeps_session(self) -> bool {
        !matches!(self, Self::NORMAL | Self::GOING_AWAY)
    }

    /// One line for the person who reads the client's log.
    pub const fn reason(self) -> &'static str {
        match self {
            Self::NORMAL | Self::GOING_AWAY => "Goodbye.",
            Self::PROTOCOL => "Not a WebSocket frame that a client may send.",
            Self::TOO_BIG => "Frame too large.",
            Self::UNKNOWN_OPCODE => "Unknown opcode.",
            Self::DECODE => "Error while decoding payload.",
            Self::NOT_AUTHENTICATED => "Not authenticated.",
            Self::AUTHENTICATION_FAILED => "Authentication failed.",
            Self::ALREADY_AUTHENTICATED => "Already authenticated.",
            Self::INVALID_SEQ => "Invalid seq.",
            Self::RATE_LIMITED => "Rate limited: at most 120 payloads per 60 seconds.",
            Self::TIMED_OUT => "Session timed out.",
            Self::INVALID_SHARD => "Invalid shard.",
            Self::INVALID_VERSION => "Invalid API version: 9 and 10 are spoken here.",
            Self::INVALID_INTENTS => "Invalid intent(s).",
            Self::DISALLOWED_INTENTS => "Disallowed intent(s).",
            _ => "Resume, please.",
        }
    }
}
