//! Deleting many messages at once.

use std::collections::BTreeMap;

use parvis_model::event::MessageDeleteBulk;
use parvis_model::marker::{ChannelMarker, MessageMarker, UserMarker};
use parvis_model::{AuditLogEvent, AuditLogOptions, Event, Id, Message, Permissions};
use parvis_rules::limits;
use parvis_store::tables;

use crate::audit::{self, Entry};
use crate::error::{ActionError, ActionResult, Refusal};
use crate::restrictions::{Act, Actor, Restriction};
use crate::{App, Caller, access};

/// Deletes these messages of a channel, 2 to 100 different ones of the last 14 days. Those that do not exist (any more)
/// are passed over.
pub async fn bulk_delete(
    app: &App,
    caller: &Caller,
    channel_id: Id<ChannelMarker>,
    ids: Vec<Id<MessageMarker>>,
    reason: Option<String>,
) -> ActionResult<()> {
    let access = access::channel(app, caller, channel_id, Permissions::NONE).await?;
    let guild_id = access.require_guild()?.id();
    access.require_text()?;
    access.require(Permissions::MANAGE_MESSAGES)?;
    let now_ms = app.now_ms();
    let oldest = Id::first_of_unix_ms(now_ms - limits::BULK_DELETE_AGE_MS_MAX);
    if ids.iter().any(|id| *id < oldest) {
        return Err(ActionError::Refused(Refusal::TooOldForBulkDelete));
    }
    let audience = access.audience();
    let target = Some(channel_id.cast());
    let entry = Entry::new(app, caller, guild_id, AuditLogEvent::MESSAGE_BULK_DELETE, target, reason.clone());
    let (house, actor, me) = (app.clone(), Actor::of(caller), caller.user_id);
    let copies = app.write(access.lane(), move |tx, out| {
        let copies = tables::webhooks::copies(tx, channel_id, &ids)?;
        let said = tables::messages::get_many(tx, channel_id, &ids, me)?;
        let removed = tables::messages::delete(tx, channel_id, &ids, now_ms)?;
        if removed.is_empty() {
            return Ok(copies);
        }
        let count = u32::try_from(removed.len()).ok();
        let event = MessageDeleteBulk { ids: removed, channel_id, guild_id: Some(guild_id) };
        out.publish(audience, Event::MessageDeleteBulk(Box::new(event)));
        let options = AuditLogOptions { count, ..AuditLogOptions::default() };
        audit::record(tx, out, entry.with_options(options))?;
        for (user_id, act) in acts_on_authors(channel_id, said) {
            if user_id != me {
                let restriction = Restriction { guild_id, actor, user_id, act, reason: reason.clone() };
                house.note_restriction(tx, out, &restriction)?;
            }
        }
        Ok(copies)
    });
    app.withdraw_copies_soon(copies.await?);
    app.delete_queued_blobs_soon();
    Ok(())
}

/// What the deletion is to each author: the first message's words, and how many there were.
fn acts_on_authors(channel_id: Id<ChannelMarker>, mut said: Vec<Message>) -> BTreeMap<Id<UserMarker>, Act> {
    said.sort_by_key(|message| message.id);
    let mut acts = BTreeMap::new();
    for message in said {
        let first = || Act::MessagesDeleted { channel_id, count: 0, quote: message.content.clone() };
        if let Act::MessagesDeleted { count, .. } = acts.entry(message.author.id).or_insert_with(first) {
            *count += 1;
        }
    }
    acts
}
