//! First answers: one for each interaction, within three seconds.

use std::sync::Arc;

use parvis_bus::Audience;
use parvis_model::marker::{InteractionMarker, MessageMarker};
use parvis_model::{
    AnsweredInteraction, AutocompleteResponse, CommandChoice, Event, Id, InteractionCallback,
    InteractionCallbackType, InteractionMetadata, InteractionModalCreate, InteractionResource, Message,
    MessageFlags, MessageInteraction, MessageType, Modal, ModalApplication,
};
use parvis_rules::interactions::{Answer, may_answer, proposals};
use parvis_store::{Tx, tables};

use super::token::is_token_of;
use super::waiting::{self, Claim, Source, Waiting};
use super::{ephemeral, expiry_ms, writing};
use crate::accounts::in_any_case;
use crate::error::{ActionError, ActionResult, Kind, Refusal};
use crate::messages::{self, Composed, MessageDraft, MessageEdit, ReplyTo};
use crate::{App, Outbox};

/// A first answer.
#[derive(Debug)]
pub enum Callback {
    /// A message.
    Message {
        /// What is in it.
        draft: Box<MessageDraft>,
        /// Whether only whoever interacted sees it.
        is_ephemeral: bool,
    },
    /// A message whose content comes later.
    DeferredMessage {
        /// Whether only whoever interacted sees it.
        is_ephemeral: bool,
    },
    /// A change of the message whose component was used, which comes later.
    DeferredUpdate,
    /// A change of the message whose component was used.
    Update(Box<MessageEdit>),
    /// Proposals for an option that is being typed.
    Choices(Vec<CommandChoice>),
    /// A form.
    Modal(Box<Modal>),
}

impl Callback {
    fn answer(&self) -> Answer {
        match self {
            Self::Message { .. } | Self::DeferredMessage { .. } => Answer::Message,
            Self::DeferredUpdate | Self::Update(_) => Answer::Update,
            Self::Choices(_) => Answer::Choices,
            Self::Modal(_) => Answer::Modal,
        }
    }
}

/// Gives an interaction its first answer.
pub async fn answer(
    app: &App,
    id: Id<InteractionMarker>,
    token: &str,
    callback: Callback,
) -> ActionResult<InteractionCallback> {
    let claim = claim(app, id, token).await?;
    let app = app.clone();
    // Whether or not the application waits for the end of it, it is the answer.
    in_any_case(async move { carry_out(&app, &claim.0, callback).await }).await
}

async fn claim(app: &App, id: Id<InteractionMarker>, token: &str) -> ActionResult<Claim> {
    if expiry_ms(id.created_unix_ms()) <= app.now_ms() {
        return Err(waiting::unknown());
    }
    if let Some(claim) = app.interactions.claim(id, token)? {
        return Ok(claim);
    }
    // Of those that wait no longer only the answered ones are known.
    let kept = app.read(move |tx| Ok(tables::interactions::get(tx, id)?)).await?;
    Err(match kept.filter(|kept| kept.answered && is_token_of(token, &kept.token_hash)) {
        Some(_) => ActionError::Refused(Refusal::InteractionAcknowledged),
        None => waiting::unknown(),
    })
}

async fn carry_out(app: &App, it: &Arc<Waiting>, callback: Callback) -> ActionResult<InteractionCallback> {
    if !may_answer(it.metadata.kind, it.source.is_some(), callback.answer()) {
        let message = "This interaction cannot be answered in this way.";
        return Err(ActionError::invalid("type", "INTERACTION_CALLBACK_TYPE_INVALID", message));
    }
    match callback {
        Callback::Message { draft, is_ephemeral } => {
            let message = send(app, it, *draft, is_ephemeral).await?;
            Ok(with_message(it, InteractionCallbackType::CHANNEL_MESSAGE_WITH_SOURCE, message))
        }
        Callback::DeferredMessage { is_ephemeral } => {
            let draft = MessageDraft { flags: MessageFlags::LOADING, ..MessageDraft::default() };
            let message = send(app, it, draft, is_ephemeral).await?;
            Ok(with_message(it, InteractionCallbackType::CHANNEL_MESSAGE_WITH_SOURCE, message))
        }
        Callback::DeferredUpdate => {
            let source = source_of(it)?;
            promise_update(app, it, source).await?;
            Ok(summary(it, Some(source.message_id), None))
        }
        Callback::Update(edit) => {
            let message = update(app, it, source_of(it)?, *edit).await?;
            Ok(with_message(it, InteractionCallbackType::UPDATE_MESSAGE, message))
        }
        Callback::Choices(choices) => {
            propose(app, it, choices)?;
            Ok(summary(it, None, None))
        }
        Callback::Modal(modal) => {
            show(app, it, *modal).await?;
            Ok(summary(it, None, None))
        }
    }
}

fn source_of(it: &Waiting) -> ActionResult<Source> {
    it.source.ok_or(ActionError::Unknown(Kind::Message))
}

