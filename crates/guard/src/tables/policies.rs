//! Rules of operators, their dry runs, what was done to them, lists of domains and lines about files. A guild's number
//! is 0 for what belongs to the house.

pub mod holds;
pub mod lists;
pub mod samples;

use parvis_model::marker::{GuildMarker, UserMarker};
use parvis_model::{Id, Timestamp, words};
use parvis_screening::policy::Draft;
use parvis_screening::policy::trial::{Gate, Measured};
use parvis_store::{Component, Json, Migration, Row, StoreError, Tx};
use serde::{Deserialize, Serialize};

use super::word;

/// A rule of an operator.
#[derive(Debug)]
pub enum PolicyMarker {}

/// Whose rules: a guild's, or the house's.
pub type Scope = Option<Id<GuildMarker>>;

/// The tables of this part.
pub const POLICIES: Component = Component {
    name: "guard-policies",
    migrations: &[Migration {
        name: "rules of operators",
        sql: "
create table policies (
  id bigint not null primary key,
  guild_id bigint not null,
  mode text not null,
  draft text not null,
  gate text not null,
  run_ms bigint not null,
  caught bigint not null,
  failed bigint not null,
  proven text
);
create index policies_by_guild on policies (guild_id, id);

create table policy_acts (
  id bigint not null primary key,
  guild_id bigint not null,
  policy_id bigint not null,
  user_id bigint,
  act text not null,
  name text not null
);
create index policy_acts_by_guild on policy_acts (guild_id, id);

create table policy_samples (
  policy_id bigint not null,
  place bigint not null,
  guild_id bigint not null,
  channel_id bigint not null,
  author_id bigint not null,
  content text not null,
  why text not null,
  caught_ms bigint not null,
  primary key (policy_id, place)
){clustered};
create index policy_samples_by_guild on policy_samples (guild_id);
create index policy_samples_by_time on policy_samples (caught_ms);
create index policy_samples_by_author on policy_samples (author_id);

create table policy_labels (
  policy_id bigint not null,
  place bigint not null,
  user_id bigint not null,
  is_right boolean not null,
  primary key (policy_id, place, user_id)
){clustered};
create index policy_labels_by_user on policy_labels (user_id);

create table policy_holds (
  id bigint not null primary key,
  guild_id bigint not null,
  for_house boolean not null,
  channel_id bigint not null,
  author_id bigint not null,
  rule text not null,
  content text not null,
  why text not null,
  until_ms bigint not null
);
create index policy_holds_by_guild on policy_holds (guild_id, id);
create index policy_holds_by_author on policy_holds (author_id);
create index policy_holds_by_time on policy_holds (until_ms);

create table policy_lists (
  guild_id bigint not null,
  name text not null,
  effect text not null,
  domains text not null,
  primary key (guild_id, name)
){clustered};

create table policy_media (
  guild_id bigint not null primary key,
  lines text not null
);
",
    }],
};

words! {
    /// How a rule runs.
    Mode {
        /// Not at all.
        Off = "off",
        /// Beside the others, without an effect.
        Dry = "dry",
        /// With its effect.
        On = "on",
    }
    /// What somebody did to a rule.
    PolicyAct {
        /// Made it.
        Made = "made",
        /// Changed it.
        Changed = "changed",
        /// Switched it off.
        SwitchedOff = "switched_off",
        /// Lets it run dry.
        RunsDry = "runs_dry",
        /// Switched it on.
        SwitchedOn = "switched_on",
        /// Deleted it.
        Deleted = "deleted",
    }
}

/// A rule as it is kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Kept {
    /// The rule.
    pub id: Id<PolicyMarker>,
    /// Whose it is.
    pub scope: Scope,
    /// How it runs.
    pub mode: Mode,
    /// As it was written.
    pub draft: Draft,
    /// What is asked before it may be switched on.
    pub gate: Gate,
    /// Since when what it catches is counted.
    pub run_since: Timestamp,
    /// What it caught since then.
    pub caught: u64,
    /// How often its numbers grew beyond all bounds since then.
    pub failed: u64,
    /// What its dry run had come to when it was switched on.
    pub proven: Option<Measured>,
}

/// A feature that a rule asked for, and its value where that may be shown.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Why {
    /// Which one.
    pub feature: String,
    /// True or false, or a number; nothing of a text.
    pub value: Option<serde_json::Value>,
}

/// That somebody did something to a rule; its time is that of its id.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    /// The entry.
    pub id: Id<PolicyMarker>,
    /// Whose rule.
    pub scope: Scope,
    /// Which one.
    pub policy_id: Id<PolicyMarker>,
    /// Who, unless that account is gone.
    pub user_id: Option<Id<UserMarker>>,
    /// What.
    pub act: PolicyAct,
    /// What the rule was called.
    pub name: String,
}

/// As a scope stands in its column.
pub(super) fn number(scope: Scope) -> Id<GuildMarker> {
    scope.unwrap_or(Id::new(0))
}

pub(super) fn scope(row: &Row<'_>, at: usize) -> Result<Scope, StoreError> {
    let id: Id<GuildMarker> = row.get(at)?;
    Ok(Some(id).filter(|id| id.get() != 0))
}

macro_rules! policy_columns {
    () => {
        "select id, guild_id, mode, draft, gate, run_ms, caught, failed, proven from policies"
    };
}

/// The rules of a guild or of the house, the oldest first.
pub fn of_scope(tx: &mut Tx<'_>, scope: Scope) -> Result<Vec<Kept>, StoreError> {
    let sql = concat!(policy_columns!(), " where guild_id = $1 order by id");
    tx.query(sql, &[&number(scope)], read_kept)
}

