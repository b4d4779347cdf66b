//! What guilds plan, the occurrences that are not like the others, and who is interested.

use std::collections::HashMap;

use parvis_model::marker::{ChannelMarker, GenericMarker, GuildMarker, ScheduledEventMarker, UserMarker};
use parvis_model::{
    Id, RecurrenceRule, ScheduledEvent, ScheduledEventEntityType, ScheduledEventException,
    ScheduledEventMetadata, ScheduledEventStatus, Timestamp, User,
};
use serde::{Deserialize, Serialize};

use super::users::{read_user, user_columns};
use crate::{IdList, Json, Param, Row, StoreError, Tx};

/// The kind under which pictures are kept, each with the event as its owner.
pub const PICTURES: &str = "scheduled_event";
/// Stands for all occurrences where an exception's id could stand.
pub const ALL_OCCURRENCES: Id<GenericMarker> = Id::new(0);

/// An event, and which of its occurrences is meant.
pub type Occurrence = (Id<ScheduledEventMarker>, Id<GenericMarker>);

/// An event with what only calendars and the upkeep need.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Planned {
    /// The event with its exceptions, without counts and without the account of who planned it.
    pub event: ScheduledEvent,
    /// How often it was changed.
    pub changes: u32,
    /// When it was last changed.
    pub changed_at: Timestamp,
    /// When the upkeep looks at it next.
    pub due_at: Timestamp,
}

/// What of an event nobody searches for.
#[derive(Debug, Serialize, Deserialize)]
struct Details {
    name: String,
    description: Option<String>,
    image: Option<String>,
    entity_type: ScheduledEventEntityType,
    entity_metadata: Option<ScheduledEventMetadata>,
    recurrence_rule: Option<RecurrenceRule>,
}

impl Details {
    fn of(event: &ScheduledEvent) -> Self {
        Self {
            name: event.name.clone(),
            description: event.description.clone(),
            image: event.image.clone(),
            entity_type: event.entity_type,
            entity_metadata: event.entity_metadata.clone(),
            recurrence_rule: event.recurrence_rule.clone(),
        }
    }
}

macro_rules! columns {
    () => {
        "id, guild_id, channel_id, creator_id, status, start_ms, end_ms, details, changes, changed_ms, due_ms"
    };
}

/// Adds an event. Exceptions are added by [`put_exception`].
pub fn insert(tx: &mut Tx<'_>, planned: &Planned) -> Result<(), StoreError> {
    let event = &planned.event;
    tx.execute(
        concat!(
            "insert into scheduled_events (",
            columns!(),
            ") values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)"
        ),
        &[
            &event.id,
            &event.guild_id,
            &event.channel_id,
            &event.creator_id,
            &event.status.get(),
            &event.scheduled_start_time,
            &event.scheduled_end_time,
            &Json(Details::of(event)),
            &planned.changes,
            &planned.changed_at,
            &planned.due_at,
        ],
    )?;
    Ok(())
}

/// Replaces everything of an event but its id, its guild, who planned it and its exceptions.
pub fn update(tx: &mut Tx<'_>, planned: &Planned) -> Result<(), StoreError> {
    let event = &planned.event;
    tx.execute(
        "update scheduled_events set channel_id = $2, status = $3, start_ms = $4, end_ms = $5, details = $6,
           changes = $7, changed_ms = $8, due_ms = $9
         where id = $1",
        &[
            &event.id,
            &event.channel_id,
            &event.status.get(),
            &event.scheduled_start_time,
            &event.scheduled_end_time,
            &Json(Details::of(event)),
            &planned.changes,
            &planned.changed_at,
            &planned.due_at,
        ],
    )?;
    Ok(())
}

/// The events that meet a condition, whole.
macro_rules! events_where {
    ($condition:literal) => {
        concat!("select ", columns!(), " from scheduled_events where ", $condition)
    };
}

fn several(
    tx: &mut Tx<'_>,
    statement: &'static str,
    values: &[&dyn Param],
) -> Result<Vec<Planned>, StoreError> {
    let found = tx.query(statement, values, read)?;
    with_exceptions(tx, found)
}

/// One event, finished or not.
pub fn get(tx: &mut Tx<'_>, id: Id<ScheduledEventMarker>) -> Result<Option<Planned>, StoreError> {
    Ok(get_many(tx, &[id])?.pop())
}

/// Those of these events that there are, oldest first.
pub fn get_many(tx: &mut Tx<'_>, ids: &[Id<ScheduledEventMarker>]) -> Result<Vec<Planned>, StoreError> {
    if ids.is_empty() {
        return Ok(Vec::new());
    }
    several(tx, events_where!("id in ids($1) order by id"), &[&IdList(ids)])
}

/// The events of a guild, oldest first, those that are over among them.
pub fn of_guild(tx: &mut Tx<'_>, guild_id: Id<GuildMarker>) -> Result<Vec<Planned>, StoreError> {
    several(tx, events_where!("guild_id = $1 order by id"), &[&guild_id])
}

