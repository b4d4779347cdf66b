//! `GET /parvis/v1/directory/search`

use axum::Extension;
use axum::extract::State;
use parvis_api::error::ApiResult;
use parvis_api::extract::{Json, MaybeAuth, Query};
use parvis_app::App;
use serde::Deserialize;

use crate::Directory;
use crate::routes::page_limit;
use crate::search;

const LIMIT_MAX: usize = 50;

/// What is looked for.
#[derive(Debug, Deserialize)]
pub struct SearchQuery {
    q: String,
    limit: Option<i64>,
}

/// Places and groups by name, also while it is being typed.
pub async fn search_directory(
    State(app): State<App>,
    Extension(directory): Extension<Directory>,
    MaybeAuth(caller): MaybeAuth,
    Query(query): Query<SearchQuery>,
) -> ApiResult<Json<search::Found>> {
    let limit = page_limit(query.limit, LIMIT_MAX)?;
    Ok(Json(search::by_name(&directory, &app, caller.as_ref(), query.q, limit).await?))
}
