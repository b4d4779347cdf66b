//! `/parvis/v1/directory/groups/confirmation`

pub mod create;
