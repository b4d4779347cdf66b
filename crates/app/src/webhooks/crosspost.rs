//! Announcements that are published: copied to every channel that follows, and the copies kept in step with what
//! becomes of the announcement.
//!
//! A copy is written in the lane of its own guild after the announcement's write is on disk; each reads the
//! announcement as it is at that moment.

use parvis_bus::Audience;
use parvis_model::marker::{ChannelMarker, GuildMarker, MessageMarker};
use parvis_model::{
    ChannelType, Event, Id, Message, MessageFlags, MessageReference, MessageReferenceType, Permissions,
    Timestamp, User,
};
use parvis_rules::components::are_interactive;
use parvis_store::tables::webhooks::{Copy, Kept};
use parvis_store::{Tx, tables};

use super::place_of;
use crate::access::{self, ChannelAccess};
use crate::error::{ActionError, ActionResult, Kind, Refusal};
use crate::live::Home;
use crate::messages::{self, event_of};
use crate::{App, Caller, Lane, Outbox};

/// What stands where an announcement was.
const DELETED: &str = "[Original Message Deleted]";
/// Traits that a copy has from its announcement.
const COPIED_FLAGS: MessageFlags =
    MessageFlags::SUPPRESS_EMBEDS.union(MessageFlags::IS_COMPONENTS_V2).union(MessageFlags::IS_VOICE_MESSAGE);

/// Publishes a message of an announcement channel: one's own, or anybody's with MANAGE_MESSAGES.
pub async fn crosspost(
    app: &App,
    caller: &Caller,
    channel_id: Id<ChannelMarker>,
    message_id: Id<MessageMarker>,
) -> ActionResult<Message> {
    let access = access::channel(app, caller, channel_id, Permissions::NONE).await?;
    let guild_id = access.require_guild()?.id();
    if access.channel().kind != ChannelType::GUILD_ANNOUNCEMENT {
        return Err(ActionError::Refused(Refusal::InvalidChannelType));
    }
    let message = messages::find(app, &access, message_id, caller.user_id).await?;
    let own = message.author.id == caller.user_id;
    access.require(if own { Permissions::SEND_MESSAGES } else { Permissions::MANAGE_MESSAGES })?;
    let is_copy = message.flags.intersects(MessageFlags::IS_CROSSPOST | MessageFlags::HAS_SNAPSHOT);
    if !message.kind.is_written() || is_copy {
        return Err(ActionError::Refused(Refusal::InvalidMessageType));
    }
    let message = mark(app, caller, &access, message_id).await?;
    let app = app.clone();
    tokio::spawn(async move {
        if let Err(error) = spread(&app, guild_id, channel_id, message_id).await {
            tracing::warn!(%error, "an announcement did not reach everybody who follows");
        }
    });
    Ok(message)
}

/// Notes that a message is published, once.
async fn mark(
    app: &App,
    caller: &Caller,
    access: &ChannelAccess,
    message_id: Id<MessageMarker>,
) -> ActionResult<Message> {
    let (channel_id, guild_id, viewer) = (access.id(), access.guild_id(), caller.user_id);
    let (audience, channel_type) = (access.audience(), access.channel().kind);
    let app_in_job = app.clone();
    app.write(access.lane(), move |tx, out| {
        let found = tables::messages::get(tx, channel_id, message_id, viewer)?;
        let mut message = found.ok_or(ActionError::Unknown(Kind::Message))?;
        if message.flags.contains(MessageFlags::CROSSPOSTED) {
            return Err(ActionError::Refused(Refusal::AlreadyCrossposted));
        }
        message.flags |= MessageFlags::CROSSPOSTED;
        tables::messages::update(tx, &message, guild_id)?;
        app_in_job.sign_files(&mut message);
        let event = event_of(&message, guild_id, None, channel_type);
        out.publish(audience, Event::MessageUpdate(Box::new(event)));
        Ok(message)
    })
    .await
}

/// Copies an announcement to all who follow its channel.
async fn spread(
    app: &App,
    guild_id: Id<GuildMarker>,
    source: Id<ChannelMarker>,
    message_id: Id<MessageMarker>,
) -> ActionResult<()> {
    for follower in followers(app, source).await? {
        copy_to(app, &follower, guild_id, source, message_id).await?;
    }
    // An edit that came meanwhile saw only the copies that were there.
    let edited = app.read(move |tx| {
        let message = tables::messages::get(tx, source, message_id, Id::new(0))?;
        Ok(message.is_some_and(|message| message.edited_timestamp.is_some()))
    });
    if edited.await? { update_copies(app, source, message_id).await } else { Ok(()) }
}

