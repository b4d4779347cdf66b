//! Lists of accounts, domains and hashes that somebody handed in, what they came to here, and what two reviewers say of
//! a sample. What names nobody here has thirty days, and handles of other services are never in them, only digests.

use std::collections::BTreeMap;

use parvis_model::marker::{CaseMarker, ChannelMarker, GuildMarker, MessageMarker, UserMarker};
use parvis_model::{Id, Timestamp};
use parvis_store::{Component, Json, Migration, Row, StoreError, Tx};
use parvis_watchlists::Evidence;
use parvis_watchlists::gate::{Label, Labelled, Standing};
use parvis_watchlists::matching::{Doubt, Verdict};
use serde::{Deserialize, Serialize};

use super::{word, word_or_none};

mod presence;
pub mod signed;

pub use presence::{Links, attached_since, channels_of, links_since};

/// A list that somebody handed in.
#[derive(Debug)]
pub enum ListMarker {}

/// The tables.
pub const LISTS: Component = Component {
    name: "guard-lists",
    migrations: &[
        Migration {
            name: "lists, their rows and labels",
            sql: "
create table guard_lists (
  id bigint not null primary key,
  guild_id bigint,
  submitter_id bigint,
  about text not null,
  salt {blob} not null,
  counts text not null,
  expires_ms bigint not null,
  gate text,
  gate_ms bigint
);
create index guard_lists_by_guild on guard_lists (guild_id, id);
create index guard_lists_by_end on guard_lists (expires_ms);

create table guard_list_rows (
  list_id bigint not null,
  number bigint not null,
  line bigint not null,
  verdict text not null,
  fault text,
  doubt text,
  subject text,
  keyed {blob},
  reason text not null,
  recommendation text not null,
  evidence text,
  observed_ms bigint,
  expires_ms bigint,
  user_id bigint,
  places text not null,
  sample_place bigint,
  case_id bigint,
  primary key (list_id, number)
){clustered};
create index guard_list_rows_by_verdict on guard_list_rows (list_id, verdict, number);
create index guard_list_rows_by_user on guard_list_rows (user_id) where user_id is not null;

create table guard_list_labels (
  list_id bigint not null,
  number bigint not null,
  reviewer_id bigint not null,
  label text not null,
  primary key (list_id, number, reviewer_id)
){clustered};
",
        },
        Migration { name: "signed lists", sql: signed::SQL },
    ],
};

/// How many rows came to what.
pub type Counts = BTreeMap<String, u32>;

/// What a list says of itself.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct About {
    /// What it is about.
    pub title: String,
    /// Where it is from.
    pub source: String,
    /// On what terms it may be used.
    pub licence: String,
    /// Who made it.
    pub compiler: String,
    /// Where somebody who is on it can object: `https://…` or `mailto:…`.
    pub appeal: String,
    /// What stands behind its rows.
    pub evidence: Evidence,
    /// How it was written.
    pub format: String,
}

/// A list as it is kept.
#[derive(Debug, Clone, PartialEq)]
pub struct List {
    /// The list; its time is when it was handed in.
    pub id: Id<ListMarker>,
    /// For which guild; `None`: for the house.
    pub guild_id: Option<Id<GuildMarker>>,
    /// Who handed it in; `None` when that account is gone.
    pub submitter_id: Option<Id<UserMarker>>,
    /// What it says of itself.
    pub about: About,
    /// The key of its digests.
    pub salt: [u8; 32],
    /// How many rows came to what, when it was handed in.
    pub counts: Counts,
    /// Until when it counts.
    pub expires_at: Timestamp,
    /// What the gate said in the end, and when.
    pub gate: Option<(Standing, Timestamp)>,
}

/// Where something that a row means stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Place {
    /// In which channel.
    pub channel_id: Id<ChannelMarker>,
    /// In which message.
    pub message_id: Id<MessageMarker>,
}

