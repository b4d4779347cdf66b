//! Cases and decisions as those see them who work on them.

use std::collections::BTreeMap;

use parvis_app::access::GuildAccess;
use parvis_app::looking_after;
use parvis_model::marker::{
    CaseMarker, DecisionMarker, GenericMarker, GuildMarker, ReportMarker, StatementMarker, UserMarker,
};
use parvis_model::{CaseState, Id, Permissions, ReportReason, ReportedMessage, Timestamp, User};
use parvis_rules::hierarchy;
use parvis_store::tables as talk;
use parvis_store::{StoreError, Tx};
use serde::Serialize;

use crate::appeals::{self, ShownAppeal};
use crate::desk::Standing;
use crate::limits;
use crate::tables::cases::{self, Case};
use crate::tables::decisions::{self, Decision, Undo};
use crate::tables::{appeals as kept_appeals, labels, reports, statements};
use crate::words::{Content, Label, MeasureKind, Source, Subject};

/// A case.
#[derive(Debug, Serialize)]
pub struct ShownCase {
    id: Id<CaseMarker>,
    guild_id: Option<Id<GuildMarker>>,
    /// Whether the house decides.
    house: bool,
    state: CaseState,
    urgent: bool,
    subject: Subject,
    user: Option<User>,
    message: Option<ReportedMessage>,
    reasons: BTreeMap<&'static str, u32>,
    report_count: u32,
    reports: Vec<ShownReport>,
    labels: Vec<Label>,
    claimed_by: Option<User>,
    claimed_until: Option<Timestamp>,
    notes: Vec<ShownNote>,
    earlier: Earlier,
    decision: Option<ShownDecision>,
    opened_at: Timestamp,
    /// What the caller may do here and now.
    may: Vec<MeasureKind>,
}

#[derive(Debug, Serialize)]
struct ShownReport {
    id: Id<ReportMarker>,
    reason: ReportReason,
    text: String,
    reporter: Option<User>,
    created_at: Timestamp,
}

#[derive(Debug, Serialize)]
struct ShownNote {
    id: Id<GenericMarker>,
    author: Option<User>,
    text: String,
    created_at: Timestamp,
}

/// What was decided about the same person here before.
#[derive(Debug, Serialize)]
struct Earlier {
    decisions: Vec<ShownDecision>,
    strikes: Vec<ShownStrike>,
}

#[derive(Debug, Serialize)]
struct ShownStrike {
    at: Timestamp,
    expires_at: Timestamp,
    rule: String,
}

/// A decision.
#[derive(Debug, Serialize)]
pub struct ShownDecision {
    id: Id<DecisionMarker>,
    case_id: Option<Id<CaseMarker>>,
    guild_id: Option<Id<GuildMarker>>,
    actor: Option<User>,
    user: Option<User>,
    #[serde(flatten)]
    content: Content,
    decided_at: Timestamp,
    undone_at: Option<Timestamp>,
    undone_by: Option<User>,
    undo_reason: Option<String>,
    undo_until: Option<Timestamp>,
    may_undo: bool,
    statement_ids: Vec<Id<StatementMarker>>,
    appeal: Option<ShownAppeal>,
}

/// Somebody, by id.
pub(crate) fn person(tx: &mut Tx<'_>, id: Option<Id<UserMarker>>) -> Result<Option<User>, StoreError> {
    match id {
        Some(id) => talk::users::get(tx, id),
        None => Ok(None),
    }
}

fn made_at<M>(id: Id<M>) -> Timestamp {
    Timestamp::from_unix_ms(id.created_unix_ms())
}

/// A case with everything about it.
pub fn case(
    tx: &mut Tx<'_>,
    standing: &Standing,
    case: Case,
    now: Timestamp,
) -> Result<ShownCase, StoreError> {
    let decision = match case.decision_id.filter(|_| case.is_decided) {
        // What an authority ordered is the house's alone.
        Some(id) => decisions::get(tx, id)?
            .filter(|it| matches!(standing, Standing::House(_)) || it.content.source != Source::Order),
        None => None,
    };
    let reasons = reports::reasons(tx, case.id)?;
    Ok(ShownCase {
        id: case.id,
        guild_id: case.guild_id,
        house: case.for_house,
        state: case.state(now),
        urgent: case.urgent,
        user: person(tx, case.user_id)?,
        reasons: reasons.into_iter().map(|(reason, count)| (reason.as_str(), count)).collect(),
        report_count: case.report_count,
        reports: shown_reports(tx, case.id)?,
        claimed_by: person(tx, case.holder(now))?,
        claimed_until: case.holder(now).and(case.claimed_until),
        labels: labels::of_case(tx, case.id)?,
        notes: notes(tx, case.id)?,
        earlier: earlier(tx, standing, &case, now)?,
        decision: decision.map(|it| self::decision(tx, standing, it, now)).transpose()?,
        opened_at: made_at(case.id),
        may: may(tx, standing, &case)?,
        subject: case.subject,
        message: case.copy,
    })
}

