//! Files that are the same to the last byte. It must not know what they hold.

use std::collections::HashMap;
use std::fmt;

/// BLAKE3 of a whole file.
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Digest(pub [u8; 32]);

impl Digest {
    /// Of bytes that are at hand.
    pub fn of(bytes: &[u8]) -> Self {
        Self(*blake3::hash(bytes).as_bytes())
    }

    /// From 64 hexadecimal digits of either case.
    pub fn parse(hex: &str) -> Option<Self> {
        blake3::Hash::from_hex(hex).ok().map(|hash| Self(*hash.as_bytes()))
    }
}

impl fmt::Display for Digest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.iter().try_for_each(|byte| write!(f, "{byte:02x}"))
    }
}

impl fmt::Debug for Digest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Digest({self})")
    }
}

/// A digest of bytes that come in pieces.
#[derive(Debug, Clone, Default)]
pub struct Digester(blake3::Hasher);

impl Digester {
    /// Takes the next piece.
    pub fn add(&mut self, piece: &[u8]) {
        self.0.update(piece);
    }

    /// The digest of all pieces.
    pub fn finish(&self) -> Digest {
        Digest(*self.0.finalize().as_bytes())
    }
}

/// Which keys have a file.
#[derive(Debug, Clone)]
pub struct FileIndex<K> {
    keys: HashMap<Digest, Vec<K>>,
}

impl<K> Default for FileIndex<K> {
    fn default() -> Self {
        Self { keys: HashMap::new() }
    }
}

impl<K: Copy + Eq> FileIndex<K> {
    /// A key may have several files, and a file several keys.
    pub fn add(&mut self, digest: Digest, key: K) {
        self.keys.entry(digest).or_default().push(key);
    }

    /// Takes one pair out; false when it was not there.
    pub fn remove(&mut self, digest: &Digest, key: K) -> bool {
        let Some(keys) = self.keys.get_mut(digest) else { return false };
        let Some(at) = keys.iter().position(|held| *held == key) else { return false };
        keys.swap_remove(at);
        if keys.is_empty() {
            self.keys.remove(digest);
        }
        true
    }

    /// Who has this file.
    pub fn of(&self, digest: &Digest) -> &[K] {
        self.keys.get(digest).map_or(&[], Vec::as_slice)
    }
}
