//! `GET /parvis/v1/guilds/{guild_id}/scheduled-events.ics`

use axum::extract::State;
use axum::http::HeaderMap;
use parvis_app::{App, scheduled_events};
use parvis_model::Id;
use parvis_model::marker::GuildMarker;

use crate::calendar::Calendar;
use crate::error::ApiResult;
use crate::extract::{Auth, Path, public_url};

/// What the caller may see of a guild's events, as a calendar.
pub async fn get_guild_calendar(
    State(app): State<App>,
    Auth(caller): Auth,
    Path(guild_id): Path<Id<GuildMarker>>,
    headers: HeaderMap,
) -> ApiResult<Calendar> {
    let origin = public_url(&app, &headers);
    let text = scheduled_events::calendar_of_guild(&app, &caller, guild_id, &origin).await?;
    Ok(Calendar::new(text, &headers))
}
