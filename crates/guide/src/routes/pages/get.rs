//! `GET …/guide/pages/{slug}/{language}`

use axum::Extension;
use axum::extract::State;
use parvis_api::error::ApiResult;
use parvis_api::extract::{Json, MaybeAuth, Path};
use parvis_app::App;

use super::PagePath;
use crate::Guide;
use crate::owner::{self, Owner};
use crate::read::{self, Shown};

/// A page in one language.
pub async fn get_page(
    State(app): State<App>,
    Extension(guide): Extension<Guide>,
    MaybeAuth(caller): MaybeAuth,
    owner: Owner,
    Path(path): Path<PagePath>,
) -> ApiResult<Json<Shown>> {
    let reader = owner::reader(&guide, &app, caller.as_ref(), owner).await?;
    let (slug, language) = path.read()?;
    Ok(Json(read::one(&app, reader, slug, &language).await?))
}
