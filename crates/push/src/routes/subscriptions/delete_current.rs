//! `DELETE /parvis/v1/users/@me/push-subscriptions/@current`

use axum::extract::State;
use parvis_api::error::ApiResult;
use parvis_api::extract::{NoContent, Person};
use parvis_app::App;

use crate::subscriptions;

/// Ends the subscription of the login that asks.
pub async fn delete_current_subscription(
    State(app): State<App>,
    Person(caller): Person,
) -> ApiResult<NoContent> {
    subscriptions::delete(&app, &caller, caller.login_id).await?;
    Ok(NoContent)
}
