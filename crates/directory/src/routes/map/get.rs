//! `GET /parvis/v1/directory`

use axum::Extension;
use axum::extract::State;
use parvis_api::error::ApiResult;
use parvis_api::extract::{Json, MaybeAuth};
use parvis_app::App;

use crate::Directory;
use crate::areas;

/// The map as a whole.
pub async fn get_map(
    State(app): State<App>,
    Extension(directory): Extension<Directory>,
    MaybeAuth(caller): MaybeAuth,
) -> ApiResult<Json<areas::Map>> {
    Ok(Json(areas::map(&directory, &app, caller.as_ref()).await?))
}
