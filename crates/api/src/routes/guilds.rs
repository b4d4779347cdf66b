//! `/guilds`

pub mod ack;
pub mod application_command_index;
pub mod audit_logs;
pub mod bans;
pub mod bulk_ban;
pub mod channels;
pub mod create;
pub mod delete;
pub mod edit;
pub mod emojis;
pub mod empty;
pub mod get;
pub mod invites;
pub mod members;
pub mod onboarding;
pub mod onboarding_responses;
pub mod preview;
pub mod prune;
pub mod roles;
pub mod scheduled_events;
pub mod threads;
pub mod webhooks;
pub mod welcome_screen;
