//! `GET /parvis/v1/guilds/{guild_id}/sheets`

use axum::extract::State;
use axum::http::HeaderMap;
use parvis_app::{App, sheets};
use parvis_model::Id;
use parvis_model::marker::GuildMarker;

use crate::error::ApiResult;
use crate::extract::{Json, Path, Person, public_url};
use crate::sheet_body::ShownSheets;

/// The guild's sheets that the caller may see, newest first.
pub async fn list_sheets(
    State(app): State<App>,
    Person(caller): Person,
    Path(guild_id): Path<Id<GuildMarker>>,
    headers: HeaderMap,
) -> ApiResult<Json<ShownSheets>> {
    let sheets = sheets::list(&app, &caller, guild_id).await?;
    Ok(Json(ShownSheets::of(sheets, &public_url(&app, &headers))))
}
