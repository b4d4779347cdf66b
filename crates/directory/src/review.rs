//! What moderators decide on submissions and corrections: accept, ask, merge, refuse with a reason.

use parvis_app::{ActionError, ActionResult, App, Caller};
use parvis_model::{Id, Timestamp};
use parvis_store::Tx;
use serde::{Deserialize, Serialize};

use crate::groups::keeping::{KeptGroup, STALE_MS, finish, show};
use crate::groups::unknown;
use crate::log::{self, Actor};
use crate::markers::GroupMarker;
use crate::search::{Similar, similar_to};
use crate::submissions::{add_message, message};
use crate::tables::groups::{Kept, Side, State};
use crate::{Changed, Directory, moderators, tables};

/// Which submissions are asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Queue {
    /// Those that a moderator has to decide on.
    #[default]
    Waiting,
    /// Those whose keepers were asked something.
    Asked,
}

/// A submission before the moderators.
#[derive(Debug, Serialize)]
pub struct Submission {
    #[serde(flatten)]
    group: KeptGroup,
    /// Groups on the map that may be the same.
    similar: Vec<Similar>,
}

/// A page of submissions, the oldest first.
#[derive(Debug, Serialize)]
pub struct Submissions {
    submissions: Vec<Submission>,
    has_more: bool,
}

/// What a moderator decides.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Decision {
    /// It comes onto the map as it is proposed.
    Accept,
    /// Something has to be said first.
    Ask,
    /// It is on the map already.
    Merge,
    /// It does not come onto the map; of a correction, the map stays as it is.
    Refuse,
}

/// A decision with what belongs to it.
#[derive(Debug, Deserialize)]
pub struct DecisionBody {
    decision: Decision,
    text: Option<String>,
    into_id: Option<Id<GroupMarker>>,
}

/// Submissions behind one.
pub async fn list(
    directory: &Directory,
    app: &App,
    caller: &Caller,
    queue: Queue,
    after: Option<Id<GroupMarker>>,
    limit: usize,
) -> ActionResult<Submissions> {
    moderators::require(app, caller).await?;
    let (after, asked) = (after.unwrap_or(Id::new(0)), limit as u32 + 1);
    let read = app.read(move |tx| {
        Ok(match queue {
            Queue::Waiting => tables::groups::waiting(tx, after, asked)?,
            Queue::Asked => tables::groups::asked(tx, after, asked)?,
        })
    });
    let mut kept = read.await?;
    let has_more = kept.len() > limit;
    kept.truncate(limit);
    let view = directory.view(app).await?;
    let submissions = kept.into_iter().map(|group| Submission {
        similar: group.latest().map(|listing| similar_to(&view, listing, Some(group.id))).unwrap_or_default(),
        group: KeptGroup::of(group, app.now_ms()),
    });
    Ok(Submissions { submissions: submissions.collect(), has_more })
}

/// One submission, or a group on the map as moderators see it.
pub async fn get(
    directory: &Directory,
    app: &App,
    caller: &Caller,
    id: Id<GroupMarker>,
) -> ActionResult<Submission> {
    moderators::require(app, caller).await?;
    let kept = app.read(move |tx| Ok(tables::groups::get(tx, id)?)).await?.ok_or_else(unknown)?;
    let view = directory.view(app).await?;
    let similar = kept.latest().map(|listing| similar_to(&view, listing, Some(id))).unwrap_or_default();
    Ok(Submission { similar, group: KeptGroup::of(kept, app.now_ms()) })
}

/// Groups of which nobody has said for long that they are still there, the longest first.
pub async fn stale(app: &App, caller: &Caller, limit: u32) -> ActionResult<Vec<KeptGroup>> {
    moderators::require(app, caller).await?;
    let before = Timestamp::from_unix_ms(app.now_ms() - STALE_MS);
    let kept = app.read(move |tx| Ok(tables::groups::stale(tx, before, limit)?)).await?;
    Ok(kept.into_iter().map(|group| KeptGroup::of(group, app.now_ms())).collect())
}

