//! `GET /webhooks/{webhook_id}`

use axum::extract::State;
use parvis_app::{App, webhooks};
use parvis_model::marker::WebhookMarker;
use parvis_model::{Id, Webhook};

use crate::error::ApiResult;
use crate::extract::{Auth, Json, Path};

/// A webhook that the caller manages.
pub async fn get_webhook(
    State(app): State<App>,
    Auth(caller): Auth,
    Path(id): Path<Id<WebhookMarker>>,
) -> ApiResult<Json<Webhook>> {
    Ok(Json(webhooks::get(&app, &caller, id).await?))
}