/// The events in a channel, oldest first.
pub fn of_channel(tx: &mut Tx<'_>, channel_id: Id<ChannelMarker>) -> Result<Vec<Planned>, StoreError> {
    several(tx, events_where!("channel_id = $1 order by id"), &[&channel_id])
}

/// The events that somebody planned, oldest first.
pub fn of_creator(tx: &mut Tx<'_>, user_id: Id<UserMarker>) -> Result<Vec<Planned>, StoreError> {
    several(tx, events_where!("creator_id = $1 order by id"), &[&user_id])
}

/// Events that the upkeep has to look at, the longest due first.
pub fn due(tx: &mut Tx<'_>, now: Timestamp, limit: u32) -> Result<Vec<Planned>, StoreError> {
    several(tx, events_where!("due_ms <= $1 order by due_ms, id limit $2"), &[&now, &limit])
}

/// How many events of a guild are to come or under way.
pub fn count_open(tx: &mut Tx<'_>, guild_id: Id<GuildMarker>) -> Result<usize, StoreError> {
    tx.query_one(
        "select count(*) from scheduled_events where guild_id = $1 and status <= $2",
        &[&guild_id, &ScheduledEventStatus::ACTIVE.get()],
        |row| row.get(0),
    )
}

/// Removes an event with everything that belongs to it; its picture's file is queued for deletion.
pub fn delete(tx: &mut Tx<'_>, id: Id<ScheduledEventMarker>, now_ms: i64) -> Result<(), StoreError> {
    for statement in [
        "delete from scheduled_event_exceptions where event_id = $1",
        "delete from scheduled_event_users where event_id = $1",
        "delete from scheduled_events where id = $1",
    ] {
        tx.execute(statement, &[&id])?;
    }
    super::pictures::delete_others(tx, PICTURES, id.cast(), None, now_ms)
}

/// Removes everything that a guild plans.
pub fn delete_of_guild(tx: &mut Tx<'_>, guild_id: Id<GuildMarker>, now_ms: i64) -> Result<(), StoreError> {
    let ids: Vec<Id<ScheduledEventMarker>> =
        tx.query("select id from scheduled_events where guild_id = $1", &[&guild_id], |row| row.get(0))?;
    ids.into_iter().try_for_each(|id| delete(tx, id, now_ms))
}

/// Forgets who planned what, for an account that goes.
pub fn forget_creator(tx: &mut Tx<'_>, user_id: Id<UserMarker>) -> Result<(), StoreError> {
    tx.execute("update scheduled_events set creator_id = null where creator_id = $1", &[&user_id])?;
    Ok(())
}

/// Says of an occurrence how it differs, or says it anew.
pub fn put_exception(tx: &mut Tx<'_>, exception: &ScheduledEventException) -> Result<(), StoreError> {
    tx.execute(
        "insert into scheduled_event_exceptions (event_id, exception_id, start_ms, end_ms, canceled)
         values ($1, $2, $3, $4, $5)
         on conflict (event_id, exception_id) do update
           set start_ms = excluded.start_ms, end_ms = excluded.end_ms, canceled = excluded.canceled",
        &[
            &exception.event_id,
            &exception.event_exception_id,
            &exception.scheduled_start_time,
            &exception.scheduled_end_time,
            &exception.is_canceled,
        ],
    )?;
    Ok(())
}

/// Makes an occurrence like the others again, and forgets who was interested in it alone; whether it differed.
pub fn delete_exception(
    tx: &mut Tx<'_>,
    event_id: Id<ScheduledEventMarker>,
    exception_id: Id<GenericMarker>,
) -> Result<bool, StoreError> {
    tx.execute(
        "delete from scheduled_event_users where event_id = $1 and exception_id = $2",
        &[&event_id, &exception_id],
    )?;
    let removed = tx.execute(
        "delete from scheduled_event_exceptions where event_id = $1 and exception_id = $2",
        &[&event_id, &exception_id],
    )?;
    Ok(removed > 0)
}

/// Notes that somebody is interested in an event, or in one occurrence of it; whether that is new.
pub fn add_user(
    tx: &mut Tx<'_>,
    event_id: Id<ScheduledEventMarker>,
    exception_id: Id<GenericMarker>,
    user_id: Id<UserMarker>,
) -> Result<bool, StoreError> {
    let added = tx.execute(
        "insert into scheduled_event_users (event_id, exception_id, user_id) values ($1, $2, $3)
         on conflict (event_id, exception_id, user_id) do nothing",
        &[&event_id, &exception_id, &user_id],
    )?;
    Ok(added > 0)
}

/// Forgets that somebody was interested; whether they were.
pub fn remove_user(
    tx: &mut Tx<'_>,
    event_id: Id<ScheduledEventMarker>,
    exception_id: Id<GenericMarker>,
    user_id: Id<UserMarker>,
) -> Result<bool, StoreError> {
    let removed = tx.execute(
        "delete from scheduled_event_users where event_id = $1 and exception_id = $2 and user_id = $3",
        &[&event_id, &exception_id, &user_id],
    )?;
    Ok(removed > 0)
}

