//! `/auth/conditional`: coming in with a passkey alone, which a browser offers where a name is typed.

pub mod finish;
pub mod start;
