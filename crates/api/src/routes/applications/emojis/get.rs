//! `GET /applications/{application_id}/emojis/{emoji_id}`

use axum::extract::State;
use parvis_app::{App, emojis};
use parvis_model::marker::{ApplicationMarker, EmojiMarker};
use parvis_model::{Emoji, Id};

use crate::error::ApiResult;
use crate::extract::{Auth, Json, Path};

/// One emoji of an application.
pub async fn get_emoji(
    State(app): State<App>,
    Auth(caller): Auth,
    Path((application_id, emoji_id)): Path<(Id<ApplicationMarker>, Id<EmojiMarker>)>,
) -> ApiResult<Json<Emoji>> {
    Ok(Json(emojis::get_of_application(&app, &caller, application_id, emoji_id).await?))
}
