//! What people do with reactions.

use parvis_bus::Audience;
use parvis_model::event::{ReactionAdd, ReactionRemove, ReactionRemoveAll, ReactionRemoveEmoji};
use parvis_model::marker::{ChannelMarker, MessageMarker, UserMarker};
use parvis_model::{Event, Id, Message, Permissions, ReactionEmoji, User};
use parvis_rules::{emoji, limits};
use parvis_store::tables;
use parvis_store::tables::reactions::{emoji_of, key_of, key_there};

use crate::access::{self, ChannelAccess};
use crate::error::{ActionError, ActionResult, Kind, Refusal};
use crate::messages::find;
use crate::{App, Caller, emojis};

/// A message on which somebody acts by an emoji.
#[derive(Debug, Clone)]
pub struct Target {
    /// Its channel.
    pub channel_id: Id<ChannelMarker>,
    /// The message.
    pub message_id: Id<MessageMarker>,
    /// The emoji.
    pub emoji: ReactionEmoji,
}

/// Reads an emoji as routes carry it. Whether there is such a custom one is looked up where it matters.
pub fn parse_emoji(text: &str) -> ActionResult<ReactionEmoji> {
    let is_emoji = |it: &ReactionEmoji| it.id.is_some() || it.name.as_deref().is_some_and(emoji::is_emoji);
    ReactionEmoji::from_path(text).filter(is_emoji).ok_or(ActionError::Unknown(Kind::Emoji))
}

/// The emoji as it is known now, if the caller may react with it here.
async fn usable(
    app: &App,
    caller: &Caller,
    access: &ChannelAccess,
    wanted: &ReactionEmoji,
) -> ActionResult<Option<ReactionEmoji>> {
    let Some(id) = wanted.id else { return Ok(Some(wanted.clone())) };
    let found = emojis::usable(app, caller, access, vec![id]).await?.remove(&id);
    Ok(found.map(|it| ReactionEmoji { id: Some(id), name: Some(it.name), animated: it.animated }))
}

/// Reacts with an emoji. A new one needs ADD_REACTIONS, and a custom one must be the caller's to use; one that is there
/// already may be joined by every reader.
pub async fn add(app: &App, caller: &Caller, target: Target) -> ActionResult<()> {
    let Target { channel_id, message_id, emoji } = target;
    let access = access::channel(app, caller, channel_id, Permissions::READ_MESSAGE_HISTORY).await?;
    access.require_text()?;
    access.require_not_archived()?;
    require_unrestrained(&access)?;
    let message = find(app, &access, message_id, caller.user_id).await?;
    require_not_blocked(app, caller, &message).await?;
    crate::private::require_reachable(app, caller, &access).await?;
    let may_add = access.may(Permissions::ADD_REACTIONS);
    let usable = usable(app, caller, &access, &emoji).await?;
    let (user_id, author_id, now_ms) = (caller.user_id, message.author.id, app.now_ms());
    let (audience, guild_id) = (access.audience(), access.guild_id());
    let member = access.guild().map(|guild| Box::new(guild.member.as_ref().clone()));
    app.write(access.lane(), move |tx, out| {
        let there = tables::reactions::keys(tx, channel_id, message_id)?;
        let key = match there.iter().find(|key| emoji_of(key).is_same(&emoji)) {
            Some(key) => key.clone(),
            None => {
                let new = usable.ok_or(ActionError::Unknown(Kind::Emoji))?;
                if !may_add {
                    return Err(ActionError::MissingPermissions);
                }
                if there.len() >= limits::MESSAGE_REACTIONS_MAX {
                    return Err(ActionError::Refused(Refusal::MaxReactions));
                }
                key_of(&new)
            }
        };
        // Looked up again: a reaction to a message that was just deleted would stay for ever.
        if tables::messages::get(tx, channel_id, message_id, user_id)?.is_none() {
            return Err(ActionError::Unknown(Kind::Message));
        }
        if tables::reactions::insert(tx, channel_id, message_id, &key, user_id, now_ms)? {
            let event = ReactionAdd {
                user_id,
                channel_id,
                message_id,
                guild_id,
                member,
                emoji: emoji_of(&key),
                message_author_id: Some(author_id),
                burst: false,
                kind: 0,
            };
            out.publish(audience, Event::ReactionAdd(Box::new(event)));
        }
        Ok(())
    })
    .await
}

