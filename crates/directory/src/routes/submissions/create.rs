//! `POST /parvis/v1/directory/submissions`

use axum::Extension;
use axum::extract::State;
use parvis_api::error::ApiResult;
use parvis_api::extract::{Created, Json, MaybeAuth};
use parvis_app::App;

use crate::Directory;
use crate::submissions::{self, SubmissionBody, Submitted};

/// Hands a group in.
pub async fn create_submission(
    State(app): State<App>,
    Extension(directory): Extension<Directory>,
    MaybeAuth(caller): MaybeAuth,
    Json(body): Json<SubmissionBody>,
) -> ApiResult<Created<Submitted>> {
    let (draft, proof) = body.read()?;
    Ok(Created(submissions::create(&directory, &app, caller.as_ref(), draft, proof).await?))
}
