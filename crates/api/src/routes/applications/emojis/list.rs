//! `GET /applications/{application_id}/emojis`

use axum::extract::State;
use parvis_app::{App, emojis};
use parvis_model::marker::ApplicationMarker;
use parvis_model::{Emoji, Id};
use serde::Serialize;

use crate::error::ApiResult;
use crate::extract::{Auth, Json, Path};

/// All of them at once: there are no pages.
#[derive(Debug, Serialize)]
pub struct EmojiList {
    items: Vec<Emoji>,
}

/// The emojis of an application.
pub async fn list_emojis(
    State(app): State<App>,
    Auth(caller): Auth,
    Path(application_id): Path<Id<ApplicationMarker>>,
) -> ApiResult<Json<EmojiList>> {
    Ok(Json(EmojiList { items: emojis::list_of_application(&app, &caller, application_id).await? }))
}
