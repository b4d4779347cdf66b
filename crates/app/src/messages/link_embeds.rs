//! Embeds that this server makes of a message's links, added when the message stands already.

use parvis_model::{Embed, Event, Id, Message, MessageFlags, Permissions};
use parvis_rules::limits;
use parvis_store::tables;

use super::event_of;
use crate::access::{self, ChannelAccess};
use crate::error::ActionResult;
use crate::{App, Caller};

/// Kind of an embed that was made of a link; those that authors write are `rich`.
pub const LINK: &str = "link";

/// Refuses a message whose author may not (any more) have its links shown there, and one in a private conversation:
/// what people tell each other there is nobody else's business, and a request to the other end would tell of it.
pub async fn require_link_embeds(app: &App, message: &Message) -> ActionResult<ChannelAccess> {
    let author = Caller { user_id: message.author.id, is_bot: message.author.bot, login_id: Id::new(0) };
    let access = access::channel(app, &author, message.channel_id, Permissions::EMBED_LINKS).await?;
    access.require_guild()?;
    Ok(access)
}

/// Adds embeds that were made of a message's links, unless the message has changed since it was looked at, is gone, or
/// hides its embeds. To its readers it is not an edit.
pub async fn add_link_embeds(app: &App, seen: &Message, embeds: Vec<Embed>) -> ActionResult<()> {
    let access = require_link_embeds(app, seen).await?;
    let (channel_id, guild_id) = (access.id(), access.guild_id());
    let (audience, channel_type) = (access.audience(), access.channel().kind);
    let member = access.require_guild()?.member.clone();
    let (id, content, author_id) = (seen.id, seen.content.clone(), seen.author.id);
    let app_in_job = app.clone();
    app.write(access.lane(), move |tx, out| {
        let Some(mut message) = tables::messages::get(tx, channel_id, id, author_id)? else { return Ok(()) };
        let is_hidden = message.flags.contains(MessageFlags::SUPPRESS_EMBEDS);
        if is_hidden || message.content != content || has_link_embeds(&message) {
            return Ok(());
        }
        message.embeds.extend(embeds);
        message.embeds.truncate(limits::MESSAGE_EMBEDS_MAX);
        tables::messages::update(tx, &message, guild_id)?;
        app_in_job.sign_files(&mut message);
        let event = event_of(&message, guild_id, Some(&member), channel_type);
        out.publish(audience, Event::MessageUpdate(Box::new(event)));
        Ok(())
    })
    .await
}

/// Whether some of a message's embeds were made of its links.
pub fn has_link_embeds(message: &Message) -> bool {
    message.embeds.iter().any(|embed| embed.kind == LINK)
}