/// Who follows a channel and still may: whoever set a follower up must not lose sight of a hidden channel.
async fn followers(app: &App, source: Id<ChannelMarker>) -> ActionResult<Vec<Kept>> {
    let all = app.read(move |tx| Ok(tables::webhooks::followers(tx, source)?)).await?;
    let mut followers = Vec::new();
    for follower in all {
        let creator = follower.webhook.user.as_ref().map(|user| user.id);
        if access::may_be_carried_out_by(app, source, creator).await? {
            followers.push(follower);
        }
    }
    Ok(followers)
}

async fn copy_to(
    app: &App,
    follower: &Kept,
    guild_id: Id<GuildMarker>,
    source: Id<ChannelMarker>,
    message_id: Id<MessageMarker>,
) -> ActionResult<()> {
    let (to_guild, to_channel) = place_of(&follower.webhook)?;
    let Some(place) = place(app, to_channel).await? else { return Ok(()) };
    let files = messages::copied_files(app, source, message_id).await?;
    let wanted = app.ids.next::<MessageMarker>();
    let (webhook, app_in_job) = (follower.webhook.clone(), app.clone());
    app.write(Lane::of(to_guild), move |tx, out| {
        let Some(message) = tables::messages::get(tx, source, message_id, Id::new(0))? else { return Ok(()) };
        let copies = tables::webhooks::copies(tx, source, &[message_id])?;
        let has_copy = copies.iter().any(|copy| copy.channel_id == to_channel);
        if has_copy || tables::webhooks::get(tx, webhook.id)?.is_none() {
            return Ok(());
        }
        let Some((seq, id)) = tables::channels::next_message(tx, to_channel, wanted)? else { return Ok(()) };
        let written = Timestamp::from_unix_ms(id.created_unix_ms());
        let author = User::webhook(webhook.id, &*webhook.name, webhook.avatar.clone());
        let mut copy = Message::new(id, to_channel, author, written);
        copy.webhook_id = Some(webhook.id);
        copy.flags = MessageFlags::IS_CROSSPOST;
        copy.message_reference = Some(Box::new(MessageReference {
            kind: MessageReferenceType::DEFAULT,
            channel_id: source,
            message_id: Some(message_id),
            guild_id: Some(guild_id),
        }));
        take_over(&mut copy, &message);
        copy.attachments = files.iter().map(|new| new.file.clone()).collect();
        tables::messages::insert(tx, &copy, seq, Some(to_guild))?;
        for file in files {
            file.store(tx, out, copy.channel_id, copy.id)?;
        }
        let noted = Copy { message_id, channel_id: to_channel, copy_id: id };
        tables::webhooks::insert_copy(tx, source, &noted)?;
        app_in_job.sign_files(&mut copy);
        let event = event_of(&copy, Some(to_guild), None, place.channel_type);
        out.publish(place.audience, Event::MessageCreate(Box::new(event)));
        Ok(())
    })
    .await
}

/// What the copy shows of its announcement. Nobody is notified by it, and nothing in it can be pressed: neither the
/// people nor the application are of its guild.
fn take_over(copy: &mut Message, message: &Message) {
    copy.content.clone_from(&message.content);
    copy.embeds.clone_from(&message.embeds);
    copy.components.clone_from(&message.components);
    if are_interactive(&copy.components) {
        copy.components.retain(|component| !are_interactive(std::slice::from_ref(component)));
    }
    copy.flags = copy.flags.without(COPIED_FLAGS) | (message.flags & COPIED_FLAGS);
}

/// Where a copy stands, as long as its channel exists.
struct Place {
    guild_id: Id<GuildMarker>,
    channel_type: ChannelType,
    audience: Audience,
}

async fn place(app: &App, channel_id: Id<ChannelMarker>) -> ActionResult<Option<Place>> {
    let Some(Home::Guild(guild_id)) = app.live.home(&app.store, channel_id).await? else { return Ok(None) };
    let Some(guild) = app.live.guild(&app.store, guild_id).await? else { return Ok(None) };
    let audience = Audience::Channel { guild_id, channel_id };
    Ok(guild.channel(channel_id).map(|channel| Place { guild_id, channel_type: channel.kind, audience }))
}

