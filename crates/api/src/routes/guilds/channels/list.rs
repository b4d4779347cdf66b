//! `GET /guilds/{guild_id}/channels`

use axum::extract::State;
use parvis_app::{App, channels};
use parvis_model::marker::GuildMarker;
use parvis_model::{Channel, Id};

use crate::error::ApiResult;
use crate::extract::{Auth, Json, Path};

/// The channels of a guild that the caller may view.
pub async fn list_guild_channels(
    State(app): State<App>,
    Auth(caller): Auth,
    Path(guild_id): Path<Id<GuildMarker>>,
) -> ApiResult<Json<Vec<Channel>>> {
    Ok(Json(channels::of_guild(&app, &caller, guild_id).await?))
}
