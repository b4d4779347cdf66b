//! `/parvis/v1/users`

pub mod me;
