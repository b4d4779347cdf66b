//! `PATCH /webhooks/{webhook_id}/{webhook_token}`

use axum::extract::State;
use parvis_app::{App, webhooks};
use parvis_model::Webhook;

use crate::error::ApiResult;
use crate::extract::{Json, JsonWithPicture, Path, Reason};
use crate::routes::webhooks::body::{EditWebhook, Secret};

/// Changes name or avatar of the webhook that the secret opens.
pub async fn edit_webhook_by_token(
    State(app): State<App>,
    Path(Secret { webhook_id, webhook_token }): Path<Secret>,
    Reason(reason): Reason,
    JsonWithPicture(body): JsonWithPicture<EditWebhook>,
) -> ApiResult<Json<Webhook>> {
    let edit = body.into_edit()?;
    Ok(Json(webhooks::edit_by_token(&app, webhook_id, &webhook_token, edit, reason).await?))
}
