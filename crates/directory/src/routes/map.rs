//! `/parvis/v1/directory`

pub mod get;
