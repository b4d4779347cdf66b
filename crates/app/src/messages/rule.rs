//! Messages that go because of a rule that somebody set, and not because somebody deletes them.

use parvis_bus::Audience;
use parvis_model::event::{MessageDelete, MessageDeleteBulk};
use parvis_model::marker::{ChannelMarker, GuildMarker, MessageMarker};
use parvis_model::{Event, Id};
use parvis_store::{StoreError, Tx, tables};

use crate::error::ActionResult;
use crate::{App, Lane, live, threads};

/// Removes messages of a guild's channel or thread, at most a hundred, and tells everybody who may read there.
/// `also` is written with it and learns how many there were. The caller answers for the rule, and for letting
/// `delete_queued_blobs_soon` follow.
pub async fn remove_by_rule(
    app: &App,
    guild_id: Id<GuildMarker>,
    channel_id: Id<ChannelMarker>,
    ids: Vec<Id<MessageMarker>>,
    also: impl FnOnce(&mut Tx<'_>, usize) -> ActionResult<()> + Send + 'static,
) -> ActionResult<()> {
    let now_ms = app.now_ms();
    let copies = app.write(Lane::of(guild_id), move |tx, out| {
        let copies = tables::webhooks::copies(tx, channel_id, &ids)?;
        let mut removed = tables::messages::delete(tx, channel_id, &ids, now_ms)?;
        if removed.is_empty() {
            return Ok(copies);
        }
        removed.sort_unstable();
        also(tx, removed.len())?;
        let guild = Some(guild_id);
        let event = match removed[..] {
            [id] => Event::MessageDelete(MessageDelete { id, channel_id, guild_id: guild }),
            _ => {
                let event = MessageDeleteBulk { ids: removed, channel_id, guild_id: guild };
                Event::MessageDeleteBulk(Box::new(event))
            }
        };
        out.publish(audience(tx, guild_id, channel_id)?, event);
        Ok(copies)
    });
    app.withdraw_copies_soon(copies.await?);
    Ok(())
}

/// Everybody who may read in a channel or thread.
pub(crate) fn audience(
    tx: &mut Tx<'_>,
    guild_id: Id<GuildMarker>,
    channel_id: Id<ChannelMarker>,
) -> Result<Audience, StoreError> {
    let thread = live::load_thread(tx, guild_id, channel_id)?;
    Ok(match thread {
        Some(thread) => threads::audience(guild_id, &thread),
        None => Audience::Channel { guild_id, channel_id },
    })
}
