//! `GET /users/@me/scheduled-events`

use axum::extract::{RawQuery, State};
use parvis_app::{App, scheduled_events};
use parvis_model::marker::GuildMarker;
use parvis_model::{Id, ScheduledEventUser};
use parvis_rules::limits;
use parvis_rules::validate::{self, FieldError};

use crate::error::{ApiResult, invalid_fields};
use crate::extract::{Json, Person};

const NAME: &str = "guild_ids";

/// The guilds that are asked for: the name repeated, or ids with commas between them.
fn read(query: Option<&str>) -> Result<Vec<Id<GuildMarker>>, FieldError> {
    let pairs = form_urlencoded::parse(query.unwrap_or("").as_bytes());
    let values: Vec<_> = pairs.filter(|(name, _)| name == NAME).map(|(_, value)| value).collect();
    let ids = values.iter().flat_map(|value| value.split(',')).filter(|id| !id.is_empty());
    let malformed = || FieldError::new(NAME, "NUMBER_TYPE_COERCE", "Not a list of snowflakes.");
    let ids = ids.map(|id| id.parse().map_err(|_| malformed())).collect::<Result<Vec<_>, _>>()?;
    validate::length(NAME, ids.len(), 0..=limits::USER_GUILDS_MAX)?;
    Ok(ids)
}

/// In which events of these guilds the caller is interested; of all guilds when none is named.
pub async fn list_own_interests(
    State(app): State<App>,
    Person(caller): Person,
    RawQuery(query): RawQuery,
) -> ApiResult<Json<Vec<ScheduledEventUser>>> {
    let guild_ids = read(query.as_deref()).map_err(invalid_fields)?;
    Ok(Json(scheduled_events::interests(&app, &caller, guild_ids).await?))
}
