//! What people without an account reported: each is a report of its case, with a private link by which it is followed.

use parvis_model::marker::{CaseMarker, ReportMarker};
use parvis_model::{Id, Timestamp};
use parvis_store::{Component, Migration, StoreError, Tx};

/// The tables of reports without an account.
pub const NOTICES: Component = Component {
    name: "guard-notices",
    migrations: &[Migration {
        name: "reports by people without an account",
        sql: "
create table guard_notices (
  id bigint not null primary key,
  digest {blob} not null,
  case_id bigint,
  url text not null
);
create unique index guard_notices_by_digest on guard_notices (digest);
create index guard_notices_by_case on guard_notices (case_id) where case_id is not null;
",
    }],
};

/// A notice as it is kept; its time is that of its id, which is that of its report, too.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Notice {
    /// The notice.
    pub id: Id<ReportMarker>,
    /// The digest of the private link.
    pub digest: [u8; 32],
    /// The case; `None` when the address led to nothing.
    pub case_id: Option<Id<CaseMarker>>,
    /// What it is about.
    pub url: String,
}

/// Adds a notice.
pub fn insert(tx: &mut Tx<'_>, notice: &Notice) -> Result<(), StoreError> {
    tx.execute(
        "insert into guard_notices (id, digest, case_id, url) values ($1, $2, $3, $4)",
        &[&notice.id, &notice.digest, &notice.case_id, &notice.url],
    )?;
    Ok(())
}

/// The notice of a private link.
pub fn by_digest(tx: &mut Tx<'_>, digest: &[u8; 32]) -> Result<Option<Notice>, StoreError> {
    tx.query_opt("select id, digest, case_id, url from guard_notices where digest = $1", &[digest], |row| {
        Ok(Notice { id: row.get(0)?, digest: row.get(1)?, case_id: row.get(2)?, url: row.get(3)? })
    })
}

/// How many notices a case has.
pub fn count_of_case(tx: &mut Tx<'_>, case_id: Id<CaseMarker>) -> Result<usize, StoreError> {
    tx.query_one("select count(*) from guard_notices where case_id = $1", &[&case_id], |row| row.get(0))
}

/// How many notices came since one.
pub fn count_since(tx: &mut Tx<'_>, id: Id<ReportMarker>) -> Result<usize, StoreError> {
    tx.query_one("select count(*) from guard_notices where id >= $1", &[&id], |row| row.get(0))
}

/// Removes notices whose case is gone, and those older than one that led to nothing. Open cases keep theirs, however
/// long they wait.
pub fn delete_ended(
    tx: &mut Tx<'_>,
    before: Id<ReportMarker>,
    without_case_before: Id<ReportMarker>,
) -> Result<u64, StoreError> {
    let of_gone_cases = tx.execute(
        "delete from guard_notices where id < $1 and case_id is not null
           and not exists (select 1 from guard_cases c where c.id = guard_notices.case_id)",
        &[&before],
    )?;
    let without =
        tx.execute("delete from guard_notices where id < $1 and case_id is null", &[&without_case_before])?;
    Ok(of_gone_cases + without)
}

/// When a notice came.
pub fn made_at(notice: &Notice) -> Timestamp {
    Timestamp::from_unix_ms(notice.id.created_unix_ms())
}
