//! `GET /parvis/v1/directory/stale-groups`

use axum::extract::State;
use parvis_api::error::ApiResult;
use parvis_api::extract::{Json, Person};
use parvis_app::App;
use serde::Serialize;

use crate::groups::keeping::KeptGroup;
use crate::review;

const LIMIT: u32 = 200;

/// The longest silent first.
#[derive(Debug, Serialize)]
pub struct GroupList {
    groups: Vec<KeptGroup>,
}

/// Groups of which nobody has said for long that they are still there.
pub async fn list_stale_groups(State(app): State<App>, Person(caller): Person) -> ApiResult<Json<GroupList>> {
    Ok(Json(GroupList { groups: review::stale(&app, &caller, LIMIT).await? }))
}
