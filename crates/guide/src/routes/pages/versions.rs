//! `…/guide/pages/{slug}/{language}/versions`

pub mod list;
pub mod restore;
