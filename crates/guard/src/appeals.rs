//! Appeals: who was told of a decision, or had reported what was left as it is, may ask that somebody else looks again.
//! It is never decided by whoever decided, undid, or is concerned, through whichever door they come.

use parvis_app::{ActionError, ActionResult, App, Caller, Outbox};
use parvis_model::marker::{AppealMarker, CaseMarker, GuildMarker, ReportMarker, UserMarker};
use parvis_model::{Event, Id, ReportedMessage, Timestamp, User};
use parvis_store::tables as talk;
use parvis_store::{StoreError, Tx};
use serde::Serialize;

use crate::desk::{self, Bell, Standing, unknown};
use crate::reports::OwnReport;
use crate::shown::{self, ShownDecision};
use crate::statements::appeal_until;
use crate::tables::action_days;
use crate::tables::appeals::{self, Appeal};
use crate::tables::cases;
use crate::tables::decisions::{self, Decision, Undone};
use crate::tables::reports as kept_reports;
use crate::undo::{self, Undoing};
use crate::words::{AppealOutcome, MeasureKind};
use crate::{limits, reports};

/// An appeal as whoever made it sees it.
#[derive(Debug, Clone, Serialize)]
pub struct ShownAppeal {
    id: Id<AppealMarker>,
    state: &'static str,
    filed_at: Timestamp,
    due_at: Timestamp,
    outcome: Option<AppealOutcome>,
    text: String,
    answer: Option<String>,
    decided_at: Option<Timestamp>,
}

/// An appeal as it is shown.
pub(crate) fn shown(appeal: &Appeal) -> ShownAppeal {
    ShownAppeal {
        id: appeal.id,
        state: state(appeal),
        filed_at: Timestamp::from_unix_ms(appeal.id.created_unix_ms()),
        due_at: appeal.due_at,
        outcome: appeal.outcome,
        text: appeal.text.clone(),
        answer: appeal.answer.clone(),
        decided_at: appeal.decided_at,
    }
}

fn state(appeal: &Appeal) -> &'static str {
    if appeal.outcome.is_some() { "decided" } else { "open" }
}

/// An appeal as those see it who decide it.
#[derive(Debug, Serialize)]
pub struct WorkedAppeal {
    #[serde(flatten)]
    appeal: ShownAppeal,
    guild_id: Option<Id<GuildMarker>>,
    /// `person`: whoever the decision concerns; `reporter`: who had reported it.
    by: &'static str,
    user: Option<User>,
    decision: ShownDecision,
    case_id: Option<Id<CaseMarker>>,
    message: Option<ReportedMessage>,
    may_decide: bool,
}

/// A page of appeals, newest first.
#[derive(Debug, Serialize)]
pub struct Page {
    appeals: Vec<WorkedAppeal>,
    has_more: bool,
}

/// An appeal that is about to be filed.
pub(crate) fn draft(
    id: Id<AppealMarker>,
    decision: &Decision,
    appellant_id: Id<UserMarker>,
    text: String,
    now: Timestamp,
) -> Appeal {
    Appeal {
        id,
        decision_id: decision.id,
        guild_id: decision.guild_id,
        statement_id: None,
        report_id: None,
        appellant_id: Some(appellant_id),
        text,
        due_at: Timestamp::from_unix_ms(now.unix_ms() + limits::APPEAL_DUE_MS),
        outcome: None,
        answer: None,
        decider_id: None,
        decided_at: None,
    }
}

/// Files an appeal, once, and tells those who work on its case.
pub(crate) fn file(
    tx: &mut Tx<'_>,
    out: &mut Outbox,
    bell: &Bell,
    appeal: &Appeal,
    case_id: Option<Id<CaseMarker>>,
) -> ActionResult<()> {
    if !appeals::insert(tx, appeal)? {
        let text = "Another look was asked for already.";
        return Err(ActionError::invalid("text", "APPEALED_ALREADY", text));
    }
    if let Some(case_id) = case_id
        && let Some(case) = cases::get(tx, case_id)?
    {
        bell.ring(tx, out, &case, Event::GuardCaseUpdate)?;
    }
    Ok(())
}

