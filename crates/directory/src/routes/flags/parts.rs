//! `GET /parvis/v1/directory/flags/parts`

use parvis_api::extract::Json;

use crate::flags::{self, Parts};

/// What flags can be made of.
pub async fn get_flag_parts() -> Json<&'static Parts> {
    Json(flags::parts())
}
