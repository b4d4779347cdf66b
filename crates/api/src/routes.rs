//! One endpoint per file; path and file name mirror the URL and the verb. `router.rs` lists them all.

pub mod channels;
pub mod gateway;
