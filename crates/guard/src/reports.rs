//! Reports of messages, persons and guilds: each opens a case about its thing, or joins the one that is open. Whoever
//! reported something learns what came of it, and may ask that somebody else looks again.

use parvis_app::access::{self, GuildAccess};
use parvis_app::{ActionError, ActionResult, App, Caller, Refusal, accounts, messages};
use parvis_model::marker::{CaseMarker, GuildMarker, ReportMarker, UserMarker};
use parvis_model::{CaseState, Event, Id, Permissions, ReportReason, ReportedMessage, Timestamp};
use parvis_store::{StoreError, Tx};
use serde::Serialize;

use crate::appeals::{self, ShownAppeal};
use crate::tables::cases::{self, Case};
use crate::tables::reports::{self, Report};
use crate::words::{MeasureKind, Subject};
use crate::{copies, desk, limits, tables};

/// A report as whoever made it sees it.
#[derive(Debug, Clone, Serialize)]
pub struct OwnReport {
    id: Id<ReportMarker>,
    guild_id: Option<Id<GuildMarker>>,
    subject: Subject,
    reason: ReportReason,
    text: String,
    state: CaseState,
    /// `none`: nothing was done; `acted`: something was.
    outcome: Option<&'static str>,
    created_at: Timestamp,
    decided_at: Option<Timestamp>,
    appeal: Option<ShownAppeal>,
    /// Until when it can be asked that somebody else looks again.
    appeal_until: Option<Timestamp>,
}

/// What is reported, as the reporter may see it.
pub(crate) struct Reported {
    pub(crate) subject: Subject,
    pub(crate) guild_id: Option<Id<GuildMarker>>,
    pub(crate) user_id: Option<Id<UserMarker>>,
    pub(crate) for_house: bool,
    pub(crate) copy: Option<ReportedMessage>,
}

/// Reports a thing that the caller may see. Whoever did so before gets the report that there is.
pub async fn create(
    app: &App,
    caller: &Caller,
    subject: Subject,
    reason: ReportReason,
    text: String,
) -> ActionResult<OwnReport> {
    caller.require_person()?;
    let found = find(app, caller, subject).await?;
    let bell = desk::bell(app, found.guild_id).await?;
    let (report_id, case_id) = (app.ids.next::<ReportMarker>(), app.ids.next::<CaseMarker>());
    let (me, now) = (caller.user_id, desk::now(app));
    app.write(desk::lane(found.guild_id), move |tx, out| {
        if let Some(known) = reports::of_thing(tx, me, &found.subject)? {
            return own(tx, known, now);
        }
        if reports::open_count(tx, me)? >= limits::OPEN_REPORTS_MAX {
            return Err(ActionError::TooFast { retry_after_ms: limits::WAIT_MS });
        }
        let (case, is_new) = open(tx, case_id, &found, reason)?;
        let report = Report { id: report_id, case_id: case.id, reporter_id: Some(me), reason, text };
        reports::insert(tx, &report)?;
        let event = if is_new { Event::GuardCaseCreate } else { Event::GuardCaseUpdate };
        bell.ring(tx, out, &case, event)?;
        own(tx, report, now)
    })
    .await
}

/// The open case about a thing with one more report, or a new one.
pub(crate) fn open(
    tx: &mut Tx<'_>,
    id: Id<CaseMarker>,
    found: &Reported,
    reason: ReportReason,
) -> Result<(Case, bool), StoreError> {
    let urgent = is_urgent(reason);
    let case = Case {
        id,
        guild_id: found.guild_id,
        for_house: found.for_house,
        escalated: false,
        subject: found.subject.clone(),
        user_id: found.user_id,
        urgent,
        report_count: 1,
        copy: found.copy.clone(),
        barred_id: None,
        claimed_by: None,
        claimed_until: None,
        is_decided: false,
        decided_at: None,
        decision_id: None,
    };
    if cases::insert(tx, &case)? {
        return Ok((case, true));
    }
    let mut known = cases::open_about(tx, &found.subject)?.unwrap_or(case);
    cases::count_report(tx, known.id, urgent)?;
    known.urgent |= urgent;
    Ok((known, false))
}

