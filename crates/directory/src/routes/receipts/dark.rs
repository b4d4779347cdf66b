//! `/parvis/v1/directory/receipts/dark`

pub mod delete;
pub mod put;
