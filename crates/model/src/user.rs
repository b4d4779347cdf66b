//! People and bots: what everybody sees of an account, and what only its owner sees.

use std::fmt;

use serde::de::{self, Deserialize, Deserializer};
use serde::ser::{Serialize, Serializer};
use serde::{Deserialize as De, Serialize as Ser};

use crate::Id;
use crate::lenient::is_false;
use crate::marker::{GenericMarker, GuildMarker, UserMarker, WebhookMarker};
use crate::open::{flags, numbers};

flags! {
    /// Badges and traits of an account.
    UserFlags(u64) {
        STAFF = 0, PARTNER = 1, HYPESQUAD = 2, BUG_HUNTER_LEVEL_1 = 3, HYPESQUAD_ONLINE_HOUSE_1 = 6,
        HYPESQUAD_ONLINE_HOUSE_2 = 7, HYPESQUAD_ONLINE_HOUSE_3 = 8, PREMIUM_EARLY_SUPPORTER = 9,
        TEAM_PSEUDO_USER = 10, SYSTEM = 12, BUG_HUNTER_LEVEL_2 = 14, VERIFIED_BOT = 16, VERIFIED_DEVELOPER = 17,
        CERTIFIED_MODERATOR = 18, BOT_HTTP_INTERACTIONS = 19, SPAMMER = 20, ACTIVE_DEVELOPER = 22,
    }
}

numbers! {
    /// The paid tier of an account; here always none.
    PremiumType(u8) { NONE = 0, TIER_1 = 1, TIER_2 = 2, TIER_0 = 3 }
}

/// The four digits that once told equal names apart: `"0"` for accounts, `"0000"` for webhooks.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Default)]
pub struct Discriminator(Option<u16>);

impl Discriminator {
    /// `"0"`: the account's name is unique.
    pub const UNIQUE_NAME: Self = Self(None);
    /// `"0000"`: the author is a webhook.
    pub const WEBHOOK: Self = Self(Some(0));
}

impl fmt::Display for Discriminator {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.0 {
            None => f.write_str("0"),
            Some(digits) => write!(f, "{digits:04}"),
        }
    }
}

impl fmt::Debug for Discriminator {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "#{self}")
    }
}

impl Serialize for Discriminator {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match *self {
            Self::UNIQUE_NAME => serializer.serialize_str("0"),
            other => serializer.collect_str(&other),
        }
    }
}

impl<'de> Deserialize<'de> for Discriminator {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = std::borrow::Cow::<str>::deserialize(deserializer)?;
        if text == "0" {
            return Ok(Self::UNIQUE_NAME);
        }
        match text.parse() {
            Ok(digits) if text.len() == 4 && !text.starts_with('+') => Ok(Self(Some(digits))),
            _ => Err(de::Error::custom("a discriminator is \"0\" or four digits")),
        }
    }
}

/// A picture around an avatar. The platform sells them; the type exists so that what is read can be written.
#[derive(Debug, Clone, PartialEq, Eq, Ser, De)]
pub struct AvatarDecoration {
    /// Hash of the picture.
    pub asset: String,
    /// What was bought.
    pub sku_id: Option<Id<GenericMarker>>,
}

/// Collected decorations of an account.
#[derive(Debug, Clone, PartialEq, Eq, Ser, De)]
pub struct Collectibles {
    /// The plate behind the name.
    pub nameplate: Option<Nameplate>,
}

/// A plate behind a name.
#[derive(Debug, Clone, PartialEq, Eq, Ser, De)]
pub struct Nameplate {
    /// What was bought.
    pub sku_id: Option<Id<GenericMarker>>,
    /// Path of the picture.
    pub asset: String,
    /// What the picture shows.
    pub label: String,
    /// Name of its colours.
    pub palette: String,
}

/// The guild whose tag an account wears.
#[derive(Debug, Clone, PartialEq, Eq, Ser, De)]
pub struct PrimaryGuild {
    /// The guild.
    pub identity_guild_id: Option<Id<GuildMarker>>,
    /// Whether the tag is shown; null after the guild took it away.
    pub identity_enabled: Option<bool>,
    /// Up to four characters.
    pub tag: Option<String>,
    /// Hash of the tag's badge.
    pub badge: Option<String>,
}

