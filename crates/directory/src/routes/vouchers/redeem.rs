//! `POST /parvis/v1/directory/vouchers/{code}`

use axum::Extension;
use axum::extract::State;
use parvis_api::error::ApiResult;
use parvis_api::extract::{Json, MaybeAuth, Path};
use parvis_app::App;

use crate::Directory;
use crate::vouchers::{self, Opened};

/// Uses a voucher up.
pub async fn redeem_voucher(
    State(app): State<App>,
    Extension(directory): Extension<Directory>,
    MaybeAuth(caller): MaybeAuth,
    Path(code): Path<String>,
) -> ApiResult<Json<Opened>> {
    Ok(Json(vouchers::redeem(&directory, &app, caller.as_ref(), &code).await?))
}