/// Where somebody may be hurt, it should not wait.
fn is_urgent(reason: ReportReason) -> bool {
    matches!(reason, ReportReason::Violence | ReportReason::SelfHarm)
}

async fn find(app: &App, caller: &Caller, subject: Subject) -> ActionResult<Reported> {
    match subject {
        Subject::Message { channel_id, message_id } => {
            let access = access::channel(app, caller, channel_id, Permissions::READ_MESSAGE_HISTORY).await?;
            let message = messages::get(app, caller, channel_id, message_id).await?;
            if message.author.id == caller.user_id {
                return Err(ActionError::Refused(Refusal::CannotSelf));
            }
            if !message.kind.is_written() {
                return Err(ActionError::Refused(Refusal::SystemMessage));
            }
            let of_owner = access.snapshot().is_none_or(|guild| guild.owner_id() == message.author.id);
            Ok(Reported {
                subject,
                guild_id: access.guild_id(),
                user_id: message.webhook_id.is_none().then_some(message.author.id),
                for_house: of_owner,
                copy: Some(copies::of_message(&message)),
            })
        }
        Subject::Person { user_id, guild_id } => {
            if user_id == caller.user_id {
                return Err(ActionError::Refused(Refusal::CannotSelf));
            }
            let access = match guild_id {
                Some(guild_id) => Some(guild_of(app, caller, guild_id).await?),
                None => None,
            };
            match &access {
                Some(access) => drop(access::member(app, access, user_id).await?),
                None => drop(accounts::user(app, user_id).await?),
            }
            let for_house = access.is_none_or(|access| access.guild.owner_id() == user_id);
            Ok(Reported { subject, guild_id, user_id: Some(user_id), for_house, copy: None })
        }
        Subject::Guild { guild_id } => {
            let access = guild_of(app, caller, guild_id).await?;
            if access.is_owner() {
                return Err(ActionError::Refused(Refusal::CannotSelf));
            }
            let user_id = Some(access.guild.owner_id());
            Ok(Reported { subject, guild_id: Some(guild_id), user_id, for_house: true, copy: None })
        }
    }
}

async fn guild_of(app: &App, caller: &Caller, guild_id: Id<GuildMarker>) -> ActionResult<GuildAccess> {
    access::guild(app, caller, guild_id, Permissions::NONE).await
}

/// What the caller reported, newest first.
pub async fn mine(app: &App, caller: &Caller) -> ActionResult<Vec<OwnReport>> {
    let (me, now) = (caller.user_id, desk::now(app));
    app.read(move |tx| {
        let kept = reports::of_reporter(tx, me, 100)?;
        kept.into_iter().map(|report| own(tx, report, now)).collect()
    })
    .await
}

/// A report as whoever made it sees it.
pub(crate) fn own(tx: &mut Tx<'_>, report: Report, now: Timestamp) -> ActionResult<OwnReport> {
    let case = cases::get(tx, report.case_id)?.ok_or(desk::unknown("Report"))?;
    let decision = match case.decision_id.filter(|_| case.is_decided) {
        Some(id) => tables::decisions::get(tx, id)?,
        None => None,
    };
    let nothing_done = decision.as_ref().map(|it| it.content.gravest() == MeasureKind::None);
    let appeal = tables::appeals::of_report(tx, report.id)?;
    let may_appeal = nothing_done == Some(true) && appeal.is_none();
    let until = |at: Timestamp| Timestamp::from_unix_ms(at.unix_ms() + limits::APPEAL_WINDOW_MS);
    Ok(OwnReport {
        id: report.id,
        guild_id: case.guild_id,
        // To the reporter, where it lies is all the same.
        state: match case.state(now) {
            CaseState::Escalated => CaseState::Open,
            other => other,
        },
        outcome: nothing_done.map(|nothing| if nothing { "none" } else { "acted" }),
        created_at: Timestamp::from_unix_ms(report.id.created_unix_ms()),
        decided_at: case.decided_at,
        appeal: appeal.map(|appeal| appeals::shown(&appeal)),
        appeal_until: case.decided_at.filter(|_| may_appeal).map(until),
        subject: case.subject,
        reason: report.reason,
        text: report.text,
    })
}
