//! What is here that rows of lists may mean: links and files in the channels of guilds. Private conversations are not
//! looked at.

use parvis_model::Id;
use parvis_model::marker::{ChannelMarker, GuildMarker, MessageMarker};
use parvis_store::{StoreError, Tx};

use super::Place;

/// A page of messages that hold links: where each stands, and its text.
pub type Links = Vec<(Id<MessageMarker>, String)>;

/// The channels and threads of a guild, or with `None` of all guilds.
pub fn channels_of(
    tx: &mut Tx<'_>,
    guild_id: Option<Id<GuildMarker>>,
) -> Result<Vec<Id<ChannelMarker>>, StoreError> {
    tx.query(
        "select id from channels where guild_id is not null and ($1 = 0 or guild_id = $1) order by id",
        &[&guild_id.unwrap_or(Id::new(0))],
        |row| row.get(0),
    )
}

/// Messages of a channel behind one, that have a link in them.
pub fn links_since(
    tx: &mut Tx<'_>,
    channel_id: Id<ChannelMarker>,
    after: Id<MessageMarker>,
    limit: u32,
) -> Result<Links, StoreError> {
    tx.query(
        "select id, content from messages where channel_id = $1 and id > $2 and content like '%://%'
         order by id limit $3",
        &[&channel_id, &after, &limit],
        |row| Ok((row.get(0)?, row.get(1)?)),
    )
}

/// Files of messages of a channel behind one: where each stands, and its blob.
pub fn attached_since(
    tx: &mut Tx<'_>,
    channel_id: Id<ChannelMarker>,
    after: Id<MessageMarker>,
) -> Result<Vec<(Place, String)>, StoreError> {
    tx.query(
        "select message_id, blob from attachments where channel_id = $1 and message_id > $2 order by message_id, id",
        &[&channel_id, &after],
        |row| Ok((Place { channel_id, message_id: row.get(0)? }, row.get(1)?)),
    )
}
