//! `PATCH /applications/{application_id}/emojis/{emoji_id}`

use axum::extract::State;
use parvis_app::{App, emojis};
use parvis_model::marker::{ApplicationMarker, EmojiMarker};
use parvis_model::{Emoji, Id};

use crate::error::ApiResult;
use crate::extract::{Auth, Json, Path};
use crate::routes::guilds::emojis::body::EditEmoji;

/// Changes an emoji of an application.
pub async fn edit_emoji(
    State(app): State<App>,
    Auth(caller): Auth,
    Path((application_id, emoji_id)): Path<(Id<ApplicationMarker>, Id<EmojiMarker>)>,
    Json(body): Json<EditEmoji>,
) -> ApiResult<Json<Emoji>> {
    Ok(Json(emojis::edit_of_application(&app, &caller, application_id, emoji_id, body.into_edit()?).await?))
}