/// Asks that somebody else looks at what was reported and left as it is.
pub async fn of_report(
    app: &App,
    caller: &Caller,
    id: Id<ReportMarker>,
    text: String,
) -> ActionResult<OwnReport> {
    let (me, now, appeal_id) = (caller.user_id, desk::now(app), app.ids.next::<AppealMarker>());
    let found = app.read(move |tx| {
        let report = kept_reports::get(tx, id)?.filter(|it| it.reporter_id == Some(me));
        let report = report.ok_or(unknown("Report"))?;
        let case = cases::get(tx, report.case_id)?.ok_or(unknown("Report"))?;
        Ok((report, case.guild_id))
    });
    let (report, guild_id) = found.await?;
    let bell = desk::bell(app, guild_id).await?;
    app.write(desk::lane(guild_id), move |tx, out| {
        let case = cases::get(tx, report.case_id)?.ok_or(unknown("Report"))?;
        let decision = match case.decision_id.filter(|_| case.is_decided) {
            Some(id) => decisions::get(tx, id)?,
            None => None,
        };
        let nothing_done = |it: &Decision| it.content.gravest() == MeasureKind::None;
        let Some(decision) = decision.filter(nothing_done) else {
            let text = "Only a decision to do nothing can be appealed by who reported it.";
            return Err(ActionError::invalid("report_id", "NOTHING_TO_APPEAL", text));
        };
        if appeal_until(Timestamp::from_unix_ms(decision.id.created_unix_ms())) <= now {
            let text = "A decision can be appealed for 183 days.";
            return Err(ActionError::invalid("report_id", "APPEAL_TOO_LATE", text));
        }
        let appeal = Appeal { report_id: Some(id), ..draft(appeal_id, &decision, me, text, now) };
        file(tx, out, &bell, &appeal, Some(case.id))?;
        reports::own(tx, report, now)
    })
    .await
}

/// Appeals against decisions of a guild, or with `None`, for the moderators of the house, all of them.
pub async fn list(
    app: &App,
    caller: &Caller,
    guild_id: Option<Id<GuildMarker>>,
    is_decided: Option<bool>,
    before: Option<Id<AppealMarker>>,
    limit: usize,
) -> ActionResult<Page> {
    let standing = desk::standing(app, caller, guild_id).await?;
    let (me, now) = (caller.user_id, desk::now(app));
    app.read(move |tx| {
        let mut before = before.unwrap_or(Id::new(i64::MAX as u64));
        let (mut found, mut looked_at) = (Vec::new(), 0);
        while found.len() <= limit && looked_at < limits::LOOKED_AT_MAX {
            let page = appeals::page(tx, guild_id, is_decided, me, before, limits::PAGE_MAX as u32)?;
            let Some(last) = page.last() else { break };
            before = last.id;
            looked_at += page.len();
            for appeal in page {
                found.extend(worked(tx, &standing, appeal, now)?);
            }
        }
        let has_more = found.len() > limit;
        found.truncate(limit);
        Ok(Page { appeals: found, has_more })
    })
    .await
}

/// An appeal for somebody who works on it; `None` when they may not see what it is about.
fn worked(
    tx: &mut Tx<'_>,
    standing: &Standing,
    appeal: Appeal,
    now: Timestamp,
) -> Result<Option<WorkedAppeal>, StoreError> {
    let Some(decision) = decisions::get(tx, appeal.decision_id)? else { return Ok(None) };
    let case = match decision.case_id {
        Some(id) => cases::get(tx, id)?,
        None => None,
    };
    if !shown::sees(tx, standing, &decision)? {
        return Ok(None);
    }
    Ok(Some(WorkedAppeal {
        guild_id: appeal.guild_id,
        by: if appeal.report_id.is_some() { "reporter" } else { "person" },
        user: shown::person(tx, appeal.appellant_id)?,
        may_decide: appeal.outcome.is_none() && may_decide(tx, standing, &appeal, &decision)?,
        case_id: decision.case_id,
        decision: shown::decision(tx, standing, decision, now)?,
        message: case.and_then(|case| case.copy),
        appeal: shown(&appeal),
    }))
}

/// Whether somebody is another one than those who had a part in it, and has the right to undo what was done.
fn may_decide(
    tx: &mut Tx<'_>,
    standing: &Standing,
    appeal: &Appeal,
    decision: &Decision,
) -> Result<bool, StoreError> {
    let me = standing.user_id();
    let undone_by = decision.undone.as_ref().and_then(|undone| undone.by);
    let had_part = [decision.actor_id, decision.user_id, appeal.appellant_id, undone_by].contains(&Some(me));
    // What a bot did, its owner did.
    let is_owner_of_actor = match decision.actor_id {
        Some(actor_id) => talk::applications::get(tx, actor_id.cast())?.is_some_and(|it| it.owner_id == me),
        None => false,
    };
    let had_part = had_part || action_days::took_part(tx, decision.id, me)?;
    Ok(!had_part && !is_owner_of_actor && shown::may_undo(tx, standing, decision)?)
}

