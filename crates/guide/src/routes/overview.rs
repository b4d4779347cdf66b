//! `GET …/guide`

use axum::Extension;
use axum::extract::State;
use parvis_api::error::ApiResult;
use parvis_api::extract::{Json, MaybeAuth};
use parvis_app::App;

use crate::Guide;
use crate::owner::{self, Owner};
use crate::read::{self, Overview};

/// The pages of a guide with their languages.
pub async fn get_guide(
    State(app): State<App>,
    Extension(guide): Extension<Guide>,
    MaybeAuth(caller): MaybeAuth,
    owner: Owner,
) -> ApiResult<Json<Overview>> {
    let reader = owner::reader(&guide, &app, caller.as_ref(), owner).await?;
    Ok(Json(read::overview(&app, reader).await?))
}
