//! `POST /parvis/v1/directory/areas`

use axum::Extension;
use axum::extract::State;
use parvis_api::error::{ApiResult, invalid_fields};
use parvis_api::extract::{Created, Json, Person};
use parvis_app::App;

use crate::Directory;
use crate::areas::ShownArea;
use crate::areas::edit::{self, AreaBody};

/// Draws a place.
pub async fn create_area(
    State(app): State<App>,
    Extension(directory): Extension<Directory>,
    Person(caller): Person,
    Json(body): Json<AreaBody>,
) -> ApiResult<Created<ShownArea>> {
    let draft = body.read().map_err(invalid_fields)?;
    Ok(Created(edit::create(&directory, &app, &caller, draft).await?))
}
