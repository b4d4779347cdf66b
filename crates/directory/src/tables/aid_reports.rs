//! Reports of listings. Nobody is asked who reports.

use parvis_model::Id;
use parvis_model::marker::GuildMarker;
use parvis_store::{Row, StoreError, Tx};

use crate::markers::{AidMarker, AidReportMarker};

/// A report.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Report {
    /// When it was made stands in it.
    pub id: Id<AidReportMarker>,
    /// What it is about.
    pub aid_id: Id<AidMarker>,
    /// The guild whose moderators look at it; none: those of the map.
    pub guild_id: Option<Id<GuildMarker>>,
    /// One of the known reasons.
    pub reason: String,
    /// In the words of whoever reports.
    pub note: String,
    /// `open` or `closed`.
    pub state: String,
}

macro_rules! report_columns {
    () => {
        "select id, aid_id, guild_id, reason, note, state from directory_aid_reports"
    };
}

/// Adds a report.
pub fn insert(tx: &mut Tx<'_>, report: &Report) -> Result<(), StoreError> {
    tx.execute(
        "insert into directory_aid_reports (id, aid_id, guild_id, reason, note, state)
         values ($1, $2, $3, $4, $5, $6)",
        &[&report.id, &report.aid_id, &report.guild_id, &report.reason, &report.note, &report.state],
    )?;
    Ok(())
}

/// How many reports of a listing nobody has looked at.
pub fn open_count(tx: &mut Tx<'_>, aid_id: Id<AidMarker>) -> Result<u32, StoreError> {
    tx.query_one(
        "select count(*) from directory_aid_reports where aid_id = $1 and state = 'open'",
        &[&aid_id],
        |row| row.get(0),
    )
}

/// One report.
pub fn get(tx: &mut Tx<'_>, id: Id<AidReportMarker>) -> Result<Option<Report>, StoreError> {
    tx.query_opt(concat!(report_columns!(), " where id = $1"), &[&id], read)
}

/// Reports in a state to the moderators of a guild, or of the map, older than one, the newest first.
pub fn page(
    tx: &mut Tx<'_>,
    guild_id: Option<Id<GuildMarker>>,
    state: &str,
    before: Id<AidReportMarker>,
    limit: u32,
) -> Result<Vec<Report>, StoreError> {
    match guild_id {
        Some(guild_id) => tx.query(
            concat!(
                report_columns!(),
                " where guild_id = $1 and state = $2 and id < $3 order by id desc limit $4"
            ),
            &[&guild_id, &state, &before, &limit],
            read,
        ),
        None => tx.query(
            concat!(
                report_columns!(),
                " where guild_id is null and state = $1 and id < $2 order by id desc limit $3"
            ),
            &[&state, &before, &limit],
            read,
        ),
    }
}

/// Closes a report; what it was, when there is one.
pub fn close(tx: &mut Tx<'_>, id: Id<AidReportMarker>) -> Result<Option<Report>, StoreError> {
    tx.query_opt(
        "update directory_aid_reports set state = 'closed' where id = $1
         returning id, aid_id, guild_id, reason, note, state",
        &[&id],
        read,
    )
}

/// Closes all reports of a listing.
pub fn close_all(tx: &mut Tx<'_>, aid_id: Id<AidMarker>) -> Result<u64, StoreError> {
    tx.execute(
        "update directory_aid_reports set state = 'closed' where aid_id = $1 and state = 'open'",
        &[&aid_id],
    )
}

fn read(row: &Row<'_>) -> Result<Report, StoreError> {
    Ok(Report {
        id: row.get(0)?,
        aid_id: row.get(1)?,
        guild_id: row.get(2)?,
        reason: row.get(3)?,
        note: row.get(4)?,
        state: row.get(5)?,
    })
}
