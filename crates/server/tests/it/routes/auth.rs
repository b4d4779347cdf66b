//! `/auth`

mod login;
mod logout;
mod register;
mod sessions;
