//! What an application does with an interaction after its first answer, as long as the token is good: more messages,
//! and changes of those that there are.

use parvis_model::marker::{ApplicationMarker, MessageMarker};
use parvis_model::{Id, Message, MessageFlags, MessageType};
use parvis_store::tables;
use parvis_store::tables::interactions::{Ephemeral, Kept};

use super::token::{interaction_of, is_token_of};
use super::{answer, ephemeral, expiry_ms, writing};
use crate::App;
use crate::access::ChannelAccess;
use crate::error::{ActionError, ActionResult, Kind, Refusal};
use crate::messages::{self, Author, MessageDraft, MessageEdit, ReplyTo};
use crate::webhooks::Which;

/// An answered interaction whose token somebody has shown.
struct Held {
    kept: Kept,
    access: ChannelAccess,
    author: Author,
}

/// A message of the interaction.
enum Own {
    Shared(Message),
    Ephemeral(Ephemeral),
}

impl Own {
    fn message(&self) -> &Message {
        match self {
            Self::Shared(message) => message,
            Self::Ephemeral(it) => &it.message,
        }
    }

    fn into_message(self) -> Message {
        match self {
            Self::Shared(message) => message,
            Self::Ephemeral(it) => it.message,
        }
    }
}

async fn hold(app: &App, application_id: Id<ApplicationMarker>, token: &str) -> ActionResult<Held> {
    let refused = || ActionError::Refused(Refusal::InvalidWebhookToken);
    let id = interaction_of(token).ok_or(ActionError::Unknown(Kind::Webhook))?;
    let kept = app.read(move |tx| Ok(tables::interactions::get(tx, id)?)).await?;
    let is_good = |kept: &Kept| {
        kept.application_id == application_id
            && kept.answered
            && is_token_of(token, &kept.token_hash)
            && expiry_ms(kept.id.created_unix_ms()) > app.now_ms()
    };
    let kept = kept.filter(is_good).ok_or_else(refused)?;
    let (access, author) = writing(app, application_id, kept.channel_id).await?;
    Ok(Held { kept, access, author })
}

impl Held {
    /// A message of this interaction; those of others do not exist for its token.
    async fn message(&self, app: &App, id: Id<MessageMarker>) -> ActionResult<Own> {
        let is_answer = self.kept.answer_id == Some(id);
        if let Some(it) = ephemeral::find(app, id).await? {
            let is_own = it.interaction_id == self.kept.id || is_answer;
            return if is_own { Ok(Own::Ephemeral(it)) } else { Err(ActionError::Unknown(Kind::Message)) };
        }
        let message = messages::find(app, &self.access, id, self.author.user.id).await?;
        let of = message.interaction_metadata.as_ref().map(|metadata| metadata.id);
        if is_answer || of == Some(self.kept.id) {
            Ok(Own::Shared(message))
        } else {
            Err(ActionError::Unknown(Kind::Message))
        }
    }

    async fn find(&self, app: &App, which: Which) -> ActionResult<Own> {
        let id = match which {
            Which::Original => self.kept.answer_id.ok_or(ActionError::Unknown(Kind::Message))?,
            Which::Message(id) => id,
        };
        self.message(app, id).await
    }

    async fn rewrite(self, app: &App, own: Own, edit: MessageEdit) -> ActionResult<Message> {
        match own {
            Own::Shared(before) => {
                messages::rewrite(app, &self.access, self.author, before, edit, |_, _| Ok(())).await
            }
            Own::Ephemeral(it) => {
                let id = it.message.id;
                ephemeral::rewrite(app, &self.access, self.author, id, edit, |_, _| Ok(())).await
            }
        }
    }
}

/// Sends one more message. While the first answer still waits for its content, this is that content.
pub async fn follow_up(
    app: &App,
    application_id: Id<ApplicationMarker>,
    token: &str,
    mut draft: MessageDraft,
    is_ephemeral: bool,
) -> ActionResult<Message> {
    let held = hold(app, application_id, token).await?;
    let original = match held.kept.answer_id {
        Some(id) => match held.message(app, id).await {
            Ok(own) => Some(own),
            Err(ActionError::Unknown(_)) => None,
            Err(other) => return Err(other),
        },
        None => None,
    };
    let waits = |own: &Own| own.message().flags.contains(MessageFlags::LOADING);
    let original = match original {
        Some(own) if waits(&own) => return held.rewrite(app, own, draft.into_edit()).await,
        other => other,
    };
    if let Some(Own::Shared(original)) = original {
        let message_id = original.id;
        draft.reply_to = Some(ReplyTo { channel_id: None, message_id, must_exist: false });
    }
    let Held { kept, access, author } = held;
    let (origin, reader_id) = (kept.details.origin, kept.user_id);
    let command = origin.name().map(str::to_owned);
    let metadata = app.read(move |tx| Ok(origin.read(tx)?)).await?;
    let mut metadata = metadata.ok_or(ActionError::Unknown(Kind::User))?;
    metadata.original_response_message_id = kept.answer_id;
    let mut composed = messages::prepare(app, &access, author, draft).await?;
    answer::name(&mut composed, metadata, command.as_deref(), MessageType::DEFAULT);
    if is_ephemeral {
        ephemeral::send(app, &access, composed, (kept.id, reader_id), |_, _, _| Ok(())).await
    } else {
        messages::write(app, &access, composed, |_, _, _| Ok(())).await
    }
}

/// A message of the interaction.
pub async fn message(
    app: &App,
    application_id: Id<ApplicationMarker>,
    token: &str,
    which: Which,
) -> ActionResult<Message> {
    let held = hold(app, application_id, token).await?;
    Ok(held.find(app, which).await?.into_message())
}

/// Changes a message of the interaction.
pub async fn edit_message(
    app: &App,
    application_id: Id<ApplicationMarker>,
    token: &str,
    which: Which,
    edit: MessageEdit,
) -> ActionResult<Message> {
    let held = hold(app, application_id, token).await?;
    let own = held.find(app, which).await?;
    held.rewrite(app, own, edit).await
}

/// Takes a message of the interaction away.
pub async fn delete_message(
    app: &App,
    application_id: Id<ApplicationMarker>,
    token: &str,
    which: Which,
) -> ActionResult<()> {
    let held = hold(app, application_id, token).await?;
    match held.find(app, which).await? {
        Own::Shared(message) => messages::remove(app, &held.access, message.id, None).await,
        Own::Ephemeral(it) => ephemeral::remove(app, &held.access, it).await,
    }
}
