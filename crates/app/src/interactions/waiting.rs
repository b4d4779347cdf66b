//! Interactions that wait for their first answer: in memory alone, three seconds at most.

use std::collections::HashMap;
use std::sync::atomic::{AtomicU8, Ordering};
use std::sync::{Arc, OnceLock};
use std::time::Duration;

use parking_lot::Mutex;
use parvis_bus::Audience;
use parvis_model::marker::{
    ApplicationMarker, ChannelMarker, GuildMarker, InteractionMarker, MessageMarker, UserMarker,
};
use parvis_model::{
    CommandOptionType, Event, Id, InteractionFailure, InteractionFailureReason, InteractionMetadata,
    InteractionProgress, MessageType, Modal, Nonce,
};
use parvis_rules::limits;
use parvis_store::tables::interactions::{Details, Kept, Origin};

use super::ReadAnswer;
use super::token::is_token_of;
use crate::App;
use crate::error::{ActionError, ActionResult, Kind, Refusal};
use crate::logins::TokenDigest;

/// Interactions that may wait at the same time; each takes about 1 kB.
const WAITING_MAX: usize = 20_000;
/// When a full house is worth another try.
const FULL_RETRY_MS: u64 = 1_000;
/// How long an answer that is being written down may take before it is looked at again.
const ANSWERING_AGAIN: Duration = Duration::from_millis(500);

/// The message whose component was used, or from which a form came.
#[derive(Debug, Clone, Copy)]
pub(super) struct Source {
    pub(super) message_id: Id<MessageMarker>,
    pub(super) is_ephemeral: bool,
}

/// How far an interaction is.
#[derive(Default)]
pub(super) struct State(AtomicU8);

impl State {
    const OPEN: u8 = 0;
    const BEING_ANSWERED: u8 = 1;
    const ANSWERED: u8 = 2;

    /// Takes the right to answer; whether it was free.
    fn begin(&self) -> bool {
        let (from, to) = (Self::OPEN, Self::BEING_ANSWERED);
        self.0.compare_exchange(from, to, Ordering::AcqRel, Ordering::Acquire).is_ok()
    }

    /// Gives the right back, unless the answer was taken.
    fn give_back(&self) {
        let (from, to) = (Self::BEING_ANSWERED, Self::OPEN);
        let _answered = self.0.compare_exchange(from, to, Ordering::AcqRel, Ordering::Acquire);
    }

    /// The answer was taken.
    pub(super) fn answered(&self) {
        self.0.store(Self::ANSWERED, Ordering::Release);
    }

    fn get(&self) -> u8 {
        self.0.load(Ordering::Acquire)
    }
}

/// An interaction that waits for its first answer.
pub(super) struct Waiting {
    pub(super) application_id: Id<ApplicationMarker>,
    pub(super) token_hash: TokenDigest,
    pub(super) guild_id: Option<Id<GuildMarker>>,
    pub(super) channel_id: Id<ChannelMarker>,
    pub(super) nonce: Option<Nonce>,
    /// What its answers say of it.
    pub(super) metadata: InteractionMetadata,
    /// The command's name, for answers to commands.
    pub(super) name: Option<String>,
    /// Type of a message that answers it and is no reply.
    pub(super) answer_type: MessageType,
    pub(super) source: Option<Source>,
    /// The type of the option that is being typed.
    pub(super) completes: Option<CommandOptionType>,
    /// Whether its files are on the disk in its name.
    pub(super) has_files: bool,
    pub(super) state: State,
}

impl Waiting {
    pub(super) fn id(&self) -> Id<InteractionMarker> {
        self.metadata.id
    }

    pub(super) fn user_id(&self) -> Id<UserMarker> {
        self.metadata.user.id
    }

    pub(super) fn progress(&self) -> InteractionProgress {
        InteractionProgress { id: self.id(), nonce: self.nonce.clone() }
    }

    /// The interaction as it is kept with this answer.
    pub(super) fn kept(&self, answer_id: Option<Id<MessageMarker>>, modal: Option<Modal>) -> Kept {
        Kept {
            id: self.id(),
            application_id: self.application_id,
            token_hash: self.token_hash,
            user_id: self.user_id(),
            guild_id: self.guild_id,
            channel_id: self.channel_id,
            answered: false,
            answer_id,
            details: Details { origin: Origin::new(&self.metadata, self.name.as_deref()), modal },
        }
    }
}

