//! Messages that the server writes: they say what somebody did, in that person's name.

use parvis_bus::Audience;
use parvis_model::event::MessageCreate;
use parvis_model::marker::{GuildMarker, MessageMarker};
use parvis_model::{Event, Id, Member, Message, MessageType, SystemChannelFlags, Timestamp};
use parvis_store::{StoreError, Tx, tables};

use crate::{App, Outbox};

/// Greets a new member in the guild's system channel, where that is wanted.
pub(crate) fn greet(
    app: &App,
    tx: &mut Tx<'_>,
    out: &mut Outbox,
    guild_id: Id<GuildMarker>,
    member: &Member,
) -> Result<(), StoreError> {
    let Some(guild) = tables::guilds::get(tx, guild_id)? else { return Ok(()) };
    if guild.system_channel_flags.contains(SystemChannelFlags::SUPPRESS_JOIN_NOTIFICATIONS) {
        return Ok(());
    }
    let Some(channel_id) = guild.system_channel_id else { return Ok(()) };
    let Some(channel) = tables::channels::get(tx, channel_id)?.filter(|it| it.kind.holds_messages()) else {
        return Ok(());
    };
    let wanted = app.ids.next::<MessageMarker>();
    let Some((seq, id)) = tables::channels::next_message(tx, channel_id, wanted)? else { return Ok(()) };
    let written = Timestamp::from_unix_ms(id.created_unix_ms());
    let mut message = Message::new(id, channel_id, member.user.clone(), written);
    message.kind = MessageType::USER_JOIN;
    tables::messages::insert(tx, &message, seq)?;
    let event = MessageCreate::in_guild(message, guild_id, Some(member.clone().into()), channel.kind);
    let audience = Audience::Channel { guild_id, channel_id };
    out.publish(audience, Event::MessageCreate(Box::new(event)));
    Ok(())
}
