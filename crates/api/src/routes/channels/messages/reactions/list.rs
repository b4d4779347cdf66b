//! `GET /channels/{channel_id}/messages/{message_id}/reactions/{emoji_name}`

use axum::extract::State;
use parvis_app::App;
use parvis_app::reactions::{self, Target};
use parvis_model::marker::{ChannelMarker, MessageMarker, UserMarker};
use parvis_model::{Id, User};
use parvis_rules::{limits, validate};
use serde::Deserialize;

use crate::error::{ApiResult, invalid_fields};
use crate::extract::{Auth, Json, Path, Query};

/// Which of them.
#[derive(Debug, Deserialize)]
pub struct ReactionQuery {
    after: Option<Id<UserMarker>>,
    limit: Option<i64>,
    #[serde(rename = "type")]
    kind: Option<i64>,
}

/// Who reacted with an emoji, by id.
pub async fn list_reaction_users(
    State(app): State<App>,
    Auth(caller): Auth,
    Path((channel_id, message_id, emoji)): Path<(Id<ChannelMarker>, Id<MessageMarker>, String)>,
    Query(query): Query<ReactionQuery>,
) -> ApiResult<Json<Vec<User>>> {
    let limit = query.limit.unwrap_or(limits::REACTION_USERS_PAGE_DEFAULT as i64);
    validate::number("limit", limit, 1..=limits::REACTION_USERS_PAGE_MAX as i64).map_err(invalid_fields)?;
    validate::number("type", query.kind.unwrap_or(0), 0..=1).map_err(invalid_fields)?;
    let target = Target { channel_id, message_id, emoji: reactions::parse_emoji(&emoji)? };
    let limit = u32::try_from(limit).expect("checked to be 1 to 100");
    let after = query.after.unwrap_or(Id::new(0));
    let users = reactions::list(&app, &caller, target, after, limit).await?;
    // Nobody reacts with a burst here.
    Ok(Json(if query.kind == Some(1) { Vec::new() } else { users }))
}
