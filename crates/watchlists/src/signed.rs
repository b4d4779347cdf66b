//! Lists that instances give to one another: signed, with an end, an evidence class, an issuer and an address for
//! appeals. Accounts are in them as digests only: whom nobody here has proven to be is nobody's to know.

use std::fmt;

use data_encoding::HEXLOWER_PERMISSIVE;
use ed25519_dalek::{Signature, Signer as _, SigningKey, VerifyingKey};
use serde::{Deserialize, Serialize};

use crate::entry::{Entry, Evidence, Recommendation};
use crate::service::Service;
use crate::subject::{Algorithm, ContentHash, Domain, Form, Handle, Subject};

/// The first word of the file: which format, which version.
const FORMAT: &str = "parvis-list-1";
const PURPOSE: &str = "parvis watchlists 2026 signed list";
/// How long a list may count: a year and a day. It can be issued anew.
pub const VALID_MS_MAX: i64 = 366 * 86_400_000;
/// How far the issuer's clock may be ahead.
const CLOCK_SKEW_MS_MAX: i64 = 10 * 60_000;
/// Entries of one list.
pub const ENTRIES_MAX: usize = 200_000;
const TEXT_CHARS_MAX: usize = 500;

/// What a list says of itself.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct About {
    /// The list's id with its issuer; a newer issue has the same.
    pub id: String,
    /// What it is about.
    pub title: String,
    /// Who answers for it.
    pub issuer: String,
    /// Where an appeal against an entry goes: `https://…` or `mailto:…`.
    pub appeal: String,
    /// What stands behind entries that do not say.
    pub evidence: Evidence,
    /// Where its entries are from.
    pub source: String,
    /// On what terms it is passed on.
    pub licence: String,
    /// When it was signed, in Unix milliseconds.
    pub issued_ms: i64,
    /// Until when it counts, in Unix milliseconds.
    pub expires_ms: i64,
    /// The key of its digests: 64 hex digits, random, another one for each list.
    pub salt: String,
}

/// Whom or what an entry means.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub enum Published {
    /// An account: its digest under the list's salt.
    Account([u8; 32]),
    /// A domain.
    Domain(Domain),
    /// Content.
    Content(ContentHash),
}

impl Published {
    /// The form in which a subject is published; an account of ours is `name@own_host` to others. Patterns and names
    /// without a service are not published.
    pub fn of(subject: &Subject, own_host: &str, salt: &[u8; 32]) -> Option<Self> {
        match subject {
            Subject::Account(Handle { service: Service::Unstated, .. }) => None,
            Subject::Account(Handle { service: Service::Here, form: Form::Name, name }) => {
                let name = format!("{name}@{own_host}");
                Some(Self::of_account(&Handle { service: Service::Fediverse, form: Form::Name, name }, salt))
            }
            Subject::Account(Handle { service: Service::Here, .. }) => None,
            Subject::Account(handle) => Some(Self::of_account(handle, salt)),
            Subject::Domain(domain) => Some(Self::Domain(domain.clone())),
            Subject::Content(hash) => Some(Self::Content(hash.clone())),
            Subject::Pattern(_) | Subject::Veiled(..) => None,
        }
    }

    /// An account's.
    pub fn of_account(handle: &Handle, salt: &[u8; 32]) -> Self {
        Self::Account(Subject::Account(handle.clone()).keyed(salt))
    }
}

impl fmt::Display for Published {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Account(digest) => write!(f, "account:{}", HEXLOWER_PERMISSIVE.encode(digest)),
            Self::Domain(domain) => write!(f, "{}", Subject::Domain(domain.clone())),
            Self::Content(hash) => write!(f, "{}", Subject::Content(hash.clone())),
        }
    }
}

impl From<Published> for String {
    fn from(it: Published) -> Self {
        it.to_string()
    }
}

impl TryFrom<String> for Published {
    type Error = String;

