//! Rides and mutual aid: who offers or asks for what. The only table of it that names an author.

use parvis_model::marker::{GuildMarker, UserMarker};
use parvis_model::{Id, Timestamp};
use parvis_store::{IdList, Json, Row, StoreError, Tx};
use serde::{Deserialize, Serialize};

use crate::aid::kind::{Category, Condition, Kind, State};
use crate::markers::{AidMarker, AreaMarker};

/// A listing as it is kept.
#[derive(Debug, Clone, PartialEq)]
pub struct Kept {
    /// When it was posted stands in it.
    pub id: Id<AidMarker>,
    /// Who posted it: told to nobody but those with whom they agree.
    pub author_id: Id<UserMarker>,
    /// The guild whose members alone see it; none: the map.
    pub guild_id: Option<Id<GuildMarker>>,
    /// What it is.
    pub kind: Kind,
    /// How far it has come. Whether its time is over, the clock says: ask [`Kept::state_at`].
    pub state: State,
    /// The end of its time.
    pub until: Timestamp,
    /// Seats, pieces or hands.
    pub total: u32,
    /// How many of them nobody has taken.
    pub remaining: u32,
    /// What is always read whole.
    pub details: Details,
}

/// What is said in a listing.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Details {
    /// Where, or from where.
    pub area_id: Id<AreaMarker>,
    /// More exactly, as a cell of the grid.
    pub cell: Option<String>,
    /// Where a ride goes.
    pub destination_id: Option<Id<AreaMarker>>,
    /// Where it passes.
    pub via_ids: Vec<Id<AreaMarker>>,
    /// The beginning of its time.
    pub from: Timestamp,
    /// What it is about; of rides nothing.
    pub category: Option<Category>,
    /// Under which conditions.
    pub conditions: Vec<Condition>,
    /// Who pays what, in a few words.
    pub cost_share: String,
    /// In the author's words.
    pub text: String,
    /// Why moderators took it away.
    pub removed_because: Option<String>,
}

impl Kept {
    /// How far it has come at a moment: what is over is done.
    pub fn state_at(&self, now_ms: i64) -> State {
        if self.state.is_current() && self.until.unix_ms() <= now_ms { State::Done } else { self.state }
    }

    /// Every place that it names: where it begins, where it passes, where it ends.
    pub fn stops(&self) -> impl Iterator<Item = Id<AreaMarker>> {
        let details = &self.details;
        std::iter::once(details.area_id).chain(details.via_ids.iter().copied()).chain(details.destination_id)
    }

    /// Where one can come in.
    pub fn starts(&self) -> impl Iterator<Item = Id<AreaMarker>> {
        std::iter::once(self.details.area_id).chain(self.details.via_ids.iter().copied())
    }
}

macro_rules! aid_columns {
    () => {
        "select id, author_id, guild_id, kind, state, until_ms, total, remaining, details from directory_aid a"
    };
}

/// Adds a listing.
pub fn insert(tx: &mut Tx<'_>, kept: &Kept) -> Result<(), StoreError> {
    tx.execute(
        "insert into directory_aid (id, author_id, guild_id, kind, state, until_ms, total, remaining, details)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9)",
        &[
            &kept.id,
            &kept.author_id,
            &kept.guild_id,
            &kept.kind.as_str(),
            &kept.state.as_str(),
            &kept.until,
            &kept.total,
            &kept.remaining,
            &Json(&kept.details),
        ],
    )?;
    Ok(())
}

/// Writes what can change of a listing.
pub fn update(tx: &mut Tx<'_>, kept: &Kept) -> Result<(), StoreError> {
    tx.execute(
        "update directory_aid set state = $2, remaining = $3, details = $4 where id = $1",
        &[&kept.id, &kept.state.as_str(), &kept.remaining, &Json(&kept.details)],
    )?;
    Ok(())
}

