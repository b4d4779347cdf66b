//! `DELETE /parvis/v1/users/@me/push-subscriptions/{session_id}`

use axum::extract::State;
use parvis_api::error::ApiResult;
use parvis_api::extract::{NoContent, Path, Person};
use parvis_app::App;
use parvis_model::Id;
use parvis_model::marker::LoginMarker;

use crate::subscriptions;

/// Ends the subscription of one of the caller's logins.
pub async fn delete_subscription(
    State(app): State<App>,
    Person(caller): Person,
    Path(session_id): Path<Id<LoginMarker>>,
) -> ApiResult<NoContent> {
    subscriptions::delete(&app, &caller, session_id).await?;
    Ok(NoContent)
}
