//! Texts that say the same but for a few words, signs in front and behind, or letters that only look alike.
//! It must not know who wrote them, nor in which language.
//!
//! A text is read as it looks ([`Look`]); its pieces of five letters ([`Shingles`]) are what two texts share, exactly
//! (Jaccard) or by a [`Fingerprint`] of fixed size (MinHash), which is what is stored. [`TextIndex`] finds stored
//! fingerprints by locality-sensitive hashing.

mod fingerprint;
mod index;
mod look;
mod shingles;

pub use fingerprint::{Fingerprint, SLOTS, Signature};
pub use index::{Near, TextIndex};
pub use look::Look;
pub use shingles::Shingles;

/// From here on two texts are taken for one that was changed: finds 99 % where every tenth word is another, 92 % where
/// every fifth is, and of random pairs one in 100,000.
pub const JACCARD_MIN: f32 = 0.4;

/// Shorter texts, in letters as they look, are compared as wholes only: their few pieces are everybody's.
pub const SHINGLED_CHARS_MIN: usize = 40;

/// What is further back in a text is not read, so that reading costs no more than somebody likes.
pub const CHARS_MAX: usize = 10_000;
