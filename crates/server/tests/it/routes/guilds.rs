//! `/guilds`

mod application_command_index;
mod audit_logs;
mod bans;
mod channels;
mod create;
mod delete;
mod edit;
mod emojis;
mod get;
mod leave;
mod members;
mod onboarding;
mod onboarding_responses;
mod prune;
mod roles;
mod welcome_screen;