/// The right to give the first answer; dropped without an answer, others may try again.
pub(super) struct Claim(pub(super) Arc<Waiting>);

impl Drop for Claim {
    fn drop(&mut self) {
        self.0.state.give_back();
    }
}

/// What is known of interactions without asking the database, and who reads answers that come by HTTP.
#[derive(Default)]
pub struct Interactions {
    waiting: Mutex<HashMap<Id<InteractionMarker>, Arc<Waiting>>>,
    reader: OnceLock<Arc<dyn ReadAnswer>>,
}

impl Interactions {
    /// Takes the one who reads answers that come by HTTP; later ones are ignored.
    pub fn read_by(&self, reader: Arc<dyn ReadAnswer>) {
        let _ = self.reader.set(reader);
    }

    pub(super) fn reader(&self) -> Option<&Arc<dyn ReadAnswer>> {
        self.reader.get()
    }

    /// Adds an interaction, unless too many wait.
    pub(super) fn add(&self, it: Arc<Waiting>) -> ActionResult<()> {
        let mut waiting = self.waiting.lock();
        if waiting.len() >= WAITING_MAX {
            return Err(ActionError::TooFast { retry_after_ms: FULL_RETRY_MS });
        }
        waiting.insert(it.id(), it);
        Ok(())
    }

    /// The right to give the first answer; `None` when no such interaction waits.
    pub(super) fn claim(&self, id: Id<InteractionMarker>, token: &str) -> ActionResult<Option<Claim>> {
        let found = self.waiting.lock().get(&id).cloned();
        let Some(it) = found.filter(|it| is_token_of(token, &it.token_hash)) else { return Ok(None) };
        if !it.state.begin() {
            return Err(ActionError::Refused(Refusal::InteractionAcknowledged));
        }
        Ok(Some(Claim(it)))
    }

    /// Whether the interaction is still being answered; else it waits no longer, and is returned if nobody did.
    fn end(&self, id: Id<InteractionMarker>) -> Result<Option<Arc<Waiting>>, StillBeingAnswered> {
        let mut waiting = self.waiting.lock();
        match waiting.get(&id).map(|it| it.state.get()) {
            Some(State::BEING_ANSWERED) => Err(StillBeingAnswered),
            Some(State::OPEN) => Ok(waiting.remove(&id)),
            _ => {
                waiting.remove(&id);
                Ok(None)
            }
        }
    }
}

struct StillBeingAnswered;

/// Lets go of an interaction when its time is over, and tells whoever waits for an answer that there is none.
pub(super) fn start_timer(app: &App, id: Id<InteractionMarker>) {
    let app = app.clone();
    tokio::spawn(async move {
        tokio::time::sleep(Duration::from_millis(limits::INTERACTION_ANSWER_MS_MAX)).await;
        let unanswered = loop {
            match app.interactions.end(id) {
                Ok(unanswered) => break unanswered,
                Err(StillBeingAnswered) => tokio::time::sleep(ANSWERING_AGAIN).await,
            }
        };
        if let Some(it) = unanswered {
            fail(&app, &it, InteractionFailureReason::TIMEOUT).await;
        }
    });
}

/// Lets go of an interaction that its application did not take.
pub(super) async fn give_up(app: &App, id: Id<InteractionMarker>, reason: InteractionFailureReason) {
    if let Ok(Some(it)) = app.interactions.end(id) {
        fail(app, &it, reason).await;
    }
}

/// Tells whoever interacted that it came to nothing. Its files go.
async fn fail(app: &App, it: &Waiting, reason_code: InteractionFailureReason) {
    let failure = InteractionFailure { id: it.id(), nonce: it.nonce.clone(), reason_code };
    app.tell_in_passing(Audience::User(it.user_id()), Event::InteractionFailure(failure));
    if it.has_files
        && let Err(error) = super::forget(app, vec![(it.id(), it.channel_id)]).await
    {
        tracing::warn!(%error, "the files of an unanswered interaction stay until the next upkeep");
    }
}

/// No interaction of this id and token waits, or ever did.
pub(super) const fn unknown() -> ActionError {
    ActionError::Unknown(Kind::Interaction)
}
