//! `PATCH /webhooks/{webhook_id}/{webhook_token}/messages/{message_id}`

use axum::extract::State;
use parvis_app::{App, webhooks};
use parvis_model::Message;

use super::MessagePath;
use crate::error::ApiResult;
use crate::extract::{Json, Path, Query};
use crate::form::WithFiles;
use crate::routes::channels::messages::body::EditMessage;
use crate::routes::webhooks::body::MessageQuery;

/// Changes a message of the webhook.
pub async fn edit_webhook_message(
    State(app): State<App>,
    Path(path): Path<MessagePath>,
    Query(query): Query<MessageQuery>,
    body: WithFiles<EditMessage>,
) -> ApiResult<Json<Message>> {
    let which = path.which()?;
    let edit = body.json.into_edit(body.files)?;
    let (id, token) = (path.webhook_id, &path.webhook_token);
    Ok(Json(webhooks::edit_message(&app, id, token, which, query.thread_id, edit).await?))
}
