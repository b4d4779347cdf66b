//! Names of places and groups: one Latin form for the spellings of several scripts, how alike two names are, and the
//! search among many. It must not know whose names they are.

mod fold;
mod index;
mod similarity;
pub mod sound;
mod words;

pub use fold::fold;
pub use index::{Hit, Name, NameIndex};
pub use similarity::{DUPLICATE_SIMILARITY_MIN, Spelling, similarity};
