//! `GET /guilds/{guild_id}/members`

use axum::extract::State;
use parvis_app::{App, members};
use parvis_model::marker::{GuildMarker, UserMarker};
use parvis_model::{Id, Member};
use parvis_rules::{limits, validate};
use serde::Deserialize;

use crate::error::{ApiResult, invalid_fields};
use crate::extract::{Auth, Json, Path, Query};

/// Which part of the list, which stands in the order of account ids.
#[derive(Debug, Deserialize)]
pub struct MembersQuery {
    after: Option<Id<UserMarker>>,
    limit: Option<i64>,
}

/// A page of the member list.
pub async fn list_members(
    State(app): State<App>,
    Auth(caller): Auth,
    Path(guild_id): Path<Id<GuildMarker>>,
    Query(query): Query<MembersQuery>,
) -> ApiResult<Json<Vec<Member>>> {
    let limit = query.limit.unwrap_or(1);
    validate::number("limit", limit, 1..=limits::MEMBERS_PAGE_MAX as i64).map_err(invalid_fields)?;
    let limit = u32::try_from(limit).expect("checked to be 1 to 1000");
    let after = query.after.unwrap_or(Id::new(0));
    Ok(Json(members::list(&app, &caller, guild_id, after, limit).await?))
}
