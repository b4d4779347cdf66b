//! Undoing decisions: what can be undone is, the rest is said to be.

use parvis_app::audit::{self, Entry};
use parvis_app::measures::{self, Authority, Place};
use parvis_app::{ActionError, ActionResult, App, Caller, Outbox, suspensions};
use parvis_bus::Audience;
use parvis_model::event::StatementChange;
use parvis_model::marker::{DecisionMarker, GuildMarker};
use parvis_model::{AuditLogEvent, AuditLogOptions, Event, Id, Timestamp};
use parvis_store::tables as talk;
use parvis_store::{StoreError, Tx};

use crate::desk::{self, Bell, unknown};
use crate::shown::{self, ShownDecision};
use crate::tables::decisions::{self, Decision, Undo, Undone};
use crate::tables::statements;
use crate::{evidence, limits, moderators};

/// What undoing a decision needs that is not in the transaction.
pub(crate) struct Undoing {
    pub(crate) bell: Bell,
    place: Option<Place>,
    entries: Vec<Entry>,
    suspended: Option<Id<parvis_model::marker::UserMarker>>,
}

impl Undoing {
    /// Looks where the message stood, and prepares the entries of the guild's audit log.
    pub(crate) async fn prepare(app: &App, caller: &Caller, decision: &Decision) -> ActionResult<Self> {
        let bell = desk::bell(app, decision.guild_id).await?;
        let mut place = None;
        for undo in &decision.undo {
            if let Undo::Show { channel_id, .. } = undo {
                place = app.place(*channel_id).await?;
            }
        }
        let entries = match decision.guild_id {
            Some(guild_id) => {
                decision.undo.iter().map(|undo| entry(app, caller, guild_id, decision, undo)).collect()
            }
            None => Vec::new(),
        };
        let ends_suspension = decision.undo.contains(&Undo::EndSuspension);
        Ok(Self { bell, place, entries, suspended: decision.user_id.filter(|_| ends_suspension) })
    }

    /// For a decision about one account of many, which withheld no message; by the house, which signs no guild's log.
    pub(crate) fn of_account(app: &App, decision: &Decision) -> Self {
        let entry_of = |guild_id| {
            let of_one = |undo: &Undo| {
                let target = decision.user_id.map(Id::cast);
                Entry::by_nobody(app, guild_id, action_of(undo), target, None).with_change(
                    "$undone",
                    Some(serde_json::json!(decision.id)),
                    None,
                )
            };
            decision.undo.iter().map(of_one).collect()
        };
        let ends_suspension = decision.undone.is_none() && decision.undo.contains(&Undo::EndSuspension);
        Self {
            bell: Bell::of_house(app),
            place: None,
            entries: decision.guild_id.map(entry_of).unwrap_or_default(),
            suspended: decision.user_id.filter(|_| ends_suspension),
        }
    }

    /// Undoes it and says so; a decision that was undone before stays as it is.
    pub(crate) fn carry_out(
        &self,
        app: &App,
        tx: &mut Tx<'_>,
        out: &mut Outbox,
        decision: &Decision,
        undone: Undone,
    ) -> ActionResult<()> {
        if !decisions::set_undone(tx, decision.id, &undone)? {
            return Ok(());
        }
        for undo in &decision.undo {
            self.undo_one(app, tx, out, decision, undo)?;
        }
        for entry in &self.entries {
            audit::record(tx, out, entry.clone().with_reason(undone.reason.as_deref()))?;
        }
        tell_person(tx, out, decision.id, undone.at)?;
        Ok(())
    }

    fn undo_one(
        &self,
        app: &App,
        tx: &mut Tx<'_>,
        out: &mut Outbox,
        decision: &Decision,
        undo: &Undo,
    ) -> ActionResult<()> {
        match (undo, decision.guild_id, decision.user_id) {
            (Undo::Show { message_id, .. }, _, _) => {
                if let Some(place) = &self.place
                    && measures::restore_message(app, tx, out, place, *message_id, decision.id)?
                    && let Some(case_id) = decision.case_id
                {
                    evidence::erase_restored(tx, case_id, desk::now(app))?;
                }
            }
            (Undo::EndTimeout { until }, Some(guild_id), Some(user_id)) => {
                let member = talk::members::get(tx, guild_id, user_id)?;
                if member.is_some_and(|it| it.communication_disabled_until == Some(*until)) {
                    measures::time_out(tx, out, &Authority::House(guild_id), user_id, None)?;
                }
            }
            (Undo::Unban, Some(guild_id), Some(user_id)) => {
                measures::unban(tx, out, guild_id, user_id)?;
            }
            (Undo::Strike, _, _) => decisions::delete_strike(tx, decision.id)?,
            (Undo::EndSuspension, _, Some(user_id)) => suspensions::set(tx, user_id, None)?,
            _ => {}
        }
        Ok(())
    }

