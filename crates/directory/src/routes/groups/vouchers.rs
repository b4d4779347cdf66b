//! `/parvis/v1/directory/groups/vouchers`

pub mod create;
