//! Deleting a thread for good.

use parvis_model::event::ThreadDelete;
use parvis_model::{AuditLogEvent, Channel, Event, MessageFlags, Permissions};
use parvis_store::tables;

use super::{AUDITED, AUDITED_STATE, audience_of, everybody_in, load, mark, state, with_counts};
use crate::access::ChannelAccess;
use crate::audit::{self, Entry};
use crate::error::ActionResult;
use crate::{App, Caller};

/// Deletes a thread with all that was written in it. The message from which it was started stays.
pub(crate) async fn delete(
    app: &App,
    caller: &Caller,
    access: &ChannelAccess,
    reason: Option<String>,
) -> ActionResult<Channel> {
    let guild_id = access.require_guild()?.id();
    access.require(Permissions::MANAGE_THREADS)?;
    let (id, me, now_ms, app_in_job) = (access.id(), caller.user_id, app.now_ms(), app.clone());
    let entry = Entry::new(app, caller, guild_id, AuditLogEvent::THREAD_DELETE, Some(id.cast()), reason);
    let thread = app
        .write(access.lane(), move |tx, out| {
            let thread = load(tx, guild_id, id)?;
            let thread = with_counts(tx, thread)?;
            let mut members = Vec::new();
            if state(&thread)?.archived {
                members = everybody_in(tx, id)?.into_iter().map(|member| member.user_id).collect();
            }
            let audience = audience_of(guild_id, &thread, members);
            tables::channels::delete(tx, id, now_ms)?;
            let entry = entry.with_changes_of(Some(&thread), None, AUDITED);
            let entry = entry.with_changes_of(thread.thread_metadata.as_deref(), None, AUDITED_STATE);
            // First the entry: only while the thread is there can be said who may see it.
            audit::record(tx, out, entry)?;
            let gone = ThreadDelete { id, guild_id, parent_id: thread.parent_id, kind: thread.kind };
            out.publish(audience, Event::ThreadDelete(gone));
            if let Some(parent_id) = thread.parent_id
                && let Some(message) = tables::messages::get(tx, parent_id, id.cast(), me)?
                && message.flags.contains(MessageFlags::HAS_THREAD)
            {
                mark(&app_in_job, tx, out, guild_id, message, None)?;
            }
            Ok(thread)
        })
        .await?;
    app.delete_leftovers_soon();
    Ok(thread)
}
