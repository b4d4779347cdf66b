//! `GET /parvis/v1/guard/mirrors`

use axum::Extension;
use axum::extract::State;
use parvis_api::error::ApiResult;
use parvis_api::extract::{Json, Person};
use parvis_app::App;

use crate::mirrors::Mirrors;
use crate::mirrors::graph::{self, ShownGraph};

/// Who mirrors whom.
pub async fn get_mirrors(
    State(app): State<App>,
    Extension(mirrors): Extension<Mirrors>,
    Person(caller): Person,
) -> ApiResult<Json<ShownGraph>> {
    Ok(Json(graph::get(&mirrors, &app, &caller).await?))
}
