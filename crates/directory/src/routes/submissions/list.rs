//! `GET /parvis/v1/directory/submissions`

use axum::Extension;
use axum::extract::State;
use parvis_api::error::ApiResult;
use parvis_api::extract::{Json, Person, Query};
use parvis_app::App;
use parvis_model::Id;
use serde::Deserialize;

use crate::Directory;
use crate::markers::GroupMarker;
use crate::review::{self, Queue};
use crate::routes::page_limit;

const LIMIT_MAX: usize = 100;

/// Which submissions.
#[derive(Debug, Deserialize)]
pub struct SubmissionsQuery {
    #[serde(default)]
    state: Queue,
    after: Option<Id<GroupMarker>>,
    limit: Option<i64>,
}

/// A page of what waits for moderators.
pub async fn list_submissions(
    State(app): State<App>,
    Extension(directory): Extension<Directory>,
    Person(caller): Person,
    Query(query): Query<SubmissionsQuery>,
) -> ApiResult<Json<review::Submissions>> {
    let limit = page_limit(query.limit, LIMIT_MAX)?;
    Ok(Json(review::list(&directory, &app, &caller, query.state, query.after, limit).await?))
}