/// A row as it is kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ListRow {
    /// Its number in the list, from 1.
    pub number: u32,
    /// In which line it stood.
    pub line: u32,
    /// What it came to.
    pub verdict: Verdict,
    /// Why it names nothing.
    pub fault: Option<String>,
    /// Why a person must look.
    pub doubt: Option<Doubt>,
    /// Whom or what it names, where that may be kept.
    pub subject: Option<String>,
    /// The digest of whom it names elsewhere.
    pub keyed: Option<[u8; 32]>,
    /// Why, in the list's words; empty where it means nobody here.
    pub reason: String,
    /// What the list asks for.
    pub recommendation: String,
    /// What stands behind it, where it is not what stands behind the list.
    pub evidence: Option<Evidence>,
    /// When it was seen.
    pub observed_at: Option<Timestamp>,
    /// Until when it counts.
    pub expires_at: Option<Timestamp>,
    /// Whom it means here.
    pub user_id: Option<Id<UserMarker>>,
    /// Where what it means stands here.
    pub places: Vec<Place>,
    /// At which place of the random order it stands of which the sample is the beginning; rows that named somebody here
    /// for certain when the list was handed in have one.
    pub sample_place: Option<u32>,
    /// The case that somebody opened from it.
    pub case_id: Option<Id<CaseMarker>>,
}

macro_rules! list_columns {
    () => {
        "select id, guild_id, submitter_id, about, salt, counts, expires_ms, gate, gate_ms
         from guard_lists"
    };
}

macro_rules! row_columns {
    () => {
        "select number, line, verdict, fault, doubt, subject, keyed, reason, recommendation, evidence, observed_ms,
           expires_ms, user_id, places, sample_place, case_id
         from guard_list_rows"
    };
}

/// Adds a list.
pub fn insert(tx: &mut Tx<'_>, list: &List) -> Result<(), StoreError> {
    tx.execute(
        "insert into guard_lists (id, guild_id, submitter_id, about, salt, counts, expires_ms)
         values ($1, $2, $3, $4, $5, $6, $7)",
        &[
            &list.id,
            &list.guild_id,
            &list.submitter_id,
            &Json(&list.about),
            &list.salt,
            &Json(&list.counts),
            &list.expires_at,
        ],
    )?;
    Ok(())
}

/// One list.
pub fn get(tx: &mut Tx<'_>, id: Id<ListMarker>) -> Result<Option<List>, StoreError> {
    tx.query_opt(concat!(list_columns!(), " where id = $1"), &[&id], read_list)
}

/// The lists of a guild, or with `None` of the house, newest first.
pub fn of(tx: &mut Tx<'_>, guild_id: Option<Id<GuildMarker>>, limit: u32) -> Result<Vec<List>, StoreError> {
    tx.query(
        concat!(list_columns!(), " where coalesce(guild_id, 0) = $1 order by id desc limit $2"),
        &[&guild_id.unwrap_or(Id::new(0)), &limit],
        read_list,
    )
}

/// Keeps what the gate said in the end.
pub fn set_gate(
    tx: &mut Tx<'_>,
    id: Id<ListMarker>,
    gate: &Standing,
    now: Timestamp,
) -> Result<(), StoreError> {
    tx.execute(
        "update guard_lists set gate = $2, gate_ms = $3 where id = $1 and gate is null",
        &[&id, &Json(gate), &now],
    )?;
    Ok(())
}

/// Adds a row.
pub fn insert_row(tx: &mut Tx<'_>, list_id: Id<ListMarker>, row: &ListRow) -> Result<(), StoreError> {
    tx.execute(
        "insert into guard_list_rows (list_id, number, line, verdict, fault, doubt, subject, keyed, reason,
           recommendation, evidence, observed_ms, expires_ms, user_id, places, sample_place, case_id)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17)",
        &[
            &list_id,
            &row.number,
            &row.line,
            &row.verdict.as_str(),
            &row.fault,
            &row.doubt.map(Doubt::as_str),
            &row.subject,
            &row.keyed,
            &row.reason,
            &row.recommendation,
            &row.evidence.map(Evidence::as_str),
            &row.observed_at,
            &row.expires_at,
            &row.user_id,
            &Json(&row.places),
            &row.sample_place,
            &row.case_id,
        ],
    )?;
    Ok(())
}

