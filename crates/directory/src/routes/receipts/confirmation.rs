//! `/parvis/v1/directory/receipts/confirmation`

pub mod create;