/// What is done in the transaction of every answer that is kept: it is the first, and whoever interacted is told.
fn note(
    it: &Arc<Waiting>,
    modal: Option<Modal>,
) -> impl FnOnce(&mut Tx<'_>, &mut Outbox, Option<Id<MessageMarker>>) -> ActionResult<()> + Send + 'static {
    let it = Arc::clone(it);
    move |tx, out, answer_id| {
        if !tables::interactions::answer(tx, &it.kept(answer_id, modal))? {
            return Err(ActionError::Refused(Refusal::InteractionAcknowledged));
        }
        it.state.answered();
        out.publish(Audience::User(it.user_id()), Event::InteractionSuccess(it.progress()));
        Ok(())
    }
}

async fn send(
    app: &App,
    it: &Arc<Waiting>,
    mut draft: MessageDraft,
    is_ephemeral: bool,
) -> ActionResult<Message> {
    let (access, author) = writing(app, it.application_id, it.channel_id).await?;
    if let Some(source) = it.source.filter(|source| !source.is_ephemeral) {
        let message_id = source.message_id;
        draft.reply_to = Some(ReplyTo { channel_id: None, message_id, must_exist: false });
    }
    let mut composed = messages::prepare(app, &access, author, draft).await?;
    name(&mut composed, it.metadata.clone(), it.name.as_deref(), it.answer_type);
    let note = note(it, None);
    let also = move |tx: &mut Tx<'_>, out: &mut Outbox, message: &Message| note(tx, out, Some(message.id));
    if is_ephemeral {
        ephemeral::send(app, &access, composed, (it.id(), it.user_id()), also).await
    } else {
        messages::write(app, &access, composed, also).await
    }
}

/// Tells a message the interaction that it answers.
pub(super) fn name(
    composed: &mut Composed,
    metadata: InteractionMetadata,
    name: Option<&str>,
    kind: MessageType,
) {
    let message = &mut composed.message;
    if message.kind == MessageType::DEFAULT {
        message.kind = kind;
    }
    message.interaction = name.map(|name| {
        let (id, kind, user) = (metadata.id, metadata.kind, metadata.user.clone());
        Box::new(MessageInteraction { id, kind, name: name.to_owned(), user })
    });
    message.interaction_metadata = Some(Box::new(metadata));
}

async fn promise_update(app: &App, it: &Arc<Waiting>, source: Source) -> ActionResult<()> {
    let (access, _) = writing(app, it.application_id, it.channel_id).await?;
    let note = note(it, None);
    let expires_ms = expiry_ms(app.now_ms());
    app.write(access.lane(), move |tx, out| {
        if source.is_ephemeral {
            ephemeral::keep_until(tx, source.message_id, expires_ms)?;
        }
        note(tx, out, Some(source.message_id))
    })
    .await
}

async fn update(app: &App, it: &Arc<Waiting>, source: Source, edit: MessageEdit) -> ActionResult<Message> {
    let (access, author) = writing(app, it.application_id, it.channel_id).await?;
    let note = note(it, None);
    let message_id = source.message_id;
    let also = move |tx: &mut Tx<'_>, out: &mut Outbox| note(tx, out, Some(message_id));
    if source.is_ephemeral {
        ephemeral::rewrite(app, &access, author, message_id, edit, also).await
    } else {
        let before = messages::find(app, &access, message_id, author.user.id).await?;
        messages::rewrite(app, &access, author, before, edit, also).await
    }
}

/// Nothing of what is proposed while somebody types is kept.
fn propose(app: &App, it: &Waiting, choices: Vec<CommandChoice>) -> ActionResult<()> {
    let completes = it.completes.ok_or_else(waiting::unknown)?;
    let wrong = proposals(completes, &choices);
    if !wrong.is_empty() {
        return Err(wrong.into());
    }
    it.state.answered();
    let response = AutocompleteResponse { nonce: it.nonce.clone(), choices };
    app.tell_in_passing(Audience::User(it.user_id()), Event::AutocompleteResponse(Box::new(response)));
    Ok(())
}

async fn show(app: &App, it: &Arc<Waiting>, modal: Modal) -> ActionResult<()> {
    let (access, _) = writing(app, it.application_id, it.channel_id).await?;
    let note = note(it, Some(modal.clone()));
    let it = Arc::clone(it);
    app.write(access.lane(), move |tx, out| {
        let owned = tables::applications::get(tx, it.application_id)?;
        let application = owned.ok_or(ActionError::Unknown(Kind::Application))?.application;
        let shown = InteractionModalCreate {
            id: it.id(),
            nonce: it.nonce.clone(),
            channel_id: it.channel_id,
            application: ModalApplication {
                id: application.id,
                name: application.name,
                icon: application.icon,
            },
            modal,
        };
        out.publish(Audience::User(it.user_id()), Event::InteractionModalCreate(Box::new(shown)));
        note(tx, out, None)
    })
    .await
}

fn with_message(it: &Waiting, kind: InteractionCallbackType, message: Message) -> InteractionCallback {
    let flags = message.flags;
    let mut callback = summary(it, Some(message.id), Some(flags));
    callback.resource = Some(InteractionResource { kind, message: Box::new(message) });
    callback
}

fn summary(
    it: &Waiting,
    message_id: Option<Id<MessageMarker>>,
    flags: Option<MessageFlags>,
) -> InteractionCallback {
    InteractionCallback {
        interaction: AnsweredInteraction {
            id: it.id(),
            kind: it.metadata.kind,
            response_message_id: message_id,
            response_message_loading: flags.map(|flags| flags.contains(MessageFlags::LOADING)),
            response_message_ephemeral: flags.map(|flags| flags.contains(MessageFlags::EPHEMERAL)),
            channel_id: it.channel_id,
            guild_id: it.guild_id,
        },
        resource: None,
    }
}
