//! `/auth/sessions`

pub mod delete;
pub mod list;
pub mod logout;
