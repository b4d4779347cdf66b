//! What guilds plan: events in channels and outside, how they recur, and who is interested. An event in a channel is
//! seen by those who see the channel, and by nobody else.

mod calendars;
mod course;
mod edit;
mod exceptions;
pub mod ics;
mod interest;

use parvis_bus::Audience;
use parvis_model::marker::{ChannelMarker, GuildMarker, ScheduledEventMarker, UserMarker};
use parvis_model::{
    AuditLogEvent, AuditLogOptions, ChannelType, Event, Id, Permissions, RecurrenceRule, ScheduledEvent,
    ScheduledEventEntityType, ScheduledEventMetadata, ScheduledEventStatus, Timestamp,
};
use parvis_rules::limits;
use parvis_store::tables::scheduled_events::{ALL_OCCURRENCES, Planned};
use parvis_store::{StoreError, Tx, tables};

use crate::access::{self, GuildAccess};
use crate::audit::{self, Entry};
use crate::error::{ActionError, ActionResult, Kind, Refusal};
use crate::pictures::{Picture, PictureKind};
use crate::{App, Caller, Outbox};

pub use calendars::{address, calendar_at, calendar_of_guild, give_address, take_address};
pub use course::keep_up;
pub use edit::{ScheduledEventEdit, edit};
pub use exceptions::{ExceptionDraft, ExceptionEdit, create_exception, delete_exception, edit_exception};
pub use interest::{UsersQuery, add_interest, counts, interests, remove_interest, users};
pub use parvis_store::tables::scheduled_events::UsersPage;

/// What the audit log tells of an event.
const AUDITED: &[&str] = &[
    "name",
    "description",
    "channel_id",
    "entity_type",
    "entity_metadata",
    "status",
    "privacy_level",
    "image",
    "scheduled_start_time",
    "scheduled_end_time",
];

/// Where an event takes place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum EventPlace {
    /// On a stage.
    Stage(Id<ChannelMarker>),
    /// In a voice channel.
    Voice(Id<ChannelMarker>),
    /// Somewhere in the world, in words; it always has an end.
    External {
        /// Where one goes.
        location: String,
    },
}

impl EventPlace {
    fn put_into(self, event: &mut ScheduledEvent) {
        let (kind, channel_id, location) = match self {
            Self::Stage(id) => (ScheduledEventEntityType::STAGE_INSTANCE, Some(id), None),
            Self::Voice(id) => (ScheduledEventEntityType::VOICE, Some(id), None),
            Self::External { location } => (ScheduledEventEntityType::EXTERNAL, None, Some(location)),
        };
        event.entity_type = kind;
        event.channel_id = channel_id;
        event.entity_metadata = location.map(|it| ScheduledEventMetadata { location: Some(it) });
    }
}

/// An event that somebody wants to plan. Its texts are within their bounds and its rule may be set.
#[derive(Debug)]
pub struct ScheduledEventDraft {
    /// Its name.
    pub name: String,
    /// What it is about.
    pub description: Option<String>,
    /// What it looks like.
    pub picture: Option<Picture>,
    /// When it begins.
    pub start: Timestamp,
    /// When it ends.
    pub end: Option<Timestamp>,
    /// Where.
    pub place: EventPlace,
    /// How it recurs.
    pub rule: Option<RecurrenceRule>,
}

/// The events of a guild that are to come or under way and that the caller may see; with the number of those who are
/// interested when it is asked for.
pub async fn list(
    app: &App,
    caller: &Caller,
    guild_id: Id<GuildMarker>,
    with_user_count: bool,
) -> ActionResult<Vec<ScheduledEvent>> {
    let access = access::guild(app, caller, guild_id, Permissions::NONE).await?;
    let user_id = caller.user_id;
    app.read(move |tx| {
        let mut events = visible(tx, &access)?;
        events.retain(|event| !event.status.is_finished());
        Ok(shown(tx, events, with_user_count.then_some(user_id))?)
    })
    .await
}

/// One event, also one that is over.
pub async fn get(
    app: &App,
    caller: &Caller,
    guild_id: Id<GuildMarker>,
    id: Id<ScheduledEventMarker>,
    with_user_count: bool,
) -> ActionResult<ScheduledEvent> {
    let access = access::guild(app, caller, guild_id, Permissions::NONE).await?;
    let user_id = caller.user_id;
    app.read(move |tx| {
        let event = find(tx, &access, id)?.event;
        Ok(one_shown(tx, event, with_user_count.then_some(user_id))?)
    })
    .await
}