fn shown_reports(tx: &mut Tx<'_>, id: Id<CaseMarker>) -> Result<Vec<ShownReport>, StoreError> {
    let mut shown = Vec::new();
    for report in reports::of_case(tx, id, limits::SHOWN_REPORTS_MAX)? {
        shown.push(ShownReport {
            id: report.id,
            reason: report.reason,
            text: report.text,
            reporter: person(tx, report.reporter_id)?,
            created_at: made_at(report.id),
        });
    }
    Ok(shown)
}

fn notes(tx: &mut Tx<'_>, id: Id<CaseMarker>) -> Result<Vec<ShownNote>, StoreError> {
    let mut shown = Vec::new();
    for note in cases::notes(tx, id, limits::NOTES_MAX)? {
        let author = person(tx, note.author_id)?;
        shown.push(ShownNote { id: note.id, author, text: note.text, created_at: made_at(note.id) });
    }
    Ok(shown)
}

fn earlier(tx: &mut Tx<'_>, standing: &Standing, case: &Case, now: Timestamp) -> Result<Earlier, StoreError> {
    let Some(user_id) = case.user_id else {
        return Ok(Earlier { decisions: Vec::new(), strikes: Vec::new() });
    };
    let mut shown = Vec::new();
    for it in decisions::about(tx, user_id, case.guild_id, 20)? {
        if case.decision_id != Some(it.id) && sees(tx, standing, &it)? {
            shown.push(decision(tx, standing, it, now)?);
        }
    }
    let strikes = decisions::strikes(tx, user_id, case.guild_id, now)?.into_iter();
    let strike = |it: decisions::Strike| ShownStrike {
        at: made_at(it.decision_id),
        expires_at: it.expires_at,
        rule: it.rule,
    };
    Ok(Earlier { decisions: shown, strikes: strikes.map(strike).collect() })
}

/// A decision with what became of it.
pub fn decision(
    tx: &mut Tx<'_>,
    standing: &Standing,
    decision: Decision,
    now: Timestamp,
) -> Result<ShownDecision, StoreError> {
    let told = statements::of_decision(tx, decision.id)?;
    let appeal = kept_appeals::of_decision(tx, decision.id)?.pop();
    let until = Timestamp::from_unix_ms(decision.id.created_unix_ms() + limits::UNDO_MS);
    let undo_until = Some(until).filter(|_| decision.undone.is_none() && !decision.undo.is_empty());
    let may_undo = undo_until.is_some_and(|until| until > now) && may_undo(tx, standing, &decision)?;
    let undone = decision.undone.as_ref();
    Ok(ShownDecision {
        id: decision.id,
        case_id: decision.case_id,
        guild_id: decision.guild_id,
        actor: person(tx, decision.actor_id)?,
        user: person(tx, decision.user_id)?,
        decided_at: made_at(decision.id),
        undone_at: undone.map(|it| it.at),
        undone_by: person(tx, undone.and_then(|it| it.by))?,
        undo_reason: undone.and_then(|it| it.reason.clone()),
        undo_until,
        may_undo,
        statement_ids: told.into_iter().map(|it| it.id).collect(),
        appeal: appeal.map(|it| appeals::shown(&it)),
        content: decision.content,
    })
}

