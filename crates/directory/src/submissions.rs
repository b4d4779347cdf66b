//! How groups come before the moderators: by anybody who says that they run one, or that those who run it agreed.

use parvis_app::{ActionError, ActionResult, App, Caller, Outbox};
use parvis_model::{Id, Timestamp};
use parvis_store::Tx;
use serde::{Deserialize, Serialize};

use crate::groups::body::{Draft, GroupBody};
use crate::groups::keepers::{Key, keeping};
use crate::groups::keeping::KeptGroup;
use crate::groups::resolve::resolve;
use crate::groups::unknown;
use crate::log::{self, Actor};
use crate::markers::GroupMarker;
use crate::receipts::Receipt;
use crate::tables::groups::{Kept, Note, Side, State};
use crate::{Changed, Directory, tables};
use parvis_app::proofs::{self, Proof};

/// What is said about one submission, in all.
const MESSAGES_MAX: usize = 50;
const MESSAGE_CHARS_MAX: usize = 1_000;

/// What whoever hands a group in sends.
#[derive(Debug, Deserialize)]
pub struct SubmissionBody {
    #[serde(flatten)]
    group: GroupBody,
    #[serde(default)]
    agreed: bool,
    proof: Option<Proof>,
}

impl SubmissionBody {
    /// Checks what can be checked without knowing the map.
    pub fn read(self) -> ActionResult<(Draft, Option<Proof>)> {
        if !self.agreed {
            let text = "Only those who run a group, or have asked those who do, may put it on the map.";
            return Err(ActionError::invalid("agreed", "DIRECTORY_NOT_AGREED", text));
        }
        Ok((self.group.read()?, self.proof))
    }
}

/// The private link of a submission: shown once.
#[derive(Debug, Serialize)]
pub struct Submitted {
    pub(crate) id: Id<GroupMarker>,
    pub(crate) receipt: String,
    pub(crate) state: State,
}

impl Submitted {
    /// The group's id.
    pub const fn id(&self) -> Id<GroupMarker> {
        self.id
    }
}

/// Hands a group in.
pub async fn create(
    directory: &Directory,
    app: &App,
    caller: Option<&Caller>,
    draft: Draft,
    proof: Option<Proof>,
) -> ActionResult<Submitted> {
    if let Some(caller) = caller {
        caller.require_person()?;
    }
    let view = directory.view(app).await?;
    let mut resolved = resolve(app, &view, caller, None, draft).await?;
    // Last, so that a mistake in the form does not cost another second of work.
    proofs::require(&directory.0.proofs, app, caller, proof.as_ref())?;
    let (receipt, now) = (Receipt::random(), Timestamp::from_unix_ms(app.now_ms()));
    let group = Kept {
        id: app.ids.next(),
        receipt: receipt.digest,
        state: State::Waiting,
        is_waiting: true,
        is_dark: false,
        listing: None,
        proposed: Some(resolved.listing.clone()),
        messages: Vec::new(),
        invite: resolved.invite.clone(),
        merged_into: None,
        version: 0,
        created_at: now,
        changed_at: now,
        confirmed_at: now,
    };
    let (id, state, app_in_job) = (group.id, group.state, app.clone());
    let job = move |tx: &mut Tx<'_>, out: &mut Outbox| {
        tables::groups::insert(tx, &group)?;
        resolved.keep_picture(tx, out, id, now.unix_ms())?;
        log::record(tx, &app_in_job, Actor::Keeper, "group.submit", id, "")?;
        Ok(((), Changed::Nothing))
    };
    directory.change(app, job).await?;
    Ok(Submitted { id, receipt: receipt.text, state })
}

/// Says something to the moderators, and what they asked counts as answered; or as one of them to the keepers.
pub async fn say(directory: &Directory, app: &App, key: Key<'_>, text: &str) -> ActionResult<KeptGroup> {
    let text = message("text", text)?;
    let keeping = keeping(directory, app, &key).await?;
    let (id, is_moderator) = (keeping.group.id, keeping.actor.is_moderator());
    let now = Timestamp::from_unix_ms(app.now_ms());
    let group = directory
        .change(app, move |tx, _| {
            let mut group =
                tables::groups::get(tx, id)?.filter(|it| !it.state.is_over()).ok_or_else(unknown)?;
            add_message(&mut group, if is_moderator { Side::Moderator } else { Side::Keeper }, text, now)?;
            if group.state == State::Asked && !is_moderator {
                group.state = State::Waiting;
            }
            // What was answered waits no longer, unless there is more to decide on.
            group.is_waiting = !is_moderator || group.proposed.is_some();
            tables::groups::update(tx, &group)?;
            Ok((group, Changed::Nothing))
        })
        .await?;
    Ok(KeptGroup::of(group, app.now_ms()))
}

/// A text that one side says to the other.
pub(crate) fn message(path: &str, text: &str) -> ActionResult<String> {
    let text = text.trim().to_owned();
    parvis_rules::validate::length(path, text.chars().count(), 1..=MESSAGE_CHARS_MAX)?;
    Ok(text)
}

/// Adds what was said.
pub(crate) fn add_message(group: &mut Kept, from: Side, text: String, at: Timestamp) -> ActionResult<()> {
    if group.messages.len() >= MESSAGES_MAX {
        let error = format!("At most {MESSAGES_MAX} messages are exchanged about a group.");
        return Err(ActionError::invalid("text", "DIRECTORY_MESSAGES_MAX", error));
    }
    group.messages.push(Note { from, text, at });
    Ok(())
}
