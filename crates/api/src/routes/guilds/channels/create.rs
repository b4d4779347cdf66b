//! `POST /guilds/{guild_id}/channels`

use axum::extract::State;
use axum::http::StatusCode;
use parvis_app::App;
use parvis_app::channels::{self, ChannelFields};
use parvis_model::marker::GuildMarker;
use parvis_model::{Channel, Id};

use crate::error::ApiResult;
use crate::extract::{Auth, Json, Path, Reason};

/// Makes a channel.
pub async fn create_guild_channel(
    State(app): State<App>,
    Auth(caller): Auth,
    Path(guild_id): Path<Id<GuildMarker>>,
    Reason(reason): Reason,
    Json(fields): Json<ChannelFields>,
) -> ApiResult<(StatusCode, Json<Channel>)> {
    let channel = channels::create(&app, &caller, guild_id, fields, reason).await?;
    Ok((StatusCode::CREATED, Json(channel)))
}
