//! `GET /parvis/v1/directory/flags/base`

use axum::extract::State;
use parvis_api::error::{ApiResult, invalid_fields};
use parvis_api::extract::{Json, Query};
use parvis_app::App;
use parvis_rules::{limits, validate};
use serde::Deserialize;

use crate::flags::{self, Family};
use crate::groups::body::NAME_CHARS_MAX;

/// Of which group.
#[derive(Debug, Deserialize)]
pub struct FamilyQuery {
    name: String,
}

/// The map's own flag, and one of its family for a group of this name.
pub async fn get_base_flag(
    State(app): State<App>,
    Query(query): Query<FamilyQuery>,
) -> ApiResult<Json<Family>> {
    validate::length("name", limits::chars(&query.name), 1..=NAME_CHARS_MAX).map_err(invalid_fields)?;
    Ok(Json(flags::family(&app, &query.name).await?))
}
