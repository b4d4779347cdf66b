//! Days, clusters and rows as moderators of the house see them.

use std::collections::BTreeMap;

use parvis_app::App;
use parvis_model::marker::{DecisionMarker, GuildMarker, UserMarker};
use parvis_model::{Id, Timestamp, User};
use parvis_store::{StoreError, Tx};
use serde::Serialize;

use super::effect::{self, Effect};
use super::manage::undo_until;
use crate::limits;
use crate::shown::person;
use crate::tables::action_days::{
    self, ActionDayMarker, Cluster, ClusterMarker, Counts, Day, DayState, Evidence, Obstacle, Order, Origin,
    Row, RowState,
};
use crate::tables::decisions;
use crate::words::Content;

/// A day.
#[derive(Debug, Serialize)]
pub struct ShownDay {
    pub(crate) id: Id<ActionDayMarker>,
    title: String,
    state: DayState,
    version: i64,
    created_by: Option<User>,
    created_at: Timestamp,
    started_by: Option<User>,
    started_at: Option<Timestamp>,
    finished_at: Option<Timestamp>,
    undone_by: Option<User>,
    undone_at: Option<Timestamp>,
    undo_reason: Option<String>,
    undo_until: Option<Timestamp>,
    /// Rows that something is done to, of all clusters that are decided so.
    ordered: u64,
    /// All rows, by state.
    accounts: BTreeMap<&'static str, u64>,
    cluster_count: usize,
    /// Null in a list of days.
    clusters: Option<Vec<ShownCluster>>,
}

/// A cluster.
#[derive(Debug, Serialize)]
pub struct ShownCluster {
    id: Id<ClusterMarker>,
    title: String,
    origin: Origin,
    reason: String,
    accounts: BTreeMap<&'static str, u64>,
    decided: bool,
    order: Option<ShownOrder>,
    decided_by: Option<User>,
    approved_by: Option<User>,
}

/// What is done to each account of a cluster.
#[derive(Debug, Serialize)]
struct ShownOrder {
    guild_id: Option<Id<GuildMarker>>,
    #[serde(flatten)]
    content: Content,
}

/// An account of a cluster.
#[derive(Debug, Serialize)]
pub struct ShownRow {
    user_id: Id<UserMarker>,
    user: Option<User>,
    evidence: Vec<Evidence>,
    state: RowState,
    /// What stood against the measure; of a row that is not done yet, what stands against it now.
    obstacle: Option<Obstacle>,
    decision_id: Option<Id<DecisionMarker>>,
    /// When its decision was undone, by itself or with the day.
    undone_at: Option<Timestamp>,
}

/// What a day will do as it stands.
#[derive(Debug, Serialize)]
pub struct Preview {
    pub(super) version: i64,
    /// Accounts to which something is done.
    pub(super) accounts: u64,
    /// Accounts to which it cannot be done, by reason.
    skipped: BTreeMap<&'static str, u64>,
    /// Clusters about which nobody decided.
    pub(super) undecided: usize,
    /// Whether it takes a second person.
    pub(super) takes_two: bool,
    /// Clusters that somebody else than who decided must approve.
    pub(super) waits_for: Vec<Id<ClusterMarker>>,
    clusters: Vec<Effect>,
}

fn states(counts: &Counts, of: impl Fn(Id<ClusterMarker>) -> bool) -> BTreeMap<&'static str, u64> {
    let mut states: BTreeMap<&'static str, u64> = RowState::WORDS.iter().map(|word| (*word, 0)).collect();
    for ((cluster_id, state), count) in counts {
        if of(*cluster_id) {
            *states.entry(*state).or_default() += count;
        }
    }
    states
}

