//! Pinned messages of a channel.

use parvis_model::event::ChannelPinsUpdate;
use parvis_model::marker::{ChannelMarker, MessageMarker};
use parvis_model::{
    AuditLogEvent, AuditLogOptions, Event, Id, Message, MessageReference, MessageType, Permissions,
    PinnedMessage, PinnedMessages, Timestamp,
};
use parvis_rules::limits;
use parvis_store::{Tx, tables};

use crate::access::{self, ChannelAccess};
use crate::audit::{self, Entry};
use crate::error::{ActionError, ActionResult, Kind, Refusal};
use crate::messages::{Author, author_of, event_of, find};
use crate::notices::{self, Notice};
use crate::{App, Caller, Outbox};

/// A page of a channel's pins, the last pinned first, of those pinned before a moment.
pub async fn list(
    app: &App,
    caller: &Caller,
    channel_id: Id<ChannelMarker>,
    before: Option<Timestamp>,
    limit: u32,
) -> ActionResult<PinnedMessages> {
    let access = access::channel(app, caller, channel_id, Permissions::NONE).await?;
    access.require_text()?;
    if !access.may(Permissions::READ_MESSAGE_HISTORY) {
        return Ok(PinnedMessages { items: Vec::new(), has_more: false });
    }
    let viewer = caller.user_id;
    let before = before.unwrap_or(Timestamp::from_unix_ms(i64::MAX));
    let (mut pins, messages) = app
        .read(move |tx| {
            let pins = tables::pins::page(tx, channel_id, before, limit + 1)?;
            let ids: Vec<_> = pins.iter().map(|(id, _)| *id).collect();
            Ok((pins, tables::messages::get_many(tx, channel_id, &ids, viewer)?))
        })
        .await?;
    let has_more = pins.len() > limit as usize;
    pins.truncate(limit as usize);
    let item = |(id, pinned_at): (Id<MessageMarker>, Timestamp)| {
        let mut message = messages.iter().find(|message| message.id == id)?.clone();
        app.sign_files(&mut message);
        Some(PinnedMessage { pinned_at, message })
    };
    Ok(PinnedMessages { items: pins.into_iter().filter_map(item).collect(), has_more })
}

/// Pins a message; one that is pinned stays so.
pub async fn pin(
    app: &App,
    caller: &Caller,
    channel_id: Id<ChannelMarker>,
    message_id: Id<MessageMarker>,
    reason: Option<String>,
) -> ActionResult<()> {
    let access = pinning(app, caller, channel_id).await?;
    // A pin writes a notice.
    crate::private::require_reachable(app, caller, &access).await?;
    let message = find(app, &access, message_id, caller.user_id).await?;
    if !message.kind.is_written() {
        return Err(ActionError::Refused(Refusal::SystemMessage));
    }
    let author = author_of(app, caller, &access).await?;
    let entry = entry(app, caller, &access, AuditLogEvent::MESSAGE_PIN, &message, reason);
    let now = Timestamp::from_unix_ms(app.now_ms());
    let app_in_job = app.clone();
    let change = Change { access: access.clone(), caller: caller.clone(), message_id, entry };
    app.write(access.lane(), move |tx, out| {
        if tables::pins::count(tx, channel_id)? >= limits::CHANNEL_PINS_MAX {
            return Err(ActionError::Refused(Refusal::MaxPins));
        }
        let Some(pinned) = tables::pins::pin(tx, channel_id, message_id, now)? else {
            // Pinned already, or deleted in the meantime; the message says which.
            return require_exists(tx, &change);
        };
        tables::channels::set_last_pin(tx, channel_id, Some(pinned))?;
        change.tell(&app_in_job, tx, out, Some(pinned))?;
        let notice = notice(&change.access, author, message_id);
        notices::post(&app_in_job, tx, out, change.access.audience(), notice)?;
        Ok(())
    })
    .await
}

