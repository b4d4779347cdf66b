//! `GET /parvis/v1/invites/{code}/qr.png`

use axum::extract::State;
use axum::http::HeaderMap;
use parvis_app::{App, sheets};

use crate::drawn::QrPng;
use crate::error::ApiResult;
use crate::extract::{MaybeAuth, Path, public_url};

/// An invitation's address as a picture, for whoever has its code.
pub async fn get_invite_qr_png(
    State(app): State<App>,
    MaybeAuth(_): MaybeAuth,
    Path(code): Path<String>,
    headers: HeaderMap,
) -> ApiResult<QrPng> {
    let origin = public_url(&app, &headers);
    Ok(QrPng(sheets::qr_of_invitation(&app, &code, &origin).await?))
}
