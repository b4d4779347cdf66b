//! `/parvis/v1/directory/search`

pub mod get;
