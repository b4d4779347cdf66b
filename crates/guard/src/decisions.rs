//! Decisions on cases: measures, grounds and facts at once, and the statement for whoever it concerns in the same
//! transaction.

use parvis_app::audit::{self, Entry};
use parvis_app::measures::{self, Authority, Copy, Place};
use parvis_app::{ActionError, ActionResult, App, Caller, Outbox, bans, suspensions};
use parvis_bus::Audience;
use parvis_model::event::StatementChange;
use parvis_model::marker::{
    CaseMarker, DecisionMarker, GuildMarker, MessageMarker, StatementMarker, UserMarker,
};
use parvis_model::{AuditLogEvent, AuditLogOptions, Event, Id, Timestamp};
use parvis_store::tables as talk;
use parvis_store::{StoreError, Tx};
use serde::Serialize;

use crate::cases::{hold, require_open};
use crate::check;
use crate::desk::{self, Bell, Standing, unknown};
use crate::evidence;
use crate::limits;
use crate::shown::{self, ShownDecision};
use crate::tables::cases::{self, Case};
use crate::tables::decisions::{self, Decision, Strike, Undo};
use crate::tables::evidence::EvidenceMarker;
use crate::tables::labels;
use crate::tables::statements::{self, Statement};
use crate::words::{Automated, Content, Measure, MeasureKind, Source, Subject};

/// A page of decisions, newest first.
#[derive(Debug, Serialize)]
pub struct Page {
    decisions: Vec<ShownDecision>,
    has_more: bool,
}

/// The decisions of a guild, or with `None` of the house.
pub async fn list(
    app: &App,
    caller: &Caller,
    guild_id: Option<Id<GuildMarker>>,
    before: Option<Id<DecisionMarker>>,
    limit: usize,
) -> ActionResult<Page> {
    let standing = desk::standing(app, caller, guild_id).await?;
    let (me, now) = (caller.user_id, desk::now(app));
    app.read(move |tx| {
        let mut before = before.unwrap_or(Id::new(i64::MAX as u64));
        let (mut found, mut looked_at) = (Vec::new(), 0);
        while found.len() <= limit && looked_at < limits::LOOKED_AT_MAX {
            let page = decisions::page(tx, guild_id, me, before, limits::PAGE_MAX as u32)?;
            let Some(last) = page.last() else { break };
            before = last.id;
            looked_at += page.len();
            for decision in page {
                if shown::sees(tx, &standing, &decision)? {
                    found.push(shown::decision(tx, &standing, decision, now)?);
                }
            }
        }
        let has_more = found.len() > limit;
        found.truncate(limit);
        Ok(Page { decisions: found, has_more })
    })
    .await
}

/// What a decision needs that is not in the transaction.
struct Work {
    app: App,
    caller: Caller,
    standing: Standing,
    bell: Bell,
    place: Option<Place>,
    decision_id: Id<DecisionMarker>,
    statement_id: Id<StatementMarker>,
    evidence_id: Id<EvidenceMarker>,
    now: Timestamp,
}

/// What the measures of a decision left behind.
#[derive(Default)]
struct Done {
    undo: Vec<Undo>,
    ends_at: Option<Timestamp>,
    copies: Vec<Copy>,
    suspended_until_ms: Option<i64>,
}

/// Decides a case.
pub async fn decide(
    app: &App,
    caller: &Caller,
    id: Id<CaseMarker>,
    content: Content,
) -> ActionResult<ShownDecision> {
    let (standing, case) = desk::case(app, caller, id).await?;
    if !standing.decides(&case) {
        return Err(ActionError::MissingPermissions);
    }
    let place = match case.subject.channel_id() {
        Some(channel_id) => app.place(channel_id).await?,
        None => None,
    };
    let work = Work {
        app: app.clone(),
        caller: caller.clone(),
        bell: desk::bell(app, case.guild_id).await?,
        standing,
        place,
        decision_id: app.ids.next(),
        statement_id: app.ids.next(),
        evidence_id: app.ids.next(),
        now: desk::now(app),
    };
    let written = app.write(desk::lane(case.guild_id), move |tx, out| work.carry_out(tx, out, id, content));
    let (shown, done, ban) = written.await?;
    if let (Some(until_ms), Some(user_id)) = (done.suspended_until_ms, case.user_id) {
        app.suspensions.set(user_id, Some(until_ms));
    }
    app.finish_deletion(done.copies);
    if let (Some(delete_s), Some(user_id), Some(guild_id)) = (ban, case.user_id, case.guild_id)
        && let Some(guild) = app.live.guild(&app.store, guild_id).await?
    {
        bans::delete_messages_of(app, &guild, user_id, delete_s).await?;
    }
    Ok(shown)
}

