//! `GET /parvis/v1/guilds/{guild_id}/sheets/{sheet_id}/sheet.pdf`

use axum::extract::State;
use axum::http::HeaderMap;
use parvis_app::{App, sheets};
use parvis_model::Id;
use parvis_model::marker::{GuildMarker, SheetMarker};

use crate::drawn::Pdf;
use crate::error::ApiResult;
use crate::extract::{Path, Person, public_url};

/// A sheet for a printer.
pub async fn get_sheet_pdf(
    State(app): State<App>,
    Person(caller): Person,
    Path((guild_id, sheet_id)): Path<(Id<GuildMarker>, Id<SheetMarker>)>,
    headers: HeaderMap,
) -> ApiResult<Pdf> {
    let origin = public_url(&app, &headers);
    let sheet = sheets::on_paper(&app, &caller, guild_id, sheet_id, &origin).await?;
    Ok(Pdf(sheets::paper::pdf(sheet).await?))
}
