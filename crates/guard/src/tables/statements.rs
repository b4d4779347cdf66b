//! What people are told of decisions.

use parvis_model::marker::{DecisionMarker, StatementMarker, UserMarker};
use parvis_model::{Id, Timestamp};
use parvis_store::{Row, StoreError, Tx};

/// A statement as it is kept; what it says is its decision's.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Statement {
    /// The statement.
    pub id: Id<StatementMarker>,
    /// The decision.
    pub decision_id: Id<DecisionMarker>,
    /// Who is told.
    pub user_id: Id<UserMarker>,
    /// When what was decided ends by itself.
    pub ends_at: Option<Timestamp>,
    /// What the person said themself, that it is about.
    pub quote: Option<String>,
    /// When the person is told, if that is later than the decision: an authority may ask for silence.
    pub told_at: Option<Timestamp>,
}

/// Adds a statement.
pub fn insert(tx: &mut Tx<'_>, statement: &Statement) -> Result<(), StoreError> {
    tx.execute(
        "insert into guard_statements (id, decision_id, user_id, ends_ms, quote, told_ms)
         values ($1, $2, $3, $4, $5, $6)",
        &[
            &statement.id,
            &statement.decision_id,
            &statement.user_id,
            &statement.ends_at,
            &statement.quote,
            &statement.told_at,
        ],
    )?;
    Ok(())
}

/// One statement.
pub fn get(tx: &mut Tx<'_>, id: Id<StatementMarker>) -> Result<Option<Statement>, StoreError> {
    tx.query_opt(
        "select id, decision_id, user_id, ends_ms, quote, told_ms from guard_statements where id = $1",
        &[&id],
        read,
    )
}

/// What somebody was told by now, newest first.
pub fn of_user(
    tx: &mut Tx<'_>,
    user_id: Id<UserMarker>,
    limit: u32,
    now: Timestamp,
) -> Result<Vec<Statement>, StoreError> {
    tx.query(
        "select id, decision_id, user_id, ends_ms, quote, told_ms from guard_statements
         where user_id = $1 and (told_ms is null or told_ms <= $3) order by id desc limit $2",
        &[&user_id, &limit, &now],
        read,
    )
}

/// What was told of a decision.
pub fn of_decision(tx: &mut Tx<'_>, decision_id: Id<DecisionMarker>) -> Result<Vec<Statement>, StoreError> {
    tx.query(
        "select id, decision_id, user_id, ends_ms, quote, told_ms from guard_statements where decision_id = $1 order by id",
        &[&decision_id],
        read,
    )
}

/// Sets when the person is told of a decision.
pub fn set_told(
    tx: &mut Tx<'_>,
    decision_id: Id<DecisionMarker>,
    told_at: Timestamp,
) -> Result<(), StoreError> {
    tx.execute("update guard_statements set told_ms = $2 where decision_id = $1", &[&decision_id, &told_at])?;
    Ok(())
}

/// Forgets an account.
pub fn forget_account(tx: &mut Tx<'_>, user_id: Id<UserMarker>) -> Result<(), StoreError> {
    tx.execute("delete from guard_statements where user_id = $1", &[&user_id])?;
    Ok(())
}

fn read(row: &Row<'_>) -> Result<Statement, StoreError> {
    Ok(Statement {
        id: row.get(0)?,
        decision_id: row.get(1)?,
        user_id: row.get(2)?,
        ends_at: row.get(3)?,
        quote: row.get(4)?,
        told_at: row.get(5)?,
    })
}
