//! Which events of guilds are shown on the map, and where.

use std::collections::HashMap;

use parvis_model::marker::{GuildMarker, ScheduledEventMarker};
use parvis_model::{Id, Timestamp};
use parvis_store::tables::scheduled_events::{self, ALL_OCCURRENCES, Planned};
use parvis_store::{Row, StoreError, Tx};

use crate::markers::AreaMarker;

/// An event that is to be shown in a place.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Placed {
    /// The event.
    pub event_id: Id<ScheduledEventMarker>,
    /// Its guild.
    pub guild_id: Id<GuildMarker>,
    /// The place.
    pub area_id: Id<AreaMarker>,
    /// Whether it is told roughly how many are interested.
    pub tells_interest: bool,
    /// When it was put there.
    pub placed_at: Timestamp,
}

/// Shows an event in a place, or in another one.
pub fn put(tx: &mut Tx<'_>, placed: &Placed) -> Result<(), StoreError> {
    tx.execute(
        "insert into directory_actions (event_id, guild_id, area_id, tells_interest, placed_ms)
         values ($1, $2, $3, $4, $5)
         on conflict (event_id) do update set area_id = excluded.area_id,
           tells_interest = excluded.tells_interest, placed_ms = excluded.placed_ms",
        &[&placed.event_id, &placed.guild_id, &placed.area_id, &placed.tells_interest, &placed.placed_at],
    )?;
    Ok(())
}

/// Shows an event no longer; whether it was shown.
pub fn delete(tx: &mut Tx<'_>, event_id: Id<ScheduledEventMarker>) -> Result<bool, StoreError> {
    Ok(tx.execute("delete from directory_actions where event_id = $1", &[&event_id])? > 0)
}

/// Forgets the places of events that there are no longer.
pub fn delete_gone(tx: &mut Tx<'_>) -> Result<u64, StoreError> {
    tx.execute("delete from directory_actions where event_id not in (select id from scheduled_events)", &[])
}

/// Those of a guild, in no order.
pub fn of_guild(tx: &mut Tx<'_>, guild_id: Id<GuildMarker>) -> Result<Vec<Placed>, StoreError> {
    tx.query(
        "select event_id, guild_id, area_id, tells_interest, placed_ms from directory_actions
         where guild_id = $1",
        &[&guild_id],
        read,
    )
}

/// All of them with their events and the number of those who are interested, in no order.
pub fn all(tx: &mut Tx<'_>) -> Result<Vec<(Placed, Planned, u32)>, StoreError> {
    let placed = tx.query(
        "select event_id, guild_id, area_id, tells_interest, placed_ms from directory_actions",
        &[],
        read,
    )?;
    let ids: Vec<_> = placed.iter().map(|it| it.event_id).collect();
    let counts = scheduled_events::counts(tx, &ids)?;
    let planned = scheduled_events::get_many(tx, &ids)?;
    let mut planned: HashMap<_, _> = planned.into_iter().map(|it| (it.event.id, it)).collect();
    let whole = placed.into_iter().filter_map(|it| {
        let count = counts.get(&(it.event_id, ALL_OCCURRENCES)).copied().unwrap_or(0);
        Some((it, planned.remove(&it.event_id)?, count))
    });
    Ok(whole.collect())
}

fn read(row: &Row<'_>) -> Result<Placed, StoreError> {
    Ok(Placed {
        event_id: row.get(0)?,
        guild_id: row.get(1)?,
        area_id: row.get(2)?,
        tells_interest: row.get(3)?,
        placed_at: row.get(4)?,
    })
}
