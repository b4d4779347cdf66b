//! `GET /parvis/v1/directory/aid/mine`

use axum::Extension;
use axum::extract::State;
use parvis_api::error::ApiResult;
use parvis_api::extract::{Json, Person};
use parvis_app::App;
use serde::Serialize;

use crate::Directory;
use crate::aid::lists;
use crate::aid::shown::ShownListing;

/// The newest first.
#[derive(Debug, Serialize)]
pub struct OwnListings {
    listings: Vec<ShownListing>,
}

/// What the caller posted.
pub async fn list_own_listings(
    State(app): State<App>,
    Extension(directory): Extension<Directory>,
    Person(caller): Person,
) -> ApiResult<Json<OwnListings>> {
    Ok(Json(OwnListings { listings: lists::mine(&directory, &app, &caller).await? }))
}
