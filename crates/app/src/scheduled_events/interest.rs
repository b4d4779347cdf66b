//! Who is interested in an event: in all its occurrences, or in one alone.

use std::collections::HashMap;

use parvis_model::event::ScheduledEventUserChange;
use parvis_model::marker::{GenericMarker, GuildMarker, ScheduledEventMarker, UserMarker};
use parvis_model::{
    Event, Id, Permissions, ScheduledEvent, ScheduledEventResponse, ScheduledEventUser,
    ScheduledEventUserCounts,
};
use parvis_store::Tx;
use parvis_store::tables::{
    self,
    scheduled_events::{ALL_OCCURRENCES, UsersPage},
};

use super::exceptions::is_occurrence;
use super::{audience, find, is_visible};
use crate::access::{self, GuildAccess};
use crate::error::{ActionError, ActionResult, Kind, Refusal};
use crate::{App, Caller};

/// An event in which somebody is interested, and which of its occurrences is meant.
pub(super) type Interesting = (tables::scheduled_events::Planned, Id<GenericMarker>);

/// Which of those who are interested are asked for.
#[derive(Debug, Clone, Copy)]
pub struct UsersQuery {
    /// From where on.
    pub page: UsersPage,
    /// How many at most.
    pub limit: u32,
    /// Whether they come as members of the guild, too.
    pub with_member: bool,
}

/// Those who are interested in an event, or in one occurrence of it alone, by account id.
pub async fn users(
    app: &App,
    caller: &Caller,
    guild_id: Id<GuildMarker>,
    id: Id<ScheduledEventMarker>,
    occurrence: Option<Id<GenericMarker>>,
    query: UsersQuery,
) -> ActionResult<Vec<ScheduledEventUser>> {
    let access = access::guild(app, caller, guild_id, Permissions::NONE).await?;
    app.read(move |tx| {
        let exception_id = find_occurrence(tx, &access, id, occurrence)?.1;
        let users = tables::scheduled_events::users(tx, id, exception_id, query.page, query.limit)?;
        let mut members = HashMap::new();
        if query.with_member {
            let ids: Vec<_> = users.iter().map(|user| user.id).collect();
            let found = tables::members::get_many(tx, guild_id, &ids)?;
            members.extend(found.into_iter().map(|member| (member.user.id, Box::new(member))));
        }
        let shown = users.into_iter().map(|user| ScheduledEventUser {
            member: members.remove(&user.id),
            user: Some(Box::new(user.clone())),
            ..interested(id, exception_id, user.id)
        });
        Ok(shown.collect())
    })
    .await
}

/// How many are interested in an event, and in those of its occurrences that are asked for.
pub async fn counts(
    app: &App,
    caller: &Caller,
    guild_id: Id<GuildMarker>,
    id: Id<ScheduledEventMarker>,
    occurrences: Vec<Id<GenericMarker>>,
) -> ActionResult<ScheduledEventUserCounts> {
    let access = access::guild(app, caller, guild_id, Permissions::NONE).await?;
    app.read(move |tx| {
        let event = find(tx, &access, id)?.event;
        let counted = tables::scheduled_events::counts(tx, &[id])?;
        let count = |occurrence| counted.get(&(id, occurrence)).copied().unwrap_or(0);
        let known = occurrences.into_iter().filter(|it| is_occurrence(&event, *it));
        Ok(ScheduledEventUserCounts {
            guild_scheduled_event_count: count(ALL_OCCURRENCES),
            guild_scheduled_event_exception_counts: known.map(|it| (it, count(it))).collect(),
        })
    })
    .await
}

/// Says that the caller is interested.
pub async fn add_interest(
    app: &App,
    caller: &Caller,
    guild_id: Id<GuildMarker>,
    id: Id<ScheduledEventMarker>,
    occurrence: Option<Id<GenericMarker>>,
) -> ActionResult<ScheduledEventUser> {
    caller.require_person()?;
    let access = access::guild(app, caller, guild_id, Permissions::NONE).await?;
    let user_id = caller.user_id;
    app.write(access.lane(), move |tx, out| {
        let (event, exception_id) = find_occurrence(tx, &access, id, occurrence)?;
        if event.status.is_finished() {
            return Err(ActionError::Refused(Refusal::FinishedEvent));
        }
        // Left since access was proved: nobody would take the row away again.
        if tables::members::get(tx, guild_id, user_id)?.is_none() {
            return Err(ActionError::Unknown(Kind::Guild));
        }
        if tables::scheduled_events::add_user(tx, id, exception_id, user_id)? {
            let change = change_of(&event, exception_id, user_id, ScheduledEventResponse::INTERESTED);
            out.publish(audience(&event), Event::ScheduledEventUserAdd(change));
        }
        Ok(interested(id, exception_id, user_id))
    })
    .await
}

