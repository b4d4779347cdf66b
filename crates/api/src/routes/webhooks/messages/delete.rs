//! `DELETE /webhooks/{webhook_id}/{webhook_token}/messages/{message_id}`

use axum::extract::State;
use parvis_app::{App, webhooks};

use super::MessagePath;
use crate::error::ApiResult;
use crate::extract::{NoContent, Path, Query};
use crate::routes::webhooks::body::MessageQuery;

/// Deletes a message of the webhook.
pub async fn delete_webhook_message(
    State(app): State<App>,
    Path(path): Path<MessagePath>,
    Query(query): Query<MessageQuery>,
) -> ApiResult<NoContent> {
    let which = path.which()?;
    let thread_id = query.thread_id;
    webhooks::delete_message(&app, path.webhook_id, &path.webhook_token, which, thread_id).await?;
    Ok(NoContent)
}
