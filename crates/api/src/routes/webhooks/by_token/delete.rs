//! `DELETE /webhooks/{webhook_id}/{webhook_token}`

use axum::extract::State;
use parvis_app::{App, webhooks};

use crate::error::ApiResult;
use crate::extract::{NoContent, Path, Reason};
use crate::routes::webhooks::body::Secret;

/// Deletes the webhook that the secret opens.
pub async fn delete_webhook_by_token(
    State(app): State<App>,
    Path(Secret { webhook_id, webhook_token }): Path<Secret>,
    Reason(reason): Reason,
) -> ApiResult<NoContent> {
    webhooks::delete_by_token(&app, webhook_id, &webhook_token, reason).await?;
    Ok(NoContent)
}
