//! Names of people that are one name: in another script, another way to write it in Latin letters, in letters that
//! only look alike, or with its words in another order. It must not know the people, and says nothing of them.
//!
//! How names of all scripts are brought into one form, and how they sound, is `parvis-geography`'s.

mod index;
mod person;

pub use index::{NameHit, NameIndex};
pub use person::{Likeness, PersonName};

/// From here on a reviewer is told that two names are alike by their letters (research: Jaro-Winkler ≥ 0.92).
pub const LETTERS_MIN: f32 = 0.92;

/// From here on names are taken for spellings of one name. Found on the tables of `tests/it/names.rs`.
pub const SCORE_MIN: f32 = 0.8;
