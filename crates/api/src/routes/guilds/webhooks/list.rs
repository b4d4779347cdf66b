//! `GET /guilds/{guild_id}/webhooks`

use axum::extract::State;
use parvis_app::{App, webhooks};
use parvis_model::marker::GuildMarker;
use parvis_model::{Id, Webhook};

use crate::error::ApiResult;
use crate::extract::{Auth, Json, Path};

/// The webhooks of a guild.
pub async fn list_guild_webhooks(
    State(app): State<App>,
    Auth(caller): Auth,
    Path(guild_id): Path<Id<GuildMarker>>,
) -> ApiResult<Json<Vec<Webhook>>> {
    Ok(Json(webhooks::list_of_guild(&app, &caller, guild_id).await?))
}
