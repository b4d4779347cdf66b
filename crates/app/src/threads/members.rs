//! Who is in a thread: coming and going by oneself and by others.

use std::sync::Arc;

use parvis_bus::Audience;
use parvis_model::event::{AddedThreadMember, ThreadCreate, ThreadMemberUpdate, ThreadMembersUpdate};
use parvis_model::marker::{ChannelMarker, GuildMarker, UserMarker};
use parvis_model::{
    Channel, ChannelType, Event, Id, Member, MessageType, Permissions, ThreadMember, ThreadMemberFlags,
    Timestamp,
};
use parvis_rules::limits;
use parvis_store::{Tx, tables};

use super::{audience_of, load, state, with_counts};
use crate::access::{self, ChannelAccess, GuildAccess};
use crate::error::{ActionError, ActionResult, Kind, Refusal};
use crate::notices::{self, Notice};
use crate::{App, Caller, Outbox};

/// Which members of a thread are asked for.
#[derive(Debug, Clone, Copy)]
pub struct MemberPage {
    /// Those behind this account.
    pub after: Id<UserMarker>,
    /// At most so many.
    pub limit: u32,
    /// Whether the guild's members come with them.
    pub with_member: bool,
}

/// Those who are in a thread, by account.
pub async fn list_members(
    app: &App,
    caller: &Caller,
    id: Id<ChannelMarker>,
    page: MemberPage,
) -> ActionResult<Vec<ThreadMember>> {
    let access = access::channel(app, caller, id, Permissions::NONE).await?;
    access.require_thread()?;
    if caller.is_bot {
        crate::members::require_members_intent(app, caller).await?;
    }
    let guild_id = access.require_guild()?.id();
    app.read(move |tx| {
        let mut places = tables::threads::members(tx, id, page.after, page.limit)?;
        if page.with_member {
            let ids: Vec<_> = places.iter().map(|place| place.user_id).collect();
            for member in tables::members::get_many(tx, guild_id, &ids)? {
                if let Some(place) = places.iter_mut().find(|place| place.user_id == member.user.id) {
                    place.member = Some(Box::new(member));
                }
            }
        }
        Ok(places)
    })
    .await
}

/// Somebody's place in a thread.
pub async fn get_member(
    app: &App,
    caller: &Caller,
    id: Id<ChannelMarker>,
    user_id: Id<UserMarker>,
    with_member: bool,
) -> ActionResult<ThreadMember> {
    let access = access::channel(app, caller, id, Permissions::NONE).await?;
    access.require_thread()?;
    let guild_id = access.require_guild()?.id();
    app.read(move |tx| {
        let place = tables::threads::member(tx, id, user_id)?;
        let mut place = place.ok_or(ActionError::Unknown(Kind::Member))?;
        if with_member {
            place.member = tables::members::get(tx, guild_id, user_id)?.map(Box::new);
        }
        Ok(place)
    })
    .await
}

/// The caller comes into a thread.
pub async fn join(app: &App, caller: &Caller, id: Id<ChannelMarker>) -> ActionResult<()> {
    let access = access::channel(app, caller, id, Permissions::NONE).await?;
    access.require_thread()?;
    access.require_not_archived()?;
    let guild = access.require_guild()?;
    let (guild_id, member) = (guild.id(), Arc::clone(&guild.member));
    let now = Timestamp::from_unix_ms(app.now_ms());
    app.write(access.lane(), move |tx, out| {
        let thread = load_active(tx, guild_id, id)?;
        require_room(tx, id, member.user.id)?;
        let arrivals = Arrivals { guild_id, members: vec![Member::clone(&member)], now };
        arrive(tx, out, &thread, arrivals)
    })
    .await
}

/// Brings another member into a thread. Whoever writes there may, unless the thread is closed to that.
pub async fn add(
    app: &App,
    caller: &Caller,
    id: Id<ChannelMarker>,
    user_id: Id<UserMarker>,
) -> ActionResult<()> {
    if user_id == caller.user_id {
        return join(app, caller, id).await;
    }
    let access = access::channel(app, caller, id, Permissions::NONE).await?;
    access.require_thread()?;
    access.require_not_archived()?;
    access.require(Permissions::SEND_MESSAGES)?;
    if !may_invite(&access) {
        return Err(ActionError::MissingPermissions);
    }
    let guild = access.require_guild()?;
    let target = access::member(app, guild, user_id).await?;
    if !views_parent(guild, access.channel(), &target) {
        return Err(ActionError::MissingAccess);
    }
    let guild_id = guild.id();
    let notice = notice(&access, guild, MessageType::RECIPIENT_ADD, &target);
    let (now, audience, app_in_job) = (Timestamp::from_unix_ms(app.now_ms()), access.audience(), app.clone());
    app.write(access.lane(), move |tx, out| {
        let thread = load_active(tx, guild_id, id)?;
        // Whoever left the guild since is nobody's guest.
        let target =
            tables::members::get(tx, guild_id, user_id)?.ok_or(ActionError::Unknown(Kind::Member))?;
        if tables::threads::member(tx, id, user_id)?.is_some() {
            return Ok(());
        }
        require_room(tx, id, user_id)?;
        arrive(tx, out, &thread, Arrivals { guild_id, members: vec![target], now })?;
        notices::post(&app_in_job, tx, out, audience, notice)?;
        Ok(())
    })
    .await
}

