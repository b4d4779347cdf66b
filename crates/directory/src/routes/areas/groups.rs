//! `GET /parvis/v1/directory/areas/{area_id}/groups`

use axum::Extension;
use axum::extract::State;
use parvis_api::error::ApiResult;
use parvis_api::extract::{Flag, Json, MaybeAuth, Path, Query};
use parvis_app::App;
use parvis_model::{Id, Timestamp};
use serde::Deserialize;

use crate::Directory;
use crate::groups::listing::JoinMode;
use crate::groups::{self, Filter};
use crate::markers::{AreaMarker, GroupMarker};
use crate::routes::page_limit;
use crate::view::Activity;

/// Which groups.
#[derive(Debug, Deserialize)]
pub struct GroupsQuery {
    language: Option<String>,
    tag: Option<String>,
    activity: Option<Activity>,
    join: Option<JoinMode>,
    changed_since: Option<Timestamp>,
    #[serde(default)]
    direct: Flag,
    after: Option<Id<GroupMarker>>,
    limit: Option<i64>,
}

/// A page of the groups in a place that the caller may see.
pub async fn list_area_groups(
    State(app): State<App>,
    Extension(directory): Extension<Directory>,
    MaybeAuth(caller): MaybeAuth,
    Path(area_id): Path<Id<AreaMarker>>,
    Query(query): Query<GroupsQuery>,
) -> ApiResult<Json<groups::Page>> {
    let filter = Filter {
        limit: page_limit(query.limit, groups::PAGE_MAX)?,
        language: query.language,
        tag: query.tag,
        activity: query.activity,
        join: query.join,
        changed_since: query.changed_since,
        is_direct: query.direct.0,
        after: query.after,
    };
    Ok(Json(groups::list(&directory, &app, caller.as_ref(), area_id, filter).await?))
}
