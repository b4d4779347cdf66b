//! `/oauth2`

pub mod authorize;
pub mod me;
pub mod token;
pub mod tokens;
