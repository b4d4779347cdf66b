//! `GET /parvis/v1/directory/log`

use axum::extract::State;
use parvis_api::error::ApiResult;
use parvis_api::extract::{Json, Person, Query};
use parvis_app::App;
use parvis_model::Id;
use serde::{Deserialize, Serialize};

use crate::log::{self, ShownEntry};
use crate::markers::EntryMarker;
use crate::routes::page_limit;

/// Which part of the list.
#[derive(Debug, Deserialize)]
pub struct PageQuery {
    before: Option<Id<EntryMarker>>,
    limit: Option<i64>,
}

const LIMIT_MAX: usize = 100;

/// The last first.
#[derive(Debug, Serialize)]
pub struct EntryList {
    entries: Vec<ShownEntry>,
}

/// A page of what was done to the map.
pub async fn list_directory_log(
    State(app): State<App>,
    Person(caller): Person,
    Query(query): Query<PageQuery>,
) -> ApiResult<Json<EntryList>> {
    let limit = page_limit(query.limit, LIMIT_MAX)? as u32;
    Ok(Json(EntryList { entries: log::page(&app, &caller, query.before, limit).await? }))
}