/// Brings the copies of an announcement up to its last edit.
async fn update_copies(
    app: &App,
    source: Id<ChannelMarker>,
    message_id: Id<MessageMarker>,
) -> ActionResult<()> {
    let mut copies = app.read(move |tx| Ok(tables::webhooks::copies(tx, source, &[message_id])?)).await?;
    if !access::may_be_carried_out_by(app, source, None).await? {
        let followers = followers(app, source).await?;
        copies.retain(|copy| followers.iter().any(|it| it.webhook.channel_id == Some(copy.channel_id)));
    }
    for copy in copies {
        change_copy(app, copy, move |tx, copy, now_ms| {
            let Some(message) = tables::messages::get(tx, source, message_id, Id::new(0))? else {
                return Ok(false);
            };
            take_over(copy, &message);
            copy.edited_timestamp = message.edited_timestamp;
            let is_gone = |name: &str| message.attachments.iter().all(|file| file.filename != name);
            let gone: Vec<_> =
                copy.attachments.iter().filter(|file| is_gone(&file.filename)).map(|file| file.id).collect();
            copy.attachments.retain(|file| !gone.contains(&file.id));
            tables::attachments::delete(tx, &gone, now_ms)?;
            Ok(true)
        })
        .await?;
    }
    app.delete_queued_blobs_soon();
    Ok(())
}

/// Says in the copies of announcements that these are gone.
async fn withdraw_copies(app: &App, copies: Vec<Copy>) -> ActionResult<()> {
    for copy in copies {
        change_copy(app, copy, |tx, copy, now_ms| {
            DELETED.clone_into(&mut copy.content);
            copy.embeds.clear();
            copy.components.clear();
            copy.flags = copy.flags.without(COPIED_FLAGS) | MessageFlags::SOURCE_MESSAGE_DELETED;
            let files: Vec<_> = copy.attachments.drain(..).map(|file| file.id).collect();
            tables::attachments::delete(tx, &files, now_ms)?;
            Ok(true)
        })
        .await?;
    }
    app.delete_queued_blobs_soon();
    Ok(())
}

/// Changes one copy in the lane of its guild and tells those who may read it.
async fn change_copy(
    app: &App,
    copy: Copy,
    change: impl FnOnce(&mut Tx<'_>, &mut Message, i64) -> ActionResult<bool> + Send + 'static,
) -> ActionResult<()> {
    let Some(Place { guild_id, channel_type, audience }) = place(app, copy.channel_id).await? else {
        return Ok(());
    };
    let (now_ms, app_in_job) = (app.now_ms(), app.clone());
    app.write(Lane::of(guild_id), move |tx, out: &mut Outbox| {
        let found = tables::messages::get(tx, copy.channel_id, copy.copy_id, Id::new(0))?;
        let Some(mut message) = found else { return Ok(()) };
        if !change(tx, &mut message, now_ms)? {
            return Ok(());
        }
        tables::messages::update(tx, &message, Some(guild_id))?;
        app_in_job.sign_files(&mut message);
        let event = event_of(&message, Some(guild_id), None, channel_type);
        out.publish(audience, Event::MessageUpdate(Box::new(event)));
        Ok(())
    })
    .await
}

impl App {
    /// Brings the copies of an announcement up to an edit that is on disk, after the answer.
    pub(crate) fn update_copies_soon(&self, source: Id<ChannelMarker>, message: &Message) {
        if !message.flags.contains(MessageFlags::CROSSPOSTED) {
            return;
        }
        let (app, message_id) = (self.clone(), message.id);
        tokio::spawn(async move {
            if let Err(error) = update_copies(&app, source, message_id).await {
                tracing::warn!(%error, "copies of an announcement do not show its last edit");
            }
        });
    }

    /// Says in the copies of announcements whose deletion is on disk that these are gone, after the answer.
    pub(crate) fn withdraw_copies_soon(&self, copies: Vec<Copy>) {
        if copies.is_empty() {
            return;
        }
        let app = self.clone();
        tokio::spawn(async move {
            if let Err(error) = withdraw_copies(&app, copies).await {
                tracing::warn!(%error, "copies of deleted announcements stay as they are");
            }
        });
    }
}
