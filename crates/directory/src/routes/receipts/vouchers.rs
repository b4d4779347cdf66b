//! `/parvis/v1/directory/receipts/vouchers`

pub mod create;