/// One listing.
pub fn get(tx: &mut Tx<'_>, id: Id<AidMarker>) -> Result<Option<Kept>, StoreError> {
    tx.query_opt(concat!(aid_columns!(), " where id = $1"), &[&id], read)
}

/// Those of these that there are.
pub fn among(tx: &mut Tx<'_>, ids: &[Id<AidMarker>]) -> Result<Vec<Kept>, StoreError> {
    tx.query(concat!(aid_columns!(), " where id in ids($1)"), &[&IdList(ids)], read)
}

/// All of them.
pub fn all(tx: &mut Tx<'_>) -> Result<Vec<Kept>, StoreError> {
    tx.query(aid_columns!(), &[], read)
}

/// What an account has posted, the newest first.
pub fn of_author(tx: &mut Tx<'_>, author_id: Id<UserMarker>, limit: u32) -> Result<Vec<Kept>, StoreError> {
    tx.query(
        concat!(aid_columns!(), " where author_id = $1 order by id desc limit $2"),
        &[&author_id, &limit],
        read,
    )
}

/// How many listings of an account are current.
pub fn current_count(tx: &mut Tx<'_>, author_id: Id<UserMarker>, now: Timestamp) -> Result<u32, StoreError> {
    tx.query_one(
        "select count(*) from directory_aid
         where author_id = $1 and state in ('open', 'matched') and until_ms > $2",
        &[&author_id, &now],
        |row| row.get(0),
    )
}

/// How many listings an account has posted since one.
pub fn count_since(
    tx: &mut Tx<'_>,
    author_id: Id<UserMarker>,
    first: Id<AidMarker>,
) -> Result<u32, StoreError> {
    tx.query_one(
        "select count(*) from directory_aid where author_id = $1 and id >= $2",
        &[&author_id, &first],
        |row| row.get(0),
    )
}

/// Current listings of guilds whose authors are not in them any more.
pub fn of_former_members(tx: &mut Tx<'_>, limit: u32) -> Result<Vec<Kept>, StoreError> {
    tx.query(
        concat!(
            aid_columns!(),
            " where guild_id is not null and state in ('open', 'matched') and not exists (
                select 1 from members m where m.guild_id = a.guild_id and m.user_id = a.author_id)
              limit $1"
        ),
        &[&limit],
        read,
    )
}

/// Listings whose authors' accounts are deleted.
pub fn of_deleted_accounts(tx: &mut Tx<'_>, limit: u32) -> Result<Vec<Id<AidMarker>>, StoreError> {
    tx.query(
        "select a.id from directory_aid a join users u on u.id = a.author_id
         where u.username like 'deleted-user-%' limit $1",
        &[&limit],
        |row| row.get(0),
    )
}

/// Listings that were over before a moment.
pub fn over_before(tx: &mut Tx<'_>, end: Timestamp, limit: u32) -> Result<Vec<Id<AidMarker>>, StoreError> {
    tx.query(
        "select id from directory_aid where until_ms <= $1 order by until_ms limit $2",
        &[&end, &limit],
        |row| row.get(0),
    )
}

/// Takes a listing away with what was asked and reported of it.
pub fn delete(tx: &mut Tx<'_>, id: Id<AidMarker>) -> Result<bool, StoreError> {
    tx.execute("delete from directory_aid_asks where aid_id = $1", &[&id])?;
    tx.execute("delete from directory_aid_reports where aid_id = $1", &[&id])?;
    tx.execute("update directory_aid_asks set own_aid_id = null where own_aid_id = $1", &[&id])?;
    Ok(tx.execute("delete from directory_aid where id = $1", &[&id])? > 0)
}

fn read(row: &Row<'_>) -> Result<Kept, StoreError> {
    let Json(details) = row.get(8)?;
    Ok(Kept {
        id: row.get(0)?,
        author_id: row.get(1)?,
        guild_id: row.get(2)?,
        kind: row.get(3)?,
        state: row.get(4)?,
        until: row.get(5)?,
        total: row.get(6)?,
        remaining: row.get(7)?,
        details,
    })
}
