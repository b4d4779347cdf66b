//! `/parvis/v1/directory/log`

pub mod list;
