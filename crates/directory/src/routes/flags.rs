//! `/parvis/v1/directory/flags`

pub mod base;
pub mod parts;
pub mod preview;
