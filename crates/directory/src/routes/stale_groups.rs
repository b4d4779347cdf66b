//! `/parvis/v1/directory/stale-groups`

pub mod list;
