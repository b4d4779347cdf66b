//! Who answers for an id and a token in a path: the webhook with this id, or else an interaction of the application
//! with this id.

use parvis_model::marker::{ChannelMarker, MessageMarker, WebhookMarker};
use parvis_model::{Id, Message};

use super::execute::{self, Execution};
use super::open;
use crate::error::ActionResult;
use crate::messages::MessageEdit;
use crate::{App, interactions};

/// A message that was sent with an id and a token.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Which {
    /// The first answer to an interaction. A webhook has none.
    Original,
    /// The one with this id.
    Message(Id<MessageMarker>),
}

/// Sends a message. Acknowledged means on disk.
pub async fn execute(
    app: &App,
    id: Id<WebhookMarker>,
    token: &str,
    execution: Execution,
) -> ActionResult<Message> {
    match open(app, id, token).await? {
        Some(webhook) => execute::send(app, &webhook, execution).await,
        None => {
            let Execution { draft, is_ephemeral, .. } = execution;
            interactions::follow_up(app, id.cast(), token, draft, is_ephemeral).await
        }
    }
}

/// A message that was sent with this id and token, in the webhook's channel or in a thread of it.
pub async fn message(
    app: &App,
    id: Id<WebhookMarker>,
    token: &str,
    which: Which,
    thread_id: Option<Id<ChannelMarker>>,
) -> ActionResult<Message> {
    match open(app, id, token).await? {
        Some(webhook) => execute::get(app, &webhook, which, thread_id).await,
        None => interactions::message(app, id.cast(), token, which).await,
    }
}

/// Changes such a message.
pub async fn edit_message(
    app: &App,
    id: Id<WebhookMarker>,
    token: &str,
    which: Which,
    thread_id: Option<Id<ChannelMarker>>,
    edit: MessageEdit,
) -> ActionResult<Message> {
    match open(app, id, token).await? {
        Some(webhook) => execute::edit(app, &webhook, which, thread_id, edit).await,
        None => interactions::edit_message(app, id.cast(), token, which, edit).await,
    }
}

/// Deletes such a message.
pub async fn delete_message(
    app: &App,
    id: Id<WebhookMarker>,
    token: &str,
    which: Which,
    thread_id: Option<Id<ChannelMarker>>,
) -> ActionResult<()> {
    match open(app, id, token).await? {
        Some(webhook) => execute::delete(app, &webhook, which, thread_id).await,
        None => interactions::delete_message(app, id.cast(), token, which).await,
    }
}
