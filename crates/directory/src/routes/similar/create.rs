//! `POST /parvis/v1/directory/similar`

use axum::Extension;
use axum::extract::State;
use parvis_api::error::ApiResult;
use parvis_api::extract::Json;
use parvis_app::App;
use serde::Serialize;

use crate::Directory;
use crate::search::{self, Similar, SimilarBody};

/// The groups, the most alike first.
#[derive(Debug, Serialize)]
pub struct GroupList {
    groups: Vec<Similar>,
}

/// Groups that may be the same as one that is being described.
pub async fn find_similar(
    State(app): State<App>,
    Extension(directory): Extension<Directory>,
    Json(body): Json<SimilarBody>,
) -> ApiResult<Json<GroupList>> {
    Ok(Json(GroupList { groups: search::similar(&directory, &app, body).await? }))
}
