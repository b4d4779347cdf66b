//! What people do with an application's commands, buttons, menus and forms, and how it answers.
//!
//! Until its first answer an interaction is in memory alone: nobody waits for the disk to bring it to the application,
//! and one that nobody answers leaves nothing behind.

mod answer;
mod by_http;
mod component;
mod ephemeral;
mod follow_up;
mod form;
mod invoke;
mod token;
mod waiting;

use parvis_model::marker::{ApplicationMarker, ChannelMarker, InteractionMarker, UserMarker};
use parvis_model::{Id, Permissions};
use parvis_rules::limits;
use parvis_store::{Tx, tables};

use crate::access::{self, ChannelAccess};
use crate::error::ActionResult;
use crate::messages::{self, Author};
use crate::{App, Caller, Lane};

pub use answer::{Callback, answer};
pub use by_http::ReadAnswer;
pub use component::ComponentUse;
pub use follow_up::{delete_message, edit_message, follow_up, message};
pub use form::{Field, FormUse};
pub use invoke::{CommandUse, Deed, Invocation, invoke};
pub use token::interaction_of;
pub use waiting::Interactions;

/// How many things one round of upkeep removes in one transaction.
const REMOVED_AT_ONCE: u32 = 500;

/// An application as whoever writes.
fn caller_of(application_id: Id<ApplicationMarker>) -> Caller {
    Caller { user_id: application_id.cast(), is_bot: true, login_id: Id::new(0) }
}

/// A channel that an application's bot may view.
async fn access_of(
    app: &App,
    application_id: Id<ApplicationMarker>,
    channel_id: Id<ChannelMarker>,
) -> ActionResult<ChannelAccess> {
    access::channel(app, &caller_of(application_id), channel_id, Permissions::NONE).await
}

/// What an application may do in its answers, whatever its bot may do there by itself: somebody asked for them.
const ANSWERING: Permissions = Permissions::SEND_MESSAGES
    .union(Permissions::SEND_MESSAGES_IN_THREADS)
    .union(Permissions::EMBED_LINKS)
    .union(Permissions::ATTACH_FILES)
    .union(Permissions::READ_MESSAGE_HISTORY)
    .union(Permissions::SEND_VOICE_MESSAGES)
    .union(Permissions::BYPASS_SLOWMODE);

/// A channel in which an application answers, and the application as the author.
async fn writing(
    app: &App,
    application_id: Id<ApplicationMarker>,
    channel_id: Id<ChannelMarker>,
) -> ActionResult<(ChannelAccess, Author)> {
    let mut access = access_of(app, application_id, channel_id).await?;
    access.require_text()?;
    access.permissions |= ANSWERING;
    let mut author = messages::author_of(app, &caller_of(application_id), &access).await?;
    author.webhook_id = Some(application_id.cast());
    author.application_id = Some(application_id);
    Ok((access, author))
}

/// When what belongs to an interaction of this moment goes away, in Unix milliseconds.
const fn expiry_ms(now_ms: i64) -> i64 {
    now_ms + limits::INTERACTION_TOKEN_MS_MAX
}

/// Forgets interactions with the files that came with them.
async fn forget(app: &App, which: Vec<(Id<InteractionMarker>, Id<ChannelMarker>)>) -> ActionResult<()> {
    let now_ms = app.now_ms();
    app.write(Lane::of(Id::<InteractionMarker>::new(0)), move |tx, _| forget_in(tx, &which, now_ms)).await?;
    app.delete_queued_blobs_soon();
    Ok(())
}

fn forget_in(
    tx: &mut Tx<'_>,
    which: &[(Id<InteractionMarker>, Id<ChannelMarker>)],
    now_ms: i64,
) -> ActionResult<()> {
    for (id, channel_id) in which {
        tables::attachments::delete_of_messages(tx, *channel_id, &[id.cast()], now_ms)?;
    }
    let ids: Vec<_> = which.iter().map(|(id, _)| *id).collect();
    Ok(tables::interactions::delete(tx, &ids)?)
}

/// Forgets what an account, or the bot that it is, has to do with interactions.
pub(crate) fn forget_account(tx: &mut Tx<'_>, user_id: Id<UserMarker>, now_ms: i64) -> ActionResult<()> {
    let interactions = tables::interactions::of_account(tx, user_id)?;
    forget_in(tx, &interactions, now_ms)?;
    let messages = tables::interactions::ephemerals_of_account(tx, user_id)?;
    ephemeral::remove_in(tx, &messages, now_ms)
}

/// Removes interactions whose tokens are no longer good, and messages for one person that have had their time.
pub async fn purge(app: &App) -> ActionResult<()> {
    loop {
        let now_ms = app.now_ms();
        // Those of this very millisecond are over, too.
        let before = Id::first_of_unix_ms(now_ms - limits::INTERACTION_TOKEN_MS_MAX + 1);
        let (interactions, messages) = app
            .read(move |tx| {
                Ok((
                    tables::interactions::before(tx, before, REMOVED_AT_ONCE)?,
                    tables::interactions::expired_ephemerals(tx, now_ms, REMOVED_AT_ONCE)?,
                ))
            })
            .await?;
        if interactions.is_empty() && messages.is_empty() {
            return Ok(());
        }
        app.write(Lane::of(Id::<InteractionMarker>::new(0)), move |tx, _| {
            forget_in(tx, &interactions, now_ms)?;
            ephemeral::remove_in(tx, &messages, now_ms)
        })
        .await?;
        app.delete_queued_blobs_soon();
    }
}
