//! `PATCH /guilds/{guild_id}/channels`

use axum::extract::State;
use parvis_app::App;
use parvis_app::channels::{self, ChannelMove};
use parvis_model::Id;
use parvis_model::marker::GuildMarker;

use crate::error::ApiResult;
use crate::extract::{Auth, Json, NoContent, Path, Reason};

/// Moves channels.
pub async fn reorder_guild_channels(
    State(app): State<App>,
    Auth(caller): Auth,
    Path(guild_id): Path<Id<GuildMarker>>,
    Reason(reason): Reason,
    Json(moves): Json<Vec<ChannelMove>>,
) -> ApiResult<NoContent> {
    channels::reorder(&app, &caller, guild_id, moves, reason).await?;
    Ok(NoContent)
}
