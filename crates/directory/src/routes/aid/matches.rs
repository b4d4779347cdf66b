//! `GET /parvis/v1/directory/aid/{aid_id}/matches`

use axum::Extension;
use axum::extract::State;
use parvis_api::error::ApiResult;
use parvis_api::extract::{Json, Path, Person, Query};
use parvis_app::App;
use parvis_model::Id;
use serde::{Deserialize, Serialize};

use crate::Directory;
use crate::aid::lists::{self, Match};
use crate::markers::AidMarker;
use crate::routes::page_limit;

/// How many.
#[derive(Debug, Deserialize)]
pub struct MatchesQuery {
    limit: Option<i64>,
}

/// The nearest first.
#[derive(Debug, Serialize)]
pub struct MatchList {
    matches: Vec<Match>,
}

/// What answers a listing of the caller's.
pub async fn list_matches(
    State(app): State<App>,
    Extension(directory): Extension<Directory>,
    Person(caller): Person,
    Path(aid_id): Path<Id<AidMarker>>,
    Query(query): Query<MatchesQuery>,
) -> ApiResult<Json<MatchList>> {
    let limit = page_limit(query.limit, lists::MATCHES_MAX)?;
    Ok(Json(MatchList { matches: lists::matches(&directory, &app, &caller, aid_id, limit).await? }))
}