impl Work {
    fn carry_out(
        &self,
        tx: &mut Tx<'_>,
        out: &mut Outbox,
        id: Id<CaseMarker>,
        mut content: Content,
    ) -> ActionResult<(ShownDecision, Done, Option<u32>)> {
        let case = require_open(tx, id)?;
        hold(tx, &case, &self.standing, self.now)?;
        let may = shown::may(tx, &self.standing, &case)?;
        check::measures_allowed(&content.measures, &may)?;
        let mut done = Done::default();
        for (at, measure) in content.measures.iter().enumerate() {
            self.take(tx, out, &case, &content, at, measure, &mut done)?;
        }
        say_what_noticed(tx, &case, &mut content)?;
        let ban = content.measures.iter().find_map(|measure| measure.delete_message_seconds);
        let decision = Decision {
            id: self.decision_id,
            case_id: Some(case.id),
            guild_id: case.guild_id,
            channel_id: case.subject.channel_id(),
            user_id: case.user_id,
            actor_id: Some(self.standing.user_id()),
            content,
            undo: done.undo.clone(),
            undone: None,
        };
        let quote = case.copy.as_ref().map(|copy| copy.content.clone());
        let statement_id = self.statement_id;
        write(tx, out, &decision, Told { statement_id, ends_at: done.ends_at, quote }, self.now)?;
        cases::close(tx, case.id, decision.id, self.now)?;
        let closed = cases::get(tx, case.id)?.ok_or(unknown("Case"))?;
        self.bell.ring(tx, out, &closed, Event::GuardCaseUpdate)?;
        Ok((shown::decision(tx, &self.standing, decision, self.now)?, done, ban))
    }

    /// Takes one measure.
    #[expect(clippy::too_many_arguments, reason = "one place that takes every kind of measure")]
    fn take(
        &self,
        tx: &mut Tx<'_>,
        out: &mut Outbox,
        case: &Case,
        content: &Content,
        at: usize,
        measure: &Measure,
        done: &mut Done,
    ) -> ActionResult<()> {
        let gone = || check::gone(at);
        let until = |seconds: u32| Timestamp::from_unix_ms(self.now.unix_ms() + i64::from(seconds) * 1_000);
        match measure.kind {
            // What is refused never was a message; `shown::may` never offers it.
            MeasureKind::None | MeasureKind::RefuseMessage => {}
            MeasureKind::HideMessage | MeasureKind::DeleteMessage => {
                let (place, message_id) = self.message_of(case).ok_or_else(gone)?;
                self.seal(tx, case, place, message_id)?;
                self.remove_message(tx, out, place, message_id, measure.kind, done)?.ok_or_else(gone)?;
            }
            MeasureKind::Warn => done.undo.push(Undo::Strike),
            MeasureKind::SuspendAccount => {
                let user_id = case.user_id.ok_or_else(gone)?;
                let until_ms = measure.seconds.map_or(i64::MAX, |seconds| until(seconds).unix_ms());
                suspensions::set(tx, user_id, Some(until_ms))?;
                suspensions::close_sessions(tx, out, user_id)?;
                done.suspended_until_ms = Some(until_ms);
                done.undo.push(Undo::EndSuspension);
            }
            MeasureKind::Timeout | MeasureKind::Kick | MeasureKind::Ban => {
                let user_id = case.user_id.ok_or_else(gone)?;
                self.against_member(tx, out, case, user_id, content, measure, done)?;
            }
        }
        if let Some(seconds) = measure.seconds.filter(|_| measure.kind != MeasureKind::Warn) {
            done.ends_at = done.ends_at.max(Some(until(seconds)));
        }
        if let Some(guild_id) = case.guild_id {
            self.note(tx, out, guild_id, case, content, measure)?;
        }
        Ok(())
    }

