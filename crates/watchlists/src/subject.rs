//! What a row of a list names, in the one form in which it is compared; and why a row names nothing.

use std::fmt;
use std::str::FromStr;

use data_encoding::HEXLOWER_PERMISSIVE;
use serde::{Deserialize, Deserializer, Serialize, Serializer};

use crate::service::Service;

/// Longer texts are no handle of anything.
pub(crate) const SUBJECT_CHARS_MAX: usize = 512;
/// Characters of a pattern that stand for themselves: with fewer it means half of the world.
const PATTERN_LITERALS_MIN: usize = 4;

/// What a row names.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Subject {
    /// An account, or a room, of a service.
    Account(Handle),
    /// A domain with everything below it.
    Domain(Domain),
    /// Content by its hash.
    Content(ContentHash),
    /// Many at once: a pattern of a policy list (MSC2313).
    Pattern(Pattern),
    /// One that the list does not name: SHA-256 of its text (MSC4205).
    Veiled(Entity, [u8; 32]),
}

/// What a name stands for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Form {
    /// What the owner chose, and may change.
    Name,
    /// What the service gave, for good.
    Id,
    /// The code of an invitation.
    Invite,
    /// A group, channel or page that is no person's.
    Room,
}

impl Form {
    const ALL: [(Self, &str); 4] =
        [(Self::Name, ""), (Self::Id, "id="), (Self::Invite, "join="), (Self::Room, "room=")];

    fn prefix(self) -> &'static str {
        Self::ALL.into_iter().find(|(form, _)| *form == self).map_or("", |(_, prefix)| prefix)
    }
}

/// An account of a service.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Handle {
    /// Where.
    pub service: Service,
    /// What the name stands for.
    pub form: Form,
    /// The name, folded where the service folds it.
    pub name: String,
}

/// A domain in the form in which it is resolved: small letters, Punycode.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Domain(String);

impl Domain {
    /// Reads a domain of at least two labels; no address of numbers.
    pub fn parse(text: &str) -> Option<Self> {
        let text = text.trim_end_matches('.');
        let text = text.strip_prefix("*.").or_else(|| text.strip_prefix('.')).unwrap_or(text);
        let Ok(url::Host::Domain(domain)) = url::Host::parse(text) else { return None };
        let labels: Vec<&str> = domain.split('.').collect();
        let last = labels.last()?;
        let is_label = |label: &&str| {
            let is_fine = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_');
            (1..=63).contains(&label.len()) && label.bytes().all(is_fine)
        };
        let is_zone =
            last.len() >= 2 && (last.starts_with("xn--") || last.bytes().all(|it| it.is_ascii_alphabetic()));
        let is_domain = labels.len() >= 2 && domain.len() <= 253 && labels.iter().all(is_label) && is_zone;
        is_domain.then_some(Self(domain))
    }

    /// The domain.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The domain and those above it that are not a whole zone: `a.b.org`, `b.org`.
    pub(crate) fn and_above(&self) -> impl Iterator<Item = &str> {
        let starts = std::iter::once(0).chain(self.0.match_indices('.').map(|(at, _)| at + 1));
        starts.map(|at| &self.0[at..]).filter(|it| it.contains('.'))
    }
}

/// How a hash was made.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Algorithm {
    /// BLAKE3, 32 bytes.
    Blake3,
    /// SHA-256, 32 bytes.
    Sha256,
    /// SHA-1, 20 bytes.
    Sha1,
    /// MD5, 16 bytes.
    Md5,
    /// PDQ of a picture, 32 bytes: likeness judges how near one is.
    Pdq,
}

impl Algorithm {
    const ALL: [(Self, &str, usize); 5] = [
        (Self::Blake3, "blake3", 32),
        (Self::Sha256, "sha256", 32),
        (Self::Sha1, "sha1", 20),
        (Self::Md5, "md5", 16),
        (Self::Pdq, "pdq", 32),
    ];

    /// By its word; hyphens do not count (`SHA-256`).
    pub fn from_word(word: &str) -> Option<Self> {
        let word = word.to_lowercase().replace(['-', '_'], "");
        Self::ALL.into_iter().find(|(_, known, _)| *known == word).map(|(algorithm, ..)| algorithm)
    }

