//! Settings of an account: the same on all its devices.

use parvis_bus::Audience;
use parvis_model::marker::GuildMarker;
use parvis_model::{Event, GuildNotificationSettings, Id, Permissions, UserSettings};
use parvis_store::tables;

use crate::error::ActionResult;
use crate::{App, Caller, Lane, access};

/// The caller's settings.
pub async fn get(app: &App, caller: &Caller) -> ActionResult<UserSettings> {
    let user_id = caller.user_id;
    Ok(app.read(move |tx| Ok(tables::settings::of_user(tx, user_id)?)).await?.unwrap_or_default())
}

/// Changes the caller's settings; what `change` writes is valid.
pub async fn edit(
    app: &App,
    caller: &Caller,
    change: impl FnOnce(&mut UserSettings) + Send + 'static,
) -> ActionResult<UserSettings> {
    caller.require_person()?;
    let user_id = caller.user_id;
    app.write(Lane::of(user_id), move |tx, out| {
        let mut settings = tables::settings::of_user(tx, user_id)?.unwrap_or_default();
        change(&mut settings);
        tables::settings::set_of_user(tx, user_id, &settings)?;
        let event = Event::UserSettingsUpdate(Box::new(settings.clone()));
        out.publish(Audience::User(user_id), event);
        Ok(settings)
    })
    .await
}

/// What the caller wants to hear from a guild, or (without one) from private conversations.
pub async fn of_guild(
    app: &App,
    caller: &Caller,
    guild_id: Option<Id<GuildMarker>>,
) -> ActionResult<GuildNotificationSettings> {
    require_member(app, caller, guild_id).await?;
    let user_id = caller.user_id;
    let settings = app.read(move |tx| Ok(tables::settings::of_guild(tx, user_id, guild_id)?)).await?;
    Ok(settings.unwrap_or_else(|| GuildNotificationSettings::new(guild_id)))
}

/// Changes what the caller wants to hear; what `change` writes is valid.
pub async fn edit_of_guild(
    app: &App,
    caller: &Caller,
    guild_id: Option<Id<GuildMarker>>,
    change: impl FnOnce(&mut GuildNotificationSettings) + Send + 'static,
) -> ActionResult<GuildNotificationSettings> {
    require_member(app, caller, guild_id).await?;
    let user_id = caller.user_id;
    app.write(Lane::of(user_id), move |tx, out| {
        let settings = tables::settings::of_guild(tx, user_id, guild_id)?;
        let mut settings = settings.unwrap_or_else(|| GuildNotificationSettings::new(guild_id));
        change(&mut settings);
        settings.guild_id = guild_id;
        settings.version += 1;
        tables::settings::set_of_guild(tx, user_id, &settings)?;
        let event = Event::UserGuildSettingsUpdate(Box::new(settings.clone()));
        out.publish(Audience::User(user_id), event);
        Ok(settings)
    })
    .await
}

async fn require_member(app: &App, caller: &Caller, guild_id: Option<Id<GuildMarker>>) -> ActionResult<()> {
    caller.require_person()?;
    if let Some(guild_id) = guild_id {
        access::guild(app, caller, guild_id, Permissions::NONE).await?;
    }
    Ok(())
}
