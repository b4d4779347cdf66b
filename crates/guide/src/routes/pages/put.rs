//! `PUT …/guide/pages/{slug}/{language}`

use axum::Extension;
use axum::extract::State;
use parvis_api::error::{ApiResult, invalid_fields};
use parvis_api::extract::{Auth, Json, Path};
use parvis_app::App;
use serde::Deserialize;

use super::PagePath;
use crate::Guide;
use crate::owner::{self, Owner};
use crate::page::{Language, Source};
use crate::read::Shown;
use crate::write::{self, Draft};

/// A text, and of what it is a translation.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PutPage {
    title: String,
    text: String,
    #[serde(default)]
    source: Option<PutSource>,
    #[serde(default)]
    base_version: Option<u32>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct PutSource {
    language: String,
    version: u32,
}

impl PutPage {
    fn into_draft(self) -> ApiResult<Draft> {
        let source = match self.source {
            Some(PutSource { language, version }) => {
                let language = Language::parse("source.language", &language).map_err(invalid_fields)?;
                Some(Source { language, version })
            }
            None => None,
        };
        let (title, text) = (self.title.trim().to_owned(), self.text.trim().to_owned());
        Ok(Draft { title, text, source, base_version: self.base_version })
    }
}

/// Writes a page in one language.
pub async fn put_page(
    State(app): State<App>,
    Extension(guide): Extension<Guide>,
    Auth(caller): Auth,
    owner: Owner,
    Path(path): Path<PagePath>,
    Json(body): Json<PutPage>,
) -> ApiResult<Json<Shown>> {
    let editor = owner::editor(&guide, &app, &caller, owner).await?;
    let page = path.read()?;
    Ok(Json(write::put(&guide, &app, &caller, editor, page, body.into_draft()?).await?))
}
