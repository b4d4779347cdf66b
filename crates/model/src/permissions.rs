//! Permission bits. Bits that this version does not know are kept as they are.

use std::fmt;
use std::ops::{BitAnd, BitAndAssign, BitOr, BitOrAssign, Not};

use serde::de::{self, Deserialize, Deserializer, Visitor};
use serde::ser::{Serialize, Serializer};

/// A set of permission bits (API v10). Sent as a decimal string; read from a string or a number.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Default, PartialOrd, Ord)]
pub struct Permissions(u64);

macro_rules! bits {
    ($($name:ident = $bit:literal),* $(,)?) => {
        impl Permissions {
            $(#[doc = concat!("Bit ", $bit, ".")] pub const $name: Self = Self(1 << $bit);)*
            /// Every bit that the API knows.
            pub const ALL: Self = Self($((1 << $bit) |)* 0);
            /// Name and bit of each known permission, in bit order.
            pub const NAMES: &'static [(&'static str, Self)] = &[$((stringify!($name), Self::$name)),*];
        }
    };
}

bits! {
    CREATE_INSTANT_INVITE = 0, KICK_MEMBERS = 1, BAN_MEMBERS = 2, ADMINISTRATOR = 3, MANAGE_CHANNELS = 4,
    MANAGE_GUILD = 5, ADD_REACTIONS = 6, VIEW_AUDIT_LOG = 7, PRIORITY_SPEAKER = 8, STREAM = 9, VIEW_CHANNEL = 10,
    SEND_MESSAGES = 11, SEND_TTS_MESSAGES = 12, MANAGE_MESSAGES = 13, EMBED_LINKS = 14, ATTACH_FILES = 15,
    READ_MESSAGE_HISTORY = 16, MENTION_EVERYONE = 17, USE_EXTERNAL_EMOJIS = 18, VIEW_GUILD_INSIGHTS = 19,
    CONNECT = 20, SPEAK = 21, MUTE_MEMBERS = 22, DEAFEN_MEMBERS = 23, MOVE_MEMBERS = 24, USE_VAD = 25,
    CHANGE_NICKNAME = 26, MANAGE_NICKNAMES = 27, MANAGE_ROLES = 28, MANAGE_WEBHOOKS = 29,
    MANAGE_GUILD_EXPRESSIONS = 30, USE_APPLICATION_COMMANDS = 31, REQUEST_TO_SPEAK = 32, MANAGE_EVENTS = 33,
    MANAGE_THREADS = 34, CREATE_PUBLIC_THREADS = 35, CREATE_PRIVATE_THREADS = 36, USE_EXTERNAL_STICKERS = 37,
    SEND_MESSAGES_IN_THREADS = 38, USE_EMBEDDED_ACTIVITIES = 39, MODERATE_MEMBERS = 40,
    VIEW_CREATOR_MONETIZATION_ANALYTICS = 41, USE_SOUNDBOARD = 42, CREATE_GUILD_EXPRESSIONS = 43,
    CREATE_EVENTS = 44, USE_EXTERNAL_SOUNDS = 45, SEND_VOICE_MESSAGES = 46, SET_VOICE_CHANNEL_STATUS = 48,
    SEND_POLLS = 49, USE_EXTERNAL_APPS = 50, PIN_MESSAGES = 51, BYPASS_SLOWMODE = 52,
}

impl Permissions {
    /// No bit.
    pub const NONE: Self = Self(0);

    /// The set with exactly these bits, known or not.
    pub const fn from_bits(bits: u64) -> Self {
        Self(bits)
    }

    /// The bits, unknown ones included.
    pub const fn bits(self) -> u64 {
        self.0
    }

    /// Whether every bit of `other` is set.
    pub const fn contains(self, other: Self) -> bool {
        self.0 & other.0 == other.0
    }

    /// Whether any bit of `other` is set.
    pub const fn intersects(self, other: Self) -> bool {
        self.0 & other.0 != 0
    }

    /// Whether no bit is set.
    pub const fn is_empty(self) -> bool {
        self.0 == 0
    }

    /// Both sets together; usable in constants.
    pub const fn union(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }

    /// This set without the bits of `other`.
    pub const fn without(self, other: Self) -> Self {
        Self(self.0 & !other.0)
    }

    /// Names of the known bits that are set.
    pub fn names(self) -> impl Iterator<Item = &'static str> {
        Self::NAMES.iter().filter(move |(_, bit)| self.contains(*bit)).map(|(name, _)| *name)
    }
}

impl BitOr for Permissions {
    type Output = Self;
    fn bitor(self, other: Self) -> Self {
        self.union(other)
    }
}
impl BitOrAssign for Permissions {
    fn bitor_assign(&mut self, other: Self) {
        self.0 |= other.0;
    }
}
impl BitAnd for Permissions {
    type Output = Self;
    fn bitand(self, other: Self) -> Self {
        Self(self.0 & other.0)
    }
}
impl BitAndAssign for Permissions {
    fn bitand_assign(&mut self, other: Self) {
        self.0 &= other.0;
    }
}
impl Not for Permissions {
    type Output = Self;
    fn not(self) -> Self {
        Self(!self.0)
    }
}

impl fmt::Debug for Permissions {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let names: Vec<_> = self.names().collect();
        write!(f, "{} ({})", self.0, names.join(" | "))
    }
}

impl Serialize for Permissions {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(&self.0)
    }
}

struct PermissionsVisitor;

impl Visitor<'_> for PermissionsVisitor {
    type Value = Permissions;
    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("permission bits as a decimal string")
    }
    fn visit_u64<E: de::Error>(self, bits: u64) -> Result<Permissions, E> {
        i64::try_from(bits).map_err(|_| E::custom("permission bits fit in 63 bits"))?;
        Ok(Permissions(bits))
    }
    fn visit_i64<E: de::Error>(self, bits: i64) -> Result<Permissions, E> {
        u64::try_from(bits).map(Permissions).map_err(|_| E::custom("permission bits are not negative"))
    }
    fn visit_str<E: de::Error>(self, text: &str) -> Result<Permissions, E> {
        if text.is_empty() || !text.bytes().all(|b| b.is_ascii_digit()) {
            return Err(E::custom("permission bits have digits only"));
        }
        let bits = text.parse::<i64>().map_err(|_| E::custom("permission bits fit in 63 bits"))?;
        Ok(Permissions(bits as u64))
    }
}

impl<'de> Deserialize<'de> for Permissions {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(PermissionsVisitor)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn unknown_bits_survive() {
        let text = "\"4611686018427387904\"";
        let bits: Permissions = serde_json::from_str(text).expect("bits");
        assert!(!Permissions::ALL.contains(bits));
        assert_eq!(serde_json::to_string(&bits).expect("json"), text);
    }

    #[test]
    fn numbers_are_read_and_nonsense_is_not() {
        assert_eq!(serde_json::from_str::<Permissions>("8").expect("number"), Permissions::ADMINISTRATOR);
        for bad in ["-1", "\"-1\"", "\"0x8\"", "\"\"", "\"9223372036854775808\"", "1.5", "null"] {
            assert!(serde_json::from_str::<Permissions>(bad).is_err(), "{bad}");
        }
    }
}
