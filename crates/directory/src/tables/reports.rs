//! Reports of groups. Nobody is asked who reports.

use parvis_model::Id;
use parvis_store::{Row, StoreError, Tx};

use crate::markers::{GroupMarker, GroupReportMarker};

/// A report.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Report {
    /// When it was made stands in it.
    pub id: Id<GroupReportMarker>,
    /// What it is about.
    pub group_id: Id<GroupMarker>,
    /// One of the known reasons.
    pub reason: String,
    /// In the words of whoever reports.
    pub note: String,
    /// `open` or `closed`.
    pub state: String,
}

/// Adds a report.
pub fn insert(tx: &mut Tx<'_>, report: &Report) -> Result<(), StoreError> {
    tx.execute(
        "insert into directory_reports (id, group_id, reason, note, state) values ($1, $2, $3, $4, $5)",
        &[&report.id, &report.group_id, &report.reason, &report.note, &report.state],
    )?;
    Ok(())
}

/// How many reports of a group nobody has looked at.
pub fn open_count(tx: &mut Tx<'_>, group_id: Id<GroupMarker>) -> Result<u32, StoreError> {
    tx.query_one(
        "select count(*) from directory_reports where group_id = $1 and state = 'open'",
        &[&group_id],
        |row| row.get(0),
    )
}

/// Reports in a state, older than one, the newest first.
pub fn page(
    tx: &mut Tx<'_>,
    state: &str,
    before: Id<GroupReportMarker>,
    limit: u32,
) -> Result<Vec<Report>, StoreError> {
    tx.query(
        "select id, group_id, reason, note, state from directory_reports where state = $1 and id < $2
         order by id desc limit $3",
        &[&state, &before, &limit],
        read,
    )
}

/// Closes a report; what it was, when there is one.
pub fn close(tx: &mut Tx<'_>, id: Id<GroupReportMarker>) -> Result<Option<Report>, StoreError> {
    tx.query_opt(
        "update directory_reports set state = 'closed' where id = $1
         returning id, group_id, reason, note, state",
        &[&id],
        read,
    )
}

/// Forgets reports older than one; returns how many.
pub fn delete_before(tx: &mut Tx<'_>, oldest: Id<GroupReportMarker>) -> Result<u64, StoreError> {
    tx.execute("delete from directory_reports where id < $1", &[&oldest])
}

fn read(row: &Row<'_>) -> Result<Report, StoreError> {
    Ok(Report {
        id: row.get(0)?,
        group_id: row.get(1)?,
        reason: row.get(2)?,
        note: row.get(3)?,
        state: row.get(4)?,
    })
}
