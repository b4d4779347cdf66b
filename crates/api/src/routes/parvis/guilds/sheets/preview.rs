//! `POST /parvis/v1/guilds/{guild_id}/sheets/preview`

use axum::extract::State;
use axum::http::HeaderMap;
use parvis_app::{App, sheets};
use parvis_model::Id;
use parvis_model::marker::GuildMarker;

use crate::drawn::Svg;
use crate::error::ApiResult;
use crate::extract::{Json, Path, Person, public_url};
use crate::sheet_body::SheetBody;

/// What a sheet would look like. Nothing is kept of it.
pub async fn preview_sheet(
    State(app): State<App>,
    Person(caller): Person,
    Path(guild_id): Path<Id<GuildMarker>>,
    headers: HeaderMap,
    Json(body): Json<SheetBody>,
) -> ApiResult<Svg> {
    let origin = public_url(&app, &headers);
    Ok(Svg(sheets::preview(&app, &caller, guild_id, body.into_draft()?, &origin).await?))
}
