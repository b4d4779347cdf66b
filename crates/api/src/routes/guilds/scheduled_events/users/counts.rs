//! `GET /guilds/{guild_id}/scheduled-events/{guild_scheduled_event_id}/users/counts`

use axum::extract::{RawQuery, State};
use parvis_app::{App, scheduled_events};
use parvis_model::marker::{GenericMarker, GuildMarker, ScheduledEventMarker};
use parvis_model::{Id, ScheduledEventUserCounts};
use parvis_rules::validate::{self, FieldError};

use crate::error::{ApiResult, invalid_fields};
use crate::extract::{Auth, Json, Path};

const NAME: &str = "guild_scheduled_event_exception_ids";
const OCCURRENCES_MAX: usize = 10;

/// The occurrences that are asked for: the name repeated, or ids with commas between them.
fn read(query: Option<&str>) -> Result<Vec<Id<GenericMarker>>, FieldError> {
    let pairs = form_urlencoded::parse(query.unwrap_or("").as_bytes());
    let values: Vec<_> = pairs.filter(|(name, _)| name == NAME).map(|(_, value)| value).collect();
    let ids = values.iter().flat_map(|value| value.split(',')).filter(|id| !id.is_empty());
    let malformed = || FieldError::new(NAME, "NUMBER_TYPE_COERCE", "Not a list of snowflakes.");
    let ids = ids.map(|id| id.parse().map_err(|_| malformed())).collect::<Result<Vec<_>, _>>()?;
    validate::length(NAME, ids.len(), 0..=OCCURRENCES_MAX)?;
    Ok(ids)
}

/// How many are interested in an event, and in single occurrences of it.
pub async fn count_event_users(
    State(app): State<App>,
    Auth(caller): Auth,
    Path((guild_id, event_id)): Path<(Id<GuildMarker>, Id<ScheduledEventMarker>)>,
    RawQuery(query): RawQuery,
) -> ApiResult<Json<ScheduledEventUserCounts>> {
    let occurrences = read(query.as_deref()).map_err(invalid_fields)?;
    Ok(Json(scheduled_events::counts(&app, &caller, guild_id, event_id, occurrences).await?))
}
