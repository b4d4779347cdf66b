//! `/parvis/v1/directory/receipts/messages`

pub mod create;
