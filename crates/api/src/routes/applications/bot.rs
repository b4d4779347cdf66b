//! `/applications/{application_id}/bot`

pub mod reset;