/// One row.
pub fn row(tx: &mut Tx<'_>, list_id: Id<ListMarker>, number: u32) -> Result<Option<ListRow>, StoreError> {
    tx.query_opt(
        concat!(row_columns!(), " where list_id = $1 and number = $2"),
        &[&list_id, &number],
        read_row,
    )
}

/// Rows behind a number that came to one thing, or to any.
pub fn rows(
    tx: &mut Tx<'_>,
    list_id: Id<ListMarker>,
    verdict: Option<Verdict>,
    after: u32,
    limit: u32,
) -> Result<Vec<ListRow>, StoreError> {
    tx.query(
        concat!(
            row_columns!(),
            " where list_id = $1 and number > $2 and ($3 = '' or verdict = $3) order by number limit $4"
        ),
        &[&list_id, &after, &verdict.map_or("", Verdict::as_str), &limit],
        read_row,
    )
}

/// Numbers of the rows of which the sample is the beginning, in their random order.
pub fn sampling_order(tx: &mut Tx<'_>, list_id: Id<ListMarker>) -> Result<Vec<u64>, StoreError> {
    tx.query(
        "select number from guard_list_rows where list_id = $1 and sample_place is not null order by sample_place",
        &[&list_id],
        |row| row.get::<u32>(0).map(u64::from),
    )
}

/// Rows that a bulk proposal may hold: somebody here, for certain, of whom no case was opened.
pub fn proposable(
    tx: &mut Tx<'_>,
    list_id: Id<ListMarker>,
    now: Timestamp,
) -> Result<Vec<ListRow>, StoreError> {
    tx.query(
        concat!(
            row_columns!(),
            " where list_id = $1 and verdict in ('exact', 'proven_link') and user_id is not null
                and case_id is null and (expires_ms is null or expires_ms > $2)
              order by number"
        ),
        &[&list_id, &now],
        read_row,
    )
}

/// Notes the case that was opened from a row.
pub fn set_case(
    tx: &mut Tx<'_>,
    list_id: Id<ListMarker>,
    number: u32,
    case_id: Id<CaseMarker>,
) -> Result<(), StoreError> {
    tx.execute(
        "update guard_list_rows set case_id = $3 where list_id = $1 and number = $2",
        &[&list_id, &number, &case_id],
    )?;
    Ok(())
}

/// What reviewers say of the rows that are there still.
pub fn labels(tx: &mut Tx<'_>, list_id: Id<ListMarker>) -> Result<Vec<Labelled>, StoreError> {
    tx.query(
        "select l.number, l.reviewer_id, l.label from guard_list_labels l
         join guard_list_rows r on r.list_id = l.list_id and r.number = l.number and r.sample_place is not null
         where l.list_id = $1 order by l.number, l.reviewer_id",
        &[&list_id],
        |row| {
            let reviewer: Id<UserMarker> = row.get(1)?;
            Ok(Labelled {
                row: row.get::<u32>(0)?.into(),
                reviewer: reviewer.get(),
                label: word(row, 2, Label::from_word)?,
            })
        },
    )
}

/// Keeps what a reviewer says of a row, in the place of what they said before.
pub fn set_label(tx: &mut Tx<'_>, list_id: Id<ListMarker>, labelled: Labelled) -> Result<(), StoreError> {
    tx.execute(
        "insert into guard_list_labels (list_id, number, reviewer_id, label) values ($1, $2, $3, $4)
         on conflict (list_id, number, reviewer_id) do update set label = excluded.label",
        &[&list_id, &labelled.row, &labelled.reviewer, &labelled.label.as_str()],
    )?;
    Ok(())
}

/// Removes a list with everything of it; whether there was one.
pub fn delete(tx: &mut Tx<'_>, id: Id<ListMarker>) -> Result<bool, StoreError> {
    for statement in [
        "delete from guard_list_labels where list_id = $1",
        "delete from guard_list_rows where list_id = $1",
        "delete from guard_published_lists where list_id = $1",
    ] {
        tx.execute(statement, &[&id])?;
    }
    Ok(tx.execute("delete from guard_lists where id = $1", &[&id])? > 0)
}

