//! Deleting many messages at once.

use parvis_model::event::MessageDeleteBulk;
use parvis_model::marker::{ChannelMarker, MessageMarker};
use parvis_model::{AuditLogEvent, AuditLogOptions, Event, Id, Permissions};
use parvis_rules::limits;
use parvis_store::tables;

use crate::audit::{self, Entry};
use crate::error::{ActionError, ActionResult, Refusal};
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
    let entry = Entry::new(app, caller, guild_id, AuditLogEvent::MESSAGE_BULK_DELETE, target, reason);
    let copies = app.write(access.lane(), move |tx, out| {
        let copies = tables::webhooks::copies(tx, channel_id, &ids)?;
        let removed = tables::messages::delete(tx, channel_id, &ids, now_ms)?;
        if removed.is_empty() {
            return Ok(copies);
        }
        let count = u32::try_from(removed.len()).ok();
        let event = MessageDeleteBulk { ids: removed, channel_id, guild_id: Some(guild_id) };
        out.publish(audience, Event::MessageDeleteBulk(Box::new(event)));
        let options = AuditLogOptions { count, ..AuditLogOptions::default() };
        audit::record(tx, out, entry.with_options(options))?;
        Ok(copies)
    });
    app.withdraw_copies_soon(copies.await?);
    app.delete_queued_blobs_soon();
    Ok(())
}
