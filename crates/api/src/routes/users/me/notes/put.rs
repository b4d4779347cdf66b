//! `PUT /users/@me/notes/{user_id}`

use axum::extract::State;
use parvis_app::{App, notes};
use parvis_model::Id;
use parvis_model::marker::UserMarker;
use parvis_rules::limits::{self, chars};
use parvis_rules::validate;
use serde::Deserialize;

use crate::error::{ApiResult, invalid_fields};
use crate::extract::{Json, NoContent, Path, Person};

/// The text; null or nothing deletes it.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct PutNote {
    note: Option<String>,
}

/// Writes something about somebody.
pub async fn put_note(
    State(app): State<App>,
    Person(caller): Person,
    Path(user_id): Path<Id<UserMarker>>,
    Json(body): Json<PutNote>,
) -> ApiResult<NoContent> {
    let note = body.note.as_deref().unwrap_or_default().trim().to_owned();
    validate::length("note", chars(&note), 0..=limits::NOTE_CHARS_MAX).map_err(invalid_fields)?;
    notes::set(&app, &caller, user_id, note).await?;
    Ok(NoContent)
}
