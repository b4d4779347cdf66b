//! `DELETE /parvis/v1/directory/dark`

use axum::Extension;
use axum::extract::State;
use parvis_api::error::ApiResult;
use parvis_api::extract::{NoContent, Person};
use parvis_app::App;

use crate::Directory;
use crate::areas::edit;

/// Shows the map again.
pub async fn light_map(
    State(app): State<App>,
    Extension(directory): Extension<Directory>,
    Person(caller): Person,
) -> ApiResult<NoContent> {
    edit::set_map_dark(&directory, &app, &caller, false).await?;
    Ok(NoContent)
}
