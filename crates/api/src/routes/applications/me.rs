//! `/applications/@me`

pub mod edit;
pub mod get;
