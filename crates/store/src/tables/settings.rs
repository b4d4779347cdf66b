//! Settings of accounts: their own, and what they want to hear from each guild.

use parvis_model::marker::{GuildMarker, UserMarker};
use parvis_model::{GuildNotificationSettings, Id, UserSettings};

use crate::{Json, StoreError, Tx};

/// An account's settings, if it ever changed any.
pub fn of_user(tx: &mut Tx<'_>, user_id: Id<UserMarker>) -> Result<Option<UserSettings>, StoreError> {
    let found =
        tx.query_opt("select settings from user_settings where user_id = $1", &[&user_id], |row| row.get(0))?;
    Ok(found.map(|Json(settings)| settings))
}

/// Replaces an account's settings.
pub fn set_of_user(
    tx: &mut Tx<'_>,
    user_id: Id<UserMarker>,
    settings: &UserSettings,
) -> Result<(), StoreError> {
    tx.execute(
        "insert into user_settings (user_id, settings) values ($1, $2)
         on conflict (user_id) do update set settings = excluded.settings",
        &[&user_id, &Json(settings)],
    )?;
    Ok(())
}

/// What an account wants to hear from a guild, or (without one) from private conversations.
pub fn of_guild(
    tx: &mut Tx<'_>,
    user_id: Id<UserMarker>,
    guild_id: Option<Id<GuildMarker>>,
) -> Result<Option<GuildNotificationSettings>, StoreError> {
    let found = tx.query_opt(
        "select settings from guild_settings where user_id = $1 and guild_id = $2",
        &[&user_id, &key_of(guild_id)],
        |row| row.get(0),
    )?;
    Ok(found.map(|Json(settings)| settings))
}

/// What an account wants to hear, from every guild for which it said so.
pub fn of_guilds(
    tx: &mut Tx<'_>,
    user_id: Id<UserMarker>,
) -> Result<Vec<GuildNotificationSettings>, StoreError> {
    tx.query("select settings from guild_settings where user_id = $1 order by guild_id", &[&user_id], |row| {
        row.get(0).map(|Json(settings)| settings)
    })
}

/// Replaces what an account wants to hear from one guild.
pub fn set_of_guild(
    tx: &mut Tx<'_>,
    user_id: Id<UserMarker>,
    settings: &GuildNotificationSettings,
) -> Result<(), StoreError> {
    tx.execute(
        "insert into guild_settings (user_id, guild_id, settings) values ($1, $2, $3)
         on conflict (user_id, guild_id) do update set settings = excluded.settings",
        &[&user_id, &key_of(settings.guild_id), &Json(settings)],
    )?;
    Ok(())
}

/// Deletes all settings of an account.
pub fn delete_all(tx: &mut Tx<'_>, user_id: Id<UserMarker>) -> Result<(), StoreError> {
    tx.execute("delete from user_settings where user_id = $1", &[&user_id])?;
    tx.execute("delete from guild_settings where user_id = $1", &[&user_id])?;
    Ok(())
}

/// Private conversations stand under 0, which is no guild.
fn key_of(guild_id: Option<Id<GuildMarker>>) -> Id<GuildMarker> {
    guild_id.unwrap_or(Id::new(0))
}
