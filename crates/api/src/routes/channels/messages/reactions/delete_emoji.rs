//! `DELETE /channels/{channel_id}/messages/{message_id}/reactions/{emoji_name}`

use axum::extract::State;
use parvis_app::App;
use parvis_app::reactions::{self, Target};
use parvis_model::Id;
use parvis_model::marker::{ChannelMarker, MessageMarker};

use crate::error::ApiResult;
use crate::extract::{Auth, NoContent, Path};

/// Removes every reaction with an emoji.
pub async fn remove_reactions_with(
    State(app): State<App>,
    Auth(caller): Auth,
    Path((channel_id, message_id, emoji)): Path<(Id<ChannelMarker>, Id<MessageMarker>, String)>,
) -> ApiResult<NoContent> {
    let target = Target { channel_id, message_id, emoji: reactions::parse_emoji(&emoji)? };
    reactions::clear_emoji(&app, &caller, target).await?;
    Ok(NoContent)
}
