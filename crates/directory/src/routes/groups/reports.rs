//! `/parvis/v1/directory/groups/reports`

pub mod create;
