//! `GET /users/@me/notes`

use std::collections::BTreeMap;

use axum::extract::State;
use parvis_app::{App, notes};
use parvis_model::Id;
use parvis_model::marker::UserMarker;

use crate::error::ApiResult;
use crate::extract::{Json, Person};

/// Everything that the caller wrote about others, by account.
pub async fn list_notes(
    State(app): State<App>,
    Person(caller): Person,
) -> ApiResult<Json<BTreeMap<Id<UserMarker>, String>>> {
    Ok(Json(notes::list(&app, &caller).await?))
}
