//! `GET /guilds/{guild_id}/scheduled-events/{guild_scheduled_event_id}/users`

use axum::extract::State;
use parvis_app::App;
use parvis_app::scheduled_events::{self, UsersPage, UsersQuery};
use parvis_model::marker::{GuildMarker, ScheduledEventMarker, UserMarker};
use parvis_model::{Id, ScheduledEventUser};
use parvis_rules::{limits, validate};
use serde::Deserialize;

use crate::error::{ApiResult, invalid_fields};
use crate::extract::{Auth, Flag, Json, Path, Query};

/// Which part of the list, which stands in the order of account ids; `before` wins over `after`.
#[derive(Debug, Deserialize)]
pub struct EventUsersQuery {
    before: Option<Id<UserMarker>>,
    after: Option<Id<UserMarker>>,
    limit: Option<i64>,
    #[serde(default)]
    with_member: Flag,
}

impl EventUsersQuery {
    /// The part, within its bounds.
    pub fn read(self) -> ApiResult<UsersQuery> {
        let max = i64::from(limits::SCHEDULED_EVENT_USERS_PAGE_MAX);
        let limit = self.limit.unwrap_or(max);
        validate::number("limit", limit, 1..=max).map_err(invalid_fields)?;
        let page = match self.before {
            Some(id) => UsersPage::Before(id),
            None => UsersPage::After(self.after.unwrap_or(Id::new(0))),
        };
        let limit = u32::try_from(limit).expect("checked to be 1 to 100");
        Ok(UsersQuery { page, limit, with_member: self.with_member.0 })
    }
}

/// Those who are interested in an event.
pub async fn list_event_users(
    State(app): State<App>,
    Auth(caller): Auth,
    Path((guild_id, event_id)): Path<(Id<GuildMarker>, Id<ScheduledEventMarker>)>,
    Query(query): Query<EventUsersQuery>,
) -> ApiResult<Json<Vec<ScheduledEventUser>>> {
    let query = query.read()?;
    Ok(Json(scheduled_events::users(&app, &caller, guild_id, event_id, None, query).await?))
}