    fn try_from(text: String) -> Result<Self, String> {
        let wrong = || format!("{text} is no digest, domain or hash");
        let (word, rest) = text.split_once(':').ok_or_else(wrong)?;
        if word == "account" {
            let digest = HEXLOWER_PERMISSIVE.decode(rest.as_bytes()).ok().and_then(|it| it.try_into().ok());
            return digest.map(Self::Account).ok_or_else(wrong);
        }
        if word == "domain" {
            return Domain::parse(rest).map(Self::Domain).ok_or_else(wrong);
        }
        let hash = Algorithm::from_word(word).and_then(|algorithm| ContentHash::parse(algorithm, rest));
        hash.map(Self::Content).ok_or_else(wrong)
    }
}

/// An entry of a signed list. It has no words of its own: they might name somebody.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ListEntry {
    /// Whom or what.
    pub subject: Published,
    /// What the issuer asks for.
    #[serde(default)]
    pub recommendation: Recommendation,
    /// On what evidence, where it is not the list's.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub evidence: Option<Evidence>,
    /// Until when it counts, where that is before the list ends.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub expires_ms: Option<i64>,
}

/// A list as it is signed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct List {
    /// What it says of itself.
    pub about: About,
    /// Its entries.
    pub entries: Vec<ListEntry>,
}

/// Why a list is not used. None of its entries is, then.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Refusal {
    /// No signature, or none of the key that was agreed on.
    #[error("the list is not signed by the key that was agreed on")]
    Unsigned,
    /// Changed after it was signed.
    #[error("the list was changed after it was signed")]
    Tampered,
    /// Its time is over.
    #[error("the list's time is over")]
    Expired,
    /// It is from the future, or counts longer than a year.
    #[error("the list's times are not possible: signed in the future, or for longer than a year")]
    Times,
    /// Older than what is known of it already.
    #[error("a newer issue of this list is known already")]
    Superseded,
    /// What it says of itself is missing or too long.
    #[error("{0} is missing, too long or not of its form")]
    About(&'static str),
    /// Not a list of this format.
    #[error("not a signed list: {0}")]
    Format(String),
}

#[derive(Serialize, Deserialize)]
struct Envelope {
    format: String,
    #[serde(default)]
    key: String,
    #[serde(default)]
    signature: String,
    /// The list as text, so that its bytes are those that were signed.
    list: String,
}

