//! The one place that says who works on which lists: those who manage a guild on its own, the moderators of the house
//! on the house's.

use parvis_app::access;
use parvis_app::{ActionError, ActionResult, App, Caller};
use parvis_model::marker::GuildMarker;
use parvis_model::{Id, Permissions};

use crate::desk::{self, Standing, unknown};
use crate::tables::lists::{self as tables, List, ListMarker};

/// Works on the lists of a guild or of the house, or may not.
pub async fn standing(
    app: &App,
    caller: &Caller,
    guild_id: Option<Id<GuildMarker>>,
) -> ActionResult<Standing> {
    caller.require_person()?;
    match guild_id {
        None => desk::standing(app, caller, None).await,
        Some(guild_id) => {
            let access = access::guild(app, caller, guild_id, Permissions::MANAGE_GUILD).await?;
            Ok(Standing::Guild(Box::new(access)))
        }
    }
}

/// A list on which the caller works; whoever does not, learns of none.
pub async fn list(app: &App, caller: &Caller, id: Id<ListMarker>) -> ActionResult<(Standing, List)> {
    caller.require_person()?;
    let found = app.read(move |tx| Ok(tables::get(tx, id)?)).await?;
    let list = found.ok_or(unknown("List"))?;
    match standing(app, caller, list.guild_id).await {
        Ok(standing) => Ok((standing, list)),
        Err(ActionError::Unknown(_) | ActionError::MissingPermissions) => Err(unknown("List")),
        Err(other) => Err(other),
    }
}