/// One rule.
pub fn get(tx: &mut Tx<'_>, id: Id<PolicyMarker>) -> Result<Option<Kept>, StoreError> {
    tx.query_opt(concat!(policy_columns!(), " where id = $1"), &[&id], read_kept)
}

/// Adds a rule.
pub fn insert(tx: &mut Tx<'_>, kept: &Kept) -> Result<(), StoreError> {
    tx.execute(
        "insert into policies (id, guild_id, mode, draft, gate, run_ms, caught, failed, proven)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9)",
        &[
            &kept.id,
            &number(kept.scope),
            &kept.mode.as_str(),
            &Json(&kept.draft),
            &Json(&kept.gate),
            &kept.run_since,
            &kept.caught,
            &kept.failed,
            &kept.proven.map(Json),
        ],
    )?;
    Ok(())
}

/// Writes a rule as it is now; what was counted meanwhile stays.
pub fn update(tx: &mut Tx<'_>, kept: &Kept) -> Result<(), StoreError> {
    tx.execute(
        "update policies set mode = $2, draft = $3, gate = $4, proven = $5 where id = $1",
        &[&kept.id, &kept.mode.as_str(), &Json(&kept.draft), &Json(&kept.gate), &kept.proven.map(Json)],
    )?;
    Ok(())
}

/// Begins to count anew, and forgets what was sampled.
pub fn begin_run(tx: &mut Tx<'_>, id: Id<PolicyMarker>, now: Timestamp) -> Result<(), StoreError> {
    tx.execute("update policies set run_ms = $2, caught = 0, failed = 0 where id = $1", &[&id, &now])?;
    samples::delete_of_policy(tx, id)
}

/// Counts what a rule did.
pub fn count(tx: &mut Tx<'_>, id: Id<PolicyMarker>, caught: u64, failed: u64) -> Result<(), StoreError> {
    tx.execute(
        "update policies set caught = caught + $2, failed = failed + $3 where id = $1",
        &[&id, &caught, &failed],
    )?;
    Ok(())
}

/// Removes a rule, and what it sampled; whether there was one. What it holds waits on.
pub fn delete(tx: &mut Tx<'_>, id: Id<PolicyMarker>) -> Result<bool, StoreError> {
    let deleted = tx.execute("delete from policies where id = $1", &[&id])? > 0;
    if deleted {
        samples::delete_of_policy(tx, id)?;
    }
    Ok(deleted)
}

/// Notes what somebody did to a rule.
pub fn note(tx: &mut Tx<'_>, entry: &Entry) -> Result<(), StoreError> {
    let Entry { id, scope, policy_id, user_id, act, name } = entry;
    tx.execute(
        "insert into policy_acts (id, guild_id, policy_id, user_id, act, name) values ($1, $2, $3, $4, $5, $6)",
        &[id, &number(*scope), policy_id, user_id, &act.as_str(), name],
    )?;
    Ok(())
}

/// What was done to the rules of a guild or of the house, the latest first.
pub fn notes(tx: &mut Tx<'_>, scope_: Scope, limit: u32) -> Result<Vec<Entry>, StoreError> {
    tx.query(
        "select id, guild_id, policy_id, user_id, act, name from policy_acts where guild_id = $1
         order by id desc limit $2",
        &[&number(scope_), &limit],
        |row| {
            Ok(Entry {
                id: row.get(0)?,
                scope: scope(row, 1)?,
                policy_id: row.get(2)?,
                user_id: row.get(3)?,
                act: word(row, 4, PolicyAct::from_word)?,
                name: row.get(5)?,
            })
        },
    )
}

/// Forgets what has had its time: samples that were caught, and notes that were made before these moments; how many.
pub fn delete_old(
    tx: &mut Tx<'_>,
    sampled_before: Timestamp,
    noted_before: Id<PolicyMarker>,
) -> Result<u64, StoreError> {
    let samples = samples::delete_before(tx, sampled_before)?;
    Ok(samples + tx.execute("delete from policy_acts where id < $1", &[&noted_before])?)
}

/// Forgets what somebody wrote, and who they are.
pub fn forget_account(tx: &mut Tx<'_>, user_id: Id<UserMarker>) -> Result<(), StoreError> {
    samples::forget_account(tx, user_id)?;
    tx.execute("delete from policy_holds where author_id = $1", &[&user_id])?;
    tx.execute("update policy_acts set user_id = null where user_id = $1", &[&user_id])?;
    Ok(())
}

/// Removes everything of a guild that is gone.
pub fn delete_of_guild(tx: &mut Tx<'_>, guild_id: Id<GuildMarker>) -> Result<(), StoreError> {
    for statement in [
        "delete from policy_labels where exists (select 1 from policy_samples s
           where s.policy_id = policy_labels.policy_id and s.place = policy_labels.place and s.guild_id = $1)",
        "delete from policy_samples where guild_id = $1",
        "delete from policies where guild_id = $1",
        "delete from policy_acts where guild_id = $1",
        "delete from policy_holds where guild_id = $1",
        "delete from policy_lists where guild_id = $1",
        "delete from policy_media where guild_id = $1",
    ] {
        tx.execute(statement, &[&guild_id])?;
    }
    Ok(())
}

fn read_kept(row: &Row<'_>) -> Result<Kept, StoreError> {
    Ok(Kept {
        id: row.get(0)?,
        scope: scope(row, 1)?,
        mode: word(row, 2, Mode::from_word)?,
        draft: row.get::<Json<_>>(3)?.0,
        gate: row.get::<Json<_>>(4)?.0,
        run_since: row.get(5)?,
        caught: row.get(6)?,
        failed: row.get(7)?,
        proven: row.get::<Option<Json<_>>>(8)?.map(|Json(proven)| proven),
    })
}