impl List {
    /// A list of those entries that can be published; how many cannot.
    pub fn of<'a>(
        about: About,
        own_host: &str,
        entries: impl IntoIterator<Item = &'a Entry>,
    ) -> Result<(Self, usize), Refusal> {
        let salt = salt_of(&about)?;
        let (mut published, mut left_out) = (Vec::new(), 0);
        for entry in entries {
            let Some(subject) = Published::of(&entry.subject, own_host, &salt) else {
                left_out += 1;
                continue;
            };
            let (recommendation, evidence) = (entry.recommendation.clone(), entry.evidence);
            published.push(ListEntry { subject, recommendation, evidence, expires_ms: entry.expires_ms });
        }
        Ok((Self { about, entries: published }, left_out))
    }

    /// The file.
    pub fn sign(&self, seed: &[u8; 32]) -> Result<String, Refusal> {
        check_about(&self.about, self.about.issued_ms)?;
        let list = serde_json::to_string(self).map_err(|error| Refusal::Format(error.to_string()))?;
        let key = SigningKey::from_bytes(seed);
        let signature = key.sign(&digest(&list)).to_bytes();
        let envelope = Envelope {
            format: FORMAT.to_owned(),
            key: HEXLOWER_PERMISSIVE.encode(key.verifying_key().as_bytes()),
            signature: HEXLOWER_PERMISSIVE.encode(&signature),
            list,
        };
        serde_json::to_string(&envelope).map_err(|error| Refusal::Format(error.to_string()))
    }

    /// Reads a file that the holder of `key` signed. `known_issued_ms` is of the issue that is known already.
    pub fn open(
        file: &str,
        key: &[u8; 32],
        known_issued_ms: Option<i64>,
        now_ms: i64,
    ) -> Result<Self, Refusal> {
        let envelope: Envelope =
            serde_json::from_str(file).map_err(|error| Refusal::Format(error.to_string()))?;
        if envelope.format != FORMAT {
            return Err(Refusal::Format(format!("{FORMAT} is expected")));
        }
        let of_hex = |text: &str| HEXLOWER_PERMISSIVE.decode(text.as_bytes()).ok();
        let signature = of_hex(&envelope.signature).and_then(|it| <[u8; 64]>::try_from(it).ok());
        let signature =
            signature.filter(|_| of_hex(&envelope.key).as_deref() == Some(key)).ok_or(Refusal::Unsigned)?;
        let verifying = VerifyingKey::from_bytes(key).map_err(|_| Refusal::Unsigned)?;
        let signature = Signature::from_bytes(&signature);
        verifying.verify_strict(&digest(&envelope.list), &signature).map_err(|_| Refusal::Tampered)?;
        let list: Self =
            serde_json::from_str(&envelope.list).map_err(|error| Refusal::Format(error.to_string()))?;
        check_about(&list.about, now_ms)?;
        if list.entries.len() > ENTRIES_MAX {
            return Err(Refusal::About("entries"));
        }
        if known_issued_ms.is_some_and(|known_ms| list.about.issued_ms < known_ms) {
            return Err(Refusal::Superseded);
        }
        Ok(list)
    }

    /// Entries that count at this moment, with their places in the list.
    pub fn valid(&self, now_ms: i64) -> impl Iterator<Item = (usize, &ListEntry)> {
        let counts = move |entry: &ListEntry| entry.expires_ms.is_none_or(|end_ms| now_ms < end_ms);
        let is_over = now_ms >= self.about.expires_ms;
        self.entries.iter().enumerate().filter(move |(_, entry)| !is_over && counts(entry))
    }

    /// The key of its digests.
    pub fn salt(&self) -> Result<[u8; 32], Refusal> {
        salt_of(&self.about)
    }
}

/// The public half of a seed.
pub fn public_key(seed: &[u8; 32]) -> [u8; 32] {
    SigningKey::from_bytes(seed).verifying_key().to_bytes()
}

fn digest(list: &str) -> [u8; 32] {
    blake3::derive_key(PURPOSE, list.as_bytes())
}

fn salt_of(about: &About) -> Result<[u8; 32], Refusal> {
    let salt = HEXLOWER_PERMISSIVE.decode(about.salt.as_bytes()).ok().and_then(|it| it.try_into().ok());
    salt.ok_or(Refusal::About("salt"))
}

fn check_about(about: &About, now_ms: i64) -> Result<(), Refusal> {
    salt_of(about)?;
    let texts = [
        ("id", &about.id),
        ("title", &about.title),
        ("issuer", &about.issuer),
        ("source", &about.source),
        ("licence", &about.licence),
        ("appeal", &about.appeal),
    ];
    let is_wrong = |text: &str| text.trim().is_empty() || text.chars().count() > TEXT_CHARS_MAX;
    if let Some((field, _)) = texts.into_iter().find(|(_, text)| is_wrong(text)) {
        return Err(Refusal::About(field));
    }
    if !about.appeal.starts_with("https://") && !about.appeal.starts_with("mailto:") {
        return Err(Refusal::About("appeal"));
    }
    let valid_ms = about.expires_ms.saturating_sub(about.issued_ms);
    if !(1..=VALID_MS_MAX).contains(&valid_ms) || about.issued_ms > now_ms.saturating_add(CLOCK_SKEW_MS_MAX) {
        return Err(Refusal::Times);
    }
    if now_ms >= about.expires_ms { Err(Refusal::Expired) } else { Ok(()) }
}
