//! `POST /parvis/v1/guilds/{guild_id}/sheets`

use axum::extract::State;
use axum::http::HeaderMap;
use parvis_app::{App, sheets};
use parvis_model::Id;
use parvis_model::marker::GuildMarker;

use crate::error::ApiResult;
use crate::extract::{Created, Json, Path, Person, public_url};
use crate::sheet_body::{SheetBody, ShownSheet};

/// Makes a sheet with an invitation of its own.
pub async fn create_sheet(
    State(app): State<App>,
    Person(caller): Person,
    Path(guild_id): Path<Id<GuildMarker>>,
    headers: HeaderMap,
    Json(body): Json<SheetBody>,
) -> ApiResult<Created<ShownSheet>> {
    let origin = public_url(&app, &headers);
    let place = (guild_id, body.channel_id()?);
    let sheet = sheets::create(&app, &caller, place, body.into_draft()?, &origin).await?;
    Ok(Created(ShownSheet::of(sheet, &origin)))
}
