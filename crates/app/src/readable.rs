//! Messages of many channels at once: those of them that the caller may still read.

use std::collections::HashMap;
use std::collections::hash_map::Entry;

use parvis_model::marker::{ChannelMarker, GuildMarker, MessageMarker};
use parvis_model::{Id, Message, Permissions};
use parvis_store::tables;

use crate::error::{ActionError, ActionResult};
use crate::{App, Caller, access};

/// A message with where it stands.
pub(crate) struct Readable<T> {
    /// What led to it.
    pub(crate) by: T,
    /// Its guild; none in a private conversation.
    pub(crate) guild_id: Option<Id<GuildMarker>>,
    /// The message as it is now.
    pub(crate) message: Message,
}

/// Where a message stands whose past may be read.
#[derive(Clone, Copy)]
struct Place {
    guild_id: Option<Id<GuildMarker>>,
}

/// Reads for one caller, and asks for each channel once.
pub(crate) struct Reader<'a> {
    app: &'a App,
    caller: &'a Caller,
    places: HashMap<Id<ChannelMarker>, Option<Place>>,
}

impl<'a> Reader<'a> {
    /// Nothing was asked yet.
    pub(crate) fn new(app: &'a App, caller: &'a Caller) -> Self {
        Self { app, caller, places: HashMap::new() }
    }

    /// Those of the messages to which these lead that exist and may be read, in the same order.
    pub(crate) async fn read<T: Copy + Send + 'static>(
        &mut self,
        leads: &[T],
        to: impl Fn(&T) -> (Id<ChannelMarker>, Id<MessageMarker>),
    ) -> ActionResult<Vec<Readable<T>>> {
        let mut wanted = Vec::with_capacity(leads.len());
        for lead in leads {
            let (channel_id, message_id) = to(lead);
            if let Some(place) = self.place(channel_id).await? {
                wanted.push((*lead, place, channel_id, message_id));
            }
        }
        let viewer = self.caller.user_id;
        let mut found = self
            .app
            .read(move |tx| {
                let mut found = Vec::with_capacity(wanted.len());
                for (by, Place { guild_id }, channel_id, message_id) in wanted {
                    let message = tables::messages::get(tx, channel_id, message_id, viewer)?;
                    found.extend(message.map(|message| Readable { by, guild_id, message }));
                }
                Ok(found)
            })
            .await?;
        found.iter_mut().for_each(|it| self.app.sign_files(&mut it.message));
        Ok(found)
    }

    async fn place(&mut self, channel_id: Id<ChannelMarker>) -> ActionResult<Option<Place>> {
        Ok(match self.places.entry(channel_id) {
            Entry::Occupied(known) => *known.get(),
            Entry::Vacant(unknown) => {
                let needed = Permissions::READ_MESSAGE_HISTORY;
                let place = match access::channel(self.app, self.caller, channel_id, needed).await {
                    Ok(access) => Some(Place { guild_id: access.guild_id() }),
                    Err(ActionError::Unknown(_) | ActionError::MissingPermissions) => None,
                    Err(other) => return Err(other),
                };
                *unknown.insert(place)
            }
        })
    }
}
