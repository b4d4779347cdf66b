//! `POST /parvis/v1/directory/area-imports`

use axum::Extension;
use axum::extract::{Request, State};
use parvis_api::body::read_body;
use parvis_api::error::{ApiResult, invalid_field};
use parvis_api::extract::{Json, Person, Query};
use parvis_app::App;
use parvis_model::Id;
use serde::Deserialize;

use crate::areas::import::{self, Imported, Options};
use crate::markers::AreaMarker;
use crate::tables::areas::Source;
use crate::{Directory, moderators};

/// What a browser sends at once; larger files are imported at the console.
const FILE_BYTES_MAX: usize = 12 * 1024 * 1024;

/// Where the places go, and which of them.
#[derive(Debug, Deserialize)]
pub struct ImportQuery {
    parent_id: Option<Id<AreaMarker>>,
    #[serde(default)]
    levels: String,
}

/// Imports the places of a GeoJSON file, which is the body of the request.
pub async fn import_areas(
    State(app): State<App>,
    Extension(directory): Extension<Directory>,
    Person(caller): Person,
    Query(query): Query<ImportQuery>,
    request: Request,
) -> ApiResult<Json<Imported>> {
    // Before a large body is read for somebody who may not bring one.
    moderators::require(&app, &caller).await?;
    let levels = levels(&query.levels)?;
    let json = read_body(request, FILE_BYTES_MAX).await?;
    let options = Options { parent_id: query.parent_id, levels, source: Source::Geojson };
    Ok(Json(import::upload(&directory, &app, &caller, json.to_vec(), options).await?))
}

/// Levels between commas.
fn levels(text: &str) -> ApiResult<Vec<u8>> {
    let levels = text.split(',').map(str::trim).filter(|level| !level.is_empty());
    let levels: Option<Vec<u8>> = levels.map(|level| level.parse().ok().filter(|it| *it <= 15)).collect();
    levels
        .ok_or_else(|| invalid_field("levels", "NUMBER_TYPE_COERCE", "Must be numbers up to 15 with commas."))
}