/// Which accounts of those who are interested are asked for.
#[derive(Debug, Clone, Copy)]
pub enum UsersPage {
    /// The last ones before this account.
    Before(Id<UserMarker>),
    /// The first ones behind this account.
    After(Id<UserMarker>),
}

/// Those who are interested in an event, or in one occurrence of it, ascending.
pub fn users(
    tx: &mut Tx<'_>,
    event_id: Id<ScheduledEventMarker>,
    exception_id: Id<GenericMarker>,
    page: UsersPage,
    limit: u32,
) -> Result<Vec<User>, StoreError> {
    match page {
        UsersPage::After(after) => tx.query(
            concat!(
                "select ",
                user_columns!(),
                " from scheduled_event_users s join users u on u.id = s.user_id
                 where s.event_id = $1 and s.exception_id = $2 and s.user_id > $3
                 order by s.user_id limit $4"
            ),
            &[&event_id, &exception_id, &after, &limit],
            |row| read_user(row, 0),
        ),
        UsersPage::Before(before) => {
            let mut users = tx.query(
                concat!(
                    "select ",
                    user_columns!(),
                    " from scheduled_event_users s join users u on u.id = s.user_id
                     where s.event_id = $1 and s.exception_id = $2 and s.user_id < $3
                     order by s.user_id desc limit $4"
                ),
                &[&event_id, &exception_id, &before, &limit],
                |row| read_user(row, 0),
            )?;
            users.reverse();
            Ok(users)
        }
    }
}

/// How many are interested in these events and their occurrences; what is not there, nobody is interested in.
pub fn counts(
    tx: &mut Tx<'_>,
    ids: &[Id<ScheduledEventMarker>],
) -> Result<HashMap<Occurrence, u32>, StoreError> {
    if ids.is_empty() {
        return Ok(HashMap::new());
    }
    let counted = tx.query(
        "select event_id, exception_id, count(*) from scheduled_event_users
         where event_id in ids($1) group by event_id, exception_id",
        &[&IdList(ids)],
        |row| Ok(((row.get(0)?, row.get(1)?), row.get(2)?)),
    )?;
    Ok(counted.into_iter().collect())
}

/// In which events somebody is interested, oldest first, with the occurrence if it is one alone.
pub fn of_user(tx: &mut Tx<'_>, user_id: Id<UserMarker>) -> Result<Vec<Occurrence>, StoreError> {
    tx.query(
        "select event_id, exception_id from scheduled_event_users where user_id = $1
         order by event_id, exception_id",
        &[&user_id],
        |row| Ok((row.get(0)?, row.get(1)?)),
    )
}

/// Forgets in what of a guild somebody was interested.
pub fn forget_interest(
    tx: &mut Tx<'_>,
    guild_id: Id<GuildMarker>,
    user_id: Id<UserMarker>,
) -> Result<(), StoreError> {
    tx.execute(
        "delete from scheduled_event_users where user_id = $2
           and event_id in (select id from scheduled_events where guild_id = $1)",
        &[&guild_id, &user_id],
    )?;
    Ok(())
}

fn with_exceptions(tx: &mut Tx<'_>, mut planned: Vec<Planned>) -> Result<Vec<Planned>, StoreError> {
    let ids: Vec<_> = planned.iter().map(|it| it.event.id).collect();
    if ids.is_empty() {
        return Ok(planned);
    }
    let exceptions = tx.query(
        "select event_id, exception_id, start_ms, end_ms, canceled from scheduled_event_exceptions
         where event_id in ids($1) order by exception_id",
        &[&IdList(&ids)],
        |row| {
            Ok(ScheduledEventException {
                event_id: row.get(0)?,
                event_exception_id: row.get(1)?,
                scheduled_start_time: row.get(2)?,
                scheduled_end_time: row.get(3)?,
                is_canceled: row.get(4)?,
            })
        },
    )?;
    for exception in exceptions {
        if let Some(it) = planned.iter_mut().find(|it| it.event.id == exception.event_id) {
            it.event.guild_scheduled_event_exceptions.push(exception);
        }
    }
    Ok(planned)
}

fn read(row: &Row<'_>) -> Result<Planned, StoreError> {
    let Json(details): Json<Details> = row.get(7)?;
    let event = ScheduledEvent {
        id: row.get(0)?,
        guild_id: row.get(1)?,
        channel_id: row.get(2)?,
        creator_id: row.get(3)?,
        creator: None,
        name: details.name,
        description: details.description,
        image: details.image,
        scheduled_start_time: row.get(5)?,
        scheduled_end_time: row.get(6)?,
        privacy_level: 2,
        status: ScheduledEventStatus(row.get(4)?),
        entity_type: details.entity_type,
        entity_id: None,
        entity_metadata: details.entity_metadata,
        recurrence_rule: details.recurrence_rule,
        user_count: None,
        user_rsvp: None,
        guild_scheduled_event_exceptions: Vec::new(),
    };
    Ok(Planned { event, changes: row.get(8)?, changed_at: row.get(9)?, due_at: row.get(10)? })
}