/// Decides an appeal. Overturned, what was done is undone as far as it can be, and what followed from it is looked at
/// again.
pub async fn decide(
    app: &App,
    caller: &Caller,
    id: Id<AppealMarker>,
    outcome: AppealOutcome,
    answer: String,
) -> ActionResult<WorkedAppeal> {
    caller.require_person()?;
    let found = app.read(move |tx| {
        let appeal = appeals::get(tx, id)?.ok_or(unknown("Appeal"))?;
        let decision = decisions::get(tx, appeal.decision_id)?.ok_or(unknown("Appeal"))?;
        Ok((appeal, decision))
    });
    let (appeal, decision) = found.await?;
    let standing = desk::standing_for(app, caller, appeal.guild_id, "Appeal").await?;
    let standing = reviewing(app, caller, standing, &appeal, &decision).await?;
    let undoing = Undoing::prepare(app, caller, &decision).await?;
    let (house, now) = (app.clone(), desk::now(app));
    let written = app.write(desk::lane(decision.guild_id), move |tx, out| {
        let decision = decisions::get(tx, appeal.decision_id)?.ok_or(unknown("Appeal"))?;
        if !may_decide(tx, &standing, &appeal, &decision)? {
            return Err(ActionError::MissingPermissions);
        }
        if !appeals::decide(tx, id, outcome, &answer, standing.user_id(), now)? {
            return Err(ActionError::invalid("appeal_id", "APPEAL_DECIDED", "This appeal is decided."));
        }
        if outcome == AppealOutcome::Overturned {
            let undone = Undone { at: now, by: Some(standing.user_id()), reason: Some(answer) };
            undoing.carry_out(&house, tx, out, &decision, undone)?;
            reopen_what_followed(tx, out, &undoing, &appeal, &decision)?;
        }
        undo::tell_person(tx, out, decision.id, now)?;
        let appeal = appeals::get(tx, id)?.ok_or(unknown("Appeal"))?;
        Ok((worked(tx, &standing, appeal, now)?.ok_or(unknown("Appeal"))?, undoing))
    });
    let (appeal, undoing) = written.await?;
    if outcome == AppealOutcome::Overturned {
        undoing.finish(app);
    }
    Ok(appeal)
}

/// The right by which somebody may review: a guild's, or where that does not do, the house's.
async fn reviewing(
    app: &App,
    caller: &Caller,
    standing: Standing,
    appeal: &Appeal,
    decision: &Decision,
) -> ActionResult<Standing> {
    let (looked_at, kept, decided) = (standing.clone(), appeal.clone(), decision.clone());
    let now = desk::now(app);
    let read = app.read(move |tx| {
        let seen = worked(tx, &looked_at, kept.clone(), now)?.is_some();
        Ok((seen, may_decide(tx, &looked_at, &kept, &decided)?))
    });
    match (read.await?, standing) {
        ((true, true), standing) => Ok(standing),
        ((seen, _), Standing::Guild(_)) => match desk::standing(app, caller, None).await {
            Err(ActionError::MissingPermissions) if !seen => Err(unknown("Appeal")),
            other => other,
        },
        ((false, _), Standing::House(_)) => Err(unknown("Appeal")),
        ((true, false), Standing::House(_)) => Err(ActionError::MissingPermissions),
    }
}

/// What was decided while this counted is looked at again; so is what a reporter asked about. Whoever decided does not
/// decide again.
fn reopen_what_followed(
    tx: &mut Tx<'_>,
    out: &mut Outbox,
    undoing: &Undoing,
    appeal: &Appeal,
    decision: &Decision,
) -> ActionResult<()> {
    let mut again: Vec<(Id<CaseMarker>, Option<Id<UserMarker>>)> = Vec::new();
    if appeal.report_id.is_some() {
        again.extend(decision.case_id.map(|id| (id, decision.actor_id)));
    }
    for later in decisions::following(tx, decision.id)? {
        let case_id = later.case_id.map(|id| (id, later.actor_id));
        again.extend(case_id);
    }
    for (case_id, barred_id) in again {
        if cases::reopen(tx, case_id, barred_id)?
            && let Some(case) = cases::get(tx, case_id)?
        {
            undoing.bell.ring(tx, out, &case, Event::GuardCaseCreate)?;
        }
    }
    Ok(())
}
