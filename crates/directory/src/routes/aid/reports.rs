//! `/parvis/v1/directory/aid/reports` and `/parvis/v1/directory/aid/{aid_id}/reports`

pub mod create;
pub mod edit;
pub mod list;