    fn row(self) -> (&'static str, usize) {
        let row = Self::ALL.into_iter().find(|(algorithm, ..)| *algorithm == self);
        row.map_or(("", 0), |(_, word, bytes)| (word, bytes))
    }
}

/// Content by its hash.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct ContentHash {
    algorithm: Algorithm,
    hex: String,
}

impl ContentHash {
    /// Reads hex digits of the algorithm's length.
    pub fn parse(algorithm: Algorithm, hex: &str) -> Option<Self> {
        let bytes = HEXLOWER_PERMISSIVE.decode(hex.as_bytes()).ok()?;
        (bytes.len() == algorithm.row().1).then(|| Self { algorithm, hex: hex.to_ascii_lowercase() })
    }

    /// How it was made.
    pub fn algorithm(&self) -> Algorithm {
        self.algorithm
    }

    /// Lower-case hex digits.
    pub fn hex(&self) -> &str {
        &self.hex
    }
}

/// What a rule of a policy list is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Entity {
    /// People, as `@name:server`.
    User,
    /// Rooms, as `#alias:server` or `!id:server`.
    Room,
    /// Servers, by their names.
    Server,
}

impl Entity {
    pub(crate) const ALL: [(Self, &str); 3] =
        [(Self::User, "user"), (Self::Room, "room"), (Self::Server, "server")];

    /// As event types end.
    pub fn word(self) -> &'static str {
        Self::ALL.into_iter().find(|(entity, _)| *entity == self).map_or("", |(_, word)| word)
    }

    /// By the word.
    pub fn from_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|(_, known)| *known == word).map(|(entity, _)| entity)
    }
}

/// A pattern with `*` (any number of characters) and `?` (one), or a name of a server that is no domain.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Pattern {
    /// Of what.
    pub entity: Entity,
    text: String,
}

impl Pattern {
    /// A pattern that is not too wide.
    pub fn parse(entity: Entity, text: &str) -> Result<Self, Malformed> {
        let is_literal = |c: &char| c.is_alphanumeric();
        if text.chars().filter(is_literal).count() < PATTERN_LITERALS_MIN {
            return Err(Malformed::TooWide);
        }
        if text.chars().count() > SUBJECT_CHARS_MAX || text.chars().any(char::is_whitespace) {
            return Err(Malformed::NoHandle);
        }
        Ok(Self { entity, text: text.to_owned() })
    }

    /// The pattern.
    pub fn as_str(&self) -> &str {
        &self.text
    }

    /// Whether it means this name. The time is the product of the lengths at most.
    pub fn matches(&self, name: &str) -> bool {
        let (pattern, name): (Vec<char>, Vec<char>) = (self.text.chars().collect(), name.chars().collect());
        let (mut at, mut name_at) = (0, 0);
        let mut retry: Option<(usize, usize)> = None;
        while name_at < name.len() {
            match pattern.get(at) {
                Some('*') => {
                    retry = Some((at, name_at));
                    at += 1;
                }
                Some(c) if *c == '?' || *c == name[name_at] => (at, name_at) = (at + 1, name_at + 1),
                _ => match &mut retry {
                    Some((star, from)) => {
                        *from += 1;
                        (at, name_at) = (*star + 1, *from);
                    }
                    None => return false,
                },
            }
        }
        pattern[at..].iter().all(|c| *c == '*')
    }
}

/// Why a row names nothing that can be looked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, thiserror::Error)]
pub enum Malformed {
    /// It is no handle, link, domain or hash.
    #[error("no_handle")]
    NoHandle,
    /// A text of this length is none.
    #[error("too_long")]
    TooLong,
    /// A telephone number: these are not looked for, and not kept.
    #[error("phone")]
    Phone,
    /// An address of mail: these are not looked for, and not kept.
    #[error("mail")]
    Mail,
    /// A hashtag is nobody's.
    #[error("hashtag")]
    Hashtag,
    /// A page of a service that is no account: a post's number, a search, the service itself.
    #[error("no_account")]
    NoAccount,
    /// A shortened link: where it leads is not looked up.
    #[error("short_link")]
    ShortLink,
    /// A link to a place whose accounts are not known.
    #[error("unknown_service")]
    UnknownService,
    /// A name that this service does not give.
    #[error("wrong_name")]
    WrongName,
    /// A role or a channel in the place of an account.
    #[error("role_or_channel")]
    RoleOrChannel,
    /// A number, and nothing says of what.
    #[error("bare_number")]
    BareNumber,
    /// A link that pretends to lead elsewhere (a name before the host, a port, an address of numbers).
    #[error("disguised")]
    Disguised,
    /// A hash that does not say how it was made, or of a wrong length.
    #[error("hash")]
    Hash,
    /// A pattern that means half of the world.
    #[error("too_wide")]
    TooWide,
}

