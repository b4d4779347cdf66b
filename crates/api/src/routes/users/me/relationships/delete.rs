//! `DELETE /users/@me/relationships/{user_id}`

use axum::extract::State;
use parvis_app::{App, relationships};
use parvis_model::Id;
use parvis_model::marker::UserMarker;

use crate::error::ApiResult;
use crate::extract::{NoContent, Path, Person};

/// Ends a friendship, takes a request back, refuses one, or lifts a block.
pub async fn delete_relationship(
    State(app): State<App>,
    Person(caller): Person,
    Path(user_id): Path<Id<UserMarker>>,
) -> ApiResult<NoContent> {
    relationships::remove(&app, &caller, user_id).await?;
    Ok(NoContent)
}
