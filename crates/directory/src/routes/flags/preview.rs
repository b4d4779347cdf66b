//! `POST /parvis/v1/directory/flags/preview`

use parvis_api::drawn::Svg;
use parvis_api::error::{ApiResult, invalid_fields};
use parvis_api::extract::Json;
use serde::Deserialize;
use serde_json::Value;

use crate::groups::flags;

/// A flag's description.
#[derive(Debug, Deserialize)]
pub struct PreviewBody {
    design: Value,
}

/// A flag as it will be drawn. Nothing is kept of it.
pub async fn preview_flag(Json(body): Json<PreviewBody>) -> ApiResult<Svg> {
    let design = flags::read("design", &body.design).map_err(invalid_fields)?;
    Ok(Svg(design.svg()))
}