    fn message_of(&self, case: &Case) -> Option<(&Place, Id<MessageMarker>)> {
        match (&case.subject, &self.place) {
            (Subject::Message { message_id, .. }, Some(place)) => Some((place, *message_id)),
            _ => None,
        }
    }

    /// Keeps what a message says as evidence, before it is out of sight.
    fn seal(
        &self,
        tx: &mut Tx<'_>,
        case: &Case,
        place: &Place,
        message_id: Id<MessageMarker>,
    ) -> Result<(), StoreError> {
        let Some(message) = talk::messages::get(tx, place.channel_id, message_id, Id::new(0))? else {
            return Ok(());
        };
        let content = evidence::message(&message)?;
        let (id, case_id, guild_id) = (self.evidence_id, Some(case.id), case.guild_id);
        let draft = evidence::Draft { id, kind: evidence::MESSAGE, case_id, guild_id, content };
        evidence::record(tx, &draft, self.now)
    }

    fn remove_message(
        &self,
        tx: &mut Tx<'_>,
        out: &mut Outbox,
        place: &Place,
        message_id: Id<MessageMarker>,
        kind: MeasureKind,
        done: &mut Done,
    ) -> ActionResult<Option<()>> {
        if kind == MeasureKind::DeleteMessage {
            let now_ms = self.now.unix_ms();
            let Some(copies) = measures::delete_message(tx, out, place, message_id, now_ms)? else {
                return Ok(None);
            };
            done.copies.extend(copies);
        } else {
            if !measures::withhold_message(tx, out, place, message_id, self.decision_id)? {
                return Ok(None);
            }
            done.undo.push(Undo::Show { channel_id: place.channel_id, message_id });
        }
        Ok(Some(()))
    }

    fn authority(&self, case: &Case) -> Option<Authority> {
        match &self.standing {
            Standing::Guild(access) => Some(Authority::Member(access.clone())),
            Standing::House(_) => case.guild_id.map(Authority::House),
        }
    }

    #[expect(clippy::too_many_arguments, reason = "the three measures against members differ in little")]
    fn against_member(
        &self,
        tx: &mut Tx<'_>,
        out: &mut Outbox,
        case: &Case,
        user_id: Id<UserMarker>,
        content: &Content,
        measure: &Measure,
        done: &mut Done,
    ) -> ActionResult<()> {
        let authority = self.authority(case).ok_or(ActionError::MissingPermissions)?;
        let now_ms = self.now.unix_ms();
        match measure.kind {
            MeasureKind::Timeout => {
                let seconds = i64::from(measure.seconds.unwrap_or(0));
                let until = Timestamp::from_unix_ms(now_ms + seconds * 1_000);
                measures::time_out(tx, out, &authority, user_id, Some(until))?;
                done.undo.push(Undo::EndTimeout { until });
            }
            MeasureKind::Kick => {
                measures::kick(tx, out, &authority, user_id, now_ms)?;
                done.undo.push(Undo::Said);
            }
            _ => {
                let me = self.standing.user_id();
                let reason: String = reason_of(content).chars().take(512).collect();
                if measures::ban(tx, out, &authority, user_id, me, Some(&reason), now_ms)? {
                    done.undo.push(Undo::Unban);
                }
            }
        }
        Ok(())
    }

