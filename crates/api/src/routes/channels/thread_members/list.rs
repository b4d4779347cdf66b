//! `GET /channels/{channel_id}/thread-members`

use axum::extract::State;
use parvis_app::App;
use parvis_app::threads::{self, MemberPage};
use parvis_model::marker::{ChannelMarker, UserMarker};
use parvis_model::{Id, ThreadMember};
use parvis_rules::{limits, validate};
use serde::Deserialize;

use crate::error::{ApiResult, invalid_fields};
use crate::extract::{Auth, Flag, Json, Path, Query};

/// Which of them.
#[derive(Debug, Deserialize)]
pub struct MembersQuery {
    #[serde(default)]
    with_member: Flag,
    after: Option<Id<UserMarker>>,
    limit: Option<i64>,
}

/// Those who are in a thread.
pub async fn list_thread_members(
    State(app): State<App>,
    Auth(caller): Auth,
    Path(channel_id): Path<Id<ChannelMarker>>,
    Query(query): Query<MembersQuery>,
) -> ApiResult<Json<Vec<ThreadMember>>> {
    let limit = query.limit.unwrap_or(limits::THREAD_MEMBERS_PAGE_MAX as i64);
    validate::number("limit", limit, 1..=limits::THREAD_MEMBERS_PAGE_MAX as i64).map_err(invalid_fields)?;
    let page = MemberPage {
        after: query.after.unwrap_or(Id::new(0)),
        limit: u32::try_from(limit).expect("checked to be 1 to 100"),
        with_member: query.with_member.0,
    };
    Ok(Json(threads::list_members(&app, &caller, channel_id, page).await?))
}
