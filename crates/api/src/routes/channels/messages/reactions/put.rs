//! `PUT /channels/{channel_id}/messages/{message_id}/reactions/{emoji_name}/@me`

use axum::extract::State;
use parvis_app::App;
use parvis_app::reactions::{self, Target};
use parvis_model::Id;
use parvis_model::marker::{ChannelMarker, MessageMarker};

use crate::error::ApiResult;
use crate::extract::{Auth, NoContent, Path};

/// Reacts to a message.
pub async fn add_reaction(
    State(app): State<App>,
    Auth(caller): Auth,
    Path((channel_id, message_id, emoji)): Path<(Id<ChannelMarker>, Id<MessageMarker>, String)>,
) -> ApiResult<NoContent> {
    let target = Target { channel_id, message_id, emoji: reactions::parse_emoji(&emoji)? };
    reactions::add(&app, &caller, target).await?;
    Ok(NoContent)
}
