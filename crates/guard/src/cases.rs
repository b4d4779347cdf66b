//! What those do with cases who work on them: look, take the next, write notes, hand on to the house.

mod review;

use parvis_app::{ActionError, ActionResult, App, Caller};
use parvis_model::marker::{CaseMarker, GenericMarker, GuildMarker};
use parvis_model::{CaseState, Event, Id, Timestamp};
use parvis_store::{StoreError, Tx};
use serde::Serialize;

use crate::desk::{self, Standing, unknown};
use crate::shown::{self, ShownCase};
use crate::tables::cases::{self, Case};
use crate::{limits, tables};

pub use review::{Finding, open_for_review};

/// A page of cases, newest first.
#[derive(Debug, Serialize)]
pub struct Page {
    cases: Vec<ShownCase>,
    has_more: bool,
    counts: Counts,
}

/// How much there is to do.
#[derive(Debug, Serialize)]
struct Counts {
    open: usize,
    claimed_by_me: u32,
    oldest_opened_at: Option<Timestamp>,
    appeals_open: u32,
    appeals_overdue: u32,
}

/// The cases of a guild, or with `None` of the house.
pub async fn list(
    app: &App,
    caller: &Caller,
    guild_id: Option<Id<GuildMarker>>,
    state: Option<CaseState>,
    before: Option<Id<CaseMarker>>,
    limit: usize,
) -> ActionResult<Page> {
    let standing = desk::standing(app, caller, guild_id).await?;
    let now = desk::now(app);
    app.read(move |tx| {
        let mut found = seen(tx, &standing, state, before, limit + 1, now)?;
        let has_more = found.len() > limit;
        found.truncate(limit);
        let cases = found.into_iter().map(|it| shown::case(tx, &standing, it, now));
        let cases = cases.collect::<Result<_, _>>()?;
        Ok(Page { cases, has_more, counts: counts(tx, &standing, now)? })
    })
    .await
}

/// Those cases of the queue that the caller may see, newest first.
fn seen(
    tx: &mut Tx<'_>,
    standing: &Standing,
    state: Option<CaseState>,
    before: Option<Id<CaseMarker>>,
    limit: usize,
    now: Timestamp,
) -> Result<Vec<Case>, StoreError> {
    let mut before = before.unwrap_or(Id::new(i64::MAX as u64));
    let (mut visible, mut looked_at) = (Vec::new(), 0);
    while visible.len() < limit && looked_at < limits::LOOKED_AT_MAX {
        let (queue, me) = (standing.queue(), standing.user_id());
        let page = cases::page(tx, queue, me, state, before, limits::PAGE_MAX as u32, now)?;
        let Some(last) = page.last() else { break };
        before = last.id;
        looked_at += page.len();
        for case in page {
            if standing.sees(tx, &case)? {
                visible.push(case);
            }
        }
    }
    visible.truncate(limit);
    Ok(visible)
}

fn counts(tx: &mut Tx<'_>, standing: &Standing, now: Timestamp) -> Result<Counts, StoreError> {
    let open = waiting(tx, standing, now)?;
    let (appeals_open, appeals_overdue) = tables::appeals::open_counts(tx, standing.queue(), now)?;
    let oldest = open.iter().map(|case| case.id).min();
    Ok(Counts {
        open: open.len(),
        claimed_by_me: cases::held_count(tx, standing.queue(), standing.user_id(), now)?,
        oldest_opened_at: oldest.map(|id| Timestamp::from_unix_ms(id.created_unix_ms())),
        appeals_open,
        appeals_overdue,
    })
}

/// What waits for the caller, the first to be taken first.
fn waiting(tx: &mut Tx<'_>, standing: &Standing, now: Timestamp) -> Result<Vec<Case>, StoreError> {
    let (queue, me) = (standing.queue(), standing.user_id());
    let mut visible = Vec::new();
    for case in cases::waiting(tx, queue, me, limits::LOOKED_AT_MAX as u32, now)? {
        if standing.sees(tx, &case)? {
            visible.push(case);
        }
    }
    Ok(visible)
}

/// One case.
pub async fn get(app: &App, caller: &Caller, id: Id<CaseMarker>) -> ActionResult<ShownCase> {
    let (standing, case) = desk::case(app, caller, id).await?;
    let now = desk::now(app);
    app.read(move |tx| Ok(shown::case(tx, &standing, case, now)?)).await
}