/// An event that the caller may change, wherever its guild is; for wings that show events.
pub async fn editable(
    app: &App,
    caller: &Caller,
    id: Id<ScheduledEventMarker>,
) -> ActionResult<ScheduledEvent> {
    let unknown = || ActionError::Unknown(Kind::ScheduledEvent);
    let found = app.read(move |tx| Ok(tables::scheduled_events::get(tx, id)?)).await?;
    let event = found.ok_or_else(unknown)?.event;
    let access = access::guild(app, caller, event.guild_id, Permissions::NONE).await;
    let access = access.map_err(|error| match error {
        ActionError::Unknown(_) => unknown(),
        other => other,
    })?;
    if !is_visible(&access, &event) {
        return Err(unknown());
    }
    require_editor(&access, &event)?;
    Ok(event)
}

/// Those of a guild's events that the caller may change, also those that are over; for wings that show events.
pub async fn all_editable(
    app: &App,
    caller: &Caller,
    guild_id: Id<GuildMarker>,
) -> ActionResult<Vec<ScheduledEvent>> {
    let access = access::guild(app, caller, guild_id, Permissions::NONE).await?;
    app.read(move |tx| {
        let mut events = visible(tx, &access)?;
        events.retain(|event| require_editor(&access, event).is_ok());
        Ok(events)
    })
    .await
}

/// Plans an event.
pub async fn create(
    app: &App,
    caller: &Caller,
    guild_id: Id<GuildMarker>,
    draft: ScheduledEventDraft,
    reason: Option<String>,
) -> ActionResult<ScheduledEvent> {
    let access = access::guild(app, caller, guild_id, Permissions::NONE).await?;
    let now = Timestamp::from_unix_ms(app.now_ms());
    let ScheduledEventDraft { name, description, picture, start, end, place, rule } = draft;
    let mut event = ScheduledEvent {
        id: app.ids.next(),
        guild_id,
        channel_id: None,
        creator_id: Some(caller.user_id),
        creator: None,
        name,
        description,
        image: None,
        scheduled_start_time: start,
        scheduled_end_time: end,
        privacy_level: 2,
        status: ScheduledEventStatus::SCHEDULED,
        entity_type: ScheduledEventEntityType::EXTERNAL,
        entity_id: None,
        entity_metadata: None,
        recurrence_rule: rule,
        user_count: None,
        user_rsvp: None,
        guild_scheduled_event_exceptions: Vec::new(),
    };
    place.put_into(&mut event);
    require_place(&access, &event)?;
    require(&access, &event, Permissions::CREATE_EVENTS)?;
    edit::check_times(&mut event, now)?;
    let saved = match picture {
        Some(picture) => Some(app.save_picture(picture).await?),
        None => None,
    };
    event.image = saved.as_ref().map(|it| it.row().hash.clone());
    let action = AuditLogEvent::GUILD_SCHEDULED_EVENT_CREATE;
    let entry = Entry::new(app, caller, guild_id, action, Some(event.id.cast()), reason).with_changes_of(
        None,
        Some(&event),
        AUDITED,
    );
    app.write(access.lane(), move |tx, out| {
        if tables::scheduled_events::count_open(tx, guild_id)? >= limits::SCHEDULED_EVENTS_MAX {
            return Err(ActionError::Refused(Refusal::MaxScheduledEvents));
        }
        require_channel_still(tx, &event)?;
        let due_at = course::due_at(&event, now);
        let planned = Planned { event: event.clone(), changes: 0, changed_at: now, due_at };
        tables::scheduled_events::insert(tx, &planned)?;
        if let Some(saved) = saved {
            PictureKind::ScheduledEvent.replace(tx, event.id.cast(), Some(saved.row()), now.unix_ms())?;
            out.keep(saved.into_upload());
        }
        let told = with_creators(tx, vec![event.clone()])?;
        out_created(out, told);
        record(tx, out, entry, &event)?;
        Ok(one_shown(tx, event, None)?)
    })
    .await
}

/// Takes an event out of the guild's plans.
pub async fn delete(
    app: &App,
    caller: &Caller,
    guild_id: Id<GuildMarker>,
    id: Id<ScheduledEventMarker>,
    reason: Option<String>,
) -> ActionResult<()> {
    let access = access::guild(app, caller, guild_id, Permissions::NONE).await?;
    let action = AuditLogEvent::GUILD_SCHEDULED_EVENT_DELETE;
    let entry = Entry::new(app, caller, guild_id, action, Some(id.cast()), reason);
    let now_ms = app.now_ms();
    app.write(access.lane(), move |tx, out| {
        let event = find(tx, &access, id)?.event;
        require_editor(&access, &event)?;
        tables::scheduled_events::delete(tx, id, now_ms)?;
        record(tx, out, entry.with_changes_of(Some(&event), None, AUDITED), &event)?;
        out.publish(audience(&event), Event::ScheduledEventDelete(Box::new(event)));
        Ok(())
    })
    .await?;
    app.delete_queued_blobs_soon();
    Ok(())
}

