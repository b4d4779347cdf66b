//! `/parvis/v1/channels`

pub mod switches;
