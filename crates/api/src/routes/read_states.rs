//! `/read-states`

pub mod ack_bulk;