/// A day, with its clusters or without.
pub(super) fn day(tx: &mut Tx<'_>, day: Day, with_clusters: bool) -> Result<ShownDay, StoreError> {
    let counts = action_days::counts(tx, day.id)?;
    let clusters = action_days::clusters(tx, day.id)?;
    let is_ordered = |id| clusters.iter().any(|cluster| cluster.id == id && cluster.order.is_some());
    let excluded = RowState::Excluded.as_str();
    let ordered = counts.iter().filter(|((id, state), _)| *state != excluded && is_ordered(*id));
    let ordered = ordered.map(|(_, count)| count).sum();
    let cluster_count = clusters.len();
    let shown = match with_clusters {
        true => Some(clusters.into_iter().map(|it| cluster(tx, it, &counts)).collect::<Result<_, _>>()?),
        false => None,
    };
    Ok(ShownDay {
        id: day.id,
        state: day.state,
        version: day.version,
        created_by: person(tx, day.created_by)?,
        created_at: Timestamp::from_unix_ms(day.id.created_unix_ms()),
        started_by: person(tx, day.started_by)?,
        started_at: day.started_at,
        finished_at: day.finished_at,
        undone_by: person(tx, day.undone_by)?,
        undone_at: day.undone_at,
        undo_until: undo_until(&day).filter(|_| day.undone_at.is_none()),
        undo_reason: day.undo_reason,
        title: day.title,
        ordered,
        accounts: states(&counts, |_| true),
        cluster_count,
        clusters: shown,
    })
}

/// A cluster with how far it is.
pub(super) fn cluster(
    tx: &mut Tx<'_>,
    cluster: Cluster,
    counts: &Counts,
) -> Result<ShownCluster, StoreError> {
    Ok(ShownCluster {
        id: cluster.id,
        title: cluster.title,
        origin: cluster.origin,
        reason: cluster.reason,
        accounts: states(counts, |id| id == cluster.id),
        decided: cluster.is_decided,
        order: cluster.order.map(|Order { guild_id, content }| ShownOrder { guild_id, content }),
        decided_by: person(tx, cluster.decided_by)?,
        approved_by: person(tx, cluster.approved_by)?,
    })
}

/// An account of a cluster.
pub(super) fn row(app: &App, tx: &mut Tx<'_>, cluster: &Cluster, row: Row) -> Result<ShownRow, StoreError> {
    let obstacle = match &cluster.order {
        Some(order) if row.state == RowState::Proposed => effect::obstacle(app, tx, order, row.user_id)?,
        _ => row.obstacle,
    };
    let decision = match row.decision_id {
        Some(id) => decisions::get(tx, id)?,
        None => None,
    };
    Ok(ShownRow {
        user_id: row.user_id,
        user: person(tx, Some(row.user_id))?,
        evidence: row.evidence,
        state: row.state,
        obstacle,
        decision_id: row.decision_id,
        undone_at: decision.and_then(|it| it.undone).map(|undone| undone.at),
    })
}

/// What a day will do when somebody starts it as it stands.
pub(super) fn preview(
    app: &App,
    tx: &mut Tx<'_>,
    day: &Day,
    starter: Id<UserMarker>,
    now: Timestamp,
) -> Result<Preview, StoreError> {
    let clusters = action_days::clusters(tx, day.id)?;
    let mut preview = Preview {
        version: day.version,
        accounts: 0,
        skipped: BTreeMap::new(),
        undecided: clusters.iter().filter(|cluster| !cluster.is_decided).count(),
        takes_two: false,
        waits_for: Vec::new(),
        clusters: Vec::new(),
    };
    let mut ordered = 0;
    for cluster in &clusters {
        let effect = effect::of_cluster(app, tx, cluster)?;
        preview.accounts += effect.accounts;
        ordered += effect.accounts + effect.skipped.values().sum::<u64>();
        for (reason, count) in &effect.skipped {
            *preview.skipped.entry(*reason).or_default() += count;
        }
        // What its maker left is nobody's to approve: somebody decides it anew.
        if cluster.order.is_some() && (cluster.approved_by.is_none() || cluster.decided_by.is_none()) {
            preview.waits_for.push(cluster.id);
        }
        preview.clusters.push(effect);
    }
    // Many small days of one person are one large one.
    let since = Timestamp::from_unix_ms(now.unix_ms() - limits::ALONE_MS);
    let alone = action_days::taken_alone(tx, starter, since, day.id)?;
    preview.takes_two = ordered + alone > limits::ONE_PERSON_ACCOUNTS_MAX;
    Ok(preview)
}
