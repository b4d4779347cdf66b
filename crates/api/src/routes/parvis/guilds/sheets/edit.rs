//! `PATCH /parvis/v1/guilds/{guild_id}/sheets/{sheet_id}`

use axum::extract::State;
use axum::http::HeaderMap;
use parvis_app::{App, sheets};
use parvis_model::Id;
use parvis_model::marker::{GuildMarker, SheetMarker};

use crate::error::ApiResult;
use crate::extract::{Json, Path, Person, public_url};
use crate::sheet_body::{LabelBody, ShownSheet};

/// Says anew where a sheet hangs.
pub async fn edit_sheet(
    State(app): State<App>,
    Person(caller): Person,
    Path((guild_id, sheet_id)): Path<(Id<GuildMarker>, Id<SheetMarker>)>,
    headers: HeaderMap,
    Json(body): Json<LabelBody>,
) -> ApiResult<Json<ShownSheet>> {
    let sheet = sheets::set_label(&app, &caller, guild_id, sheet_id, body.into_label()?).await?;
    Ok(Json(ShownSheet::of(sheet, &public_url(&app, &headers))))
}
