//! `POST /parvis/v1/guard/cases/next`

use axum::extract::State;
use axum::response::{IntoResponse, Response};
use parvis_api::error::ApiResult;
use parvis_api::extract::{Json, NoContent, Person};
use parvis_app::App;
use parvis_model::Id;
use parvis_model::marker::GuildMarker;
use serde::Deserialize;

use crate::cases;

/// Whose cases: a guild's, or with null the house's.
#[derive(Debug, Deserialize)]
pub struct TakeNext {
    #[serde(default)]
    guild_id: Option<Id<GuildMarker>>,
}

/// Takes the case to be looked at next; nothing, when nothing waits.
pub async fn take_next_case(
    State(app): State<App>,
    Person(caller): Person,
    Json(body): Json<TakeNext>,
) -> ApiResult<Response> {
    Ok(match cases::next(&app, &caller, body.guild_id).await? {
        Some(case) => Json(case).into_response(),
        None => NoContent.into_response(),
    })
}
