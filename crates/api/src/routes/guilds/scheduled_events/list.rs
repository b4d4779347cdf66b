//! `GET /guilds/{guild_id}/scheduled-events`

use axum::extract::State;
use parvis_app::{App, scheduled_events};
use parvis_model::marker::GuildMarker;
use parvis_model::{Id, ScheduledEvent};
use serde::Deserialize;

use crate::error::ApiResult;
use crate::extract::{Auth, Flag, Json, Path, Query};

/// Whether those who are interested are counted.
#[derive(Debug, Deserialize)]
pub struct CountQuery {
    /// Whether they are.
    #[serde(default)]
    pub with_user_count: Flag,
}

/// The events of a guild that are to come or under way.
pub async fn list_scheduled_events(
    State(app): State<App>,
    Auth(caller): Auth,
    Path(guild_id): Path<Id<GuildMarker>>,
    Query(query): Query<CountQuery>,
) -> ApiResult<Json<Vec<ScheduledEvent>>> {
    Ok(Json(scheduled_events::list(&app, &caller, guild_id, query.with_user_count.0).await?))
}
