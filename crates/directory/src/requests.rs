//! Requests to be let into a group: answers to its questions, decided by those who keep it, followed by a private link.
//! Who is let in gets one invitation for themself; into a guild of this server it works once.

use parvis_app::{ActionError, ActionResult, App, Caller, Kind, invites};
use parvis_model::marker::UserMarker;
use parvis_model::{Id, Timestamp, User};
use parvis_rules::validate;
use serde::{Deserialize, Serialize};

use crate::groups::keepers::{Keeping, Key, keeping};
use crate::groups::keeping::speaks_for;
use crate::groups::listing::{JoinMode, Target};
use crate::groups::shown::invite_url;
use crate::groups::unknown as unknown_group;
use crate::log::Actor;
use crate::markers::{GroupMarker, RequestMarker};
use crate::receipts::{self, Receipt};
use crate::tables::groups::Kept;
use crate::tables::requests::Request;
use crate::{Directory, tables};
use parvis_app::proofs::{self, Proof};

const ANSWER_CHARS_MAX: usize = 500;
/// Requests of one group that may wait.
const WAITING_MAX: u32 = 500;
/// Requests that those who decide see at once.
const PAGE: u32 = 100;
/// How long an invitation for one person works.
const INVITE_S: u32 = 7 * 86_400;

/// What whoever asks sends.
#[derive(Debug, Deserialize)]
pub struct RequestBody {
    #[serde(default)]
    pub(crate) answers: Vec<String>,
    pub(crate) proof: Option<Proof>,
}

/// The private link of a request: shown once.
#[derive(Debug, Serialize)]
pub struct Asked {
    pub(crate) id: Id<RequestMarker>,
    pub(crate) receipt: String,
    pub(crate) state: String,
}

/// A request as whoever asked sees it.
#[derive(Debug, Serialize)]
pub struct OwnRequest {
    pub(crate) id: Id<RequestMarker>,
    pub(crate) group_id: Id<GroupMarker>,
    pub(crate) state: String,
    pub(crate) url: Option<String>,
    pub(crate) created_at: Timestamp,
}

/// A request as those see it who decide.
#[derive(Debug, Serialize)]
pub struct ShownRequest {
    pub(crate) id: Id<RequestMarker>,
    pub(crate) state: String,
    pub(crate) answers: Vec<String>,
    pub(crate) user: Option<User>,
    pub(crate) created_at: Timestamp,
}

/// What those who decide say.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Answer {
    /// Let in.
    Accepted,
    /// Not let in.
    Refused,
}

fn unknown() -> ActionError {
    ActionError::Unknown(Kind::Thing("Request"))
}

/// Asks to be let into a group that the caller sees.
pub async fn create(
    directory: &Directory,
    app: &App,
    caller: Option<&Caller>,
    group_id: Id<GroupMarker>,
    body: RequestBody,
) -> ActionResult<Asked> {
    if let Some(caller) = caller {
        caller.require_person()?;
    }
    let (view, viewer) = directory.view_for(app, caller).await?;
    let group = view.group(group_id, viewer.as_ref()).ok_or_else(unknown_group)?;
    if group.listing.join.mode != JoinMode::Request {
        let text = "This group is not joined by asking.";
        return Err(ActionError::invalid("group_id", "DIRECTORY_NOT_BY_REQUEST", text));
    }
    let questions = group.listing.join.questions.len();
    validate::length("answers", body.answers.len(), questions..=questions)?;
    let answers: Vec<String> = body.answers.iter().map(|it| it.trim().to_owned()).collect();
    for (index, answer) in answers.iter().enumerate() {
        validate::length(&format!("answers.{index}"), answer.chars().count(), 1..=ANSWER_CHARS_MAX)?;
    }
    proofs::require(&directory.0.proofs, app, caller, body.proof.as_ref())?;
    let receipt = Receipt::random();
    let request = Request {
        id: app.ids.next(),
        group_id,
        receipt: receipt.digest,
        user_id: caller.map(|caller| caller.user_id),
        answers,
        state: "waiting".to_owned(),
        url: None,
    };
    let id = request.id;
    app.write(crate::lane(), move |tx, _| {
        if tables::requests::waiting_count(tx, group_id)? >= WAITING_MAX {
            return Err(ActionError::TooFast { retry_after_ms: 3_600_000 });
        }
        if !tables::requests::insert(tx, &request)? {
            let text = "You have asked this group before.";
            return Err(ActionError::invalid("group_id", "DIRECTORY_ASKED_BEFORE", text));
        }
        Ok(())
    })
    .await?;
    Ok(Asked { id, receipt: receipt.text, state: "waiting".to_owned() })
}

