//! What an order does to an account. The preview asks here, and the execution, so that they cannot differ.

use std::collections::BTreeMap;

use parvis_app::App;
use parvis_model::Id;
use parvis_model::marker::UserMarker;
use parvis_store::tables as talk;
use parvis_store::{StoreError, Tx};
use serde::Serialize;

use crate::limits;
use crate::tables;
use crate::tables::action_days::{Cluster, ClusterMarker, Obstacle, Order, RowState, rows_in};
use crate::words::MeasureKind;

/// Why an order cannot be carried out on an account; `None` when it can.
pub(super) fn obstacle(
    app: &App,
    tx: &mut Tx<'_>,
    order: &Order,
    user_id: Id<UserMarker>,
) -> Result<Option<Obstacle>, StoreError> {
    let Some(user) = talk::users::get(tx, user_id)? else { return Ok(Some(Obstacle::Gone)) };
    if tables::moderators::exists(tx, user_id)? {
        return Ok(Some(Obstacle::Protected));
    }
    let Some(guild_id) = order.guild_id else {
        return Ok(match app.is_suspended(user_id) {
            _ if user.bot => Some(Obstacle::Bot),
            true => Some(Obstacle::Suspended),
            false => None,
        });
    };
    Ok(match talk::guilds::owner(tx, guild_id)? {
        None => Some(Obstacle::Gone),
        Some(owner_id) if owner_id == user_id => Some(Obstacle::Owner),
        Some(_) if order.content.gravest() == MeasureKind::Ban => {
            talk::bans::get(tx, guild_id, user_id)?.map(|_| Obstacle::Banned)
        }
        Some(_) => match talk::members::get(tx, guild_id, user_id)? {
            Some(_) => None,
            None => Some(Obstacle::NoMember),
        },
    })
}

/// What an order will do to the accounts of its cluster.
#[derive(Debug, Default, Serialize)]
pub struct Effect {
    cluster_id: Option<Id<ClusterMarker>>,
    /// Accounts to which it is done.
    pub(super) accounts: u64,
    /// Accounts to which it cannot be done, by reason.
    pub(super) skipped: BTreeMap<&'static str, u64>,
}

/// What becomes of a cluster as it stands.
pub(super) fn of_cluster(app: &App, tx: &mut Tx<'_>, cluster: &Cluster) -> Result<Effect, StoreError> {
    let mut effect = Effect { cluster_id: Some(cluster.id), ..Effect::default() };
    let Some(order) = &cluster.order else { return Ok(effect) };
    for row in rows_in(tx, cluster.id, RowState::Proposed, limits::CLUSTER_ACCOUNTS_MAX as u32)? {
        match obstacle(app, tx, order, row.user_id)? {
            Some(obstacle) => *effect.skipped.entry(obstacle.as_str()).or_default() += 1,
            None => effect.accounts += 1,
        }
    }
    Ok(effect)
}
