//! `/parvis/v1/directory/groups/{group_id}/messages`

pub mod create;
