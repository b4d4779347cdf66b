//! Doing a day and taking it back, a hundred accounts at a time. Each step is one transaction that leaves the rows as
//! they are then, so that whoever comes after a crash goes on with the next one.

use parvis_app::{ActionResult, App, Outbox};
use parvis_model::marker::UserMarker;
use parvis_model::{Id, Timestamp};
use parvis_store::{StoreError, Tx};

use super::effect;
use crate::decisions::{self, Account};
use crate::desk;
use crate::limits::{self, ROWS_AT_ONCE};
use crate::tables::action_days::{self, Cluster, Day, DayState, Evidence, Order, Row, RowState};
use crate::tables::decisions::{self as decided, Undone};
use crate::undo::Undoing;
use crate::words::Content;

/// The next step of a day.
enum Step {
    /// Nothing is left.
    Finish(Day),
    /// Carry out the order of a cluster on its next rows.
    Act(Day, Cluster, Order),
    /// Take the next rows of a cluster back.
    Restore(Day, Cluster),
}

/// Whether a day has something to do.
pub(super) async fn has_work(app: &App) -> ActionResult<bool> {
    app.read(|tx| Ok(action_days::at_work(tx)?.is_some())).await
}

/// Does everything that days have to do.
pub(super) async fn run(app: &App) -> ActionResult<()> {
    while let Some(step) = app.read(|tx| Ok(next(tx)?)).await? {
        match step {
            Step::Finish(day) => finish(app, day).await?,
            Step::Act(day, cluster, order) => act(app, day, cluster, order).await?,
            Step::Restore(day, cluster) => restore(app, day, cluster).await?,
        }
    }
    Ok(())
}

fn next(tx: &mut Tx<'_>) -> Result<Option<Step>, StoreError> {
    let Some(day) = action_days::at_work(tx)? else { return Ok(None) };
    for cluster in action_days::clusters(tx, day.id)? {
        if day.state == DayState::Undoing {
            if !action_days::rows_in(tx, cluster.id, RowState::Applied, 1)?.is_empty() {
                return Ok(Some(Step::Restore(day, cluster)));
            }
        } else if let Some(order) = cluster.order.clone()
            && !action_days::rows_in(tx, cluster.id, RowState::Proposed, 1)?.is_empty()
        {
            return Ok(Some(Step::Act(day, cluster, order)));
        }
    }
    Ok(Some(Step::Finish(day)))
}

async fn finish(app: &App, day: Day) -> ActionResult<()> {
    let now = desk::now(app);
    app.write(desk::lane(None), move |tx, _| Ok(action_days::finish(tx, &day, now)?)).await
}

/// Whether a day is still at what was begun: it may have been paused, or taken back, between two steps.
fn is_still(tx: &mut Tx<'_>, day: &Day) -> Result<bool, StoreError> {
    Ok(action_days::get(tx, day.id)?.is_some_and(|now| now.state == day.state))
}

async fn act(app: &App, day: Day, cluster: Cluster, order: Order) -> ActionResult<()> {
    let (house, now) = (app.clone(), desk::now(app));
    let suspended = app.write(desk::lane(order.guild_id), move |tx, out| {
        let mut suspended = Vec::new();
        if !is_still(tx, &day)? {
            return Ok(suspended);
        }
        // Whoever answers for it may have left; then somebody else starts it again.
        let Some(actor_id) = cluster.decided_by.or(cluster.approved_by).or(day.started_by) else {
            action_days::pause(tx, day.id, true)?;
            return Ok(suspended);
        };
        for row in action_days::rows_in(tx, cluster.id, RowState::Proposed, ROWS_AT_ONCE)? {
            let user_id = row.user_id;
            let until_ms = act_on(&house, tx, out, &day, &order, actor_id, row, now)?;
            suspended.extend(until_ms.map(|until_ms| (user_id, until_ms)));
        }
        Ok(suspended)
    });
    for (user_id, until_ms) in suspended.await? {
        app.suspensions.set(user_id, Some(until_ms));
    }
    Ok(())
}

/// Carries an order out on one account, or notes what stands against it; answers until when the account is suspended.
#[expect(clippy::too_many_arguments, reason = "what a step knows, for one of its rows")]
fn act_on(
    app: &App,
    tx: &mut Tx<'_>,
    out: &mut Outbox,
    day: &Day,
    order: &Order,
    actor_id: Id<UserMarker>,
    row: Row,
    now: Timestamp,
) -> ActionResult<Option<i64>> {
    if let Some(obstacle) = effect::obstacle(app, tx, order, row.user_id)? {
        let skipped = Row { state: RowState::Skipped, obstacle: Some(obstacle), ..row };
        action_days::set_row(tx, day.id, &skipped)?;
        return Ok(None);
    }
    let content = told(&order.content, &row.evidence);
    let account = Account { actor_id, user_id: row.user_id, guild_id: order.guild_id, content };
    let done = decisions::of_account(app, tx, out, account, now)?;
    for cited in row.evidence.iter().filter_map(|evidence| evidence.cites) {
        decided::add_follow(tx, cited, done.id)?;
    }
    let applied = Row { state: RowState::Applied, decision_id: Some(done.id), ..row };
    action_days::set_row(tx, day.id, &applied)?;
    Ok(done.suspended_until_ms)
}

/// What an account is told: the facts of the cluster, and what is known of this one alone.
fn told(content: &Content, evidence: &[Evidence]) -> Content {
    let mut facts = content.facts.clone();
    for evidence in evidence.iter().filter(|evidence| evidence.told) {
        facts.push('\n');
        facts.push_str(&evidence.detail);
    }
    let facts = facts.chars().take(limits::FACTS_CHARS_MAX).collect();
    Content { facts, ..content.clone() }
}

async fn restore(app: &App, day: Day, cluster: Cluster) -> ActionResult<()> {
    let (house, now) = (app.clone(), desk::now(app));
    let guild_id = cluster.order.as_ref().and_then(|order| order.guild_id);
    let restored = app.write(desk::lane(guild_id), move |tx, out| {
        let mut restored = Vec::new();
        if !is_still(tx, &day)? {
            return Ok(restored);
        }
        for row in action_days::rows_in(tx, cluster.id, RowState::Applied, ROWS_AT_ONCE)? {
            let decision = match row.decision_id {
                Some(id) => decided::get(tx, id)?,
                None => None,
            };
            if let Some(decision) = decision {
                let undoing = Undoing::of_account(&house, &decision);
                let undone = Undone { at: now, by: day.undone_by, reason: day.undo_reason.clone() };
                undoing.carry_out(&house, tx, out, &decision, undone)?;
                restored.push(undoing);
            }
            action_days::set_row(tx, day.id, &Row { state: RowState::Undone, ..row })?;
        }
        Ok(restored)
    });
    for undoing in restored.await? {
        undoing.finish(app);
    }
    Ok(())
}
