//! `/parvis/v1/directory/groups`

pub mod confirmation;
pub mod dark;
pub mod delete;
pub mod edit;
pub mod flag;
pub mod get;
pub mod messages;
pub mod reports;
pub mod requests;
pub mod sheets;
pub mod versions;
pub mod vouchers;
