//! `/parvis/v1/directory/similar`

pub mod create;
