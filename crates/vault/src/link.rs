//! Links of the chain: what stays of a record when its content is erased.

use std::fmt;

use serde::{Deserialize, Serialize};

use crate::digest::{Digest, HEADER, LINK};

const KIND_BYTES_MAX: usize = 32;

/// What lies in a record, in a word of the caller's: `message`, `file`, `profile`.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Kind(String);

/// A kind that is none.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("a kind is 1 to {KIND_BYTES_MAX} of the characters a-z, 0-9 and _")]
pub struct KindError;

impl Kind {
    /// A word of 1 to 32 small letters, digits and underscores.
    pub fn parse(word: &str) -> Result<Self, KindError> {
        let is_fine = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'_';
        let is_word = (1..=KIND_BYTES_MAX).contains(&word.len()) && word.bytes().all(is_fine);
        if is_word { Ok(Self(word.to_owned())) } else { Err(KindError) }
    }

    /// The word.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl TryFrom<String> for Kind {
    type Error = KindError;

    fn try_from(word: String) -> Result<Self, KindError> {
        Self::parse(&word)
    }
}

impl From<Kind> for String {
    fn from(kind: Kind) -> Self {
        kind.0
    }
}

impl fmt::Display for Kind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// What a record is about, without its content. It is bound to the sealed bytes: they open for no other record.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct About {
    /// The caller's id of the record.
    pub record_id: u64,
    /// What it holds.
    pub kind: Kind,
    /// When it was handed in, in Unix milliseconds.
    pub handed_in_ms: i64,
}

/// Why content was erased.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Ground {
    /// Its time was over.
    Expired,
    /// The person whom it is about asked for it (GDPR, article 17).
    RightToErasure,
    /// A court or an authority ordered it.
    Order,
    /// What was hidden is shown again, and need not be kept.
    Restored,
}

impl Ground {
    const ALL: [(Self, u8); 4] =
        [(Self::Expired, 1), (Self::RightToErasure, 2), (Self::Order, 3), (Self::Restored, 4)];

    /// As it is kept.
    pub fn code(self) -> u8 {
        Self::ALL.into_iter().find(|(ground, _)| *ground == self).map_or(0, |(_, code)| code)
    }

    /// Of what is kept.
    pub fn from_code(code: u8) -> Option<Self> {
        Self::ALL.into_iter().find(|(_, known)| *known == code).map(|(ground, _)| ground)
    }
}

/// What a link says that happened.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Act {
    /// Content was sealed.
    Sealed {
        /// [`Digest::of_sealed`] of the sealed bytes.
        digest: Digest,
        /// How many there are.
        bytes: u64,
    },
    /// The content of an earlier link was erased, its key and its sealed bytes.
    Erased {
        /// Which link's.
        number: u64,
        /// Why.
        ground: Ground,
    },
}

/// One link. Nothing in it is content, or a name.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Link {
    /// Its place in the chain; the first one is 1.
    pub number: u64,
    /// Of which record.
    #[serde(flatten)]
    pub about: About,
    /// What happened.
    pub act: Act,
    /// The digest of the link before.
    pub previous: Digest,
}

impl Link {
    /// The digest of this link and, by way of the one before, of the whole chain up to it.
    pub fn digest(&self) -> Digest {
        chained(&self.previous, &self.header())
    }

    /// The digest of what this link says. A proof shows it in the place of links that are nobody's business.
    pub fn header(&self) -> Digest {
        let Self { number, about, act, previous: _ } = self;
        let mut bytes = Vec::with_capacity(128);
        bytes.extend(number.to_le_bytes());
        bytes.extend(about.to_bytes());
        match act {
            Act::Sealed { digest, bytes: length } => {
                bytes.push(1);
                bytes.extend(digest.as_bytes());
                bytes.extend(length.to_le_bytes());
            }
            Act::Erased { number, ground } => {
                bytes.push(2);
                bytes.extend(number.to_le_bytes());
                bytes.push(ground.code());
            }
        }
        Digest::derived(HEADER, &[&bytes])
    }
}