/// Takes the events of a channel out of the guild's plans, in the transaction that deletes the channel and before that
/// is told.
pub(crate) fn delete_of_channel(
    tx: &mut Tx<'_>,
    out: &mut Outbox,
    channel_id: Id<ChannelMarker>,
    now_ms: i64,
) -> Result<(), StoreError> {
    for planned in tables::scheduled_events::of_channel(tx, channel_id)? {
        tables::scheduled_events::delete(tx, planned.event.id, now_ms)?;
        let event = planned.event;
        out.publish(audience(&event), Event::ScheduledEventDelete(Box::new(event)));
    }
    Ok(())
}

/// The events with which a session of a member begins: those to come and under way that the member may see now.
pub(crate) async fn for_session(
    app: &App,
    guild_id: Id<GuildMarker>,
    user_id: Id<UserMarker>,
) -> ActionResult<Vec<ScheduledEvent>> {
    let access = match access::guild_of_bearer(app, user_id, guild_id).await {
        Ok(access) => access,
        // Left meanwhile: the next event says so.
        Err(ActionError::Unknown(_)) => return Ok(Vec::new()),
        Err(error) => return Err(error),
    };
    app.read(move |tx| {
        let mut events = visible(tx, &access)?;
        events.retain(|event| !event.status.is_finished());
        let mut events = shown(tx, events, Some(user_id))?;
        for event in &mut events {
            event.user_rsvp = None;
        }
        Ok(events)
    })
    .await
}

/// Those of these events that the caller may see, for the audit log.
pub(crate) fn named(
    tx: &mut Tx<'_>,
    access: &GuildAccess,
    ids: &[Id<ScheduledEventMarker>],
) -> Result<Vec<ScheduledEvent>, StoreError> {
    let found = tables::scheduled_events::get_many(tx, ids)?.into_iter().map(|it| it.event);
    Ok(found.filter(|event| event.guild_id == access.id() && is_visible(access, event)).collect())
}

/// Everybody who may see an event.
fn audience(event: &ScheduledEvent) -> Audience {
    let guild_id = event.guild_id;
    match event.channel_id {
        Some(channel_id) => Audience::Channel { guild_id, channel_id },
        None => Audience::Guild(guild_id),
    }
}

fn out_created(out: &mut Outbox, events: Vec<ScheduledEvent>) {
    for event in events {
        out.publish(audience(&event), Event::ScheduledEventCreate(Box::new(event)));
    }
}

/// Whether the caller may know of an event.
fn is_visible(access: &GuildAccess, event: &ScheduledEvent) -> bool {
    event.channel_id.is_none_or(|id| access.permissions_in(id).contains(Permissions::VIEW_CHANNEL))
}

fn visible(tx: &mut Tx<'_>, access: &GuildAccess) -> Result<Vec<ScheduledEvent>, StoreError> {
    let all = tables::scheduled_events::of_guild(tx, access.id())?.into_iter().map(|it| it.event);
    Ok(all.filter(|event| is_visible(access, event)).collect())
}

fn find(tx: &mut Tx<'_>, access: &GuildAccess, id: Id<ScheduledEventMarker>) -> ActionResult<Planned> {
    tables::scheduled_events::get(tx, id)?
        .filter(|it| it.event.guild_id == access.id() && is_visible(access, &it.event))
        .ok_or(ActionError::Unknown(Kind::ScheduledEvent))
}

/// What the place asks of those who plan something there, besides the right to plan.
fn needed_at(kind: ScheduledEventEntityType) -> Permissions {
    match kind {
        ScheduledEventEntityType::STAGE_INSTANCE => {
            Permissions::MANAGE_CHANNELS | Permissions::MUTE_MEMBERS | Permissions::MOVE_MEMBERS
        }
        ScheduledEventEntityType::VOICE => Permissions::VIEW_CHANNEL | Permissions::CONNECT,
        _ => Permissions::NONE,
    }
}

/// What the caller may do where an event takes place: in its channel, or in the guild as a whole.
fn held(access: &GuildAccess, event: &ScheduledEvent) -> Permissions {
    event.channel_id.map_or(access.permissions, |id| access.permissions_in(id))
}

fn require(access: &GuildAccess, event: &ScheduledEvent, needed: Permissions) -> ActionResult<()> {
    let needed = needed | needed_at(event.entity_type);
    if held(access, event).contains(needed) { Ok(()) } else { Err(ActionError::MissingPermissions) }
}

