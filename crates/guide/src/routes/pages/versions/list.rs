//! `GET …/guide/pages/{slug}/{language}/versions`

use axum::Extension;
use axum::extract::State;
use parvis_api::error::ApiResult;
use parvis_api::extract::{Auth, Json, Path};
use parvis_app::App;

use crate::Guide;
use crate::owner::{self, Owner};
use crate::routes::pages::PagePath;
use crate::write::{self, Versions};

/// What a page was, for those who write in the guide.
pub async fn list_versions(
    State(app): State<App>,
    Extension(guide): Extension<Guide>,
    Auth(caller): Auth,
    owner: Owner,
    Path(path): Path<PagePath>,
) -> ApiResult<Json<Versions>> {
    let editor = owner::editor(&guide, &app, &caller, owner).await?;
    let (slug, language) = path.read()?;
    Ok(Json(write::versions(&app, editor, slug, language).await?))
}
