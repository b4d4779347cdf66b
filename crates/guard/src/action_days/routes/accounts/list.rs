//! `GET /parvis/v1/guard/action-days/{action_day_id}/clusters/{cluster_id}/accounts`

use axum::extract::State;
use parvis_api::error::ApiResult;
use parvis_api::extract::{Json, Path, Person, Query};
use parvis_app::App;
use parvis_model::Id;
use parvis_model::marker::UserMarker;
use serde::Deserialize;

use crate::action_days::manage::{self, Rows};
use crate::routes::page_limit;
use crate::tables::action_days::{ActionDayMarker, ClusterMarker};

/// Which of them.
#[derive(Debug, Deserialize)]
pub struct AccountsQuery {
    after: Option<Id<UserMarker>>,
    limit: Option<i64>,
}

/// Accounts of a cluster, each with its evidence and what becomes of it.
pub async fn list_accounts(
    State(app): State<App>,
    Person(caller): Person,
    Path(path): Path<(Id<ActionDayMarker>, Id<ClusterMarker>)>,
    Query(query): Query<AccountsQuery>,
) -> ApiResult<Json<Rows>> {
    let limit = page_limit(query.limit)?;
    Ok(Json(manage::rows(&app, &caller, path, query.after, limit).await?))
}
