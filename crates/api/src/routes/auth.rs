//! `/auth`

pub mod conditional;
pub mod login;
pub mod logout;
pub mod mfa;
pub mod register;
pub mod sessions;
