//! `PATCH /webhooks/{webhook_id}`

use axum::extract::State;
use parvis_app::{App, webhooks};
use parvis_model::marker::WebhookMarker;
use parvis_model::{Id, Webhook};

use super::body::EditWebhook;
use crate::error::ApiResult;
use crate::extract::{Auth, Json, Path, Reason};

/// Changes a webhook that the caller manages.
pub async fn edit_webhook(
    State(app): State<App>,
    Auth(caller): Auth,
    Path(id): Path<Id<WebhookMarker>>,
    Reason(reason): Reason,
    Json(body): Json<EditWebhook>,
) -> ApiResult<Json<Webhook>> {
    Ok(Json(webhooks::edit(&app, &caller, id, body.into_edit()?, reason).await?))
}
