//! `/auth`

mod conditional;
mod login;
mod logout;
pub mod mfa;
mod register;
mod sessions;
