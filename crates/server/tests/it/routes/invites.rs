//! `/invites`

mod accept;
mod get;
