//! `POST /guilds/{guild_id}/ack`

use axum::extract::State;
use parvis_app::{App, read_states};
use parvis_model::Id;
use parvis_model::marker::GuildMarker;

use crate::error::ApiResult;
use crate::extract::{NoContent, Path, Person};

/// Marks every channel of a guild that the caller may view as read.
pub async fn ack_guild(
    State(app): State<App>,
    Person(caller): Person,
    Path(guild_id): Path<Id<GuildMarker>>,
) -> ApiResult<NoContent> {
    read_states::ack_guild(&app, &caller, guild_id).await?;
    Ok(NoContent)
}
