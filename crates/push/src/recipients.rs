//! Who is notified of an event: those for whom the message is, who are not at a device, have not blocked its author and
//! may view it.

use std::collections::HashSet;

use parvis_app::{ActionError, ActionResult, App, Caller, access};
use parvis_bus::{Audience, GuildSnapshot, GuildThread};
use parvis_model::event::OrderChange;
use parvis_model::marker::{ChannelMarker, GuildMarker, UserMarker};
use parvis_model::{Event, Id, Message, MessageFlags, Permissions};

use crate::decision::{Kind, Place, decide};
use crate::queue::{Key, Notice};
use crate::{Push, tables};

/// Of messages with one of these nobody is notified: the author wants it so, or there is nothing to read yet, or only
/// for somebody who is there.
const SILENT: MessageFlags =
    MessageFlags::SUPPRESS_NOTIFICATIONS.union(MessageFlags::EPHEMERAL).union(MessageFlags::LOADING);

/// The notices of an event, one for each person.
pub async fn of(
    push: &Push,
    app: &App,
    audience: &Audience,
    event: &Event,
) -> ActionResult<Vec<(Key, Notice)>> {
    if let (Event::GuardOrderUpdate(change), Audience::Users(people)) = (event, audience) {
        return Ok(if change.call { called(change, people) } else { Vec::new() });
    }
    let Event::MessageCreate(created) = event else { return Ok(Vec::new()) };
    let message = &created.message;
    if !message.kind.is_written() || message.flags.intersects(SILENT) {
        return Ok(Vec::new());
    }
    let candidates = match audience {
        Audience::Users(participants) => in_private(app, message, participants).await?,
        Audience::Channel { guild_id, .. } | Audience::PrivateThread { guild_id, .. } => {
            in_guild(push, app, message, *guild_id).await?
        }
        _ => Vec::new(),
    };
    let guild_id = created.guild_id;
    let reached = reached(app, message, candidates).await?;
    let notice = |(user_id, kind): (Id<UserMarker>, Kind)| {
        let key = Key { user_id, channel_id: message.channel_id };
        (key, Notice { kind, guild_id, message_id: message.id, only: None })
    };
    Ok(reached.into_iter().map(notice).collect())
}

/// Who is called because an order of an authority waits is called wherever they are, at any hour: the law gives one.
fn called(change: &OrderChange, people: &[Id<UserMarker>]) -> Vec<(Key, Notice)> {
    let notice = Notice { kind: Kind::Call, guild_id: None, message_id: change.id.cast(), only: None };
    let key = |user_id: &Id<UserMarker>| Key { user_id: *user_id, channel_id: change.id.cast() };
    people.iter().map(|user_id| (key(user_id), notice.clone())).collect()
}

async fn in_private(
    app: &App,
    message: &Message,
    participants: &[Id<UserMarker>],
) -> ActionResult<Vec<(Id<UserMarker>, Kind)>> {
    let others: Vec<_> = participants.iter().copied().filter(|id| *id != message.author.id).collect();
    let listeners = app.read(move |tx| Ok(tables::listeners_among(tx, &others)?)).await?;
    let (place, now_ms) = (Place::Private(message.channel_id), app.now_ms());
    let wanted = listeners.iter().map(|it| (it.user_id, decide(message, place, it, now_ms)));
    Ok(wanted.filter_map(|(user_id, kind)| Some((user_id, kind?))).collect())
}

async fn in_guild(
    push: &Push,
    app: &App,
    message: &Message,
    guild_id: Id<GuildMarker>,
) -> ActionResult<Vec<(Id<UserMarker>, Kind)>> {
    let listeners = push.0.listeners.of_guild(app, guild_id).await?;
    if listeners.is_empty() {
        return Ok(Vec::new());
    }
    let Some(guild) = app.live.guild(&app.store, guild_id).await? else { return Ok(Vec::new()) };
    let thread = match guild.channel(message.channel_id) {
        Some(_) => None,
        None => app.live.thread(&app.store, &guild, message.channel_id).await?,
    };
    let channels = channels_of(&guild, thread.as_deref(), message.channel_id);
    let (default, now_ms) = (guild.guild().default_message_notifications, app.now_ms());
    let mut wanted = Vec::new();
    for listener in listeners.values() {
        let member = match message.mention_roles[..] {
            [] => None,
            _ => app.live.member(&app.store, guild_id, listener.user_id).await?,
        };
        let place = Place::Guild {
            channels: &channels,
            default,
            roles: member.as_ref().map_or(&[], |member| &member.roles),
            thread: thread
                .as_ref()
                .map(|thread| thread.members.get(&listener.user_id).map(|member| member.flags)),
        };
        wanted.extend(decide(message, place, listener, now_ms).map(|kind| (listener.user_id, kind)));
    }
    Ok(wanted)
}

/// The channel (of a thread its parent) and its category.
fn channels_of(
    guild: &GuildSnapshot,
    thread: Option<&GuildThread>,
    channel_id: Id<ChannelMarker>,
) -> Vec<Id<ChannelMarker>> {
    let channel_id = thread.and_then(|thread| thread.parent_id).unwrap_or(channel_id);
    let category = guild.channel(channel_id).and_then(|channel| channel.parent_id);
    std::iter::once(channel_id).chain(category).collect()
}

/// Those of the candidates who are away, did not block the author and may view the channel.
async fn reached(
    app: &App,
    message: &Message,
    mut candidates: Vec<(Id<UserMarker>, Kind)>,
) -> ActionResult<Vec<(Id<UserMarker>, Kind)>> {
    if candidates.is_empty() {
        return Ok(candidates);
    }
    let ids = candidates.iter().map(|(user_id, _)| *user_id).collect();
    let occupied: HashSet<_> = app.occupied(ids).await.into_iter().collect();
    candidates.retain(|(user_id, _)| !occupied.contains(user_id));
    let (ids, author_id): (Vec<_>, _) =
        (candidates.iter().map(|(user_id, _)| *user_id).collect(), message.author.id);
    let blocking = app.read(move |tx| Ok(tables::blocking(tx, &ids, author_id)?)).await?;
    let mut reached = Vec::new();
    for (user_id, kind) in candidates {
        if !blocking.contains(&user_id) && may_view(app, user_id, message.channel_id).await? {
            reached.push((user_id, kind));
        }
    }
    Ok(reached)
}

/// Whether an account may view a channel now.
pub async fn may_view(
    app: &App,
    user_id: Id<UserMarker>,
    channel_id: Id<ChannelMarker>,
) -> ActionResult<bool> {
    let caller = Caller { user_id, is_bot: false, login_id: Id::new(0) };
    match access::channel(app, &caller, channel_id, Permissions::NONE).await {
        Ok(_) => Ok(true),
        Err(ActionError::Unknown(_)) => Ok(false),
        Err(other) => Err(other),
    }
}
