//! `GET /parvis/v1/invites/{code}/qr.svg`

use axum::extract::State;
use axum::http::HeaderMap;
use parvis_app::{App, sheets};

use crate::drawn::QrSvg;
use crate::error::ApiResult;
use crate::extract::{MaybeAuth, Path, public_url};

/// An invitation's address as a drawing, for whoever has its code.
pub async fn get_invite_qr_svg(
    State(app): State<App>,
    MaybeAuth(_): MaybeAuth,
    Path(code): Path<String>,
    headers: HeaderMap,
) -> ApiResult<QrSvg> {
    let origin = public_url(&app, &headers);
    Ok(QrSvg(sheets::qr_of_invitation(&app, &code, &origin).await?))
}
