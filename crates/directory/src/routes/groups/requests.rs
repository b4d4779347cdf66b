//! `/parvis/v1/directory/groups/requests`

pub mod create;
pub mod edit;
pub mod list;
