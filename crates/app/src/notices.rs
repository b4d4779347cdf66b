//! What the server itself writes into a channel about what somebody did, in that person's name: joined, pinned, left.

use std::sync::Arc;

use parvis_bus::Audience;
use parvis_model::marker::{ChannelMarker, GuildMarker, MessageMarker};
use parvis_model::{
    ChannelType, Embed, Event, Id, Member, Mention, Message, MessageReference, MessageType,
    SystemChannelFlags, Timestamp, User,
};
use parvis_store::{Tx, tables};

use crate::error::{ActionError, ActionResult, Kind};
use crate::messages::event_of;
use crate::{App, Outbox};

/// A notice that is ready to be written.
pub struct Notice {
    /// The channel.
    pub channel_id: Id<ChannelMarker>,
    /// Its type.
    pub channel_type: ChannelType,
    /// Its guild, when it is in one.
    pub guild_id: Option<Id<GuildMarker>>,
    /// What the notice says.
    pub kind: MessageType,
    /// Who did it.
    pub author: User,
    /// Who did it, as a member.
    pub author_member: Option<Arc<Member>>,
    /// Text, where the kind has one: a new name.
    pub content: String,
    /// To whom it was done.
    pub mentions: Vec<User>,
    /// The message or channel that it is about.
    pub about: Option<MessageReference>,
    /// What it shows in a frame.
    pub embeds: Vec<Embed>,
}

impl Notice {
    /// A notice without text.
    pub fn new(
        channel_id: Id<ChannelMarker>,
        channel_type: ChannelType,
        kind: MessageType,
        author: User,
    ) -> Self {
        Self {
            channel_id,
            channel_type,
            guild_id: None,
            kind,
            author,
            author_member: None,
            content: String::new(),
            mentions: Vec::new(),
            about: None,
            embeds: Vec::new(),
        }
    }

    /// In a guild, by one of its members.
    #[must_use]
    pub fn in_guild(self, guild_id: Id<GuildMarker>, member: Arc<Member>) -> Self {
        Self { guild_id: Some(guild_id), author_member: Some(member), ..self }
    }
}

/// Writes a notice in the transaction of what it tells, and tells the audience of the channel.
pub fn post(
    app: &App,
    tx: &mut Tx<'_>,
    out: &mut Outbox,
    audience: Audience,
    notice: Notice,
) -> ActionResult<Message> {
    let wanted = app.ids.next::<MessageMarker>();
    let (seq, id) = tables::channels::next_message(tx, notice.channel_id, wanted)?
        .ok_or(ActionError::Unknown(Kind::Channel))?;
    let written = Timestamp::from_unix_ms(id.created_unix_ms());
    let mut message = Message::new(id, notice.channel_id, notice.author, written);
    message.kind = notice.kind;
    message.content = notice.content;
    message.mentions = notice.mentions.into_iter().map(Mention::from).collect();
    message.message_reference = notice.about.map(Box::new);
    message.embeds = notice.embeds;
    tables::messages::insert(tx, &message, seq, notice.guild_id)?;
    let event = event_of(&message, notice.guild_id, notice.author_member.as_deref(), notice.channel_type);
    out.publish(audience, Event::MessageCreate(Box::new(event)));
    Ok(message)
}

/// Greets a new member in the guild's system channel, where that is wanted.
pub(crate) fn greet(
    app: &App,
    tx: &mut Tx<'_>,
    out: &mut Outbox,
    guild_id: Id<GuildMarker>,
    member: &Member,
) -> ActionResult<()> {
    let Some(guild) = tables::guilds::get(tx, guild_id)? else { return Ok(()) };
    if guild.system_channel_flags.contains(SystemChannelFlags::SUPPRESS_JOIN_NOTIFICATIONS) {
        return Ok(());
    }
    let Some(channel_id) = guild.system_channel_id else { return Ok(()) };
    let Some(channel) = tables::channels::get(tx, channel_id)?.filter(|it| it.kind.holds_messages()) else {
        return Ok(());
    };
    let notice = Notice::new(channel_id, channel.kind, MessageType::USER_JOIN, member.user.clone());
    let notice = notice.in_guild(guild_id, Arc::new(member.clone()));
    post(app, tx, out, Audience::Channel { guild_id, channel_id }, notice)?;
    Ok(())
}
