//! `GET /channels/{channel_id}/application-command-index`

use axum::extract::State;
use parvis_app::{App, commands};
use parvis_model::marker::ChannelMarker;
use parvis_model::{CommandIndex, Id};

use crate::error::ApiResult;
use crate::extract::{Json, Path, Person};
use crate::locale::Locale;

/// The commands that the caller may use in a channel.
pub async fn get_channel_command_index(
    State(app): State<App>,
    Person(caller): Person,
    Path(channel_id): Path<Id<ChannelMarker>>,
    Locale(locale): Locale,
) -> ApiResult<Json<CommandIndex>> {
    Ok(Json(commands::index_of_channel(&app, &caller, channel_id, locale).await?))
}
