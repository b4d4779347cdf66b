//! `/parvis/v1/directory/receipts/requests`

pub mod edit;
pub mod list;