/// Takes a reaction back: one's own, or somebody's with MANAGE_MESSAGES.
pub async fn remove(app: &App, caller: &Caller, target: Target, user_id: Id<UserMarker>) -> ActionResult<()> {
    let Target { channel_id, message_id, emoji } = target;
    let (access, _) = open(app, caller, channel_id, message_id).await?;
    if user_id != caller.user_id {
        access.require_guild()?;
        access.require(Permissions::MANAGE_MESSAGES)?;
    }
    let (audience, guild_id) = (access.audience(), access.guild_id());
    app.write(access.lane(), move |tx, out| {
        let key = key_there(tx, channel_id, message_id, &emoji)?.ok_or(ActionError::Unknown(Kind::Emoji))?;
        if tables::reactions::delete(tx, channel_id, message_id, &key, user_id)? {
            let emoji = emoji_of(&key);
            let event =
                ReactionRemove { user_id, channel_id, message_id, guild_id, emoji, burst: false, kind: 0 };
            out.publish(audience, Event::ReactionRemove(Box::new(event)));
        }
        Ok(())
    })
    .await
}

/// Those who reacted with an emoji, by id, from the one behind `after` on.
pub async fn list(
    app: &App,
    caller: &Caller,
    target: Target,
    after: Id<UserMarker>,
    limit: u32,
) -> ActionResult<Vec<User>> {
    let Target { channel_id, message_id, emoji } = target;
    let (access, _) = open(app, caller, channel_id, message_id).await?;
    access.require(Permissions::READ_MESSAGE_HISTORY)?;
    app.read(move |tx| {
        let key = key_there(tx, channel_id, message_id, &emoji)?.ok_or(ActionError::Unknown(Kind::Emoji))?;
        Ok(tables::reactions::users(tx, channel_id, message_id, &key, after, limit)?)
    })
    .await
}

/// Removes every reaction of a message.
pub async fn clear(
    app: &App,
    caller: &Caller,
    channel_id: Id<ChannelMarker>,
    message_id: Id<MessageMarker>,
) -> ActionResult<()> {
    let (access, _) = open(app, caller, channel_id, message_id).await?;
    let (audience, guild_id) = moderated(&access)?;
    app.write(access.lane(), move |tx, out| {
        if tables::reactions::clear(tx, channel_id, message_id, None)? {
            let event = ReactionRemoveAll { channel_id, message_id, guild_id };
            out.publish(audience, Event::ReactionRemoveAll(event));
        }
        Ok(())
    })
    .await
}

/// Removes every reaction with one emoji.
pub async fn clear_emoji(app: &App, caller: &Caller, target: Target) -> ActionResult<()> {
    let Target { channel_id, message_id, emoji } = target;
    let (access, _) = open(app, caller, channel_id, message_id).await?;
    let (audience, guild_id) = moderated(&access)?;
    app.write(access.lane(), move |tx, out| {
        let key = key_there(tx, channel_id, message_id, &emoji)?.ok_or(ActionError::Unknown(Kind::Emoji))?;
        tables::reactions::clear(tx, channel_id, message_id, Some(&key))?;
        let emoji = emoji_of(&key);
        let event = ReactionRemoveEmoji { channel_id, message_id, guild_id, emoji };
        out.publish(audience, Event::ReactionRemoveEmoji(Box::new(event)));
        Ok(())
    })
    .await
}

async fn open(
    app: &App,
    caller: &Caller,
    channel_id: Id<ChannelMarker>,
    message_id: Id<MessageMarker>,
) -> ActionResult<(ChannelAccess, Message)> {
    let access = access::channel(app, caller, channel_id, Permissions::NONE).await?;
    access.require_text()?;
    let message = find(app, &access, message_id, caller.user_id).await?;
    Ok((access, message))
}

fn moderated(
    access: &ChannelAccess,
) -> ActionResult<(Audience, Option<Id<parvis_model::marker::GuildMarker>>)> {
    let guild_id = access.require_guild()?.id();
    access.require(Permissions::MANAGE_MESSAGES)?;
    Ok((access.audience(), Some(guild_id)))
}

/// Members who may only read for now do not react either, not even where others have.
fn require_unrestrained(access: &ChannelAccess) -> ActionResult<()> {
    let restrained = access.guild().is_some_and(|guild| guild.actor().is_restrained());
    if restrained { access.require(Permissions::ADD_REACTIONS) } else { Ok(()) }
}

async fn require_not_blocked(app: &App, caller: &Caller, message: &Message) -> ActionResult<()> {
    let (me, author_id) = (caller.user_id, message.author.id);
    let blocked = app.read(move |tx| Ok(tables::relationships::either_blocks(tx, me, author_id)?)).await?;
    if blocked { Err(ActionError::Refused(Refusal::ReactionBlocked)) } else { Ok(()) }
}
