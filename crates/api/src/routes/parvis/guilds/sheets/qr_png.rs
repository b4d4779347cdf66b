//! `GET /parvis/v1/guilds/{guild_id}/sheets/{sheet_id}/qr.png`

use axum::extract::State;
use axum::http::HeaderMap;
use parvis_app::{App, sheets};
use parvis_model::Id;
use parvis_model::marker::{GuildMarker, SheetMarker};

use crate::drawn::QrPng;
use crate::error::ApiResult;
use crate::extract::{Path, Person, public_url};

/// A sheet's code alone, as a picture.
pub async fn get_sheet_qr_png(
    State(app): State<App>,
    Person(caller): Person,
    Path((guild_id, sheet_id)): Path<(Id<GuildMarker>, Id<SheetMarker>)>,
    headers: HeaderMap,
) -> ApiResult<QrPng> {
    let origin = public_url(&app, &headers);
    let sheet = sheets::on_paper(&app, &caller, guild_id, sheet_id, &origin).await?;
    Ok(QrPng(sheets::paper::code(&sheet)?))
}
