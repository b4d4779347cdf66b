//! `POST /guilds/{guild_id}/prune`

use axum::extract::State;
use parvis_app::{App, prune};
use parvis_model::Id;
use parvis_model::marker::GuildMarker;
use serde::Deserialize;

use super::body::{Pruned, Roles, read_prune};
use crate::error::ApiResult;
use crate::extract::{Auth, Json, Path, Reason};

/// Who is removed, and whether the caller wants to know how many.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct PruneBody {
    days: Option<i64>,
    compute_prune_count: Option<bool>,
    include_roles: Option<Roles>,
}

/// Removes members who have long been away.
pub async fn prune_members(
    State(app): State<App>,
    Auth(caller): Auth,
    Path(guild_id): Path<Id<GuildMarker>>,
    Reason(reason): Reason,
    Json(body): Json<PruneBody>,
) -> ApiResult<Json<Pruned>> {
    let wanted = read_prune(body.days, body.include_roles)?;
    let count = prune::prune(&app, &caller, guild_id, wanted, reason).await?;
    Ok(Json(Pruned { pruned: body.compute_prune_count.unwrap_or(true).then_some(count) }))
}
