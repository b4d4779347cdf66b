//! `POST /channels/{channel_id}/webhooks`

use axum::extract::State;
use parvis_app::{App, webhooks};
use parvis_model::marker::ChannelMarker;
use parvis_model::{Id, Webhook};

use crate::error::ApiResult;
use crate::extract::{Auth, Json, Path, Reason};
use crate::routes::webhooks::body::CreateWebhook;

/// Makes a webhook.
pub async fn create_webhook(
    State(app): State<App>,
    Auth(caller): Auth,
    Path(channel_id): Path<Id<ChannelMarker>>,
    Reason(reason): Reason,
    Json(body): Json<CreateWebhook>,
) -> ApiResult<Json<Webhook>> {
    Ok(Json(webhooks::create(&app, &caller, channel_id, body.into_new()?, reason).await?))
}
