//! `/channels/{channel_id}/pins`, which older libraries call

pub mod list;
