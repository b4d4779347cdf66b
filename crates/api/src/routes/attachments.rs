//! `/attachments`

pub mod get;
pub mod refresh_urls;
