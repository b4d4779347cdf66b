//! `PATCH /channels/{channel_id}/thread-members/@me/settings`

use axum::extract::State;
use parvis_app::{App, threads};
use parvis_model::marker::ChannelMarker;
use parvis_model::{Id, ThreadMember, ThreadMemberFlags};
use parvis_rules::validate::FieldError;
use serde::Deserialize;

use crate::error::{ApiResult, invalid_fields};
use crate::extract::{Json, Path, Person};

/// The choices: all messages, mentions only, none. At most one of them; without any the channel's settings hold.
const CHOICES: [ThreadMemberFlags; 4] = [
    ThreadMemberFlags::NONE,
    ThreadMemberFlags::ALL_MESSAGES,
    ThreadMemberFlags::ONLY_MENTIONS,
    ThreadMemberFlags::NO_MESSAGES,
];

/// The JSON of a change.
#[derive(Debug, Deserialize)]
pub struct ThreadSettings {
    flags: Option<ThreadMemberFlags>,
}

/// Sets which notifications the caller wants from a thread that it is in.
pub async fn edit_thread_settings(
    State(app): State<App>,
    Person(caller): Person,
    Path(channel_id): Path<Id<ChannelMarker>>,
    Json(body): Json<ThreadSettings>,
) -> ApiResult<Json<ThreadMember>> {
    let flags = body.flags.ok_or_else(|| invalid_fields(FieldError::required("flags")))?;
    if !CHOICES.contains(&flags) {
        return Err(invalid_fields(FieldError::choices("flags", CHOICES.map(ThreadMemberFlags::bits))));
    }
    Ok(Json(threads::set_flags(&app, &caller, channel_id, flags).await?))
}
