//! `GET /users/@me/channels`

use axum::extract::State;
use parvis_app::{App, private};
use parvis_model::Channel;

use crate::error::ApiResult;
use crate::extract::{Auth, Json};

/// The conversations that the caller has open.
pub async fn list_private_channels(
    State(app): State<App>,
    Auth(caller): Auth,
) -> ApiResult<Json<Vec<Channel>>> {
    Ok(Json(private::list(&app, &caller).await?))
}
