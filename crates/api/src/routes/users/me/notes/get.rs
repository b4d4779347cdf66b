//! `GET /users/@me/notes/{user_id}`

use axum::extract::State;
use parvis_app::{App, notes};
use parvis_model::marker::UserMarker;
use parvis_model::{Id, Note};

use crate::error::ApiResult;
use crate::extract::{Json, Path, Person};

/// What the caller wrote about somebody.
pub async fn get_note(
    State(app): State<App>,
    Person(caller): Person,
    Path(user_id): Path<Id<UserMarker>>,
) -> ApiResult<Json<Note>> {
    Ok(Json(notes::get(&app, &caller, user_id).await?))
}
