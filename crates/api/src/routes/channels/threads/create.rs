//! `POST /channels/{channel_id}/threads`

use axum::extract::State;
use parvis_app::{App, threads};
use parvis_model::marker::ChannelMarker;
use parvis_model::{Id, StartedThread};

use super::body::{CreateThread, read};
use crate::error::ApiResult;
use crate::extract::{Auth, Created, Path, Reason};
use crate::form::WithFiles;

/// Starts a thread by itself; in a forum with its first message.
pub async fn create_thread(
    State(app): State<App>,
    Auth(caller): Auth,
    Path(channel_id): Path<Id<ChannelMarker>>,
    Reason(reason): Reason,
    body: WithFiles<CreateThread>,
) -> ApiResult<Created<StartedThread>> {
    let (draft, message) = read(body)?;
    Ok(Created(threads::start(&app, &caller, channel_id, draft, message, reason).await?))
}
