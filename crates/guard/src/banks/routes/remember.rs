//! `POST /parvis/v1/guard/cases/{case_id}/known-items`

use axum::Extension;
use axum::extract::State;
use parvis_api::error::ApiResult;
use parvis_api::extract::{Json, Path, Person};
use parvis_app::App;
use parvis_model::Id;
use parvis_model::marker::CaseMarker;
use serde::Deserialize;

use super::body::AboutBody;
use crate::banks::manage::ShownItem;
use crate::banks::{Banks, remember};

/// What of the case, and what is said about it.
#[derive(Debug, Deserialize)]
pub struct RememberFromCase {
    /// Which of the message's files, counted from 0; without it its text.
    #[serde(default)]
    file: Option<u8>,
    #[serde(flatten)]
    about: AboutBody,
}

/// Makes what a case is about a known item.
pub async fn remember_from_case(
    State(app): State<App>,
    Extension(banks): Extension<Banks>,
    Person(caller): Person,
    Path(case_id): Path<Id<CaseMarker>>,
    Json(body): Json<RememberFromCase>,
) -> ApiResult<Json<ShownItem>> {
    let (file, about) = (body.file.map(usize::from), body.about.into_about());
    Ok(Json(remember::remember(&banks, &app, &caller, case_id, file, about).await?))
}
