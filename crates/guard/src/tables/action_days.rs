//! Action days: days, their clusters, and a row for each account. What a row's account is told stands with its
//! decision.

mod clusters;
mod rows;

use parvis_model::marker::UserMarker;
use parvis_model::{Id, Timestamp, words};
use parvis_store::{Component, Migration, Row as Found, StoreError, Tx};
use serde::{Deserialize, Serialize};

use super::word;
pub use clusters::{Cluster, Order, approve, clusters, decide, insert_cluster, withdraw_approval};
pub use rows::{
    Counts, Evidence, Row, counts, exclude, insert_row, rows, rows_in, set_row, taken_alone, took_part,
};

/// A day of decisions on many accounts.
#[derive(Debug)]
pub enum ActionDayMarker {}

/// Accounts of a day that are decided together.
#[derive(Debug)]
pub enum ClusterMarker {}

/// The tables.
pub const ACTION_DAYS: Component = Component {
    name: "guard-action-days",
    migrations: &[Migration {
        name: "action days",
        sql: "
create table guard_action_days (
  id bigint not null primary key,
  title text not null,
  state text not null,
  version bigint not null,
  created_by bigint,
  started_by bigint,
  started_ms bigint,
  finished_ms bigint,
  undone_by bigint,
  undone_ms bigint,
  undo_reason text
);

create table guard_action_clusters (
  id bigint not null primary key,
  day_id bigint not null,
  title text not null,
  origin text not null,
  reason text not null,
  decided boolean not null,
  guild_id bigint,
  content text,
  decided_by bigint,
  approved_by bigint
);
create index guard_action_clusters_by_day on guard_action_clusters (day_id, id);

create table guard_action_rows (
  day_id bigint not null,
  user_id bigint not null,
  cluster_id bigint not null,
  evidence text not null,
  state text not null,
  obstacle text,
  decision_id bigint,
  primary key (day_id, user_id)
){clustered};
create index guard_action_rows_by_cluster on guard_action_rows (cluster_id, state, user_id);
create index guard_action_rows_by_user on guard_action_rows (user_id);
create index guard_action_rows_by_decision on guard_action_rows (decision_id) where decision_id is not null;
",
    }],
};

words! {
    /// How far a day has come.
    DayState {
        /// It is put together, and nothing has happened yet.
        Draft = "draft",
        /// Its rows are being done.
        Running = "running",
        /// Somebody stopped it between two rows.
        Paused = "paused",
        /// Every row is done.
        Done = "done",
        /// What was done is being taken back.
        Undoing = "undoing",
        /// All of it was taken back.
        Undone = "undone",
    }
    /// Where a cluster comes from.
    Origin {
        /// A list that somebody brought.
        List = "list",
        /// A network of mirror channels.
        Mirror = "mirror",
        /// Accounts that seem to be removed ones come back.
        Returned = "returned",
        /// Somebody put it together.
        Hand = "hand",
    }
    /// What became of an account.
    RowState {
        /// Nothing yet.
        Proposed = "proposed",
        /// Somebody took it off the list.
        Excluded = "excluded",
        /// The measure holds.
        Applied = "applied",
        /// The measure could not be taken.
        Skipped = "skipped",
        /// The measure was taken back.
        Undone = "undone",
    }
    /// Why a measure cannot be taken.
    Obstacle {
        /// The account is gone.
        Gone = "gone",
        /// It is a bot, which has no statement to read.
        Bot = "bot",
        /// It is a moderator of the house.
        Protected = "protected",
        /// It is suspended already.
        Suspended = "suspended",
        /// It is banned there already.
        Banned = "banned",
        /// It owns the guild.
        Owner = "owner",
        /// It is no member of the guild.
        NoMember = "no_member",
    }
}

/// A day as it is kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Day {
    /// The day.
    pub id: Id<ActionDayMarker>,
    /// What it is called.
    pub title: String,
    /// How far it has come.
    pub state: DayState,
    /// Counts what changes its effect.
    pub version: i64,
    /// Who began to put it together.
    pub created_by: Option<Id<UserMarker>>,
    /// Who started it.
    pub started_by: Option<Id<UserMarker>>,
    /// When.
    pub started_at: Option<Timestamp>,
    /// When every row was done.
    pub finished_at: Option<Timestamp>,
    /// Who took it back.
    pub undone_by: Option<Id<UserMarker>>,
    /// When.
    pub undone_at: Option<Timestamp>,
    /// Why.
    pub undo_reason: Option<String>,
}

macro_rules! day_columns {
    () => {
        "id, title, state, version, created_by, started_by, started_ms, finished_ms, undone_by, undone_ms, undo_reason"
    };
}

/// Begins a day.
pub fn insert(tx: &mut Tx<'_>, day: &Day) -> Result<(), StoreError> {
    tx.execute(
        "insert into guard_action_days (id, title, state, version, created_by) values ($1, $2, $3, $4, $5)",
        &[&day.id, &day.title, &day.state.as_str(), &day.version, &day.created_by],
    )?;
    Ok(())
}

