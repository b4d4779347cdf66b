//! `/parvis/v1/directory/vouchers`

pub mod redeem;