/// Decides on a submission or a correction.
pub async fn decide(
    directory: &Directory,
    app: &App,
    caller: &Caller,
    id: Id<GroupMarker>,
    body: DecisionBody,
) -> ActionResult<KeptGroup> {
    let actor = moderators::require(app, caller).await?;
    let text = body.text.as_deref().map(|text| message("text", text)).transpose()?;
    if text.is_none() && matches!(body.decision, Decision::Ask | Decision::Refuse) {
        return Err(parvis_rules::validate::FieldError::required("text").into());
    }
    let (app_in_job, now) = (app.clone(), Timestamp::from_unix_ms(app.now_ms()));
    let group = directory
        .change(app, move |tx, _| {
            let mut group =
                tables::groups::get(tx, id)?.filter(|it| !it.state.is_over()).ok_or_else(unknown)?;
            if let Some(text) = &text {
                add_message(&mut group, Side::Moderator, text.clone(), now)?;
            }
            let note = text.unwrap_or_default();
            match body.decision {
                Decision::Accept => accept(tx, &app_in_job, &mut group, actor, now)?,
                Decision::Ask => ask(tx, &app_in_job, &mut group, actor, &note)?,
                Decision::Merge => merge(tx, &app_in_job, &mut group, actor, now, body.into_id)?,
                Decision::Refuse => refuse(tx, &app_in_job, &mut group, actor, now, &note)?,
            }
            let group = tables::groups::get(tx, id)?.ok_or_else(unknown)?;
            Ok((group, Changed::Groups(vec![id])))
        })
        .await?;
    app.delete_queued_blobs_soon();
    Ok(KeptGroup::of(group, app.now_ms()))
}

fn accept(tx: &mut Tx<'_>, app: &App, group: &mut Kept, actor: Actor, now: Timestamp) -> ActionResult<()> {
    let nothing = || {
        let text = "Nothing of this group waits to be accepted.";
        ActionError::invalid("decision", "DIRECTORY_NOTHING_WAITS", text)
    };
    let proposed = group.proposed.take().ok_or_else(nothing)?;
    group.state = State::Listed;
    group.is_waiting = false;
    group.confirmed_at = now;
    show(tx, group, proposed, actor, now)?;
    tables::groups::update(tx, group)?;
    Ok(log::record(tx, app, actor, "group.accept", group.id, "")?)
}

/// A group on the map stays there while its keepers are asked about a correction.
fn ask(tx: &mut Tx<'_>, app: &App, group: &mut Kept, actor: Actor, note: &str) -> ActionResult<()> {
    group.is_waiting = false;
    if group.state == State::Waiting {
        group.state = State::Asked;
    }
    tables::groups::update(tx, group)?;
    Ok(log::record(tx, app, actor, "group.ask", group.id, note)?)
}

fn merge(
    tx: &mut Tx<'_>,
    app: &App,
    group: &mut Kept,
    actor: Actor,
    now: Timestamp,
    into_id: Option<Id<GroupMarker>>,
) -> ActionResult<()> {
    let wrong = |text: &str| ActionError::invalid("into_id", "DIRECTORY_MERGE_INVALID", text);
    let into_id = into_id.ok_or_else(|| parvis_rules::validate::FieldError::required("into_id"))?;
    let into = tables::groups::get(tx, into_id)?.filter(|it| it.state == State::Listed);
    if into.is_none() || into_id == group.id {
        return Err(wrong("Must be another group that is on the map."));
    }
    if group.state == State::Listed {
        return Err(wrong("A group that is on the map is removed, not merged."));
    }
    group.merged_into = Some(into_id);
    finish(tx, app, group.clone(), State::Merged, actor, now)
}

fn refuse(
    tx: &mut Tx<'_>,
    app: &App,
    group: &mut Kept,
    actor: Actor,
    now: Timestamp,
    note: &str,
) -> ActionResult<()> {
    if group.state != State::Listed {
        return finish(tx, app, group.clone(), State::Refused, actor, now);
    }
    group.proposed = None;
    group.is_waiting = false;
    tables::groups::update(tx, group)?;
    Ok(log::record(tx, app, actor, "group.refuse_correction", group.id, note)?)
}