/// Whether somebody may know of a decision: what happened in a channel, who views it; what was done without a case, who
/// reads the guild's log or could have done it. Nobody works on what is about themself.
pub(crate) fn sees(tx: &mut Tx<'_>, standing: &Standing, decision: &Decision) -> Result<bool, StoreError> {
    if decision.user_id == Some(standing.user_id()) {
        return Ok(false);
    }
    let Standing::Guild(access) = standing else { return Ok(true) };
    let could_have = match decision.content.gravest() {
        MeasureKind::Ban => Permissions::BAN_MEMBERS,
        MeasureKind::Kick => Permissions::KICK_MEMBERS,
        MeasureKind::Timeout => Permissions::MODERATE_MEMBERS,
        _ => Permissions::MANAGE_MESSAGES,
    };
    let may_know =
        decision.case_id.is_some() || access.permissions.intersects(could_have | Permissions::VIEW_AUDIT_LOG);
    // What an authority ordered is the house's: the person, who may be one of the guild's own, may not know yet.
    Ok(decision.guild_id == Some(access.id())
        && decision.content.source != Source::Order
        && may_know
        && looking_after::may_see(tx, access, decision.channel_id)?)
}

/// Whether somebody has the right that each part of undoing a decision needs.
pub(crate) fn may_undo(
    tx: &mut Tx<'_>,
    standing: &Standing,
    decision: &Decision,
) -> Result<bool, StoreError> {
    let access = match standing {
        Standing::House(_) => return Ok(decision.user_id != Some(standing.user_id())),
        Standing::Guild(access) => access,
    };
    if decision.guild_id != Some(access.id()) || decision.user_id == Some(standing.user_id()) {
        return Ok(false);
    }
    for undo in &decision.undo {
        let may = match undo {
            Undo::Show { channel_id, .. } => {
                looking_after::held_in(tx, access, *channel_id)?.contains(Permissions::MANAGE_MESSAGES)
            }
            Undo::EndTimeout { .. } => access.permissions.contains(Permissions::MODERATE_MEMBERS),
            Undo::Unban => access.permissions.contains(Permissions::BAN_MEMBERS),
            Undo::EndSuspension => false,
            Undo::Strike | Undo::Said => true,
        };
        if !may {
            return Ok(false);
        }
    }
    Ok(true)
}

/// What somebody may decide about a case.
pub(crate) fn may(tx: &mut Tx<'_>, standing: &Standing, case: &Case) -> Result<Vec<MeasureKind>, StoreError> {
    if case.is_decided || !standing.decides(case) {
        return Ok(Vec::new());
    }
    let mut may = vec![MeasureKind::None];
    if let Some(channel_id) = case.subject.channel_id() {
        let manages = match standing {
            Standing::House(_) => true,
            Standing::Guild(access) => {
                looking_after::held_in(tx, access, channel_id)?.contains(Permissions::MANAGE_MESSAGES)
            }
        };
        if manages {
            may.extend([MeasureKind::HideMessage, MeasureKind::DeleteMessage]);
        }
    }
    let Some(user) = person(tx, case.user_id)? else { return Ok(may) };
    if !user.bot {
        may.push(MeasureKind::Warn);
    }
    match standing {
        Standing::Guild(access) => may.extend(against_member(tx, access, user.id)?),
        Standing::House(_) => {
            if let Some(guild_id) = case.guild_id
                && talk::guilds::owner(tx, guild_id)? != Some(user.id)
            {
                if talk::members::get(tx, guild_id, user.id)?.is_some() {
                    may.extend([MeasureKind::Timeout, MeasureKind::Kick]);
                }
                may.push(MeasureKind::Ban);
            }
            if !user.bot {
                may.push(MeasureKind::SuspendAccount);
            }
        }
    }
    Ok(may)
}

/// What somebody may do to a member, or to whoever was one, by permissions and rank.
fn against_member(
    tx: &mut Tx<'_>,
    access: &GuildAccess,
    user_id: Id<UserMarker>,
) -> Result<Vec<MeasureKind>, StoreError> {
    let (ranks, actor) = (access.guild.ranks(), access.actor());
    let member = talk::members::get(tx, access.id(), user_id)?;
    let view = member.as_ref().map(|member| access.view(member));
    let mut may = Vec::new();
    if let Some(view) = &view {
        if hierarchy::may_time_out(ranks, &actor, view).is_ok() {
            may.push(MeasureKind::Timeout);
        }
        if hierarchy::may_kick(ranks, &actor, view).is_ok() {
            may.push(MeasureKind::Kick);
        }
    }
    if hierarchy::may_ban(ranks, &actor, user_id, view.as_ref()).is_ok() {
        may.push(MeasureKind::Ban);
    }
    Ok(may)
}
