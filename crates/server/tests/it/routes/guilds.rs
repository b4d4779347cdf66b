//! `/guilds`

mod audit_logs;
mod bans;
mod create;
mod delete;
mod edit;
mod get;
mod leave;
mod members;
mod roles;
