//! Clusters: accounts of a day that are decided together.

use parvis_model::Id;
use parvis_model::marker::{GuildMarker, UserMarker};
use parvis_store::{Json, Row as Found, StoreError, Tx};

use super::{ActionDayMarker, ClusterMarker, Origin};
use crate::tables::word;
use crate::words::Content;

/// A cluster as it is kept.
#[derive(Debug, Clone, PartialEq)]
pub struct Cluster {
    /// The cluster.
    pub id: Id<ClusterMarker>,
    /// The day.
    pub day_id: Id<ActionDayMarker>,
    /// What it is called.
    pub title: String,
    /// Where it comes from.
    pub origin: Origin,
    /// Why its accounts stand together.
    pub reason: String,
    /// Whether somebody decided; without an order nothing is done then.
    pub is_decided: bool,
    /// What is done to each account.
    pub order: Option<Order>,
    /// Who decided.
    pub decided_by: Option<Id<UserMarker>>,
    /// Who else approved that.
    pub approved_by: Option<Id<UserMarker>>,
}

/// What is done to each account of a cluster.
#[derive(Debug, Clone, PartialEq)]
pub struct Order {
    /// In which guild, or everywhere.
    pub guild_id: Option<Id<GuildMarker>>,
    /// What, and why.
    pub content: Content,
}

/// Adds a cluster.
pub fn insert_cluster(tx: &mut Tx<'_>, cluster: &Cluster) -> Result<(), StoreError> {
    tx.execute(
        "insert into guard_action_clusters (id, day_id, title, origin, reason, decided)
         values ($1, $2, $3, $4, $5, $6)",
        &[
            &cluster.id,
            &cluster.day_id,
            &cluster.title,
            &cluster.origin.as_str(),
            &cluster.reason,
            &cluster.is_decided,
        ],
    )?;
    Ok(())
}

/// The clusters of a day, the first to come first.
pub fn clusters(tx: &mut Tx<'_>, day_id: Id<ActionDayMarker>) -> Result<Vec<Cluster>, StoreError> {
    tx.query(
        "select id, day_id, title, origin, reason, decided, guild_id, content, decided_by, approved_by
         from guard_action_clusters where day_id = $1 order by id",
        &[&day_id],
        read_cluster,
    )
}

/// Decides about a cluster. Nobody has approved that yet.
pub fn decide(
    tx: &mut Tx<'_>,
    id: Id<ClusterMarker>,
    order: Option<&Order>,
    by: Id<UserMarker>,
) -> Result<(), StoreError> {
    tx.execute(
        "update guard_action_clusters
         set decided = $2, guild_id = $3, content = $4, decided_by = $5, approved_by = null where id = $1",
        &[&id, &true, &order.and_then(|it| it.guild_id), &order.map(|it| Json(&it.content)), &by],
    )?;
    Ok(())
}

/// Takes approval back: what was approved is not what stands there any more.
pub fn withdraw_approval(tx: &mut Tx<'_>, id: Id<ClusterMarker>) -> Result<(), StoreError> {
    tx.execute("update guard_action_clusters set approved_by = null where id = $1", &[&id])?;
    Ok(())
}

/// Approves every order of a day that somebody else decided, and answers how many.
pub fn approve(tx: &mut Tx<'_>, day_id: Id<ActionDayMarker>, by: Id<UserMarker>) -> Result<u64, StoreError> {
    tx.execute(
        "update guard_action_clusters set approved_by = $2
         where day_id = $1 and content is not null and decided_by <> $2 and approved_by is null",
        &[&day_id, &by],
    )
}

fn read_cluster(row: &Found<'_>) -> Result<Cluster, StoreError> {
    let content: Option<Json<Content>> = row.get(7)?;
    let guild_id = row.get(6)?;
    Ok(Cluster {
        id: row.get(0)?,
        day_id: row.get(1)?,
        title: row.get(2)?,
        origin: word(row, 3, Origin::from_word)?,
        reason: row.get(4)?,
        is_decided: row.get(5)?,
        order: content.map(|Json(content)| Order { guild_id, content }),
        decided_by: row.get(8)?,
        approved_by: row.get(9)?,
    })
}
