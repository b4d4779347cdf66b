//! `/parvis/v1/users`

mod me;