/// What everybody may see of an account (`UserResponse`).
#[derive(Debug, Clone, PartialEq, Eq, Ser, De)]
pub struct User {
    /// The account.
    pub id: Id<UserMarker>,
    /// Unique name, lower case.
    pub username: String,
    /// Name that is shown; null shows the user name.
    #[serde(default)]
    pub global_name: Option<String>,
    /// `"0"`, but for webhooks.
    #[serde(default)]
    pub discriminator: Discriminator,
    /// Hash of the avatar, 32 hex digits with an optional `a_` for animated ones.
    #[serde(default)]
    pub avatar: Option<String>,
    /// Hash of the profile's banner.
    #[serde(default)]
    pub banner: Option<String>,
    /// Colour of the profile where it has no banner.
    #[serde(default)]
    pub accent_color: Option<u32>,
    /// Whether an application owns the account. Sent only when true.
    #[serde(default, skip_serializing_if = "is_false")]
    pub bot: bool,
    /// Whether the account speaks for the server itself. Sent only when true.
    #[serde(default, skip_serializing_if = "is_false")]
    pub system: bool,
    /// Traits of the account.
    #[serde(default)]
    pub flags: UserFlags,
    /// The traits that everybody sees.
    #[serde(default)]
    pub public_flags: UserFlags,
    /// Picture around the avatar.
    #[serde(default)]
    pub avatar_decoration_data: Option<Box<AvatarDecoration>>,
    /// Collected decorations.
    #[serde(default)]
    pub collectibles: Option<Box<Collectibles>>,
    /// The guild whose tag the account wears.
    #[serde(default)]
    pub primary_guild: Option<Box<PrimaryGuild>>,
}

impl User {
    /// A person's account with nothing but its name.
    pub fn new(id: Id<UserMarker>, username: impl Into<String>) -> Self {
        Self {
            id,
            username: username.into(),
            global_name: None,
            discriminator: Discriminator::UNIQUE_NAME,
            avatar: None,
            banner: None,
            accent_color: None,
            bot: false,
            system: false,
            flags: UserFlags::NONE,
            public_flags: UserFlags::NONE,
            avatar_decoration_data: None,
            collectibles: None,
            primary_guild: None,
        }
    }

    /// A bot's account.
    pub fn bot(id: Id<UserMarker>, username: impl Into<String>) -> Self {
        Self { bot: true, ..Self::new(id, username) }
    }

    /// The author of a webhook's message: the webhook's id under a name of its choice.
    pub fn webhook(id: Id<WebhookMarker>, username: impl Into<String>, avatar: Option<String>) -> Self {
        Self { discriminator: Discriminator::WEBHOOK, avatar, ..Self::bot(id.cast(), username) }
    }

    /// The name that people see outside guilds.
    pub fn display_name(&self) -> &str {
        self.global_name.as_deref().unwrap_or(&self.username)
    }
}

/// An account as its owner sees it (`UserPIIResponse`). The fields of [`User`] stand beside the private ones.
#[derive(Debug, Clone, PartialEq, Eq, Ser, De)]
pub struct CurrentUser {
    /// What everybody may see.
    #[serde(flatten)]
    pub user: User,
    /// Whether a second factor guards the login.
    pub mfa_enabled: bool,
    /// Language of the account, for example `en-US`.
    pub locale: String,
    /// Always [`PremiumType::NONE`] here.
    pub premium_type: PremiumType,
    /// Mail address: null for bots and for accounts without one.
    pub email: Option<String>,
    /// Whether the mail address was confirmed.
    pub verified: bool,
}

impl CurrentUser {
    /// An account without mail address or second factor, in the given language.
    pub fn new(user: User, locale: impl Into<String>) -> Self {
        let premium_type = PremiumType::NONE;
        Self { user, mfa_enabled: false, locale: locale.into(), premium_type, email: None, verified: true }
    }
}
