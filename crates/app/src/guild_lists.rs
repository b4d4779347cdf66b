//! The guilds of an account, seen from the account.

use parvis_bus::view_of;
use parvis_model::marker::{GuildMarker, UserMarker};
use parvis_model::{CurrentUserGuild, Id};
use parvis_store::tables::{self, users::Account};

use crate::error::{ActionError, ActionResult, Kind};
use crate::{App, Caller};

/// Which part of the list is asked for.
#[derive(Debug, Clone, Copy)]
pub struct GuildPage {
    /// Guilds with smaller ids than this one.
    pub before: Option<Id<GuildMarker>>,
    /// Guilds with greater ids than this one.
    pub after: Option<Id<GuildMarker>>,
    /// At most so many.
    pub limit: usize,
    /// Whether members are counted.
    pub with_counts: bool,
}

/// Guilds of which the caller is a member, by id.
pub async fn list(app: &App, caller: &Caller, page: GuildPage) -> ActionResult<Vec<CurrentUserGuild>> {
    let user_id = caller.user_id;
    let mut ids = app.read(move |tx| Ok(tables::members::guilds_of(tx, user_id)?)).await?;
    ids.sort_unstable();
    ids.retain(|id| {
        page.before.is_none_or(|before| *id < before) && page.after.is_none_or(|after| *id > after)
    });
    if page.before.is_some() && page.after.is_none() {
        // The nearest before, not the first of all.
        ids.drain(..ids.len().saturating_sub(page.limit));
    }
    ids.truncate(page.limit);
    let mut guilds = Vec::with_capacity(ids.len());
    for guild_id in ids {
        guilds.extend(entry(app, caller, guild_id, page.with_counts).await?);
    }
    Ok(guilds)
}

async fn entry(
    app: &App,
    caller: &Caller,
    guild_id: Id<GuildMarker>,
    with_counts: bool,
) -> ActionResult<Option<CurrentUserGuild>> {
    // Left or deleted since the list was read.
    let Some(member) = app.live.member(&app.store, guild_id, caller.user_id).await? else { return Ok(None) };
    let Some(snapshot) = app.live.guild(&app.store, guild_id).await? else { return Ok(None) };
    let guild = snapshot.guild();
    let count = match with_counts {
        true => Some(app.read(move |tx| Ok(tables::guilds::member_count(tx, guild_id)?)).await?),
        false => None,
    };
    Ok(Some(CurrentUserGuild {
        id: guild_id,
        name: guild.name.clone(),
        icon: guild.icon.clone(),
        banner: guild.banner.clone(),
        owner: snapshot.owner_id() == caller.user_id,
        permissions: snapshot.base_permissions(&view_of(&member, app.now_ms())),
        features: guild.features.clone(),
        approximate_member_count: count,
        approximate_presence_count: None,
    }))
}

/// An account as its profile shows it.
#[derive(Debug, Clone)]
pub struct Profile {
    /// The account. Of what is in it only name, picture and text are for others.
    pub account: Account,
    /// Guilds in which the caller and the account are, with the account's name there.
    pub mutual_guilds: Vec<(Id<GuildMarker>, Option<String>)>,
}

/// Somebody's profile.
pub async fn profile(app: &App, caller: &Caller, user_id: Id<UserMarker>) -> ActionResult<Profile> {
    let caller_id = caller.user_id;
    app.read(move |tx| {
        let account = tables::users::account(tx, user_id)?.ok_or(ActionError::Unknown(Kind::User))?;
        let own = tables::members::guilds_of(tx, caller_id)?;
        let mut mutual_guilds = Vec::new();
        for guild_id in own {
            if let Some(member) = tables::members::get(tx, guild_id, user_id)? {
                mutual_guilds.push((guild_id, member.nick));
            }
        }
        Ok(Profile { account, mutual_guilds })
    })
    .await
}
