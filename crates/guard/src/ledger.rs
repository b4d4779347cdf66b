//! Direct acts of those who moderate, through whichever door: each is a decision with a statement of reasons, written
//! in the transaction of the act. What lifts one undoes it.

use parvis_app::hooks::Ledger;
use parvis_app::restrictions::{Act, Actor, Restriction};
use parvis_app::{ActionResult, App, Outbox};
use parvis_model::marker::UserMarker;
use parvis_model::{Id, Timestamp};
use parvis_store::tables as talk;
use parvis_store::{StoreError, Tx};

use crate::decisions::{self, Told};
use crate::tables::decisions::{Decision, Undo, Undone};
use crate::words::{Automated, Category, Content, Ground, Measure, MeasureKind, Source};
use crate::{Guard, copies, desk, limits, tables, undo};

impl Ledger for Guard {
    fn record(
        &self,
        app: &App,
        tx: &mut Tx<'_>,
        out: &mut Outbox,
        restriction: &Restriction,
    ) -> ActionResult<()> {
        let now = desk::now(app);
        match restriction.act {
            Act::TimeoutEnded => lift(tx, out, restriction, MeasureKind::Timeout, now),
            Act::Unbanned => lift(tx, out, restriction, MeasureKind::Ban, now),
            _ => explain(app, tx, out, restriction, now),
        }
    }

    fn forget_account(&self, tx: &mut Tx<'_>, user_id: Id<UserMarker>) -> Result<(), StoreError> {
        tables::action_days::forget_account(tx, user_id)?;
        tables::moderators::delete(tx, user_id)?;
        tables::cases::forget_account(tx, user_id)?;
        tables::reports::forget_account(tx, user_id)?;
        tables::appeals::forget_account(tx, user_id)?;
        tables::statements::forget_account(tx, user_id)?;
        tables::decisions::forget_account(tx, user_id)?;
        tables::banks::forget_account(tx, user_id)?;
        tables::lists::forget_account(tx, user_id)?;
        tables::orders::forget_account(tx, user_id)?;
        tables::watch::forget_account(tx, user_id)?;
        tables::policies::forget_account(tx, user_id)?;
        tables::raids::forget_account(tx, user_id)
    }
}

/// Who answers for an act.
fn actor_id(actor: Actor) -> Option<Id<UserMarker>> {
    match actor {
        Actor::Person(id) | Actor::Bot(id) => Some(id),
        Actor::Rule => None,
    }
}

/// Writes an act down as a decision. Webhooks are no accounts: what they said can be removed without telling anybody.
fn explain(
    app: &App,
    tx: &mut Tx<'_>,
    out: &mut Outbox,
    restriction: &Restriction,
    now: Timestamp,
) -> ActionResult<()> {
    let user_id = restriction.user_id;
    if talk::users::get(tx, user_id)?.is_none() {
        return Ok(());
    }
    let mut told = Told { statement_id: app.ids.next(), ends_at: None, quote: None };
    let (measure, undo) = match &restriction.act {
        Act::TimedOut { until } => {
            told.ends_at = Some(*until);
            let seconds = (until.unix_ms() - now.unix_ms()).div_euclid(1_000).max(1);
            let seconds = u32::try_from(seconds).unwrap_or(limits::TIMEOUT_S_MAX);
            let measure = Measure { seconds: Some(seconds), ..Measure::of(MeasureKind::Timeout) };
            (measure, vec![Undo::EndTimeout { until: *until }])
        }
        Act::Kicked => (Measure::of(MeasureKind::Kick), vec![Undo::Said]),
        Act::Banned { delete_message_seconds } => {
            let deleted = Some(*delete_message_seconds).filter(|seconds| *seconds > 0);
            let measure = Measure { delete_message_seconds: deleted, ..Measure::of(MeasureKind::Ban) };
            (measure, vec![Undo::Unban])
        }
        Act::MessagesDeleted { quote, .. } => {
            told.quote = Some(copies::without_secrets(quote)).filter(|text| !text.is_empty());
            (Measure::of(MeasureKind::DeleteMessage), Vec::new())
        }
        Act::TimeoutEnded | Act::Unbanned => return Ok(()),
    };
    let decision = Decision {
        id: app.ids.next(),
        case_id: None,
        guild_id: Some(restriction.guild_id),
        channel_id: match restriction.act {
            Act::MessagesDeleted { channel_id, .. } => Some(channel_id),
            _ => None,
        },
        user_id: Some(user_id),
        actor_id: actor_id(restriction.actor),
        content: content(restriction, measure),
        undo,
        undone: None,
    };
    decisions::write(tx, out, &decision, told, now)
}

/// What was given as the reason is all that is known of the facts.
fn content(restriction: &Restriction, measure: Measure) -> Content {
    let (source, automated) = match restriction.actor {
        Actor::Person(_) => (Source::Own, Automated::None),
        Actor::Bot(_) => (Source::Own, Automated::Full),
        Actor::Rule => (Source::Rule, Automated::Full),
    };
    Content {
        measures: vec![measure],
        ground: Ground::Rules,
        legal_ground: None,
        rule: String::new(),
        facts: restriction.reason.clone().unwrap_or_default(),
        category: Category::Other,
        keywords: Vec::new(),
        source,
        automated,
        text_to_person: None,
    }
}

/// Notes that somebody ended what the last decision of a kind had done.
fn lift(
    tx: &mut Tx<'_>,
    out: &mut Outbox,
    restriction: &Restriction,
    kind: MeasureKind,
    now: Timestamp,
) -> ActionResult<()> {
    let about = tables::decisions::about(tx, restriction.user_id, Some(restriction.guild_id), 50)?;
    let has_kind = |it: &&Decision| it.content.measures.iter().any(|measure| measure.kind == kind);
    if let Some(last) = about.iter().find(has_kind).filter(|last| last.undone.is_none()) {
        let undone = Undone { at: now, by: actor_id(restriction.actor), reason: restriction.reason.clone() };
        tables::decisions::set_undone(tx, last.id, &undone)?;
        undo::tell_person(tx, out, last.id, now)?;
    }
    Ok(())
}
