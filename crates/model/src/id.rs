//! Snowflake ids, typed by what they name.

use std::cmp::Ordering;
use std::fmt;
use std::hash::{Hash, Hasher};
use std::marker::PhantomData;
use std::str::FromStr;

use serde::de::{self, Deserialize, Deserializer, Visitor};
use serde::ser::{Serialize, Serializer};

/// First millisecond of the id clock, in Unix milliseconds (2015-01-01): libraries compute creation times from it.
pub const EPOCH_UNIX_MS: i64 = 1_420_070_400_000;

/// What an [`Id`] names. The markers are never built.
pub mod marker {
    macro_rules! markers {
        ($($(#[$doc:meta])* $name:ident),* $(,)?) => { $($(#[$doc])* #[derive(Debug)] pub enum $name {})* };
    }
    markers! {
        /// A person's or a bot's account.
        UserMarker,
        /// A community.
        GuildMarker,
        /// A channel, category, thread or direct conversation.
        ChannelMarker,
        /// A message.
        MessageMarker,
        /// A role of a guild; the guild's own id is `@everyone`.
        RoleMarker,
        /// A custom emoji.
        EmojiMarker,
        /// An application, which owns a bot account with the same id.
        ApplicationMarker,
        /// A command of an application.
        CommandMarker,
        /// One state of a command.
        CommandVersionMarker,
        /// A file of a message.
        AttachmentMarker,
        /// A webhook.
        WebhookMarker,
        /// An entry of the audit log.
        AuditLogEntryMarker,
        /// A rule of automatic moderation.
        AutoModerationRuleMarker,
        /// An interaction of a person with a bot.
        InteractionMarker,
        /// A sticker.
        StickerMarker,
        /// An integration of a guild, as role tags name it.
        IntegrationMarker,
        /// A login of a user account.
        LoginMarker,
        /// A copy of what is kept about somebody.
        ExportMarker,
        /// A passkey of an account.
        PasskeyMarker,
        /// What an account granted to an application.
        GrantMarker,
        /// A question to newcomers.
        OnboardingPromptMarker,
        /// An answer to one that can be chosen.
        OnboardingOptionMarker,
        /// A report of a message.
        ReportMarker,
        /// What was reported of one thing, and what is decided about it.
        CaseMarker,
        /// A decision about somebody, with its reasons.
        DecisionMarker,
        /// What one person is told of a decision.
        StatementMarker,
        /// A request to look at a decision again.
        AppealMarker,
        /// An order or a referral of an authority.
        OrderMarker,
        /// An event that a guild plans.
        ScheduledEventMarker,
        /// A sheet of paper that leads to a guild or to a group.
        SheetMarker,
        /// A place of the map: a country, a city, a quarter, a courtyard.
        AreaMarker,
        /// Any of the above, where the kind is told by something else.
        GenericMarker,
    }
}

/// A snowflake: 42 bits of milliseconds since [`EPOCH_UNIX_MS`], 10 bits of worker, 12 bits of counter.
///
/// Sent as a string; read from a string or a number, because real clients send both.
pub struct Id<M>(u64, PhantomData<fn() -> M>);

impl<M> Id<M> {
    /// The id with this number.
    pub const fn new(value: u64) -> Self {
        Self(value, PhantomData)
    }

    /// The number.
    pub const fn get(self) -> u64 {
        self.0
    }

    /// The same number as the id of another kind, for the few lawful conversions
    /// (a guild's `@everyone` role has the guild's id, a bot account its application's).
    pub const fn cast<N>(self) -> Id<N> {
        Id::new(self.0)
    }

    /// When the id was made, in Unix milliseconds.
    pub const fn created_unix_ms(self) -> i64 {
        (self.0 >> 22) as i64 + EPOCH_UNIX_MS
    }

    /// The smallest id of a moment, for paging by time.
    pub const fn first_of_unix_ms(unix_ms: i64) -> Self {
        let since = unix_ms - EPOCH_UNIX_MS;
        Self::new(if since < 0 { 0 } else { (since as u64) << 22 })
    }
}

impl<M> Clone for Id<M> {
    fn clone(&self) -> Self {
        *self
    }
}
impl<M> Copy for Id<M> {}
impl<M> PartialEq for Id<M> {
    fn eq(&self, other: &Self) -> bool {
        self.0 == other.0
    }
}
impl<M> Eq for Id<M> {}
impl<M> PartialOrd for Id<M> {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}
impl<M> Ord for Id<M> {
    fn cmp(&self, other: &Self) -> Ordering {
        self.0.cmp(&other.0)
    }
}
impl<M> Hash for Id<M> {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.0.hash(state);
    }
}
impl<M> fmt::Display for Id<M> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}
impl<M> fmt::Debug for Id<M> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}
impl<M> FromStr for Id<M> {
    type Err = std::num::ParseIntError;
    /// Digits only: a sign or a blank is an error, as is anything beyond 63 bits (ids are stored as bigint).
    fn from_str(text: &str) -> Result<Self, Self::Err> {
        if text.starts_with('+') {
            return Err("+".parse::<u64>().expect_err("a lone sign is no number"));
        }
        text.parse::<i64>().and_then(|_| text.parse::<u64>()).map(Self::new)
    }
}
impl<M> Serialize for Id<M> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(&self.0)
    }
}

struct IdVisitor<M>(PhantomData<fn() -> M>);

impl<M> Visitor<'_> for IdVisitor<M> {
    type Value = Id<M>;
    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a snowflake")
    }
    fn visit_u64<E: de::Error>(self, value: u64) -> Result<Id<M>, E> {
        i64::try_from(value).map_err(|_| E::custom("a snowflake has 63 bits"))?;
        Ok(Id::new(value))
    }
    fn visit_i64<E: de::Error>(self, value: i64) -> Result<Id<M>, E> {
        u64::try_from(value).map(Id::new).map_err(|_| E::custom("a snowflake is not negative"))
    }
    fn visit_str<E: de::Error>(self, text: &str) -> Result<Id<M>, E> {
        text.parse().map_err(|_| E::custom("a snowflake has digits only"))
    }
}

impl<'de, M> Deserialize<'de> for Id<M> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(IdVisitor(PhantomData))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    type Guild = Id<marker::GuildMarker>;

    #[test]
    fn reads_strings_and_numbers_and_writes_strings() {
        let from_text: Guild = serde_json::from_str("\"175928847299117063\"").expect("text");
        let from_number: Guild = serde_json::from_str("175928847299117063").expect("number");
        assert_eq!(from_text, from_number);
        assert_eq!(serde_json::to_string(&from_text).expect("json"), "\"175928847299117063\"");
    }

    #[test]
    fn refuses_what_is_no_snowflake() {
        for bad in
            ["\"\"", "\"-1\"", "-1", "\"+1\"", "\" 1\"", "1.5", "\"9223372036854775808\"", "null", "[]"]
        {
            assert!(serde_json::from_str::<Guild>(bad).is_err(), "{bad}");
        }
    }

    #[test]
    fn creation_time_is_in_the_id() {
        assert_eq!(Guild::new(175_928_847_299_117_063).created_unix_ms(), 1_462_015_105_796);
        assert_eq!(Guild::first_of_unix_ms(1_462_015_105_796).created_unix_ms(), 1_462_015_105_796);
        assert_eq!(Guild::first_of_unix_ms(0).get(), 0);
    }
}
