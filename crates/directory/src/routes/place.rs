//! `/parvis/v1/directory/place`

pub mod create;
