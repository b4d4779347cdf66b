//! A BLAKE3 digest, and what each use of it is derived for, so that one never stands for another.

use std::fmt;

use data_encoding::HEXLOWER_PERMISSIVE;
use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// Sealed bytes of a record.
pub(crate) const SEALED: &str = "parvis vault 2026 sealed bytes";
/// What a link says, without the link before.
pub(crate) const HEADER: &str = "parvis vault 2026 header of a link";
/// A link with everything before it.
pub(crate) const LINK: &str = "parvis vault 2026 link";
/// A root of a day.
pub(crate) const ROOT: &str = "parvis vault 2026 root";

/// 32 bytes that stand for any number of them; 64 lower-case hex digits as text.
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Digest([u8; 32]);

impl Digest {
    /// Before the first link, and before the first root.
    pub const NONE: Self = Self([0; 32]);

    /// As it was kept.
    pub const fn new(bytes: [u8; 32]) -> Self {
        Self(bytes)
    }

    /// Of what lies sealed in a record.
    pub fn of_sealed(bytes: &[u8]) -> Self {
        Self::derived(SEALED, &[bytes])
    }

    /// As it is kept.
    pub const fn as_bytes(&self) -> &[u8; 32] {
        &self.0
    }

    pub(crate) fn derived(purpose: &str, parts: &[&[u8]]) -> Self {
        let mut hasher = blake3::Hasher::new_derive_key(purpose);
        for part in parts {
            hasher.update(part);
        }
        Self(hasher.finalize().into())
    }
}

impl fmt::Display for Digest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&to_hex(&self.0))
    }
}

impl fmt::Debug for Digest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{self}")
    }
}

impl Serialize for Digest {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        hex::serialize(&self.0, serializer)
    }
}

impl<'de> Deserialize<'de> for Digest {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        hex::deserialize(deserializer).map(Self)
    }
}

pub(crate) fn to_hex(bytes: &[u8]) -> String {
    HEXLOWER_PERMISSIVE.encode(bytes)
}

pub(crate) fn from_hex(text: &str) -> Option<Vec<u8>> {
    HEXLOWER_PERMISSIVE.decode(text.as_bytes()).ok()
}

/// Bytes of a fixed length as hex digits.
pub(crate) mod hex {
    use super::{Deserialize, Deserializer, Serializer, from_hex, to_hex};

    pub fn serialize<S: Serializer, const N: usize>(bytes: &[u8; N], to: S) -> Result<S::Ok, S::Error> {
        to.serialize_str(&to_hex(bytes))
    }

    pub fn deserialize<'de, D: Deserializer<'de>, const N: usize>(from: D) -> Result<[u8; N], D::Error> {
        let text = String::deserialize(from)?;
        let bytes = from_hex(&text).and_then(|bytes| bytes.try_into().ok());
        bytes.ok_or_else(|| serde::de::Error::custom(format!("{} hex digits are expected", N * 2)))
    }
}