impl Subject {
    /// Whether it may be kept as it is written: what is ours, domains and hashes. Handles elsewhere may not.
    pub fn is_clear(&self) -> bool {
        match self {
            Self::Account(handle) => handle.service == Service::Here,
            Self::Pattern(pattern) => pattern.entity == Entity::Server,
            Self::Domain(_) | Self::Content(_) | Self::Veiled(..) => true,
        }
    }

    /// Its digest under a key: says nothing to whoever does not have the key and the handle.
    pub fn keyed(&self, key: &[u8; 32]) -> [u8; 32] {
        blake3::keyed_hash(key, self.to_string().as_bytes()).into()
    }

    /// What is kept of it while the list is.
    pub fn kept(&self, key: &[u8; 32]) -> Kept {
        if self.is_clear() { Kept::Clear(self.to_string()) } else { Kept::Keyed(self.keyed(key)) }
    }
}

/// What is kept of a row's subject.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum Kept {
    /// The subject as text.
    Clear(String),
    /// Its keyed digest.
    Keyed([u8; 32]),
}

impl fmt::Display for Subject {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Account(Handle { service, form, name }) => {
                write!(f, "{}:{}{name}", service.word(), form.prefix())
            }
            Self::Domain(domain) => write!(f, "domain:{}", domain.0),
            Self::Content(hash) => write!(f, "{}:{}", hash.algorithm.row().0, hash.hex),
            Self::Pattern(pattern) => write!(f, "pattern:{}={}", pattern.entity.word(), pattern.text),
            Self::Veiled(entity, digest) => {
                write!(f, "veiled:{}={}", entity.word(), HEXLOWER_PERMISSIVE.encode(digest))
            }
        }
    }
}

impl FromStr for Subject {
    type Err = Malformed;

    /// Reads what `Display` wrote, and nothing else.
    fn from_str(text: &str) -> Result<Self, Malformed> {
        let (word, rest) = text.split_once(':').ok_or(Malformed::NoHandle)?;
        let of_entity = || {
            let (entity, rest) = rest.split_once('=').ok_or(Malformed::NoHandle)?;
            Ok((Entity::from_word(entity).ok_or(Malformed::NoHandle)?, rest))
        };
        let subject = if word == "domain" {
            Self::Domain(Domain::parse(rest).ok_or(Malformed::NoHandle)?)
        } else if word == "pattern" {
            let (entity, rest) = of_entity()?;
            Self::Pattern(Pattern::parse(entity, rest)?)
        } else if word == "veiled" {
            let (entity, rest) = of_entity()?;
            let digest = HEXLOWER_PERMISSIVE.decode(rest.as_bytes()).ok().and_then(|it| it.try_into().ok());
            Self::Veiled(entity, digest.ok_or(Malformed::Hash)?)
        } else if let Some(algorithm) = Algorithm::from_word(word) {
            Self::Content(ContentHash::parse(algorithm, rest).ok_or(Malformed::Hash)?)
        } else {
            let service = Service::from_word(word).ok_or(Malformed::NoHandle)?;
            let marked = Form::ALL
                .into_iter()
                .skip(1)
                .find_map(|(form, prefix)| Some((form, rest.strip_prefix(prefix)?)));
            let (form, name) = marked.unwrap_or((Form::Name, rest));
            Self::Account(service.handle(form, name)?)
        };
        if subject.to_string() == text { Ok(subject) } else { Err(Malformed::NoHandle) }
    }
}

impl Serialize for Subject {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Subject {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        text.parse().map_err(|why: Malformed| serde::de::Error::custom(format!("{text}: {why}")))
    }
}
