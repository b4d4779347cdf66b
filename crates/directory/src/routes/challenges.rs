//! `/parvis/v1/directory/challenges`

pub mod create;
