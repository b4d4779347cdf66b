//! Why the server ended a connection.

use crate::open::numbers;

numbers! {
    /// Close code of a gateway connection.
    CloseCode(u16) {
        NORMAL = 1000, GOING_AWAY = 1001, PROTOCOL_ERROR = 1002,
        UNKNOWN_ERROR = 4000, UNKNOWN_OPCODE = 4001, DECODE_ERROR = 4002, NOT_AUTHENTICATED = 4003,
        AUTHENTICATION_FAILED = 4004, ALREADY_AUTHENTICATED = 4005, INVALID_SEQ = 4007, RATE_LIMITED = 4008,
        SESSION_TIMED_OUT = 4009, INVALID_SHARD = 4010, SHARDING_REQUIRED = 4011, INVALID_API_VERSION = 4012,
        INVALID_INTENTS = 4013, DISALLOWED_INTENTS = 4014,
    }
}

impl CloseCode {
    /// The text beside the code.
    pub const fn reason(self) -> &'static str {
        match self {
            Self::UNKNOWN_OPCODE => "Unknown opcode.",
            Self::DECODE_ERROR => "Error while decoding payload.",
            Self::NOT_AUTHENTICATED => "Not authenticated.",
            Self::AUTHENTICATION_FAILED => "Authentication failed.",
            Self::ALREADY_AUTHENTICATED => "Already authenticated.",
            Self::INVALID_SEQ => "Invalid sequence.",
            Self::RATE_LIMITED => "Rate limited.",
            Self::SESSION_TIMED_OUT => "Session timed out.",
            Self::INVALID_SHARD => "Invalid shard.",
            Self::SHARDING_REQUIRED => "Sharding required.",
            Self::INVALID_API_VERSION => "Invalid API version.",
            Self::INVALID_INTENTS => "Invalid intent(s).",
            Self::DISALLOWED_INTENTS => "Disallowed intent(s).",
            _ => "Unknown error.",
        }
    }

    /// Whether a session survives when its client sends this code: it does with every code but 1000 and 1001.
    pub const fn keeps_session(self) -> bool {
        !matches!(self, Self::NORMAL | Self::GOING_AWAY)
    }

    /// Whether the client may connect again with the same words; with the others it would fail again.
    pub const fn may_reconnect(self) -> bool {
        !matches!(
            self,
            Self::AUTHENTICATION_FAILED
                | Self::INVALID_SHARD
                | Self::SHARDING_REQUIRED
                | Self::INVALID_API_VERSION
                | Self::INVALID_INTENTS
                | Self::DISALLOWED_INTENTS
        )
    }
}
