//! `/guilds/{guild_id}/onboarding-responses`

pub mod put;
