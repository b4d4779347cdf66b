//! What people grant to applications by OAuth2 (RFC 6749).

use std::collections::BTreeSet;
use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Deserializer, Serialize, Serializer, de};

use crate::application::Application;
use crate::id::{Id, marker::GrantMarker};

/// One thing that an application may be granted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Scope {
    /// To read the account's name and picture.
    Identify,
    /// To read which guilds the account is in.
    Guilds,
    /// To read the account's membership in a guild.
    GuildsMembersRead,
    /// To bring its bot into a guild.
    Bot,
    /// To bring its commands into a guild; they come with the bot.
    ApplicationsCommands,
}

impl Scope {
    /// All of them.
    pub const ALL: [Self; 5] =
        [Self::Identify, Self::Guilds, Self::GuildsMembersRead, Self::Bot, Self::ApplicationsCommands];

    /// As it travels.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Identify => "identify",
            Self::Guilds => "guilds",
            Self::GuildsMembersRead => "guilds.members.read",
            Self::Bot => "bot",
            Self::ApplicationsCommands => "applications.commands",
        }
    }
}

impl fmt::Display for Scope {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// No scope has this name.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct UnknownScope;

impl fmt::Display for UnknownScope {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("no such scope")
    }
}

impl FromStr for Scope {
    type Err = UnknownScope;
    fn from_str(text: &str) -> Result<Self, UnknownScope> {
        Self::ALL.into_iter().find(|scope| scope.as_str() == text).ok_or(UnknownScope)
    }
}

/// Several scopes: divided by blanks in a text, a list in JSON.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Scopes(BTreeSet<Scope>);

impl Scopes {
    /// Whether this one is among them.
    pub fn contains(&self, scope: Scope) -> bool {
        self.0.contains(&scope)
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Those that let an application read in the account's name; the others act once, at the moment of the grant.
    #[must_use]
    pub fn readable(&self) -> Self {
        let acts = |scope: &Scope| matches!(scope, Scope::Bot | Scope::ApplicationsCommands);
        Self(self.0.iter().copied().filter(|scope| !acts(scope)).collect())
    }

    /// One after the other.
    pub fn iter(&self) -> impl Iterator<Item = Scope> {
        self.0.iter().copied()
    }
}

impl FromIterator<Scope> for Scopes {
    fn from_iter<T: IntoIterator<Item = Scope>>(scopes: T) -> Self {
        Self(scopes.into_iter().collect())
    }
}

impl FromStr for Scopes {
    type Err = UnknownScope;
    fn from_str(text: &str) -> Result<Self, UnknownScope> {
        text.split_ascii_whitespace().map(str::parse).collect::<Result<_, _>>().map(Self)
    }
}

impl fmt::Display for Scopes {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let names: Vec<_> = self.0.iter().map(|scope| scope.as_str()).collect();
        f.write_str(&names.join(" "))
    }
}

impl Serialize for Scopes {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_seq(self.0.iter().map(|scope| scope.as_str()))
    }
}

impl<'de> Deserialize<'de> for Scopes {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let names = Vec::<String>::deserialize(deserializer)?;
        names.iter().map(|name| name.parse()).collect::<Result<_, _>>().map(Self).map_err(de::Error::custom)
    }
}

/// An application that an account has granted something.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Authorization {
    /// The grant.
    pub id: Id<GrantMarker>,
    /// To whom.
    pub application: Application,
    /// What.
    pub scopes: Scopes,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn scopes_are_a_set_with_one_spelling() {
        let scopes: Scopes = "guilds  identify guilds bot".parse().expect("known scopes");
        assert_eq!(scopes.to_string(), "identify guilds bot");
        assert_eq!(serde_json::to_string(&scopes).expect("JSON"), r#"["identify","guilds","bot"]"#);
        assert_eq!(scopes.readable().to_string(), "identify guilds");
        assert_eq!("".parse(), Ok(Scopes::default()));
    }

    #[test]
    fn an_unknown_scope_spoils_all() {
        for text in ["identify email", "IDENTIFY", "identify,guilds", "guilds.join"] {
            assert_eq!(text.parse::<Scopes>(), Err(UnknownScope), "{text}");
        }
        assert!(serde_json::from_str::<Scopes>(r#"["email"]"#).is_err());
    }
}
