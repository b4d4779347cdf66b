//! `DELETE …/guide/pages/{slug}/{language}`

use axum::Extension;
use axum::extract::State;
use parvis_api::error::ApiResult;
use parvis_api::extract::{Auth, NoContent, Path};
use parvis_app::App;

use super::PagePath;
use crate::owner::{self, Owner};
use crate::{Guide, write};

/// Takes a page in one language out of the guide.
pub async fn delete_page(
    State(app): State<App>,
    Extension(guide): Extension<Guide>,
    Auth(caller): Auth,
    owner: Owner,
    Path(path): Path<PagePath>,
) -> ApiResult<NoContent> {
    let editor = owner::editor(&guide, &app, &caller, owner).await?;
    write::delete(&guide, &app, editor, path.read()?).await?;
    Ok(NoContent)
}