/// Refuses whoever may not change this event: one's own with CREATE_EVENTS, any with MANAGE_EVENTS.
fn require_editor(access: &GuildAccess, event: &ScheduledEvent) -> ActionResult<()> {
    let is_own = event.creator_id == Some(access.member.user.id);
    if is_own && require(access, event, Permissions::CREATE_EVENTS).is_ok() {
        return Ok(());
    }
    require(access, event, Permissions::MANAGE_EVENTS)
}

/// Refuses channels that the caller may not view, and those that are not of the event's kind.
fn require_place(access: &GuildAccess, event: &ScheduledEvent) -> ActionResult<()> {
    let Some(channel_id) = event.channel_id else { return Ok(()) };
    let channel = access.guild.channel(channel_id).filter(|_| is_visible(access, event));
    let channel = channel.ok_or(ActionError::Unknown(Kind::Channel))?;
    let wanted = match event.entity_type {
        ScheduledEventEntityType::STAGE_INSTANCE => ChannelType::GUILD_STAGE_VOICE,
        _ => ChannelType::GUILD_VOICE,
    };
    if channel.kind == wanted { Ok(()) } else { Err(ActionError::Refused(Refusal::InvalidChannelType)) }
}

/// Refuses a channel that was deleted since its access was proved.
fn require_channel_still(tx: &mut Tx<'_>, event: &ScheduledEvent) -> ActionResult<()> {
    let Some(channel_id) = event.channel_id else { return Ok(()) };
    match tables::channels::get(tx, channel_id)? {
        Some(channel) if channel.guild_id == Some(event.guild_id) => Ok(()),
        _ => Err(ActionError::Unknown(Kind::Channel)),
    }
}

/// Writes an entry that names the event's channel, so that only those who see the channel read it.
fn record(tx: &mut Tx<'_>, out: &mut Outbox, entry: Entry, event: &ScheduledEvent) -> ActionResult<()> {
    let entry = match event.channel_id {
        None => entry,
        channel_id => entry.with_options(AuditLogOptions { channel_id, ..AuditLogOptions::default() }),
    };
    Ok(audit::record(tx, out, entry)?)
}

/// Occurrences that lie behind an event need no exceptions any more.
fn forget_past_exceptions(tx: &mut Tx<'_>, event: &mut ScheduledEvent) -> Result<(), StoreError> {
    let present = Id::first_of_unix_ms(event.scheduled_start_time.unix_ms());
    let (past, kept) = std::mem::take(&mut event.guild_scheduled_event_exceptions)
        .into_iter()
        .partition(|it| it.event_exception_id < present);
    event.guild_scheduled_event_exceptions = kept;
    let past: Vec<parvis_model::ScheduledEventException> = past;
    for exception in past {
        tables::scheduled_events::delete_exception(tx, event.id, exception.event_exception_id)?;
    }
    Ok(())
}

/// Events with the accounts of who planned them.
fn with_creators(
    tx: &mut Tx<'_>,
    mut events: Vec<ScheduledEvent>,
) -> Result<Vec<ScheduledEvent>, StoreError> {
    let mut ids: Vec<_> = events.iter().filter_map(|event| event.creator_id).collect();
    ids.sort_unstable();
    ids.dedup();
    let creators = tables::users::get_many(tx, &ids)?;
    for event in &mut events {
        let creator = creators.iter().find(|user| Some(user.id) == event.creator_id);
        event.creator = creator.cloned().map(Box::new);
    }
    Ok(events)
}

/// Events as answers show them; with counts, and with what this account says to them, when they are for one.
fn shown(
    tx: &mut Tx<'_>,
    events: Vec<ScheduledEvent>,
    counted_for: Option<Id<UserMarker>>,
) -> Result<Vec<ScheduledEvent>, StoreError> {
    let mut events = with_creators(tx, events)?;
    if let Some(user_id) = counted_for.filter(|_| !events.is_empty()) {
        let ids: Vec<_> = events.iter().map(|event| event.id).collect();
        let counts = tables::scheduled_events::counts(tx, &ids)?;
        let own = tables::scheduled_events::of_user(tx, user_id)?;
        for event in &mut events {
            event.user_count = Some(counts.get(&(event.id, ALL_OCCURRENCES)).copied().unwrap_or(0));
            let is_interested = own.contains(&(event.id, ALL_OCCURRENCES));
            event.user_rsvp =
                is_interested.then(|| Box::new(interest::interested(event.id, ALL_OCCURRENCES, user_id)));
        }
    }
    Ok(events)
}

fn one_shown(
    tx: &mut Tx<'_>,
    event: ScheduledEvent,
    counted_for: Option<Id<UserMarker>>,
) -> Result<ScheduledEvent, StoreError> {
    let mut shown = shown(tx, vec![event], counted_for)?;
    Ok(shown.pop().expect("one went in"))
}
