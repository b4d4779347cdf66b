//! `PATCH /guilds/{guild_id}/roles`

use axum::extract::State;
use parvis_app::{App, roles};
use parvis_model::marker::{GuildMarker, RoleMarker};
use parvis_model::{Id, Role};
use parvis_rules::{limits, validate};
use serde::Deserialize;

use crate::error::{ApiResult, invalid_fields};
use crate::extract::{Auth, Json, Path, Reason};

/// Where one role goes; without a position it stays.
#[derive(Debug, Deserialize)]
pub struct RoleMove {
    id: Id<RoleMarker>,
    #[serde(default)]
    position: Option<i64>,
}

/// Moves roles, and answers with all of them.
pub async fn reorder_roles(
    State(app): State<App>,
    Auth(caller): Auth,
    Path(guild_id): Path<Id<GuildMarker>>,
    Reason(reason): Reason,
    Json(body): Json<Vec<RoleMove>>,
) -> ApiResult<Json<Vec<Role>>> {
    validate::length("", body.len(), 0..=limits::GUILD_ROLES_MAX + 1).map_err(invalid_fields)?;
    let mut moves = Vec::with_capacity(body.len());
    for (index, it) in body.into_iter().enumerate() {
        let Some(position) = it.position else { continue };
        let path = format!("{index}.position");
        validate::number(&path, position, 0..=i64::from(i32::MAX)).map_err(invalid_fields)?;
        moves.push((it.id, position));
    }
    Ok(Json(roles::reorder(&app, &caller, guild_id, moves, reason).await?))
}
