//! `GET /parvis/v1/directory/actions`

use axum::Extension;
use axum::extract::State;
use parvis_api::error::ApiResult;
use parvis_api::extract::{Json, Query};
use parvis_app::App;
use parvis_model::Id;
use parvis_model::marker::ScheduledEventMarker;
use serde::Deserialize;

use crate::Directory;
use crate::actions;
use crate::markers::AreaMarker;
use crate::routes::page_limit;

/// Which actions.
#[derive(Debug, Deserialize)]
pub struct ActionsQuery {
    area_id: Option<Id<AreaMarker>>,
    after: Option<Id<ScheduledEventMarker>>,
    limit: Option<i64>,
}

/// A page of the actions on the map, the next first.
pub async fn list_actions(
    State(app): State<App>,
    Extension(directory): Extension<Directory>,
    Query(query): Query<ActionsQuery>,
) -> ApiResult<Json<actions::Page>> {
    let limit = page_limit(query.limit, actions::PAGE_MAX)?;
    Ok(Json(actions::list(&directory, &app, query.area_id, query.after, limit).await?))
}
