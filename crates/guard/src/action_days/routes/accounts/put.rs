//! `PUT /parvis/v1/guard/action-days/{action_day_id}/clusters/{cluster_id}/accounts/{user_id}`

use axum::extract::State;
use parvis_api::error::ApiResult;
use parvis_api::extract::{Json, Path, Person};
use parvis_app::App;
use parvis_model::Id;
use parvis_model::marker::UserMarker;
use serde::Deserialize;

use crate::action_days::manage;
use crate::action_days::shown::ShownDay;
use crate::tables::action_days::{ActionDayMarker, ClusterMarker};

/// Whether it is taken off the list.
#[derive(Debug, Deserialize)]
pub struct PutAccount {
    excluded: bool,
}

/// Takes an account off the list of a cluster, or puts it back.
pub async fn put_account(
    State(app): State<App>,
    Person(caller): Person,
    Path((day_id, cluster_id, user_id)): Path<(Id<ActionDayMarker>, Id<ClusterMarker>, Id<UserMarker>)>,
    Json(body): Json<PutAccount>,
) -> ApiResult<Json<ShownDay>> {
    Ok(Json(manage::exclude(&app, &caller, (day_id, cluster_id), user_id, body.excluded).await?))
}
