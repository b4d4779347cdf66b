//! `DELETE /applications/{application_id}/emojis/{emoji_id}`

use axum::extract::State;
use parvis_app::{App, emojis};
use parvis_model::Id;
use parvis_model::marker::{ApplicationMarker, EmojiMarker};

use crate::error::ApiResult;
use crate::extract::{Auth, NoContent, Path};

/// Deletes an emoji of an application.
pub async fn delete_emoji(
    State(app): State<App>,
    Auth(caller): Auth,
    Path((application_id, emoji_id)): Path<(Id<ApplicationMarker>, Id<EmojiMarker>)>,
) -> ApiResult<NoContent> {
    emojis::delete_of_application(&app, &caller, application_id, emoji_id).await?;
    Ok(NoContent)
}
