//! Messages that one person alone sees: kept apart from the channel's history, told to that person's sessions, and
//! gone when the interaction's token is.

use parvis_bus::Audience;
use parvis_model::event::MessageDelete;
use parvis_model::marker::{ChannelMarker, InteractionMarker, MessageMarker, UserMarker};
use parvis_model::{Event, Field, Id, Message, MessageFlags, Permissions, Timestamp};
use parvis_store::tables::interactions::Ephemeral;
use parvis_store::{Tx, tables};

use super::expiry_ms;
use crate::access::{self, ChannelAccess};
use crate::error::{ActionError, ActionResult, Kind};
use crate::messages::{self, Author, Composed, MessageEdit, event_of};
use crate::{App, Caller, Outbox};

/// Such a message, its files with addresses.
pub(super) async fn find(app: &App, id: Id<MessageMarker>) -> ActionResult<Option<Ephemeral>> {
    let found = app.read(move |tx| Ok(tables::interactions::ephemeral(tx, id)?)).await?;
    let mut found = found.filter(|it| it.expires_ms > app.now_ms());
    if let Some(it) = &mut found {
        app.sign_files(&mut it.message);
    }
    Ok(found)
}

/// Sends such a message to somebody who may (still) read where it is said.
pub(super) async fn send(
    app: &App,
    access: &ChannelAccess,
    composed: Composed,
    (interaction_id, reader_id): (Id<InteractionMarker>, Id<UserMarker>),
    also: impl FnOnce(&mut Tx<'_>, &mut Outbox, &Message) -> ActionResult<()> + Send + 'static,
) -> ActionResult<Message> {
    require_reader(app, reader_id, access.id()).await?;
    let (guild_id, channel_type) = (access.guild_id(), access.channel().kind);
    let (id, now_ms) = (app.ids.next::<MessageMarker>(), app.now_ms());
    let app_in_job = app.clone();
    app.write(access.lane(), move |tx, out| {
        let Composed { mut message, files, .. } = composed;
        message.id = id;
        message.timestamp = Timestamp::from_unix_ms(id.created_unix_ms());
        message.flags |= MessageFlags::EPHEMERAL;
        message.attachments = files.iter().map(|new| new.file.clone()).collect();
        message.attachments.iter_mut().for_each(|file| file.ephemeral = true);
        app_in_job.number_media(&mut message)?;
        tables::interactions::insert_ephemeral(
            tx,
            &Ephemeral {
                interaction_id,
                application_id: message.author.id.cast(),
                user_id: reader_id,
                expires_ms: expiry_ms(now_ms),
                // A quoted message has a life of its own.
                message: Message { referenced_message: Field::Absent, ..message.clone() },
            },
        )?;
        for file in files {
            file.store(tx, out, message.channel_id, message.id)?;
        }
        app_in_job.sign_files(&mut message);
        let event = event_of(&message, guild_id, None, channel_type);
        out.publish(Audience::User(reader_id), Event::MessageCreate(Box::new(event)));
        also(tx, out, &message)?;
        Ok(message)
    })
    .await
}

/// Changes such a message, and keeps it as long as a new one.
pub(super) async fn rewrite(
    app: &App,
    access: &ChannelAccess,
    editor: Author,
    id: Id<MessageMarker>,
    edit: MessageEdit,
    also: impl FnOnce(&mut Tx<'_>, &mut Outbox) -> ActionResult<()> + Send + 'static,
) -> ActionResult<Message> {
    let unknown = || ActionError::Unknown(Kind::Message);
    let before = find(app, id).await?.ok_or_else(unknown)?;
    require_reader(app, before.user_id, access.id()).await?;
    let change = messages::prepare_edit(app, access, &editor, &before.message, edit).await?;
    let (guild_id, channel_type) = (access.guild_id(), access.channel().kind);
    let expires_ms = expiry_ms(app.now_ms());
    let app_in_job = app.clone();
    let message = app
        .write(access.lane(), move |tx, out| {
            let mut it = tables::interactions::ephemeral(tx, id)?.ok_or_else(unknown)?;
            change.apply(&app_in_job, tx, out, &mut it.message)?;
            it.message.attachments.iter_mut().for_each(|file| file.ephemeral = true);
            it.expires_ms = expires_ms;
            tables::interactions::update_ephemeral(tx, &it)?;
            let Ephemeral { mut message, user_id, .. } = it;
            app_in_job.sign_files(&mut message);
            let event = event_of(&message, guild_id, None, channel_type);
            out.publish(Audience::User(user_id), Event::MessageUpdate(Box::new(event)));
            also(tx, out)?;
            Ok(message)
        })
        .await?;
    app.delete_queued_blobs_soon();
    Ok(message)
}

/// Keeps such a message for another while, because it was used.
pub(super) fn keep_until(tx: &mut Tx<'_>, id: Id<MessageMarker>, expires_ms: i64) -> ActionResult<()> {
    let found = tables::interactions::ephemeral(tx, id)?;
    let mut it = found.ok_or(ActionError::Unknown(Kind::Message))?;
    it.expires_ms = expires_ms;
    tables::interactions::update_ephemeral(tx, &it)?;
    Ok(())
}

/// Takes such a message away.
pub(super) async fn remove(app: &App, access: &ChannelAccess, it: Ephemeral) -> ActionResult<()> {
    let (id, channel_id, guild_id) = (it.message.id, access.id(), access.guild_id());
    let now_ms = app.now_ms();
    app.write(access.lane(), move |tx, out| {
        if tables::interactions::ephemeral(tx, id)?.is_none() {
            return Err(ActionError::Unknown(Kind::Message));
        }
        remove_in(tx, &[(id, channel_id)], now_ms)?;
        let event = MessageDelete { id, channel_id, guild_id };
        out.publish(Audience::User(it.user_id), Event::MessageDelete(event));
        Ok(())
    })
    .await?;
    app.delete_queued_blobs_soon();
    Ok(())
}

/// Removes such messages with their files.
pub(super) fn remove_in(
    tx: &mut Tx<'_>,
    messages: &[(Id<MessageMarker>, Id<ChannelMarker>)],
    now_ms: i64,
) -> ActionResult<()> {
    for (id, channel_id) in messages {
        tables::attachments::delete_of_messages(tx, *channel_id, &[*id], now_ms)?;
    }
    let ids: Vec<_> = messages.iter().map(|(id, _)| *id).collect();
    tables::interactions::delete_ephemerals(tx, &ids)?;
    Ok(())
}

async fn require_reader(
    app: &App,
    reader_id: Id<UserMarker>,
    channel_id: Id<ChannelMarker>,
) -> ActionResult<()> {
    let reader = Caller { user_id: reader_id, is_bot: false, login_id: Id::new(0) };
    access::channel(app, &reader, channel_id, Permissions::NONE).await.map(|_| ())
}
