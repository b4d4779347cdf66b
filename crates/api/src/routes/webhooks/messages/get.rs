//! `GET /webhooks/{webhook_id}/{webhook_token}/messages/{message_id}`

use axum::extract::State;
use parvis_app::{App, webhooks};
use parvis_model::Message;

use super::MessagePath;
use crate::error::ApiResult;
use crate::extract::{Json, Path, Query};
use crate::routes::webhooks::body::MessageQuery;

/// A message of the webhook.
pub async fn get_webhook_message(
    State(app): State<App>,
    Path(path): Path<MessagePath>,
    Query(query): Query<MessageQuery>,
) -> ApiResult<Json<Message>> {
    let which = path.which()?;
    let thread_id = query.thread_id;
    Ok(Json(webhooks::message(&app, path.webhook_id, &path.webhook_token, which, thread_id).await?))
}