/// One day.
pub fn get(tx: &mut Tx<'_>, id: Id<ActionDayMarker>) -> Result<Option<Day>, StoreError> {
    tx.query_opt(
        concat!("select ", day_columns!(), " from guard_action_days where id = $1"),
        &[&id],
        read_day,
    )
}

/// Days older than one, newest first.
pub fn page(tx: &mut Tx<'_>, before: Id<ActionDayMarker>, limit: u32) -> Result<Vec<Day>, StoreError> {
    tx.query(
        concat!("select ", day_columns!(), " from guard_action_days where id < $1 order by id desc limit $2"),
        &[&before, &limit],
        read_day,
    )
}

/// The day that has something to do, the oldest first.
pub fn at_work(tx: &mut Tx<'_>) -> Result<Option<Day>, StoreError> {
    tx.query_opt(
        concat!(
            "select ",
            day_columns!(),
            " from guard_action_days where state in ('running', 'undoing') order by id limit 1"
        ),
        &[],
        read_day,
    )
}

/// Counts a change of what a day will do; false when it has begun.
pub fn change(tx: &mut Tx<'_>, id: Id<ActionDayMarker>) -> Result<bool, StoreError> {
    let changed = tx.execute(
        "update guard_action_days set version = version + 1 where id = $1 and state = 'draft'",
        &[&id],
    )?;
    Ok(changed > 0)
}

/// Starts a day as it was at a version; false when it is another one by now, or has begun.
pub fn start(
    tx: &mut Tx<'_>,
    id: Id<ActionDayMarker>,
    version: i64,
    by: Id<UserMarker>,
    now: Timestamp,
) -> Result<bool, StoreError> {
    let changed = tx.execute(
        "update guard_action_days set state = 'running', started_by = $3, started_ms = $4
         where id = $1 and version = $2 and state = 'draft'",
        &[&id, &version, &by, &now],
    )?;
    Ok(changed > 0)
}

/// Stops a day, or lets it go on; false when there is nothing to stop or to go on with.
pub fn pause(tx: &mut Tx<'_>, id: Id<ActionDayMarker>, is_paused: bool) -> Result<bool, StoreError> {
    let (from, to) =
        if is_paused { (DayState::Running, DayState::Paused) } else { (DayState::Paused, DayState::Running) };
    let changed = tx.execute(
        "update guard_action_days set state = $3 where id = $1 and state = $2",
        &[&id, &from.as_str(), &to.as_str()],
    )?;
    Ok(changed > 0)
}

/// Begins to take a day back; false when it has not begun, or is being taken back.
pub fn begin_undo(
    tx: &mut Tx<'_>,
    id: Id<ActionDayMarker>,
    by: Id<UserMarker>,
    reason: &str,
    now: Timestamp,
) -> Result<bool, StoreError> {
    let changed = tx.execute(
        "update guard_action_days set state = 'undoing', undone_by = $2, undo_reason = $3, undone_ms = $4
         where id = $1 and state in ('running', 'paused', 'done')",
        &[&id, &by, &reason, &now],
    )?;
    Ok(changed > 0)
}

/// Notes that nothing is left to do.
pub fn finish(tx: &mut Tx<'_>, day: &Day, now: Timestamp) -> Result<(), StoreError> {
    tx.execute(
        "update guard_action_days set state = 'done', finished_ms = $2 where id = $1 and state = 'running'",
        &[&day.id, &now],
    )?;
    tx.execute(
        "update guard_action_days set state = 'undone', finished_ms = $2 where id = $1 and state = 'undoing'",
        &[&day.id, &now],
    )?;
    Ok(())
}

/// Removes days that are older than one, with what hangs on them.
pub fn delete_before(tx: &mut Tx<'_>, before: Id<ActionDayMarker>) -> Result<u64, StoreError> {
    tx.execute("delete from guard_action_rows where day_id < $1", &[&before])?;
    tx.execute("delete from guard_action_clusters where day_id < $1", &[&before])?;
    tx.execute("delete from guard_action_days where id < $1", &[&before])
}

/// Forgets an account, on the lists and among those who decided. An order that its maker left is nobody's to approve.
pub fn forget_account(tx: &mut Tx<'_>, user_id: Id<UserMarker>) -> Result<(), StoreError> {
    for statement in [
        "delete from guard_action_rows where user_id = $1",
        "update guard_action_clusters set decided_by = null where decided_by = $1",
        "update guard_action_clusters set approved_by = null where approved_by = $1",
        "update guard_action_days set created_by = null where created_by = $1",
        "update guard_action_days set started_by = null where started_by = $1",
        "update guard_action_days set undone_by = null where undone_by = $1",
    ] {
        tx.execute(statement, &[&user_id])?;
    }
    Ok(())
}

fn read_day(row: &Found<'_>) -> Result<Day, StoreError> {
    Ok(Day {
        id: row.get(0)?,
        title: row.get(1)?,
        state: word(row, 2, DayState::from_word)?,
        version: row.get(3)?,
        created_by: row.get(4)?,
        started_by: row.get(5)?,
        started_at: row.get(6)?,
        finished_at: row.get(7)?,
        undone_by: row.get(8)?,
        undone_at: row.get(9)?,
        undo_reason: row.get(10)?,
    })
}
