//! `/parvis/v1/directory/events/{event_id}/place`

pub mod delete;
pub mod put;
