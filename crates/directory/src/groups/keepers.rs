//! Who keeps a group: whoever holds its private link, whoever manages its guild, and those who look after the map.

use parvis_app::{ActionError, ActionResult, App, Caller, Kind, access};
use parvis_model::marker::GuildMarker;
use parvis_model::{Id, Permissions};

use super::listing::Target;
use super::unknown;
use crate::log::Actor;
use crate::markers::GroupMarker;
use crate::tables::groups::{Kept, State};
use crate::{Directory, moderators, receipts, tables};

/// How somebody proves to keep a group.
#[derive(Debug, Clone)]
pub enum Key<'a> {
    /// By its private link.
    Receipt(&'a str),
    /// By an account.
    Account(&'a Caller, Id<GroupMarker>),
}

/// Proof that somebody keeps a group.
pub struct Keeping {
    /// The group as it was when this was proved.
    pub group: Kept,
    /// As whom.
    pub actor: Actor,
}

/// Finds the group that somebody keeps. Who only sees it is told so; to others it does not exist.
///
/// A guild of this server that is on the map is kept by those who manage it now: who once handed it in may have left,
/// and their private link only follows it and hides it.
pub async fn keeping(directory: &Directory, app: &App, key: &Key<'_>) -> ActionResult<Keeping> {
    let keeping = following(directory, app, key).await?;
    let listing = keeping.group.listing.as_ref().filter(|_| keeping.group.state == State::Listed);
    let is_guild = listing.is_some_and(|listing| matches!(listing.target, Target::Guild { .. }));
    if is_guild && matches!(key, Key::Receipt(_)) {
        Err(ActionError::MissingPermissions)
    } else {
        Ok(keeping)
    }
}

/// Finds the group that somebody may follow and hide: whoever keeps it, or handed it in.
pub async fn following(directory: &Directory, app: &App, key: &Key<'_>) -> ActionResult<Keeping> {
    match key {
        Key::Receipt(text) => {
            let no_receipt = || ActionError::Unknown(Kind::Thing("Receipt"));
            let digest = receipts::digest_of(text).ok_or_else(no_receipt)?;
            let found = app.read(move |tx| Ok(tables::groups::by_receipt(tx, &digest)?)).await?;
            Ok(Keeping { group: found.ok_or_else(no_receipt)?, actor: Actor::Keeper })
        }
        Key::Account(caller, id) => {
            caller.require_person()?;
            let id = *id;
            let found = app.read(move |tx| Ok(tables::groups::get(tx, id)?)).await?;
            if moderators::is_moderator(app, caller).await? {
                let actor = Actor::Moderator(caller.user_id);
                return Ok(Keeping { group: found.ok_or_else(unknown)?, actor });
            }
            let guild_id = found.as_ref().and_then(|kept| kept.latest()?.target.guild_id());
            if let (Some(group), Some(guild_id)) = (found, guild_id)
                && manages(app, caller, guild_id).await?
            {
                return Ok(Keeping { group, actor: Actor::Keeper });
            }
            let (view, viewer) = directory.view_for(app, Some(caller)).await?;
            match view.group(id, viewer.as_ref()) {
                Some(_) => Err(ActionError::MissingPermissions),
                None => Err(unknown()),
            }
        }
    }
}

/// Whether somebody may speak for a guild.
pub async fn manages(app: &App, caller: &Caller, guild_id: Id<GuildMarker>) -> ActionResult<bool> {
    match access::guild(app, caller, guild_id, Permissions::MANAGE_GUILD).await {
        Ok(_) => Ok(true),
        Err(ActionError::Unknown(_) | ActionError::MissingPermissions) => Ok(false),
        Err(other) => Err(other),
    }
}