    /// What follows when it is on disk.
    pub(crate) fn finish(&self, app: &App) {
        if let Some(user_id) = self.suspended {
            app.suspensions.set(user_id, None);
        }
    }
}

fn action_of(undo: &Undo) -> AuditLogEvent {
    match undo {
        Undo::Unban => AuditLogEvent::MEMBER_BAN_REMOVE,
        _ => AuditLogEvent::MEMBER_UPDATE,
    }
}

/// What the guild's audit log says of it.
fn entry(app: &App, caller: &Caller, guild_id: Id<GuildMarker>, decision: &Decision, undo: &Undo) -> Entry {
    let target = decision.user_id.map(Id::cast);
    let entry = Entry::new(app, caller, guild_id, action_of(undo), target, None);
    match undo {
        Undo::Show { channel_id, .. } => entry
            .with_options(AuditLogOptions { channel_id: Some(*channel_id), ..AuditLogOptions::default() }),
        _ => entry,
    }
    .with_change("$undone", Some(serde_json::json!(decision.id)), None)
}

/// Tells whoever it concerns that there is news of a decision.
pub(crate) fn tell_person(
    tx: &mut Tx<'_>,
    out: &mut Outbox,
    decision_id: Id<DecisionMarker>,
    now: Timestamp,
) -> Result<(), StoreError> {
    for statement in statements::of_decision(tx, decision_id)? {
        if statement.told_at.is_some_and(|told_at| told_at > now) {
            continue;
        }
        let event = Event::GuardStatementUpdate(StatementChange { id: statement.id });
        out.publish(Audience::User(statement.user_id), event);
    }
    Ok(())
}

/// Undoes a decision, within 30 days, by somebody who may do so.
pub async fn undo(
    app: &App,
    caller: &Caller,
    id: Id<DecisionMarker>,
    reason: String,
) -> ActionResult<ShownDecision> {
    caller.require_person()?;
    let found = app.read(move |tx| Ok(decisions::get(tx, id)?)).await?;
    let decision = found.ok_or(unknown("Decision"))?;
    let mut standing = desk::standing_for(app, caller, decision.guild_id, "Decision").await?;
    let (decided, looked_at) = (decision.clone(), standing.clone());
    let looked = app.read(move |tx| {
        Ok((shown::sees(tx, &looked_at, &decided)?, shown::may_undo(tx, &looked_at, &decided)?))
    });
    let (seen, may) = looked.await?;
    if !may && moderators::is_moderator(app, caller).await? {
        standing = desk::Standing::House(caller.user_id);
    } else if !seen {
        return Err(unknown("Decision"));
    }
    let undoing = Undoing::prepare(app, caller, &decision).await?;
    let (house, now) = (app.clone(), desk::now(app));
    let shown = app.write(desk::lane(decision.guild_id), move |tx, out| {
        let decision = decisions::get(tx, id)?.ok_or(unknown("Decision"))?;
        if !shown::may_undo(tx, &standing, &decision)? {
            return Err(ActionError::MissingPermissions);
        }
        require_undoable(&decision, now)?;
        let undone = Undone { at: now, by: Some(standing.user_id()), reason: Some(reason) };
        undoing.carry_out(&house, tx, out, &decision, undone)?;
        let decision = decisions::get(tx, id)?.ok_or(unknown("Decision"))?;
        Ok((shown::decision(tx, &standing, decision, now)?, undoing))
    });
    let (shown, undoing) = shown.await?;
    undoing.finish(app);
    Ok(shown)
}

fn require_undoable(decision: &Decision, now: Timestamp) -> ActionResult<()> {
    let refuse = |code, text: &str| Err(ActionError::invalid("decision_id", code, text));
    let until_ms = decision.id.created_unix_ms() + limits::UNDO_MS;
    if decision.undone.is_some() {
        return refuse("DECISION_UNDONE", "This decision was undone already.");
    }
    if decision.undo.is_empty() {
        return refuse("NOTHING_TO_UNDO", "What this decision did cannot be undone.");
    }
    if until_ms <= now.unix_ms() {
        return refuse("UNDO_TOO_LATE", "A decision can be undone for 30 days; after that by an appeal.");
    }
    Ok(())
}
