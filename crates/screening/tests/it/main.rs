//! What the crate is measured by.

mod fixtures;
mod leaks;
mod policies;
