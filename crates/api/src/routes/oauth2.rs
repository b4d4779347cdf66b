//! `/oauth2`: as much of it as adding bots needs.

pub mod authorize;
pub mod me;
