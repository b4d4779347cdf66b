//! How far people have read, the same on all their devices.

use parvis_bus::Audience;
use parvis_model::event::MessageAck;
use parvis_model::marker::{ChannelMarker, GuildMarker, MessageMarker, UserMarker};
use parvis_model::{Event, Id, Permissions};
use parvis_store::{Tx, tables};

/// By what a read state moves.
pub use parvis_store::tables::read_states::Reading;

use crate::error::{ActionError, ActionResult};
use crate::{App, Caller, Lane, Outbox, access};

/// Far in the future: everything that a channel holds is older.
const NEWEST: Id<MessageMarker> = Id::new(i64::MAX as u64);

/// Marks a channel as read up to a message, by what a device showed or by what the person did.
pub async fn ack(
    app: &App,
    caller: &Caller,
    channel_id: Id<ChannelMarker>,
    message_id: Id<MessageMarker>,
    by: Reading,
) -> ActionResult<()> {
    caller.require_person()?;
    access::channel(app, caller, channel_id, Permissions::NONE).await?;
    let user_id = caller.user_id;
    app.write(Lane::of(user_id), move |tx, out| set(tx, out, user_id, channel_id, message_id, by)).await
}

/// Marks several channels as read up to a message in each. Those that the caller may not see (any more) are left out.
pub async fn ack_many(
    app: &App,
    caller: &Caller,
    states: Vec<(Id<ChannelMarker>, Id<MessageMarker>)>,
) -> ActionResult<()> {
    caller.require_person()?;
    let mut visible = Vec::with_capacity(states.len());
    for state in states {
        match access::channel(app, caller, state.0, Permissions::NONE).await {
            Ok(_) => visible.push(state),
            Err(ActionError::Unknown(_)) => {}
            Err(other) => return Err(other),
        }
    }
    set_many(app, caller.user_id, visible).await
}

/// Marks every channel of a guild that the caller may view as read, and the threads that it is in.
pub async fn ack_guild(app: &App, caller: &Caller, guild_id: Id<GuildMarker>) -> ActionResult<()> {
    caller.require_person()?;
    let access = access::guild(app, caller, guild_id, Permissions::NONE).await?;
    let channels = access.visible_channels().into_iter().map(|channel| channel.id);
    let threads = access.visible_threads().into_iter();
    let joined = threads.filter(|thread| thread.members.contains_key(&caller.user_id)).map(|it| it.id);
    let visible = channels.chain(joined).map(|id| (id, NEWEST)).collect();
    set_many(app, caller.user_id, visible).await
}

async fn set_many(
    app: &App,
    user_id: Id<UserMarker>,
    states: Vec<(Id<ChannelMarker>, Id<MessageMarker>)>,
) -> ActionResult<()> {
    app.write(Lane::of(user_id), move |tx, out| {
        states.into_iter().try_for_each(|(channel_id, message_id)| {
            set(tx, out, user_id, channel_id, message_id, Reading::Opened)
        })
    })
    .await
}

/// Forgets how far the caller has read in a channel.
pub async fn forget(app: &App, caller: &Caller, channel_id: Id<ChannelMarker>) -> ActionResult<()> {
    caller.require_person()?;
    access::channel(app, caller, channel_id, Permissions::NONE).await?;
    let user_id = caller.user_id;
    app.write(Lane::of(user_id), move |tx, out| {
        if tables::read_states::delete(tx, user_id, channel_id)? {
            tell(tx, out, user_id, channel_id, true)?;
        }
        Ok(())
    })
    .await
}

fn set(
    tx: &mut Tx<'_>,
    out: &mut Outbox,
    user_id: Id<UserMarker>,
    channel_id: Id<ChannelMarker>,
    message_id: Id<MessageMarker>,
    by: Reading,
) -> ActionResult<()> {
    if tables::read_states::set(tx, user_id, channel_id, message_id, by)? {
        tell(tx, out, user_id, channel_id, false)?;
    }
    Ok(())
}

fn tell(
    tx: &mut Tx<'_>,
    out: &mut Outbox,
    user_id: Id<UserMarker>,
    channel_id: Id<ChannelMarker>,
    forgotten: bool,
) -> ActionResult<()> {
    let Some(state) = tables::read_states::get(tx, user_id, channel_id)? else { return Ok(()) };
    let event = MessageAck {
        channel_id,
        message_id: state.last_message_id,
        mention_count: state.mention_count,
        unread_count: state.unread_count,
        manual: state.manual || forgotten,
        version: 0,
    };
    out.publish(Audience::User(user_id), Event::MessageAck(event));
    Ok(())
}
