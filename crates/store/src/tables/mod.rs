//! The tables of Talk. Each function takes the transaction, which its caller owns.

pub mod applications;
pub mod attachments;
pub mod audit;
pub mod bans;
pub mod channels;
pub mod commands;
pub mod grants;
pub mod guilds;
pub mod ids;
pub mod invites;
pub mod logins;
pub mod members;
pub mod messages;
pub mod migrations;
pub mod notes;
pub mod pictures;
pub mod pins;
pub mod private;
pub mod reactions;
pub mod read_states;
pub mod relationships;
pub mod secrets;
pub mod sessions;
pub mod settings;
pub mod users;
pub mod webhooks;