async fn own(app: &App, receipt: &str) -> ActionResult<Request> {
    let digest = receipts::digest_of(receipt).ok_or_else(unknown)?;
    app.read(move |tx| Ok(tables::requests::by_receipt(tx, &digest)?)).await?.ok_or_else(unknown)
}

/// How a request stands, by its private link.
pub async fn get(app: &App, receipt: &str) -> ActionResult<OwnRequest> {
    let request = own(app, receipt).await?;
    Ok(OwnRequest {
        created_at: Timestamp::from_unix_ms(request.id.created_unix_ms()),
        id: request.id,
        group_id: request.group_id,
        state: request.state,
        url: request.url,
    })
}

/// Takes a request back.
pub async fn delete(app: &App, receipt: &str) -> ActionResult<()> {
    let id = own(app, receipt).await?.id;
    app.write(crate::lane(), move |tx, _| {
        tables::requests::delete(tx, id)?;
        Ok(())
    })
    .await
}

/// The requests of a group that wait, the oldest first. Moderators of the map do not see who wants to come in.
pub async fn list(directory: &Directory, app: &App, key: Key<'_>) -> ActionResult<Vec<ShownRequest>> {
    let group_id = deciding(directory, app, &key).await?.id;
    app.read(move |tx| {
        let waiting = tables::requests::waiting(tx, group_id, PAGE)?;
        let ids: Vec<Id<UserMarker>> = waiting.iter().filter_map(|request| request.user_id).collect();
        let people = parvis_store::tables::users::get_many(tx, &ids)?;
        let person = |id: Id<UserMarker>| people.iter().find(|user| user.id == id).cloned();
        let shown = waiting.into_iter().map(|request| ShownRequest {
            created_at: Timestamp::from_unix_ms(request.id.created_unix_ms()),
            id: request.id,
            state: request.state,
            answers: request.answers,
            user: request.user_id.and_then(person),
        });
        Ok(shown.collect())
    })
    .await
}

/// Lets somebody in, or not. The answers to the questions are forgotten.
pub async fn decide(
    directory: &Directory,
    app: &App,
    key: Key<'_>,
    id: Id<RequestMarker>,
    answer: Answer,
) -> ActionResult<()> {
    let group = deciding(directory, app, &key).await?;
    let group_id = group.id;
    let found = app.read(move |tx| Ok(tables::requests::get(tx, group_id, id)?)).await?;
    found.filter(|request| request.state == "waiting").ok_or_else(unknown)?;
    let (state, url) = match answer {
        Answer::Refused => ("refused", None),
        Answer::Accepted => ("accepted", Some(way_in(app, &key, &group).await?)),
    };
    app.write(crate::lane(), move |tx, _| {
        let decided = tables::requests::decide(tx, id, state, url.as_deref())?;
        if decided { Ok(()) } else { Err(unknown()) }
    })
    .await
}

/// Who decides on requests: holders of the private link, and by account those who manage the guild.
async fn deciding(directory: &Directory, app: &App, key: &Key<'_>) -> ActionResult<Kept> {
    let Keeping { group, actor } = keeping(directory, app, key).await?;
    if let (Actor::Moderator(_), Key::Account(caller, _)) = (actor, key)
        && !speaks_for(app, caller, &group).await?
    {
        return Err(ActionError::MissingPermissions);
    }
    Ok(group)
}

/// Where somebody goes who is let in: an address elsewhere, or an invitation of their own.
pub(crate) async fn way_in(app: &App, key: &Key<'_>, group: &Kept) -> ActionResult<String> {
    let listing = group.latest().ok_or_else(unknown_group)?;
    match (&listing.target, key) {
        (Target::Link { url, .. }, _) => Ok(url.clone()),
        (Target::Guild { channel_id, .. }, Key::Account(caller, _)) => {
            let draft = invites::InviteDraft { max_age_s: INVITE_S, max_uses: 1, unique: true };
            let invite = invites::create(app, caller, *channel_id, draft, None).await?;
            Ok(invite_url(app, &invite.code))
        }
        // Whoever holds the link of a guild's listing may be no member: who manages the guild lets people in.
        (Target::Guild { .. }, Key::Receipt(_)) => Err(ActionError::MissingPermissions),
    }
}
