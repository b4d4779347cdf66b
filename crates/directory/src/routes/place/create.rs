//! `POST /parvis/v1/directory/place`

use axum::Extension;
use axum::extract::State;
use parvis_api::error::ApiResult;
use parvis_api::extract::Json;
use parvis_app::App;

use crate::Directory;
use crate::search::{self, PlaceBody};

/// What is at a point. A POST, so that nobody finds the point in a log of addresses.
pub async fn look_up_place(
    State(app): State<App>,
    Extension(directory): Extension<Directory>,
    Json(body): Json<PlaceBody>,
) -> ApiResult<Json<search::Around>> {
    Ok(Json(search::at(&directory, &app, body).await?))
}
