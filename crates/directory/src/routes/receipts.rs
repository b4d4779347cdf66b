//! `/parvis/v1/directory/receipts`

pub mod confirmation;
pub mod dark;
pub mod delete;
pub mod edit;
pub mod get;
pub mod messages;
pub mod requests;
pub mod sheets;
pub mod vouchers;