/// Takes that back; nothing happens when the caller was not interested.
pub async fn remove_interest(
    app: &App,
    caller: &Caller,
    guild_id: Id<GuildMarker>,
    id: Id<ScheduledEventMarker>,
    occurrence: Option<Id<GenericMarker>>,
) -> ActionResult<()> {
    caller.require_person()?;
    let access = access::guild(app, caller, guild_id, Permissions::NONE).await?;
    let user_id = caller.user_id;
    app.write(access.lane(), move |tx, out| {
        let (event, exception_id) = find_occurrence(tx, &access, id, occurrence)?;
        if tables::scheduled_events::remove_user(tx, id, exception_id, user_id)? {
            let change = change_of(&event, exception_id, user_id, ScheduledEventResponse::UNINTERESTED);
            out.publish(audience(&event), Event::ScheduledEventUserRemove(change));
        }
        Ok(())
    })
    .await
}

/// In what of these guilds the caller is interested, as far as it may still be seen; of all guilds when none is named.
pub async fn interests(
    app: &App,
    caller: &Caller,
    guild_ids: Vec<Id<GuildMarker>>,
) -> ActionResult<Vec<ScheduledEventUser>> {
    caller.require_person()?;
    let user_id = caller.user_id;
    let found = interesting(app, user_id).await?;
    let wanted = |event: &ScheduledEvent| guild_ids.is_empty() || guild_ids.contains(&event.guild_id);
    let shown = found.into_iter().filter(|(planned, _)| wanted(&planned.event));
    Ok(shown.map(|(planned, occurrence)| interested(planned.event.id, occurrence, user_id)).collect())
}

/// The events in which an account is interested and which it may see, with the occurrence.
pub(super) async fn interesting(app: &App, user_id: Id<UserMarker>) -> ActionResult<Vec<Interesting>> {
    let (interests, planned) = app
        .read(move |tx| {
            let interests = tables::scheduled_events::of_user(tx, user_id)?;
            let mut ids: Vec<_> = interests.iter().map(|it| it.0).collect();
            ids.dedup();
            Ok((interests, tables::scheduled_events::get_many(tx, &ids)?))
        })
        .await?;
    let mut guilds: HashMap<Id<GuildMarker>, Option<GuildAccess>> = HashMap::new();
    for guild_id in planned.iter().map(|it| it.event.guild_id) {
        if let std::collections::hash_map::Entry::Vacant(place) = guilds.entry(guild_id) {
            place.insert(match access::guild_of_bearer(app, user_id, guild_id).await {
                Ok(access) => Some(access),
                Err(ActionError::Unknown(_)) => None,
                Err(error) => return Err(error),
            });
        }
    }
    let may_see = |event: &ScheduledEvent| {
        guilds.get(&event.guild_id).and_then(Option::as_ref).is_some_and(|access| is_visible(access, event))
    };
    let found = interests.into_iter().filter_map(|(id, occurrence)| {
        let it = planned.iter().find(|it| it.event.id == id)?;
        may_see(&it.event).then(|| (it.clone(), occurrence))
    });
    Ok(found.collect())
}

/// An event with what stands for the occurrence that is meant; without one all are meant.
fn find_occurrence(
    tx: &mut Tx<'_>,
    access: &GuildAccess,
    id: Id<ScheduledEventMarker>,
    occurrence: Option<Id<GenericMarker>>,
) -> ActionResult<(ScheduledEvent, Id<GenericMarker>)> {
    let event = find(tx, access, id)?.event;
    match occurrence {
        None => Ok((event, ALL_OCCURRENCES)),
        Some(occurrence) if is_occurrence(&event, occurrence) => Ok((event, occurrence)),
        Some(_) => Err(ActionError::Unknown(Kind::Thing("Guild Scheduled Event Exception"))),
    }
}

fn alone(occurrence: Id<GenericMarker>) -> Option<Id<GenericMarker>> {
    (occurrence != ALL_OCCURRENCES).then_some(occurrence)
}

/// That an account is interested.
pub(super) fn interested(
    id: Id<ScheduledEventMarker>,
    occurrence: Id<GenericMarker>,
    user_id: Id<UserMarker>,
) -> ScheduledEventUser {
    ScheduledEventUser {
        guild_scheduled_event_id: id,
        guild_scheduled_event_exception_id: alone(occurrence),
        user_id,
        user: None,
        member: None,
        response: ScheduledEventResponse::INTERESTED,
    }
}

fn change_of(
    event: &ScheduledEvent,
    occurrence: Id<GenericMarker>,
    user_id: Id<UserMarker>,
    response: ScheduledEventResponse,
) -> ScheduledEventUserChange {
    ScheduledEventUserChange {
        guild_scheduled_event_id: event.id,
        guild_scheduled_event_exception_id: alone(occurrence),
        user_id,
        guild_id: event.guild_id,
        response,
    }
}
