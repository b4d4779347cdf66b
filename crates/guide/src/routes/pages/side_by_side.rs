//! `GET …/guide/pages/{slug}`

use axum::Extension;
use axum::extract::State;
use parvis_api::error::{ApiResult, invalid_fields};
use parvis_api::extract::{Json, MaybeAuth, Path};
use parvis_app::App;
use serde::Deserialize;

use crate::Guide;
use crate::owner::{self, Owner};
use crate::page::Slug;
use crate::read::{self, SideBySide};

/// A page, as a path names it.
#[derive(Debug, Deserialize)]
pub struct SlugPath {
    slug: String,
}

/// A page in all its languages.
pub async fn get_page(
    State(app): State<App>,
    Extension(guide): Extension<Guide>,
    MaybeAuth(caller): MaybeAuth,
    owner: Owner,
    Path(path): Path<SlugPath>,
) -> ApiResult<Json<SideBySide>> {
    let reader = owner::reader(&guide, &app, caller.as_ref(), owner).await?;
    let slug = Slug::parse("slug", &path.slug).map_err(invalid_fields)?;
    Ok(Json(read::side_by_side(&app, reader, slug).await?))
}
