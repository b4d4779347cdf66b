//! `PATCH /applications/@me`

use axum::extract::State;
use parvis_app::{App, applications};
use parvis_model::PrivateApplication;

use super::super::body::EditApplication;
use crate::error::ApiResult;
use crate::extract::{Bot, Json};

/// Changes the application of the calling bot.
pub async fn edit_own_application(
    State(app): State<App>,
    Bot(caller): Bot,
    Json(body): Json<EditApplication>,
) -> ApiResult<Json<PrivateApplication>> {
    let edit = body.into_edit()?;
    Ok(Json(applications::edit(&app, &caller, caller.user_id.cast(), edit).await?))
}
