//! `GET …/guide/search`

use axum::Extension;
use axum::extract::State;
use parvis_api::error::{ApiResult, invalid_fields};
use parvis_api::extract::{Json, MaybeAuth, Query};
use parvis_app::App;
use parvis_rules::validate;
use serde::Deserialize;

use crate::Guide;
use crate::owner::{self, Owner};
use crate::page::Language;
use crate::read::{self, Results};

/// What is looked for.
#[derive(Debug, Deserialize)]
pub struct SearchQuery {
    q: String,
    language: Option<String>,
}

/// Pages in which some words stand.
pub async fn search_guide(
    State(app): State<App>,
    Extension(guide): Extension<Guide>,
    MaybeAuth(caller): MaybeAuth,
    owner: Owner,
    Query(query): Query<SearchQuery>,
) -> ApiResult<Json<Results>> {
    validate::length("q", query.q.trim().chars().count(), 2..=100).map_err(invalid_fields)?;
    let language = query.language.as_deref().map(|tag| Language::parse("language", tag));
    let language = language.transpose().map_err(invalid_fields)?;
    let reader = owner::reader(&guide, &app, caller.as_ref(), owner).await?;
    Ok(Json(read::search(&guide, &app, reader, &query.q, language).await?))
}