/// The caller leaves a thread.
pub async fn leave(app: &App, caller: &Caller, id: Id<ChannelMarker>) -> ActionResult<()> {
    let access = access::channel(app, caller, id, Permissions::NONE).await?;
    access.require_thread()?;
    access.require_not_archived()?;
    let (guild_id, me) = (access.require_guild()?.id(), caller.user_id);
    app.write(access.lane(), move |tx, out| {
        let thread = load_active(tx, guild_id, id)?;
        depart(tx, out, guild_id, &thread, me)?;
        Ok(())
    })
    .await
}

/// Takes another member out of a thread: with MANAGE_THREADS, or out of one's own private thread.
pub async fn remove(
    app: &App,
    caller: &Caller,
    id: Id<ChannelMarker>,
    user_id: Id<UserMarker>,
) -> ActionResult<()> {
    if user_id == caller.user_id {
        return leave(app, caller, id).await;
    }
    let access = access::channel(app, caller, id, Permissions::NONE).await?;
    let thread = access.require_thread()?;
    access.require_not_archived()?;
    if !(thread.is_private() && thread.owner_id == Some(caller.user_id)) {
        access.require(Permissions::MANAGE_THREADS)?;
    }
    let guild = access.require_guild()?;
    let guild_id = guild.id();
    let member = app.live.member(&app.store, guild_id, user_id).await?;
    let notice = member.map(|target| notice(&access, guild, MessageType::RECIPIENT_REMOVE, &target));
    let (audience, app_in_job) = (access.audience(), app.clone());
    app.write(access.lane(), move |tx, out| {
        let thread = load_active(tx, guild_id, id)?;
        if !depart(tx, out, guild_id, &thread, user_id)? {
            return Err(ActionError::Unknown(Kind::Member));
        }
        if let Some(notice) = notice {
            notices::post(&app_in_job, tx, out, audience, notice)?;
        }
        Ok(())
    })
    .await
}

/// Which notifications the caller wants from a thread that it is in.
pub async fn set_flags(
    app: &App,
    caller: &Caller,
    id: Id<ChannelMarker>,
    flags: ThreadMemberFlags,
) -> ActionResult<ThreadMember> {
    caller.require_person()?;
    let access = access::channel(app, caller, id, Permissions::NONE).await?;
    access.require_thread()?;
    let (guild_id, me) = (access.require_guild()?.id(), caller.user_id);
    app.write(access.lane(), move |tx, out| {
        let place = tables::threads::member(tx, id, me)?;
        let mut place = place.ok_or(ActionError::Unknown(Kind::Member))?;
        if place.flags != flags {
            place.flags = flags;
            tables::threads::set_flags(tx, id, me, flags)?;
            let event = ThreadMemberUpdate { member: place.clone(), guild_id };
            let audience = Audience::Members { guild_id, user_ids: vec![me] };
            out.publish(audience, Event::ThreadMemberUpdate(Box::new(event)));
        }
        Ok(place)
    })
    .await
}

/// Whether the caller may bring others into a thread: everybody into a public one; into a private one its owner, those
/// who manage threads, and its members if it is open to that.
pub(crate) fn may_invite(access: &ChannelAccess) -> bool {
    let Some(thread) = access.thread().filter(|thread| thread.is_private()) else { return true };
    let is_open = thread.thread_metadata.as_ref().is_some_and(|state| state.invitable == Some(true));
    let is_owner = access.guild().is_some_and(|guild| thread.owner_id == Some(guild.member.user.id));
    is_open || is_owner || access.may(Permissions::MANAGE_THREADS)
}

/// Whether a member views the channel in which a thread was started.
fn views_parent(guild: &GuildAccess, thread: &Channel, member: &Member) -> bool {
    thread.parent_id.is_some_and(|parent_id| guild.guild.may_view(parent_id, &guild.view(member)))
}