    /// Writes a measure into the guild's audit log.
    fn note(
        &self,
        tx: &mut Tx<'_>,
        out: &mut Outbox,
        guild_id: Id<GuildMarker>,
        case: &Case,
        content: &Content,
        measure: &Measure,
    ) -> Result<(), StoreError> {
        let action = match measure.kind {
            MeasureKind::None | MeasureKind::RefuseMessage | MeasureKind::SuspendAccount => return Ok(()),
            MeasureKind::HideMessage | MeasureKind::DeleteMessage => AuditLogEvent::MESSAGE_DELETE,
            MeasureKind::Warn | MeasureKind::Timeout => AuditLogEvent::MEMBER_UPDATE,
            MeasureKind::Kick => AuditLogEvent::MEMBER_KICK,
            MeasureKind::Ban => AuditLogEvent::MEMBER_BAN_ADD,
        };
        let target = case.user_id.map(Id::cast);
        let entry = match &self.standing {
            Standing::Guild(_) => Entry::new(&self.app, &self.caller, guild_id, action, target, None),
            Standing::House(_) => Entry::by_nobody(&self.app, guild_id, action, target, None),
        };
        let entry = entry.with_reason(Some(reason_of(content)));
        let entry = match case.subject.channel_id() {
            Some(channel_id) if action == AuditLogEvent::MESSAGE_DELETE => {
                entry.with_options(AuditLogOptions {
                    channel_id: Some(channel_id),
                    count: Some(1),
                    ..AuditLogOptions::default()
                })
            }
            _ => entry.with_change("$measure", None, Some(serde_json::json!(measure.kind))),
        };
        audit::record(tx, out, entry)
    }
}

/// Says what brought a case up, and whether a machine had part in that.
fn say_what_noticed(tx: &mut Tx<'_>, case: &Case, content: &mut Content) -> Result<(), StoreError> {
    if labels::count(tx, case.id)? > 0 {
        content.automated = Automated::Detection;
        if case.report_count == 0 {
            content.source = Source::Rule;
        }
    }
    Ok(())
}

/// Why, in short.
fn reason_of(content: &Content) -> &str {
    if content.rule.is_empty() { &content.facts } else { &content.rule }
}

/// What whoever it concerns is told besides the decision itself.
pub(crate) struct Told {
    pub(crate) statement_id: Id<StatementMarker>,
    pub(crate) ends_at: Option<Timestamp>,
    pub(crate) quote: Option<String>,
}

/// Writes a decision, its strike, what it followed from, and the statement for the person; bots and accounts that are
/// gone are told nothing, and of a decision to do nothing nobody is.
pub(crate) fn write(
    tx: &mut Tx<'_>,
    out: &mut Outbox,
    decision: &Decision,
    told: Told,
    now: Timestamp,
) -> ActionResult<()> {
    decisions::insert(tx, decision)?;
    let Some(user_id) = decision.user_id.filter(|_| decision.content.gravest() != MeasureKind::None) else {
        return Ok(());
    };
    for earlier in decisions::about(tx, user_id, decision.guild_id, 50)? {
        let counts = earlier.undone.is_none() && earlier.content.gravest() != MeasureKind::None;
        if counts && earlier.id != decision.id {
            decisions::add_follow(tx, earlier.id, decision.id)?;
        }
    }
    if let Some(warning) = decision.content.measures.iter().find(|it| it.kind == MeasureKind::Warn) {
        let seconds = warning.seconds.unwrap_or(limits::STRIKE_S_DEFAULT);
        decisions::insert_strike(
            tx,
            &Strike {
                decision_id: decision.id,
                guild_id: decision.guild_id,
                user_id,
                rule: decision.content.rule.clone(),
                expires_at: Timestamp::from_unix_ms(now.unix_ms() + i64::from(seconds) * 1_000),
            },
        )?;
    }
    if talk::users::get(tx, user_id)?.is_some_and(|user| !user.bot) {
        let Told { statement_id, ends_at, quote } = told;
        statements::insert(
            tx,
            &Statement { id: statement_id, decision_id: decision.id, user_id, ends_at, quote },
        )?;
        let event = Event::GuardStatementCreate(StatementChange { id: statement_id });
        out.publish(Audience::User(user_id), event);
    }
    Ok(())
}
