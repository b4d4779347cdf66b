//! `GET /parvis/v1/guard/appeals`

use axum::extract::State;
use parvis_api::error::{ApiResult, invalid_fields};
use parvis_api::extract::{Json, Person, Query};
use parvis_app::App;
use parvis_model::Id;
use parvis_model::marker::{AppealMarker, GuildMarker};
use parvis_rules::validate::FieldError;
use serde::Deserialize;

use crate::appeals::{self, Page};
use crate::routes::page_limit;

/// Which of them.
#[derive(Debug, Deserialize)]
pub struct AppealsQuery {
    guild_id: Option<Id<GuildMarker>>,
    state: Option<String>,
    before: Option<Id<AppealMarker>>,
    limit: Option<i64>,
}

/// Appeals against decisions of a guild, or for the house's moderators all of them, newest first.
pub async fn list_appeals(
    State(app): State<App>,
    Person(caller): Person,
    Query(query): Query<AppealsQuery>,
) -> ApiResult<Json<Page>> {
    let limit = page_limit(query.limit)?;
    let is_decided = match query.state.as_deref() {
        None => None,
        Some("open") => Some(false),
        Some("decided") => Some(true),
        Some(_) => return Err(invalid_fields(FieldError::choices("state", ["open", "decided"]))),
    };
    Ok(Json(appeals::list(&app, &caller, query.guild_id, is_decided, query.before, limit).await?))
}
