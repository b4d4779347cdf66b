//! `POST /users/@me/relationships`

use axum::extract::State;
use parvis_app::{App, relationships};
use serde::Deserialize;

use crate::error::ApiResult;
use crate::extract::{Json, NoContent, Person};

/// Who is asked.
#[derive(Debug, Deserialize)]
pub struct RequestFriend {
    username: String,
}

/// Asks the person with this name to be friends.
pub async fn request_friend(
    State(app): State<App>,
    Person(caller): Person,
    Json(body): Json<RequestFriend>,
) -> ApiResult<NoContent> {
    relationships::request_by_name(&app, &caller, &body.username).await?;
    Ok(NoContent)
}
