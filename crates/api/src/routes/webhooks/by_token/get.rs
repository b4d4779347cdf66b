//! `GET /webhooks/{webhook_id}/{webhook_token}`

use axum::extract::State;
use parvis_app::{App, webhooks};
use parvis_model::Webhook;

use crate::error::ApiResult;
use crate::extract::{Json, Path};
use crate::routes::webhooks::body::Secret;

/// The webhook that the secret opens.
pub async fn get_webhook_by_token(
    State(app): State<App>,
    Path(Secret { webhook_id, webhook_token }): Path<Secret>,
) -> ApiResult<Json<Webhook>> {
    Ok(Json(webhooks::get_by_token(&app, webhook_id, &webhook_token).await?))
}
