//! `POST …/guide/pages/{slug}/{language}/versions/{version}/restore`

use axum::Extension;
use axum::extract::State;
use parvis_api::error::{ApiResult, invalid_fields};
use parvis_api::extract::{Auth, Json, Path};
use parvis_app::App;
use parvis_rules::validate::FieldError;
use serde::Deserialize;

use crate::Guide;
use crate::owner::{self, Owner};
use crate::page::{Language, Slug};
use crate::read::Shown;
use crate::write;

/// A version of a page, as a path names it.
#[derive(Debug, Deserialize)]
pub struct VersionPath {
    slug: String,
    language: String,
    version: String,
}

impl VersionPath {
    fn read(&self) -> Result<(Slug, Language, u32), FieldError> {
        let wrong = |_| FieldError::new("version", "NUMBER_TYPE_COERCE", "Not the number of a version.");
        let version = self.version.parse().map_err(wrong)?;
        Ok((Slug::parse("slug", &self.slug)?, Language::parse("language", &self.language)?, version))
    }
}

/// Brings an earlier version back, as a new one.
pub async fn restore_version(
    State(app): State<App>,
    Extension(guide): Extension<Guide>,
    Auth(caller): Auth,
    owner: Owner,
    Path(path): Path<VersionPath>,
) -> ApiResult<Json<Shown>> {
    let editor = owner::editor(&guide, &app, &caller, owner).await?;
    let version = path.read().map_err(invalid_fields)?;
    Ok(Json(write::restore(&guide, &app, &caller, editor, version).await?))
}
