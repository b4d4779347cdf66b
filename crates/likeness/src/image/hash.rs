//! 256 bits that stand for a picture.

use std::fmt;

use super::Orientation;

/// Rows and columns of a hash.
pub(super) const SIDE: usize = 16;

/// A PDQ hash: bit `row * 16 + column` of four words, the lowest frequencies first.
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Default)]
pub struct Hash(pub [u64; 4]);

impl Hash {
    /// In how many bits two hashes differ: about 128 for strangers.
    pub fn distance(&self, other: &Self) -> u32 {
        self.0.iter().zip(&other.0).map(|(a, b)| (a ^ b).count_ones()).sum()
    }

    /// From 64 hexadecimal digits, the highest bit first, as PDQ's tools write them.
    pub fn parse(hex: &str) -> Option<Self> {
        if hex.len() != 64 || !hex.bytes().all(|digit| digit.is_ascii_hexdigit()) {
            return None;
        }
        let word = |at: usize| u64::from_str_radix(&hex[at * 16..(at + 1) * 16], 16).ok();
        Some(Self([word(3)?, word(2)?, word(1)?, word(0)?]))
    }

    /// As it is stored, 32 bytes in the order of [`Self::parse`]'s digits.
    pub fn to_bytes(self) -> [u8; 32] {
        let mut bytes = [0; 32];
        for (place, word) in bytes.chunks_exact_mut(8).zip(self.0.iter().rev()) {
            place.copy_from_slice(&word.to_be_bytes());
        }
        bytes
    }

    /// Reads what [`Self::to_bytes`] wrote.
    pub fn from_bytes(bytes: &[u8; 32]) -> Self {
        let mut words = [0; 4];
        for (word, place) in words.iter_mut().rev().zip(bytes.chunks_exact(8)) {
            *word = u64::from_be_bytes(*place.first_chunk().expect("pieces of eight"));
        }
        Self(words)
    }

    /// About the hash of the picture turned so, for who has the hash and no picture.
    ///
    /// Turning changes signs of frequencies, and their median is near zero: up to twenty bits of a photograph are
    /// others.
    #[must_use]
    pub fn turned(&self, orientation: Orientation) -> Self {
        let mut turned = Self::default();
        for row in 0..SIDE {
            for column in 0..SIDE {
                let place = orientation.place(row, column);
                turned.set(place, self.bit((row, column)) != orientation.is_negated(row, column));
            }
        }
        turned
    }

    /// The sixteen 16-bit parts, rows of frequencies.
    pub(super) fn parts(&self) -> [u16; SIDE] {
        std::array::from_fn(|row| (self.0[row / 4] >> (row % 4 * SIDE)) as u16)
    }

    pub(super) fn set(&mut self, (row, column): (usize, usize), is_set: bool) {
        let bit = row * SIDE + column;
        self.0[bit / 64] |= u64::from(is_set) << (bit % 64);
    }

    fn bit(&self, (row, column): (usize, usize)) -> bool {
        let bit = row * SIDE + column;
        self.0[bit / 64] >> (bit % 64) & 1 == 1
    }
}

impl fmt::Display for Hash {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.iter().rev().try_for_each(|word| write!(f, "{word:016x}"))
    }
}

impl fmt::Debug for Hash {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Hash({self})")
    }
}
