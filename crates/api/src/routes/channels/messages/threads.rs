//! `POST /channels/{channel_id}/messages/{message_id}/threads`

use axum::extract::State;
use parvis_app::{App, threads};
use parvis_model::marker::{ChannelMarker, MessageMarker};
use parvis_model::{Channel, Id};

use crate::error::ApiResult;
use crate::extract::{Auth, Created, Json, Path, Reason};
use crate::routes::channels::threads::body::CreateThread;

/// Starts a thread from a message.
pub async fn create_thread_from_message(
    State(app): State<App>,
    Auth(caller): Auth,
    Path((channel_id, message_id)): Path<(Id<ChannelMarker>, Id<MessageMarker>)>,
    Reason(reason): Reason,
    Json(body): Json<CreateThread>,
) -> ApiResult<Created<Channel>> {
    let draft = body.into_draft()?;
    let thread = threads::start_from_message(&app, &caller, channel_id, message_id, draft, reason).await?;
    Ok(Created(thread))
}