fn notice(access: &ChannelAccess, guild: &GuildAccess, kind: MessageType, target: &Member) -> Notice {
    let notice = Notice::new(access.id(), access.channel().kind, kind, guild.member.user.clone());
    let notice = Notice { mentions: vec![target.user.clone()], ..notice };
    notice.in_guild(guild.id(), Arc::clone(&guild.member))
}

fn load_active(tx: &mut Tx<'_>, guild_id: Id<GuildMarker>, id: Id<ChannelMarker>) -> ActionResult<Channel> {
    let thread = load(tx, guild_id, id)?;
    if state(&thread)?.archived {
        return Err(ActionError::Refused(Refusal::ThreadArchived));
    }
    Ok(thread)
}

/// Refuses somebody new where a thread is full.
fn require_room(tx: &mut Tx<'_>, id: Id<ChannelMarker>, user_id: Id<UserMarker>) -> ActionResult<()> {
    let is_full = tables::threads::member_count(tx, id)? >= limits::THREAD_MEMBERS_MAX;
    if is_full && tables::threads::member(tx, id, user_id)?.is_none() {
        return Err(ActionError::Refused(Refusal::MaxThreadMembers));
    }
    Ok(())
}

/// Members of a guild who come into a thread.
pub(super) struct Arrivals {
    pub(super) guild_id: Id<GuildMarker>,
    pub(super) members: Vec<Member>,
    pub(super) now: Timestamp,
}

/// Puts members into an active thread, as far as there is room, and tells it. Those who are in it stay.
pub(super) fn arrive(
    tx: &mut Tx<'_>,
    out: &mut Outbox,
    thread: &Channel,
    arrivals: Arrivals,
) -> ActionResult<()> {
    let Arrivals { guild_id, members, now } = arrivals;
    let mut room = limits::THREAD_MEMBERS_MAX.saturating_sub(tables::threads::member_count(tx, thread.id)?);
    let mut arrived = Vec::new();
    for member in members {
        let place = ThreadMember::new(thread.id, member.user.id, now);
        if room > 0 && tables::threads::add_member(tx, &place)? {
            room -= 1;
            arrived.push((place, member));
        }
    }
    if arrived.is_empty() {
        return Ok(());
    }
    if thread.kind == ChannelType::PRIVATE_THREAD {
        // So far they did not know that it exists.
        let shown = with_counts(tx, thread.clone())?;
        for (place, member) in &arrived {
            let thread = Channel { member: Some(Box::new(place.clone())), ..shown.clone() };
            let event = ThreadCreate { thread, newly_created: false, members: Vec::new() };
            let audience = Audience::Members { guild_id, user_ids: vec![member.user.id] };
            out.publish(audience, Event::ThreadCreate(Box::new(event)));
        }
    }
    tell_arrivals(tx, out, guild_id, thread, arrived)
}

/// Tells who came into a thread.
pub(super) fn tell_arrivals(
    tx: &mut Tx<'_>,
    out: &mut Outbox,
    guild_id: Id<GuildMarker>,
    thread: &Channel,
    arrived: Vec<(ThreadMember, Member)>,
) -> ActionResult<()> {
    let added = |(place, member): (ThreadMember, Member)| AddedThreadMember {
        member: ThreadMember { member: Some(Box::new(member)), ..place },
        presence: None,
    };
    let event = ThreadMembersUpdate {
        id: thread.id,
        guild_id,
        member_count: ThreadMember::count_shown(tables::threads::member_count(tx, thread.id)?),
        added_members: arrived.into_iter().map(added).collect(),
        removed_member_ids: Vec::new(),
    };
    let audience = audience_of(guild_id, thread, Vec::new());
    out.publish(audience, Event::ThreadMembersUpdate(Box::new(event)));
    Ok(())
}

/// Takes somebody out of an active thread and tells it; whether there was somebody.
fn depart(
    tx: &mut Tx<'_>,
    out: &mut Outbox,
    guild_id: Id<GuildMarker>,
    thread: &Channel,
    user_id: Id<UserMarker>,
) -> ActionResult<bool> {
    if !tables::threads::remove_member(tx, thread.id, user_id)? {
        return Ok(false);
    }
    let event = ThreadMembersUpdate {
        id: thread.id,
        guild_id,
        member_count: ThreadMember::count_shown(tables::threads::member_count(tx, thread.id)?),
        added_members: Vec::new(),
        removed_member_ids: vec![user_id],
    };
    let audience = audience_of(guild_id, thread, Vec::new());
    out.publish(audience, Event::ThreadMembersUpdate(Box::new(event)));
    Ok(true)
}
