//! Rows: one for each account of a day.

use std::collections::BTreeMap;

use parvis_model::marker::{DecisionMarker, UserMarker};
use parvis_model::{Id, Timestamp};
use parvis_store::{Json, Row as Found, StoreError, Tx};
use serde::{Deserialize, Serialize};

use super::{ActionDayMarker, ClusterMarker, Obstacle, RowState};
use crate::tables::{word, word_or_none};

/// What speaks for it that an account is on the list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Evidence {
    /// Of which kind it is.
    pub name: String,
    /// What, with its numbers.
    pub detail: String,
    /// Whether the person is told it with the facts; then it names nobody else.
    #[serde(default)]
    pub told: bool,
    /// The earlier decision that it rests on.
    #[serde(default)]
    pub cites: Option<Id<DecisionMarker>>,
}

/// An account of a day.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Row {
    /// Whose.
    pub user_id: Id<UserMarker>,
    /// The cluster.
    pub cluster_id: Id<ClusterMarker>,
    /// Why it stands there.
    pub evidence: Vec<Evidence>,
    /// What became of it.
    pub state: RowState,
    /// Why nothing could be done.
    pub obstacle: Option<Obstacle>,
    /// What was decided.
    pub decision_id: Option<Id<DecisionMarker>>,
}

/// Rows, counted by cluster and state.
pub type Counts = BTreeMap<(Id<ClusterMarker>, &'static str), u64>;

/// Puts an account on the list; false when it stands there already.
pub fn insert_row(
    tx: &mut Tx<'_>,
    day_id: Id<ActionDayMarker>,
    cluster_id: Id<ClusterMarker>,
    user_id: Id<UserMarker>,
    evidence: &[Evidence],
) -> Result<bool, StoreError> {
    let added = tx.execute(
        "insert into guard_action_rows (day_id, user_id, cluster_id, evidence, state)
         values ($1, $2, $3, $4, $5) on conflict do nothing",
        &[&day_id, &user_id, &cluster_id, &Json(evidence), &RowState::Proposed.as_str()],
    )?;
    Ok(added > 0)
}

/// How many rows of each cluster of a day are in which state.
pub fn counts(tx: &mut Tx<'_>, day_id: Id<ActionDayMarker>) -> Result<Counts, StoreError> {
    let counted = tx.query(
        "select cluster_id, state, count(*) from guard_action_rows where day_id = $1 group by cluster_id, state",
        &[&day_id],
        |row| Ok(((row.get(0)?, word(row, 1, RowState::from_word)?.as_str()), row.get(2)?)),
    )?;
    Ok(counted.into_iter().collect())
}

macro_rules! row_columns {
    () => {
        "select user_id, cluster_id, evidence, state, obstacle, decision_id from guard_action_rows "
    };
}

/// Rows of a cluster after an account.
pub fn rows(
    tx: &mut Tx<'_>,
    cluster_id: Id<ClusterMarker>,
    after: Id<UserMarker>,
    limit: u32,
) -> Result<Vec<Row>, StoreError> {
    tx.query(
        concat!(row_columns!(), "where cluster_id = $1 and user_id > $2 order by user_id limit $3"),
        &[&cluster_id, &after, &limit],
        read_row,
    )
}

/// Rows of a cluster in a state.
pub fn rows_in(
    tx: &mut Tx<'_>,
    cluster_id: Id<ClusterMarker>,
    state: RowState,
    limit: u32,
) -> Result<Vec<Row>, StoreError> {
    tx.query(
        concat!(row_columns!(), "where cluster_id = $1 and state = $2 order by user_id limit $3"),
        &[&cluster_id, &state.as_str(), &limit],
        read_row,
    )
}

/// Notes what became of a row.
pub fn set_row(tx: &mut Tx<'_>, day_id: Id<ActionDayMarker>, row: &Row) -> Result<bool, StoreError> {
    let changed = tx.execute(
        "update guard_action_rows set state = $4, obstacle = $5, decision_id = $6
         where day_id = $1 and user_id = $2 and cluster_id = $3",
        &[
            &day_id,
            &row.user_id,
            &row.cluster_id,
            &row.state.as_str(),
            &row.obstacle.map(Obstacle::as_str),
            &row.decision_id,
        ],
    )?;
    Ok(changed > 0)
}

/// Takes an account off the list of a cluster, or puts it back; false when it does not stand there.
pub fn exclude(
    tx: &mut Tx<'_>,
    cluster_id: Id<ClusterMarker>,
    user_id: Id<UserMarker>,
    is_excluded: bool,
) -> Result<bool, StoreError> {
    let state = if is_excluded { RowState::Excluded } else { RowState::Proposed };
    let changed = tx.execute(
        "update guard_action_rows set state = $3
         where cluster_id = $1 and user_id = $2 and state in ('proposed', 'excluded')",
        &[&cluster_id, &user_id, &state.as_str()],
    )?;
    Ok(changed > 0)
}

/// How many measures hold that days which somebody started since a moment took without a second person, other than one
/// day.
pub fn taken_alone(
    tx: &mut Tx<'_>,
    by: Id<UserMarker>,
    since: Timestamp,
    except: Id<ActionDayMarker>,
) -> Result<u64, StoreError> {
    let found = tx.query_opt(
        "select count(*) from guard_action_rows r
           join guard_action_days d on d.id = r.day_id join guard_action_clusters c on c.id = r.cluster_id
         where d.started_by = $1 and d.started_ms > $2 and d.id <> $3 and c.content is not null
           and c.approved_by is null and r.state in ('proposed', 'applied')",
        &[&by, &since, &except],
        |row| row.get(0),
    )?;
    Ok(found.unwrap_or(0))
}

/// Whether somebody decided, approved or started what a decision was a row of.
pub fn took_part(
    tx: &mut Tx<'_>,
    decision_id: Id<DecisionMarker>,
    user_id: Id<UserMarker>,
) -> Result<bool, StoreError> {
    let found = tx.query_opt(
        "select r.user_id from guard_action_rows r
           join guard_action_days d on d.id = r.day_id join guard_action_clusters c on c.id = r.cluster_id
         where r.decision_id = $1 and (c.decided_by = $2 or c.approved_by = $2 or d.started_by = $2) limit 1",
        &[&decision_id, &user_id],
        |row| row.get::<i64>(0),
    )?;
    Ok(found.is_some())
}

fn read_row(row: &Found<'_>) -> Result<Row, StoreError> {
    let Json(evidence) = row.get(2)?;
    Ok(Row {
        user_id: row.get(0)?,
        cluster_id: row.get(1)?,
        evidence,
        state: word(row, 3, RowState::from_word)?,
        obstacle: word_or_none(row, 4, Obstacle::from_word)?,
        decision_id: row.get(5)?,
    })
}
