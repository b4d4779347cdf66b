//! `/parvis/v1`

mod instance;
