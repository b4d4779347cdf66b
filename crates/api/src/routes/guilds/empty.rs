//! Lists of what this server does not have yet. Nobody can make any of it, so the lists are truthfully empty.

use axum::extract::State;
use parvis_app::{App, Caller, access};
use parvis_model::marker::GuildMarker;
use parvis_model::{Id, Permissions};
use serde_json::{Value, json};

use crate::error::ApiResult;
use crate::extract::{Auth, Json, Path};

type GuildPath = Path<Id<GuildMarker>>;

async fn empty(
    app: &App,
    caller: &Caller,
    guild_id: Id<GuildMarker>,
    needed: Permissions,
) -> ApiResult<Json<Vec<Value>>> {
    access::guild(app, caller, guild_id, needed).await?;
    Ok(Json(Vec::new()))
}

/// `GET /guilds/{guild_id}/stickers`
pub async fn list_stickers(
    State(app): State<App>,
    Auth(caller): Auth,
    Path(id): GuildPath,
) -> ApiResult<Json<Vec<Value>>> {
    empty(&app, &caller, id, Permissions::NONE).await
}

/// `GET /guilds/{guild_id}/regions`
pub async fn list_regions(
    State(app): State<App>,
    Auth(caller): Auth,
    Path(id): GuildPath,
) -> ApiResult<Json<Vec<Value>>> {
    empty(&app, &caller, id, Permissions::NONE).await
}

/// `GET /guilds/{guild_id}/integrations`
pub async fn list_integrations(
    State(app): State<App>,
    Auth(caller): Auth,
    Path(id): GuildPath,
) -> ApiResult<Json<Vec<Value>>> {
    empty(&app, &caller, id, Permissions::MANAGE_GUILD).await
}

/// `GET /guilds/{guild_id}/templates`
pub async fn list_templates(
    State(app): State<App>,
    Auth(caller): Auth,
    Path(id): GuildPath,
) -> ApiResult<Json<Vec<Value>>> {
    empty(&app, &caller, id, Permissions::MANAGE_GUILD).await
}

/// `GET /guilds/{guild_id}/soundboard-sounds`
pub async fn list_soundboard_sounds(
    State(app): State<App>,
    Auth(caller): Auth,
    Path(id): GuildPath,
) -> ApiResult<Json<Value>> {
    access::guild(&app, &caller, id, Permissions::NONE).await?;
    Ok(Json(json!({ "items": [] })))
}

/// `GET /guilds/{guild_id}/widget`
pub async fn get_widget_settings(
    State(app): State<App>,
    Auth(caller): Auth,
    Path(id): GuildPath,
) -> ApiResult<Json<Value>> {
    access::guild(&app, &caller, id, Permissions::MANAGE_GUILD).await?;
    Ok(Json(json!({ "enabled": false, "channel_id": null })))
}

/// `GET /guilds/{guild_id}/vanity-url`
pub async fn get_vanity_url(
    State(app): State<App>,
    Auth(caller): Auth,
    Path(id): GuildPath,
) -> ApiResult<Json<Value>> {
    access::guild(&app, &caller, id, Permissions::MANAGE_GUILD).await?;
    Ok(Json(json!({ "code": null, "uses": 0 })))
}
