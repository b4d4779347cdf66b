//! Direct and group conversations: who may write to whom, opening, closing.

mod agreements;
mod groups;

use parvis_bus::Audience;
use parvis_model::marker::{ChannelMarker, UserMarker};
use parvis_model::{Channel, ChannelType, Event, Id, RelationshipType, Timestamp};
use parvis_rules::limits;
use parvis_store::{StoreError, Tx, tables};

use crate::access::ChannelAccess;
use crate::error::{ActionError, ActionResult, Kind, Refusal};
use crate::{App, Caller, Lane, Outbox, guilds};

pub use agreements::{Agreement, begin_agreement, end_agreement};
pub use groups::{GroupEdit, add_recipient, edit, leave, remove_recipient};

/// The conversations that the caller has open.
pub async fn list(app: &App, caller: &Caller) -> ActionResult<Vec<Channel>> {
    let user_id = caller.user_id;
    app.read(move |tx| Ok(tables::private::of_user(tx, user_id)?)).await
}

/// Opens a conversation: with one other account the direct one, with several a new group.
pub async fn open(app: &App, caller: &Caller, with: Vec<Id<UserMarker>>) -> ActionResult<Channel> {
    let mut others: Vec<_> = with.into_iter().filter(|id| *id != caller.user_id).collect();
    others.sort_unstable();
    others.dedup();
    match others[..] {
        [] => {
            let text = "Name at least one other account";
            Err(ActionError::invalid("recipients", "BASE_TYPE_REQUIRED", text))
        }
        [other] => open_direct(app, caller, other).await,
        _ if others.len() >= limits::GROUP_DM_RECIPIENTS_MAX => {
            Err(ActionError::Refused(Refusal::MaxRecipients))
        }
        _ => groups::create(app, caller, others).await,
    }
}

/// The direct conversation with an account, made now if there is none. It appears in the other's list with the first
/// message.
async fn open_direct(app: &App, caller: &Caller, other_id: Id<UserMarker>) -> ActionResult<Channel> {
    let me = caller.user_id;
    let fresh = Channel::new(app.ids.next(), ChannelType::DM);
    let now = Timestamp::from_unix_ms(app.now_ms());
    // Both sides use one lane, so that two who write to each other at once meet in one conversation.
    app.write(Lane::of(me.min(other_id)), move |tx, out| {
        let other = tables::users::get(tx, other_id)?.ok_or(ActionError::Unknown(Kind::User))?;
        let existing = tables::private::between(tx, me, other_id)?;
        let id = existing.unwrap_or(fresh.id);
        let is_news = if existing.is_some() {
            tables::private::set_shown(tx, id, me, true)?
        } else {
            require_may_write(tx, me, other_id, now)?;
            tables::channels::insert(tx, &fresh)?;
            tables::private::insert_pair(tx, me, other_id, id)?;
            tables::channels::add_participant(tx, id, me, true)?;
            tables::channels::add_participant(tx, id, other_id, false)?;
            true
        };
        let channel = tables::channels::with_head(tx, Channel::dm(id, other))?;
        if is_news {
            out.publish(Audience::User(me), Event::ChannelCreate(Box::new(channel.clone())));
        }
        Ok(channel)
    })
    .await
}

/// Takes a direct conversation from the caller's list. Nothing is lost: the next message brings it back.
pub async fn close(app: &App, caller: &Caller, access: &ChannelAccess) -> ActionResult<Channel> {
    let (me, channel_id) = (caller.user_id, access.id());
    app.write(access.lane(), move |tx, out| {
        let channel = seen_by(tx, channel_id, me)?;
        if tables::private::set_shown(tx, channel_id, me, false)? {
            out.publish(Audience::User(me), Event::ChannelDelete(Box::new(channel.clone())));
        }
        Ok(channel)
    })
    .await
}

/// A private conversation as one of its participants sees it: with its head, and the others as recipients.
pub fn seen_by(
    tx: &mut Tx<'_>,
    channel_id: Id<ChannelMarker>,
    user_id: Id<UserMarker>,
) -> ActionResult<Channel> {
    let channel = tables::channels::get(tx, channel_id)?.ok_or(ActionError::Unknown(Kind::Channel))?;
    let mut channel = tables::channels::with_head(tx, channel)?;
    channel.recipients.retain(|user| user.id != user_id);
    Ok(channel)
}

/// Refuses to write in a direct conversation to somebody who may not be written to (any more).
pub async fn require_reachable(app: &App, caller: &Caller, access: &ChannelAccess) -> ActionResult<()> {
    let Some(private) = access.private().filter(|it| it.channel.kind == ChannelType::DM) else {
        return Ok(());
    };
    let me = caller.user_id;
    let other = private.participants.iter().copied().find(|id| *id != me);
    let other = other.ok_or(ActionError::Refused(Refusal::CannotSendToUser))?;
    let now = Timestamp::from_unix_ms(app.now_ms());
    app.read(move |tx| require_may_write(tx, me, other, now)).await
}

/// Friends write to each other; so do members of one guild, unless the one who is written to wants nothing from that
/// guild, or the guild has paused that for now. Nobody writes to somebody who blocked them, or whom they blocked.
pub(crate) fn require_may_write(
    tx: &mut Tx<'_>,
    me: Id<UserMarker>,
    other: Id<UserMarker>,
    now: Timestamp,
) -> ActionResult<()> {
    let refused = || Err(ActionError::Refused(Refusal::CannotSendToUser));
    if tables::relationships::either_blocks(tx, me, other)? {
        return refused();
    }
    let friend = tables::relationships::get(tx, other, me)?;
    if friend.is_some_and(|it| it.kind == RelationshipType::FRIEND) {
        return Ok(());
    }
    let shared = tables::members::shared_guilds(tx, me, other)?;
    let settings = tables::settings::of_user(tx, other)?.unwrap_or_default();
    for guild_id in shared.into_iter().filter(|guild_id| !settings.restricted_guilds.contains(guild_id)) {
        if !guilds::are_messages_paused(tx, guild_id, now)? {
            return Ok(());
        }
    }
    refused()
}

/// Shows a conversation to participants who had closed it, in the transaction of the message that reopens it.
pub fn show_to_everybody(
    tx: &mut Tx<'_>,
    out: &mut Outbox,
    channel_id: Id<ChannelMarker>,
) -> Result<(), StoreError> {
    let hidden = tables::channels::show_to_everybody(tx, channel_id)?;
    if hidden.is_empty() {
        return Ok(());
    }
    let Some(channel) = tables::channels::get(tx, channel_id)? else { return Ok(()) };
    let channel = tables::channels::with_head(tx, channel)?;
    for user_id in hidden {
        tell(out, &channel, user_id, Event::ChannelCreate);
    }
    Ok(())
}

/// Tells one participant about a conversation that holds everybody: the recipients of an answer are the others.
fn tell(out: &mut Outbox, channel: &Channel, user_id: Id<UserMarker>, event: fn(Box<Channel>) -> Event) {
    let mut seen = channel.clone();
    seen.recipients.retain(|user| user.id != user_id);
    out.publish(Audience::User(user_id), event(Box::new(seen)));
}
