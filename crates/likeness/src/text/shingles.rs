//! The pieces that a text is made of, and how many of them two texts share.

use super::Look;

/// Letters of a piece.
const LENGTH: usize = 5;

/// All runs of five characters, as numbers, each once.
///
/// The numbers are the same in every version: fingerprints made of them are stored.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Shingles(Box<[u32]>);

impl Shingles {
    pub(super) fn of(look: &Look) -> Self {
        let letters: Vec<u32> = look.as_str().chars().map(u32::from).collect();
        let mut pieces: Vec<u32> = if letters.len() < LENGTH {
            vec![number(&letters)]
        } else {
            letters.windows(LENGTH).map(number).collect()
        };
        pieces.sort_unstable();
        pieces.dedup();
        Self(pieces.into_boxed_slice())
    }

    /// How many different pieces there are.
    pub fn len(&self) -> usize {
        self.0.len()
    }

    /// Whether there is none; a text has at least one.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    pub(super) fn numbers(&self) -> &[u32] {
        &self.0
    }

    /// The share of pieces that both have among those that at least one has: 1.0 for texts that look the same.
    pub fn jaccard(&self, other: &Self) -> f32 {
        let (mut own, mut others) = (self.0.iter().peekable(), other.0.iter().peekable());
        let mut shared = 0_usize;
        while let (Some(a), Some(b)) = (own.peek(), others.peek()) {
            match a.cmp(b) {
                std::cmp::Ordering::Less => own.next(),
                std::cmp::Ordering::Greater => others.next(),
                std::cmp::Ordering::Equal => {
                    shared += 1;
                    others.next();
                    own.next()
                }
            };
        }
        let all = self.len() + other.len() - shared;
        if all == 0 { 1.0 } else { shared as f32 / all as f32 }
    }
}

/// Letters as one well-mixed number (the finalizer of SplitMix64 over a polynomial).
fn number(letters: &[u32]) -> u32 {
    let sum = letters.iter().fold(0_u64, |sum, letter| {
        sum.wrapping_mul(0x9e37_79b9_7f4a_7c15).wrapping_add(u64::from(*letter) + 1)
    });
    (mix(sum) >> 32) as u32
}

pub(super) const fn mix(value: u64) -> u64 {
    let value = (value ^ (value >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    let value = (value ^ (value >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    value ^ (value >> 31)
}
