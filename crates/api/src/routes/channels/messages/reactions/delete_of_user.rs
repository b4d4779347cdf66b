//! `DELETE /channels/{channel_id}/messages/{message_id}/reactions/{emoji_name}/{user_id}`

use axum::extract::State;
use parvis_app::App;
use parvis_app::reactions::{self, Target};
use parvis_model::Id;
use parvis_model::marker::{ChannelMarker, MessageMarker, UserMarker};

use crate::error::ApiResult;
use crate::extract::{Auth, NoContent, Path};

type ReactionPath = (Id<ChannelMarker>, Id<MessageMarker>, String, Id<UserMarker>);

/// Removes somebody's reaction.
pub async fn remove_reaction_of(
    State(app): State<App>,
    Auth(caller): Auth,
    Path((channel_id, message_id, emoji, user_id)): Path<ReactionPath>,
) -> ApiResult<NoContent> {
    let target = Target { channel_id, message_id, emoji: reactions::parse_emoji(&emoji)? };
    reactions::remove(&app, &caller, target, user_id).await?;
    Ok(NoContent)
}
