//! `DELETE /webhooks/{webhook_id}`

use axum::extract::State;
use parvis_app::{App, webhooks};
use parvis_model::Id;
use parvis_model::marker::WebhookMarker;

use crate::error::ApiResult;
use crate::extract::{Auth, NoContent, Path, Reason};

/// Deletes a webhook that the caller manages.
pub async fn delete_webhook(
    State(app): State<App>,
    Auth(caller): Auth,
    Path(id): Path<Id<WebhookMarker>>,
    Reason(reason): Reason,
) -> ApiResult<NoContent> {
    webhooks::delete(&app, &caller, id, reason).await?;
    Ok(NoContent)
}
