//! The one place that says who sets rules and who judges what they catch: in a guild those who manage it and those who
//! look after it, for the house its moderators.

use parvis_app::{ActionError, ActionResult, App, Caller, Lane, access};
use parvis_model::{Id, Permissions};

use crate::desk::{self, Standing, unknown};
use crate::tables::policies::{self as table, Kept, PolicyMarker, Scope};

/// The lane of what belongs to a guild or to the house.
pub(super) fn lane(scope: Scope) -> Lane {
    desk::lane(scope)
}

/// Sets rules, or may not.
pub(super) async fn managing(app: &App, caller: &Caller, scope: Scope) -> ActionResult<Standing> {
    caller.require_person()?;
    match scope {
        Some(guild_id) => {
            let access = access::guild(app, caller, guild_id, Permissions::MANAGE_GUILD).await?;
            Ok(Standing::Guild(Box::new(access)))
        }
        None => desk::standing(app, caller, None).await,
    }
}

/// Looks at rules: whoever sets them, and whoever looks after the place. Whether they set them, too.
pub(super) async fn looking(app: &App, caller: &Caller, scope: Scope) -> ActionResult<(Standing, bool)> {
    match managing(app, caller, scope).await {
        Ok(standing) => Ok((standing, true)),
        Err(ActionError::MissingPermissions) => Ok((desk::standing(app, caller, scope).await?, false)),
        Err(error) => Err(error),
    }
}

async fn find(app: &App, id: Id<PolicyMarker>) -> ActionResult<Kept> {
    app.read(move |tx| Ok(table::get(tx, id)?)).await?.ok_or(unknown("Policy"))
}

/// What one may not see is named like what is not there.
fn hidden(error: ActionError) -> ActionError {
    match error {
        ActionError::MissingPermissions | ActionError::Unknown(_) => unknown("Policy"),
        other => other,
    }
}

/// A rule that the caller may change.
pub(super) async fn changing(
    app: &App,
    caller: &Caller,
    id: Id<PolicyMarker>,
) -> ActionResult<(Standing, Kept)> {
    caller.require_person()?;
    let kept = find(app, id).await?;
    Ok((managing(app, caller, kept.scope).await.map_err(hidden)?, kept))
}

/// A rule whose samples the caller may judge.
pub(super) async fn judging(
    app: &App,
    caller: &Caller,
    id: Id<PolicyMarker>,
) -> ActionResult<(Standing, Kept)> {
    caller.require_person()?;
    let kept = find(app, id).await?;
    let (standing, _) = looking(app, caller, kept.scope).await.map_err(hidden)?;
    Ok((standing, kept))
}
