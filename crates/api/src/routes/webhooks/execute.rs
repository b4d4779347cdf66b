//! `POST /webhooks/{webhook_id}/{webhook_token}`

use axum::extract::State;
use axum::response::{IntoResponse, Response};
use parvis_app::interactions::interaction_of;
use parvis_app::{App, webhooks};

use super::body::{ExecuteQuery, Secret};
use crate::error::ApiResult;
use crate::extract::{Json, NoContent, Path, Query};
use crate::form::AnyForm;
use crate::routes::channels::messages::body::CreateMessage;

/// Posts a message; an application answers an interaction here, too.
pub async fn execute_webhook(
    State(app): State<App>,
    Path(Secret { webhook_id, webhook_token }): Path<Secret>,
    Query(query): Query<ExecuteQuery>,
    AnyForm(body): AnyForm<CreateMessage>,
) -> ApiResult<Response> {
    let is_ephemeral = body.json.is_ephemeral();
    let mut execution = body.json.into_execution(body.files)?;
    execution.is_ephemeral = is_ephemeral;
    execution.with_components = query.with_components.0;
    execution.thread_id = query.thread_id;
    let message = webhooks::execute(&app, webhook_id, &webhook_token, execution).await?;
    // Applications learn of what they answered whether or not they ask for it.
    let tells = query.wait.0 || interaction_of(&webhook_token).is_some();
    Ok(if tells { Json(message).into_response() } else { NoContent.into_response() })
}
