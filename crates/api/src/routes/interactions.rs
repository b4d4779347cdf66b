//! `/interactions`

pub mod body;
pub mod callback;
pub mod create;
