//! `PUT /parvis/v1/guard/banks/leaks`

use axum::Extension;
use axum::extract::State;
use parvis_api::error::ApiResult;
use parvis_api::extract::{Json, NoContent, Person};
use parvis_app::App;
use parvis_model::Id;
use parvis_model::marker::GuildMarker;
use serde::Deserialize;

use crate::banks::Banks;
use crate::banks::manage;
use crate::banks::words::LeakSetting;

/// Where, and what.
#[derive(Debug, Deserialize)]
pub struct PutLeakSetting {
    guild_id: Id<GuildMarker>,
    leaks: LeakSetting,
}

/// Says what a guild does about leaked credentials and offers of attacks.
pub async fn put_leak_setting(
    State(app): State<App>,
    Extension(banks): Extension<Banks>,
    Person(caller): Person,
    Json(body): Json<PutLeakSetting>,
) -> ApiResult<NoContent> {
    manage::set_leaks(&banks, &app, &caller, body.guild_id, body.leaks).await?;
    Ok(NoContent)
}