/// Removes the rows of older lists that name nobody and nothing here; how many.
pub fn erase_unmatched(tx: &mut Tx<'_>, before: Id<ListMarker>) -> Result<u64, StoreError> {
    tx.execute(
        "delete from guard_list_rows where verdict in ('none', 'malformed') and list_id < $1",
        &[&before],
    )
}

/// Removes rows whose list was never kept, because the server ended while it was written.
pub fn erase_orphans(tx: &mut Tx<'_>, before: Id<ListMarker>) -> Result<u64, StoreError> {
    tx.execute(
        "delete from guard_list_rows where list_id < $1
           and not exists (select 1 from guard_lists l where l.id = guard_list_rows.list_id)",
        &[&before],
    )
}

/// Removes the rows and labels of lists whose time is over; what they were, and what came of them, stays for a while.
pub fn erase_expired(tx: &mut Tx<'_>, now: Timestamp) -> Result<(), StoreError> {
    for statement in [
        "delete from guard_list_labels where list_id in (select id from guard_lists where expires_ms <= $1)",
        "delete from guard_list_rows where list_id in (select id from guard_lists where expires_ms <= $1)",
    ] {
        tx.execute(statement, &[&now])?;
    }
    Ok(())
}

/// Removes lists that ended before a moment.
pub fn delete_ended_before(tx: &mut Tx<'_>, moment: Timestamp) -> Result<u64, StoreError> {
    tx.execute("delete from guard_lists where expires_ms < $1", &[&moment])
}

/// Removes the lists of a guild that is gone.
pub fn delete_of_guild(tx: &mut Tx<'_>, guild_id: Id<GuildMarker>) -> Result<(), StoreError> {
    for statement in [
        "delete from guard_list_labels where list_id in (select id from guard_lists where guild_id = $1)",
        "delete from guard_list_rows where list_id in (select id from guard_lists where guild_id = $1)",
        "delete from guard_lists where guild_id = $1",
    ] {
        tx.execute(statement, &[&guild_id])?;
    }
    Ok(())
}

/// Forgets an account: rows that name it go, and nobody knows any more that it handed in a list. What it said of a
/// sample stays while the list does: the gate counts two reviewers.
pub fn forget_account(tx: &mut Tx<'_>, user_id: Id<UserMarker>) -> Result<(), StoreError> {
    tx.execute("delete from guard_list_rows where user_id = $1", &[&user_id])?;
    tx.execute("update guard_lists set submitter_id = null where submitter_id = $1", &[&user_id])?;
    Ok(())
}

fn read_list(row: &Row<'_>) -> Result<List, StoreError> {
    let (Json(about), Json(counts)) = (row.get(3)?, row.get(5)?);
    let gate: Option<Json<Standing>> = row.get(7)?;
    let gate_at: Option<Timestamp> = row.get(8)?;
    Ok(List {
        id: row.get(0)?,
        guild_id: row.get(1)?,
        submitter_id: row.get(2)?,
        about,
        salt: row.get(4)?,
        counts,
        expires_at: row.get(6)?,
        gate: gate.map(|Json(gate)| gate).zip(gate_at),
    })
}

fn read_row(row: &Row<'_>) -> Result<ListRow, StoreError> {
    let Json(places) = row.get(13)?;
    Ok(ListRow {
        number: row.get(0)?,
        line: row.get(1)?,
        verdict: word(row, 2, Verdict::from_word)?,
        fault: row.get(3)?,
        doubt: word_or_none(row, 4, Doubt::from_word)?,
        subject: row.get(5)?,
        keyed: row.get(6)?,
        reason: row.get(7)?,
        recommendation: row.get(8)?,
        evidence: word_or_none(row, 9, Evidence::from_word)?,
        observed_at: row.get(10)?,
        expires_at: row.get(11)?,
        user_id: row.get(12)?,
        places,
        sample_place: row.get(14)?,
        case_id: row.get(15)?,
    })
}
