//! Messages that people keep for later, each for oneself. What one may not read any more is not shown, and stays saved:
//! who comes back finds it again.

use parvis_bus::Audience;
use parvis_model::event::{SavedMessageCreate, SavedMessageDelete};
use parvis_model::marker::{ChannelMarker, MessageMarker};
use parvis_model::{Event, Id, SavedMessage, SavedMessages, Timestamp};
use parvis_rules::limits;
use parvis_store::tables::{self, saved_messages::Saved};

use crate::error::{ActionError, ActionResult};
use crate::readable::{Readable, Reader};
use crate::{App, Caller, Lane, messages};

/// Messages that are looked at together.
const LOOKED_AT_TOGETHER: u32 = 100;

/// A page of what the caller saved, the last saved first, of what was saved before a moment.
pub async fn list(
    app: &App,
    caller: &Caller,
    before: Option<Timestamp>,
    limit: usize,
) -> ActionResult<SavedMessages> {
    let mut before = before.unwrap_or(Timestamp::from_unix_ms(i64::MAX));
    let mut reader = Reader::new(app, caller);
    let mut items = Vec::new();
    loop {
        let user_id = caller.user_id;
        let page =
            app.read(move |tx| Ok(tables::saved_messages::page(tx, user_id, before, LOOKED_AT_TOGETHER)?));
        let page = page.await?;
        let Some(last) = page.last() else { return Ok(SavedMessages { items, has_more: false }) };
        before = last.saved_at;
        for found in reader.read(&page, |saved| (saved.channel_id, saved.message_id)).await? {
            if items.len() == limit {
                return Ok(SavedMessages { items, has_more: true });
            }
            let Readable { by: Saved { saved_at, .. }, guild_id, message } = found;
            items.push(SavedMessage { saved_at, guild_id, message });
        }
    }
}

/// Saves a message that the caller may read; one that is saved stays so.
pub async fn save(
    app: &App,
    caller: &Caller,
    channel_id: Id<ChannelMarker>,
    message_id: Id<MessageMarker>,
) -> ActionResult<()> {
    messages::get(app, caller, channel_id, message_id).await?;
    let (user_id, now) = (caller.user_id, Timestamp::from_unix_ms(app.now_ms()));
    app.write(Lane::of(user_id), move |tx, out| {
        let saved = tables::saved_messages::insert(tx, user_id, channel_id, message_id, now)?;
        let Some(saved_at) = saved else { return Ok(()) };
        if tables::saved_messages::count(tx, user_id)? > limits::SAVED_MESSAGES_MAX {
            let text = format!("At most {} messages can be saved.", limits::SAVED_MESSAGES_MAX);
            return Err(ActionError::invalid("message_id", "SAVED_MESSAGES_MAX", text));
        }
        let event = SavedMessageCreate { channel_id, message_id, saved_at };
        out.publish(Audience::User(user_id), Event::SavedMessageCreate(event));
        Ok(())
    })
    .await
}

/// Saves a message no longer, whether the caller may still read it or not.
pub async fn remove(
    app: &App,
    caller: &Caller,
    channel_id: Id<ChannelMarker>,
    message_id: Id<MessageMarker>,
) -> ActionResult<()> {
    let user_id = caller.user_id;
    app.write(Lane::of(user_id), move |tx, out| {
        if tables::saved_messages::delete(tx, user_id, channel_id, message_id)? {
            let event = SavedMessageDelete { channel_id, message_id };
            out.publish(Audience::User(user_id), Event::SavedMessageDelete(event));
        }
        Ok(())
    })
    .await
}
