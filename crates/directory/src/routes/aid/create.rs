//! `POST /parvis/v1/directory/aid`

use axum::Extension;
use axum::extract::State;
use parvis_api::error::ApiResult;
use parvis_api::extract::{Created, Json, Person};
use parvis_app::App;

use crate::Directory;
use crate::aid::body::AidBody;
use crate::aid::posting;
use crate::aid::shown::ShownListing;

/// Posts a listing.
pub async fn post_listing(
    State(app): State<App>,
    Extension(directory): Extension<Directory>,
    Person(caller): Person,
    Json(body): Json<AidBody>,
) -> ApiResult<Created<ShownListing>> {
    Ok(Created(posting::create(&directory, &app, &caller, body).await?))
}
