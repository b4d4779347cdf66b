//! `/guilds/{guild_id}/auto-moderation`

mod rules;