/// Takes what is to be looked at next; `None` when nothing waits.
pub async fn next(
    app: &App,
    caller: &Caller,
    guild_id: Option<Id<GuildMarker>>,
) -> ActionResult<Option<ShownCase>> {
    let standing = desk::standing(app, caller, guild_id).await?;
    let bell = desk::bell(app, guild_id).await?;
    let now = desk::now(app);
    app.write(desk::lane(guild_id), move |tx, out| {
        // Whoever took one of these meanwhile keeps it: the next in line is tried.
        for case in waiting(tx, &standing, now)? {
            if cases::claim(tx, case.id, standing.user_id(), now, until(now))? {
                let taken = cases::get(tx, case.id)?.ok_or(unknown("Case"))?;
                bell.ring(tx, out, &taken, Event::GuardCaseUpdate)?;
                return Ok(Some(shown::case(tx, &standing, taken, now)?));
            }
        }
        Ok(None)
    })
    .await
}

fn until(now: Timestamp) -> Timestamp {
    Timestamp::from_unix_ms(now.unix_ms() + limits::CLAIM_MS)
}

/// Somebody else holds the case.
fn held() -> ActionError {
    ActionError::invalid("case_id", "CASE_HELD", "Somebody else is looking at this case.")
}

/// Does something to a case that is the caller's to decide, and that nobody else holds, and answers with it. The caller
/// holds it from then on.
async fn work(
    app: &App,
    caller: &Caller,
    id: Id<CaseMarker>,
    job: impl FnOnce(&mut Tx<'_>, &Standing, &Case) -> ActionResult<()> + Send + 'static,
) -> ActionResult<ShownCase> {
    let (standing, case) = desk::case(app, caller, id).await?;
    if !standing.decides(&case) {
        return Err(ActionError::MissingPermissions);
    }
    let bell = desk::bell(app, case.guild_id).await?;
    let now = desk::now(app);
    app.write(desk::lane(case.guild_id), move |tx, out| {
        require_open(tx, id)?;
        if !cases::claim(tx, id, standing.user_id(), now, until(now))? {
            return Err(held());
        }
        job(tx, &standing, &case)?;
        let changed = cases::get(tx, id)?.ok_or(unknown("Case"))?;
        bell.ring(tx, out, &changed, Event::GuardCaseUpdate)?;
        Ok(shown::case(tx, &standing, changed, now)?)
    })
    .await
}

/// Refuses a case that is decided.
pub(crate) fn require_open(tx: &mut Tx<'_>, id: Id<CaseMarker>) -> ActionResult<Case> {
    let case = cases::get(tx, id)?.ok_or(unknown("Case"))?;
    if case.is_decided {
        return Err(ActionError::invalid("case_id", "CASE_DECIDED", "This case is decided."));
    }
    Ok(case)
}

/// Holds a case that nobody else holds.
pub(crate) fn hold(tx: &mut Tx<'_>, case: &Case, standing: &Standing, now: Timestamp) -> ActionResult<()> {
    if cases::claim(tx, case.id, standing.user_id(), now, until(now))? { Ok(()) } else { Err(held()) }
}

/// Takes a case, or holds it for longer.
pub async fn claim(app: &App, caller: &Caller, id: Id<CaseMarker>) -> ActionResult<ShownCase> {
    work(app, caller, id, |_, _, _| Ok(())).await
}

/// Lets go of a case.
pub async fn release(app: &App, caller: &Caller, id: Id<CaseMarker>) -> ActionResult<ShownCase> {
    work(app, caller, id, move |tx, standing, _| {
        cases::release(tx, id, standing.user_id())?;
        Ok(())
    })
    .await
}

/// Writes a note for the others.
pub async fn add_note(
    app: &App,
    caller: &Caller,
    id: Id<CaseMarker>,
    text: String,
) -> ActionResult<ShownCase> {
    let note_id = app.ids.next::<GenericMarker>();
    work(app, caller, id, move |tx, standing, _| {
        require_room(tx, id)?;
        Ok(cases::add_note(tx, note_id, id, standing.user_id(), &text)?)
    })
    .await
}

fn require_room(tx: &mut Tx<'_>, id: Id<CaseMarker>) -> ActionResult<()> {
    if cases::note_count(tx, id)? >= limits::NOTES_MAX {
        return Err(ActionError::invalid("text", "MAX_NOTES", "Maximum number of notes reached (200)."));
    }
    Ok(())
}

/// Asks the house to decide. The guild still sees the case.
pub async fn escalate(
    app: &App,
    caller: &Caller,
    id: Id<CaseMarker>,
    text: String,
) -> ActionResult<ShownCase> {
    let note_id = app.ids.next::<GenericMarker>();
    work(app, caller, id, move |tx, standing, case| {
        if case.for_house {
            return Err(ActionError::invalid(
                "case_id",
                "CASE_OF_HOUSE",
                "The house decides this case already.",
            ));
        }
        if !text.is_empty() {
            require_room(tx, id)?;
            cases::add_note(tx, note_id, id, standing.user_id(), &text)?;
        }
        Ok(cases::escalate(tx, id)?)
    })
    .await
}
