//! Who reported what.

use parvis_model::marker::{CaseMarker, ReportMarker, UserMarker};
use parvis_model::{Id, ReportReason};
use parvis_store::{Row, StoreError, Tx};

use super::word;
use crate::words::Subject;

/// A report as it is kept; its time is that of its id.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Report {
    /// The report.
    pub id: Id<ReportMarker>,
    /// The case that it is part of.
    pub case_id: Id<CaseMarker>,
    /// Who made it; `None` when that account is gone.
    pub reporter_id: Option<Id<UserMarker>>,
    /// Why.
    pub reason: ReportReason,
    /// More about it.
    pub text: String,
}

/// Adds a report; false when the account has reported this case before.
pub fn insert(tx: &mut Tx<'_>, report: &Report) -> Result<bool, StoreError> {
    let added = tx.execute(
        "insert into guard_reports (id, case_id, reporter_id, reason, note) values ($1, $2, $3, $4, $5)
         on conflict do nothing",
        &[&report.id, &report.case_id, &report.reporter_id, &report.reason.as_str(), &report.text],
    )?;
    Ok(added > 0)
}

/// One report.
pub fn get(tx: &mut Tx<'_>, id: Id<ReportMarker>) -> Result<Option<Report>, StoreError> {
    tx.query_opt(
        "select id, case_id, reporter_id, reason, note from guard_reports where id = $1",
        &[&id],
        read,
    )
}

/// The last report that somebody made of a thing, whatever became of its case.
pub fn of_thing(
    tx: &mut Tx<'_>,
    reporter_id: Id<UserMarker>,
    subject: &Subject,
) -> Result<Option<Report>, StoreError> {
    tx.query_opt(
        "select r.id, r.case_id, r.reporter_id, r.reason, r.note from guard_reports r
         join guard_cases c on c.id = r.case_id
         where r.reporter_id = $1 and c.subject = $2 order by r.id desc limit 1",
        &[&reporter_id, &parvis_store::Json(subject)],
        read,
    )
}

/// What somebody reported, newest first.
pub fn of_reporter(
    tx: &mut Tx<'_>,
    reporter_id: Id<UserMarker>,
    limit: u32,
) -> Result<Vec<Report>, StoreError> {
    tx.query(
        "select id, case_id, reporter_id, reason, note from guard_reports
         where reporter_id = $1 order by id desc limit $2",
        &[&reporter_id, &limit],
        read,
    )
}

/// The reports of a case, oldest first.
pub fn of_case(tx: &mut Tx<'_>, case_id: Id<CaseMarker>, limit: u32) -> Result<Vec<Report>, StoreError> {
    tx.query(
        "select id, case_id, reporter_id, reason, note from guard_reports
         where case_id = $1 order by id limit $2",
        &[&case_id, &limit],
        read,
    )
}

/// How many people gave which reason, by reason.
pub fn reasons(tx: &mut Tx<'_>, case_id: Id<CaseMarker>) -> Result<Vec<(ReportReason, u32)>, StoreError> {
    tx.query(
        "select reason, count(*) from guard_reports where case_id = $1 group by reason order by reason",
        &[&case_id],
        |row| Ok((word(row, 0, ReportReason::from_word)?, row.get(1)?)),
    )
}

/// How many reports of a span of time gave which reason, by reason.
pub fn tally(
    tx: &mut Tx<'_>,
    from: Id<ReportMarker>,
    until: Id<ReportMarker>,
) -> Result<Vec<(ReportReason, u64)>, StoreError> {
    tx.query(
        "select reason, count(*) from guard_reports where id >= $1 and id < $2 group by reason order by reason",
        &[&from, &until],
        |row| Ok((word(row, 0, ReportReason::from_word)?, row.get(1)?)),
    )
}

/// How many reports of somebody wait for a decision.
pub fn open_count(tx: &mut Tx<'_>, reporter_id: Id<UserMarker>) -> Result<usize, StoreError> {
    tx.query_one(
        "select count(*) from guard_reports r join guard_cases c on c.id = r.case_id
         where r.reporter_id = $1 and not c.decided",
        &[&reporter_id],
        |row| row.get(0),
    )
}

/// Forgets who made the reports of an account.
pub fn forget_account(tx: &mut Tx<'_>, user_id: Id<UserMarker>) -> Result<(), StoreError> {
    tx.execute("update guard_reports set reporter_id = null where reporter_id = $1", &[&user_id])?;
    Ok(())
}

fn read(row: &Row<'_>) -> Result<Report, StoreError> {
    Ok(Report {
        id: row.get(0)?,
        case_id: row.get(1)?,
        reporter_id: row.get(2)?,
        reason: word(row, 3, ReportReason::from_word)?,
        text: row.get(4)?,
    })
}
