//! `POST /applications/{application_id}/emojis`

use axum::extract::State;
use parvis_app::{App, emojis};
use parvis_model::marker::ApplicationMarker;
use parvis_model::{Emoji, Id};

use crate::error::ApiResult;
use crate::extract::{Auth, Created, Json, Path};
use crate::routes::guilds::emojis::body::CreateEmoji;

/// Makes an emoji of an application.
pub async fn create_emoji(
    State(app): State<App>,
    Auth(caller): Auth,
    Path(application_id): Path<Id<ApplicationMarker>>,
    Json(body): Json<CreateEmoji>,
) -> ApiResult<Created<Emoji>> {
    Ok(Created(emojis::create_of_application(&app, &caller, application_id, body.into_draft()?).await?))
}
