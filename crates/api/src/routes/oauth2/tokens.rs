//! `/oauth2/tokens`

pub mod delete;
pub mod list;