/// The digest of a link by what stands before it and what it says.
pub(crate) fn chained(previous: &Digest, header: &Digest) -> Digest {
    Digest::derived(LINK, &[previous.as_bytes(), header.as_bytes()])
}

impl About {
    /// In one way only: each part has a fixed length, or its length before it.
    pub(crate) fn to_bytes(&self) -> Vec<u8> {
        let mut bytes = Vec::with_capacity(49);
        bytes.extend(self.record_id.to_le_bytes());
        bytes.push(self.kind.0.len() as u8);
        bytes.extend(self.kind.0.as_bytes());
        bytes.extend(self.handed_in_ms.to_le_bytes());
        bytes
    }
}

/// Where a chain ends.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Head {
    /// The number of its last link; 0 when there is none.
    pub number: u64,
    /// Its digest.
    pub digest: Digest,
}

impl Head {
    /// Of a chain without a link.
    pub const EMPTY: Self = Self { number: 0, digest: Digest::NONE };

    /// Of a chain that ends with this link.
    pub fn of(link: &Link) -> Self {
        Self { number: link.number, digest: link.digest() }
    }

    /// The link that comes next.
    pub fn next(&self, about: About, act: Act) -> Link {
        Link { number: self.number + 1, about, act, previous: self.digest }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_kind_is_a_short_word() {
        for fine in ["message", "file_2", &"a".repeat(32)] {
            assert_eq!(Kind::parse(fine).map(String::from).as_deref(), Ok(fine));
        }
        for wrong in ["", "Message", "a b", "é", &"a".repeat(33)] {
            assert_eq!(Kind::parse(wrong), Err(KindError), "{wrong}");
        }
    }

    #[test]
    fn each_part_of_a_link_changes_its_digest() {
        let about = About { record_id: 5, kind: Kind::parse("file").unwrap(), handed_in_ms: 9 };
        let act = Act::Sealed { digest: Digest::new([3; 32]), bytes: 7 };
        let link = Link { number: 1, about, act, previous: Digest::NONE };
        let mut others = vec![
            Link { number: 2, ..link.clone() },
            Link { previous: Digest::new([1; 32]), ..link.clone() },
            Link { act: Act::Sealed { digest: Digest::new([4; 32]), bytes: 7 }, ..link.clone() },
            Link { act: Act::Sealed { digest: Digest::new([3; 32]), bytes: 8 }, ..link.clone() },
        ];
        for ground in [1, 2, 3, 4].map(|code| Ground::from_code(code).unwrap()) {
            others.push(Link { act: Act::Erased { number: 7, ground }, ..link.clone() });
        }
        others.extend((0..3).map(|field| {
            let mut other = link.clone();
            match field {
                0 => other.about.record_id = 6,
                1 => other.about.kind = Kind::parse("fil").unwrap(),
                _ => other.about.handed_in_ms = 10,
            }
            other
        }));
        let mut digests: Vec<Digest> = others.iter().map(Link::digest).collect();
        digests.push(link.digest());
        digests.sort_unstable();
        digests.dedup();
        assert_eq!(digests.len(), others.len() + 1);
    }

    #[test]
    fn a_link_is_the_same_after_travelling_as_json() {
        let about = About { record_id: u64::MAX, kind: Kind::parse("message").unwrap(), handed_in_ms: -1 };
        let first = Head::EMPTY.next(about.clone(), Act::Sealed { digest: Digest::new([9; 32]), bytes: 1 });
        let second = Head::of(&first).next(about, Act::Erased { number: 1, ground: Ground::Order });
        for link in [first, second] {
            let json = serde_json::to_string(&link).unwrap();
            assert_eq!(serde_json::from_str::<Link>(&json).unwrap(), link);
        }
    }
}