/// Takes a pin away; a message that is not pinned stays so.
pub async fn unpin(
    app: &App,
    caller: &Caller,
    channel_id: Id<ChannelMarker>,
    message_id: Id<MessageMarker>,
    reason: Option<String>,
) -> ActionResult<()> {
    let access = pinning(app, caller, channel_id).await?;
    let message = find(app, &access, message_id, caller.user_id).await?;
    let entry = entry(app, caller, &access, AuditLogEvent::MESSAGE_UNPIN, &message, reason);
    let app_in_job = app.clone();
    let change = Change { access: access.clone(), caller: caller.clone(), message_id, entry };
    app.write(access.lane(), move |tx, out| {
        if !tables::pins::unpin(tx, channel_id, message_id)? {
            return require_exists(tx, &change);
        }
        let last = tables::pins::last(tx, channel_id)?;
        tables::channels::set_last_pin(tx, channel_id, last)?;
        change.tell(&app_in_job, tx, out, last)
    })
    .await
}

async fn pinning(app: &App, caller: &Caller, channel_id: Id<ChannelMarker>) -> ActionResult<ChannelAccess> {
    let access = access::channel(app, caller, channel_id, Permissions::NONE).await?;
    access.require_text()?;
    access.require_not_archived()?;
    // Who manages messages could pin before there was a permission of its own for it.
    if !access.permissions.intersects(Permissions::PIN_MESSAGES | Permissions::MANAGE_MESSAGES) {
        return Err(ActionError::MissingPermissions);
    }
    Ok(access)
}

/// A message that was pinned or unpinned, as everybody is told.
struct Change {
    access: ChannelAccess,
    caller: Caller,
    message_id: Id<MessageMarker>,
    entry: Option<Entry>,
}

impl Change {
    fn tell(
        self: &Change,
        app: &App,
        tx: &mut Tx<'_>,
        out: &mut Outbox,
        last_pin_timestamp: Option<Timestamp>,
    ) -> ActionResult<()> {
        let (channel_id, guild_id) = (self.access.id(), self.access.guild_id());
        let event = ChannelPinsUpdate { guild_id, channel_id, last_pin_timestamp };
        out.publish(self.access.audience(), Event::ChannelPinsUpdate(event));
        let message = tables::messages::get(tx, channel_id, self.message_id, self.caller.user_id)?;
        let mut message = message.ok_or(ActionError::Unknown(Kind::Message))?;
        app.sign_files(&mut message);
        let member = self.access.guild().map(|guild| guild.member.as_ref());
        let member = member.filter(|member| member.user.id == message.author.id);
        let event = event_of(&message, guild_id, member, self.access.channel().kind);
        out.publish(self.access.audience(), Event::MessageUpdate(Box::new(event)));
        if let Some(entry) = &self.entry {
            audit::record(tx, out, entry.clone())?;
        }
        Ok(())
    }
}

fn require_exists(tx: &mut Tx<'_>, change: &Change) -> ActionResult<()> {
    let found = tables::messages::get(tx, change.access.id(), change.message_id, change.caller.user_id)?;
    found.map(|_| ()).ok_or(ActionError::Unknown(Kind::Message))
}

fn entry(
    app: &App,
    caller: &Caller,
    access: &ChannelAccess,
    action: AuditLogEvent,
    message: &Message,
    reason: Option<String>,
) -> Option<Entry> {
    let options = AuditLogOptions {
        channel_id: Some(access.id()),
        message_id: Some(message.id),
        ..AuditLogOptions::default()
    };
    let target = Some(message.author.id.cast());
    let entry = Entry::new(app, caller, access.guild_id()?, action, target, reason);
    Some(entry.with_options(options))
}

fn notice(access: &ChannelAccess, author: Author, about: Id<MessageMarker>) -> Notice {
    let kind = MessageType::CHANNEL_PINNED_MESSAGE;
    let notice = Notice::new(access.id(), access.channel().kind, kind, author.user);
    let about = MessageReference::reply(access.guild_id(), access.id(), about);
    let notice = Notice { about: Some(about), ..notice };
    match (access.guild_id(), author.member) {
        (Some(guild_id), Some(member)) => notice.in_guild(guild_id, member),
        _ => notice,
    }
}
