//! `/parvis/v1/directory/aid/asks` and `/parvis/v1/directory/aid/{aid_id}/asks`

pub mod create;
pub mod delete;
pub mod edit;
pub mod list;
pub mod mine;
