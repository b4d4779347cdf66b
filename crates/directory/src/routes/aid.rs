//! `/parvis/v1/directory/aid`

pub mod asks;
pub mod create;
pub mod delete;
pub mod done;
pub mod get;
pub mod list;
pub mod matches;
pub mod mine;
pub mod removal;
pub mod reports;
