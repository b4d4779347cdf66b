//! `POST /parvis/v1/guard/lists/preview`

use axum::extract::State;
use parvis_api::error::ApiResult;
use parvis_api::extract::{Json, Person};
use parvis_app::App;

use super::body::{FileBody, WithList};
use crate::lists::{Preview, upload};

/// Says what a list would mean. Nothing of it is kept.
pub async fn preview_list(
    State(app): State<App>,
    Person(caller): Person,
    WithList(body): WithList<FileBody>,
) -> ApiResult<Json<Preview>> {
    let reading = body.reading()?;
    Ok(Json(upload::preview(&app, &caller, body.guild_id, body.text, reading).await?))
}
