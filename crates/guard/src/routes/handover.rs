//! `PUT /parvis/v1/guard/handover`

use axum::extract::State;
use parvis_api::error::ApiResult;
use parvis_api::extract::{Json, Person};
use parvis_app::App;
use parvis_model::Id;
use parvis_model::marker::GuildMarker;
use serde::Deserialize;

use crate::limits;
use crate::routes::text;
use crate::watch::{self, Watch};

/// What those should know who come next.
#[derive(Debug, Deserialize)]
pub struct PutHandover {
    #[serde(default)]
    guild_id: Option<Id<GuildMarker>>,
    text: String,
}

/// Leaves a note for those who come next.
pub async fn put_handover(
    State(app): State<App>,
    Person(caller): Person,
    Json(body): Json<PutHandover>,
) -> ApiResult<Json<Watch>> {
    let said = text("text", &body.text, 0, limits::NOTE_CHARS_MAX)?;
    Ok(Json(watch::hand_over(&app, &caller, body.guild_id, said).await?))
}
