//! `POST /parvis/v1/guard/action-days`

use axum::extract::State;
use parvis_api::error::ApiResult;
use parvis_api::extract::{Json, Person};
use parvis_app::App;
use serde::Deserialize;

use crate::action_days::manage;
use crate::action_days::shown::ShownDay;
use crate::limits;
use crate::routes::text;

/// What it is called.
#[derive(Debug, Deserialize)]
pub struct CreateActionDay {
    title: String,
}

/// Begins to put a day together.
pub async fn create_action_day(
    State(app): State<App>,
    Person(caller): Person,
    Json(body): Json<CreateActionDay>,
) -> ApiResult<Json<ShownDay>> {
    let title = text("title", &body.title, 1, limits::TITLE_CHARS_MAX)?;
    Ok(Json(manage::create(&app, &caller, title).await?))
}
