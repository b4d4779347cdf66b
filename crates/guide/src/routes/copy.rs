//! `GET …/guide/copy`

use axum::Extension;
use axum::extract::State;
use parvis_api::error::{ApiResult, invalid_fields};
use parvis_api::extract::{Json, MaybeAuth, Query};
use parvis_app::App;
use serde::Deserialize;

use crate::Guide;
use crate::owner::{self, Owner};
use crate::page::Language;
use crate::read::{self, Copy};

/// For whom it is.
#[derive(Debug, Deserialize)]
pub struct CopyQuery {
    language: String,
}

/// A guide, to be kept on a device.
pub async fn copy_guide(
    State(app): State<App>,
    Extension(guide): Extension<Guide>,
    MaybeAuth(caller): MaybeAuth,
    owner: Owner,
    Query(query): Query<CopyQuery>,
) -> ApiResult<Json<Copy>> {
    let language = Language::parse("language", &query.language).map_err(invalid_fields)?;
    let reader = owner::reader(&guide, &app, caller.as_ref(), owner).await?;
    Ok(Json(read::copy(&guide, &app, reader, &language).await?))
}
