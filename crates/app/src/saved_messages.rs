//! Messages that people keep for later, each for oneself. What one may not read any more is not shown, and stays saved:
//! who comes back finds it again.

use std::collections::HashMap;
use std::collections::hash_map::Entry;

use parvis_bus::Audience;
use parvis_model::event::{SavedMessageCreate, SavedMessageDelete};
use parvis_model::marker::{ChannelMarker, GuildMarker, MessageMarker};
use parvis_model::{Event, Id, Message, Permissions, SavedMessage, SavedMessages, Timestamp};
use parvis_rules::limits;
use parvis_store::tables::{self, saved_messages::Saved};

use crate::error::{ActionError, ActionResult};
use crate::{App, Caller, Lane, access, messages};

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
    let mut places = HashMap::new();
    let mut items = Vec::new();
    loop {
        let user_id = caller.user_id;
        let page =
            app.read(move |tx| Ok(tables::saved_messages::page(tx, user_id, before, LOOKED_AT_TOGETHER)?));
        let page = page.await?;
        let Some(last) = page.last() else { return Ok(SavedMessages { items, has_more: false }) };
        before = last.saved_at;
        for &Saved { channel_id, .. } in &page {
            if let Entry::Vacant(unknown) = places.entry(channel_id) {
                unknown.insert(place(app, caller, channel_id).await?);
            }
        }
        for (saved, message) in messages_of(app, caller, &page, &places).await? {
            if items.len() == limit {
                return Ok(SavedMessages { items, has_more: true });
            }
            let guild_id = places.get(&saved.channel_id).and_then(|place| place.as_ref()?.guild_id);
            items.push(SavedMessage { saved_at: saved.saved_at, guild_id, message });
        }
    }
}

/// Where a message stands whose past may be read.
struct Place {
    guild_id: Option<Id<GuildMarker>>,
}

/// The place of a channel whose past the caller may read.
async fn place(app: &App, caller: &Caller, channel_id: Id<ChannelMarker>) -> ActionResult<Option<Place>> {
    match access::channel(app, caller, channel_id, Permissions::READ_MESSAGE_HISTORY).await {
        Ok(access) => Ok(Some(Place { guild_id: access.guild_id() })),
        Err(ActionError::Unknown(_) | ActionError::MissingPermissions) => Ok(None),
        Err(other) => Err(other),
    }
}

/// Those of these messages that exist and may be read, in the same order.
async fn messages_of(
    app: &App,
    caller: &Caller,
    page: &[Saved],
    places: &HashMap<Id<ChannelMarker>, Option<Place>>,
) -> ActionResult<Vec<(Saved, Message)>> {
    let viewer = caller.user_id;
    let is_readable = |saved: &&Saved| places.get(&saved.channel_id).is_some_and(Option::is_some);
    let wanted: Vec<Saved> = page.iter().filter(is_readable).copied().collect();
    let mut found = app
        .read(move |tx| {
            let mut found = Vec::with_capacity(wanted.len());
            for saved in wanted {
                let message = tables::messages::get(tx, saved.channel_id, saved.message_id, viewer)?;
                found.extend(message.map(|message| (saved, message)));
            }
            Ok(found)
        })
        .await?;
    found.iter_mut().for_each(|(_, message)| app.sign_files(message));
    Ok(found)
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
