//! The routes of what guilds plan: their events, single occurrences of them, and calendars.

use parvis_rules::rate::bucket;

use super::{Route, delete, get, patch, post, put};
use crate::routes::{guilds, parvis, users};

/// All of them.
pub(super) fn routes() -> Vec<Route> {
    [scheduled_event_routes(), occurrence_routes(), calendar_routes()].into_iter().flatten().collect()
}

/// What guilds plan.
fn scheduled_event_routes() -> Vec<Route> {
    use guilds::scheduled_events::{self as events, users as interested};
    const ALL: &str = "/guilds/{guild_id}/scheduled-events";
    const ONE: &str = "/guilds/{guild_id}/scheduled-events/{guild_scheduled_event_id}";
    const USERS: &str = "/guilds/{guild_id}/scheduled-events/{guild_scheduled_event_id}/users";
    const COUNTS: &str = "/guilds/{guild_id}/scheduled-events/{guild_scheduled_event_id}/users/counts";
    const OWN: &str = "/guilds/{guild_id}/scheduled-events/{guild_scheduled_event_id}/users/@me";
    vec![
        get(ALL, events::list::list_scheduled_events),
        post(ALL, events::create::create_scheduled_event).limited_by(bucket::SCHEDULED_EVENT),
        get(ONE, events::get::get_scheduled_event),
        patch(ONE, events::edit::edit_scheduled_event).limited_by(bucket::SCHEDULED_EVENT),
        delete(ONE, events::delete::delete_scheduled_event).limited_by(bucket::SCHEDULED_EVENT),
        get(USERS, interested::list::list_event_users).limited_by(bucket::MEMBER_READ),
        get(COUNTS, interested::counts::count_event_users),
        put(OWN, interested::put::add_interest).limited_by(bucket::SCHEDULED_EVENT_USER),
        delete(OWN, interested::delete::remove_interest).limited_by(bucket::SCHEDULED_EVENT_USER),
        get("/users/@me/scheduled-events", users::me::scheduled_events::list::list_own_interests),
    ]
}

/// Single occurrences of what recurs.
fn occurrence_routes() -> Vec<Route> {
    use guilds::scheduled_events::{exceptions, occurrences};
    const ALL: &str = "/guilds/{guild_id}/scheduled-events/{guild_scheduled_event_id}/exceptions";
    const ONE: &str =
        "/guilds/{guild_id}/scheduled-events/{guild_scheduled_event_id}/exceptions/{exception_id}";
    const USERS: &str = "/guilds/{guild_id}/scheduled-events/{guild_scheduled_event_id}/{guild_scheduled_event_exception_id}/users";
    const OWN: &str = "/guilds/{guild_id}/scheduled-events/{guild_scheduled_event_id}/{guild_scheduled_event_exception_id}/users/@me";
    vec![
        post(ALL, exceptions::create::create_exception).limited_by(bucket::SCHEDULED_EVENT),
        patch(ONE, exceptions::edit::edit_exception).limited_by(bucket::SCHEDULED_EVENT),
        delete(ONE, exceptions::delete::delete_exception).limited_by(bucket::SCHEDULED_EVENT),
        get(USERS, occurrences::list::list_occurrence_users).limited_by(bucket::MEMBER_READ),
        put(OWN, occurrences::put::add_occurrence_interest).limited_by(bucket::SCHEDULED_EVENT_USER),
        delete(OWN, occurrences::delete::remove_occurrence_interest).limited_by(bucket::SCHEDULED_EVENT_USER),
    ]
}

/// Events in people's own calendars.
fn calendar_routes() -> Vec<Route> {
    use parvis::users::me::calendar as own;
    const OWN: &str = "/parvis/v1/users/@me/calendar";
    vec![
        get(
            "/parvis/v1/guilds/{guild_id}/scheduled-events.ics",
            parvis::guilds::scheduled_events::get_guild_calendar,
        )
        .limited_by(bucket::CALENDAR),
        get(OWN, own::get::get_calendar_address),
        put(OWN, own::put::put_calendar_address).limited_by(bucket::USER_EDIT),
        delete(OWN, own::delete::delete_calendar_address).limited_by(bucket::USER_EDIT),
    ]
}
