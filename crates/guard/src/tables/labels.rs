//! What rules, lists and banks noticed about the subject of a case.

use parvis_model::marker::{CaseMarker, GenericMarker};
use parvis_model::{Id, Timestamp};
use parvis_store::{Json, StoreError, Tx};

use crate::words::{Label, Subject};

/// Puts a label on a case; false when it is there.
pub fn insert(
    tx: &mut Tx<'_>,
    id: Id<GenericMarker>,
    case_id: Id<CaseMarker>,
    label: &Label,
) -> Result<bool, StoreError> {
    let added = tx.execute(
        "insert into guard_labels (id, case_id, name, given_by, detail) values ($1, $2, $3, $4, $5)
         on conflict do nothing",
        &[&id, &case_id, &label.name, &label.by, &label.detail],
    )?;
    Ok(added > 0)
}

/// The labels of a case, oldest first.
pub fn of_case(tx: &mut Tx<'_>, case_id: Id<CaseMarker>) -> Result<Vec<Label>, StoreError> {
    tx.query(
        "select name, given_by, detail from guard_labels where case_id = $1 order by id",
        &[&case_id],
        |row| Ok(Label { name: row.get(0)?, by: row.get(1)?, detail: row.get(2)? }),
    )
}

/// How many labels a case has.
pub fn count(tx: &mut Tx<'_>, case_id: Id<CaseMarker>) -> Result<u32, StoreError> {
    tx.query_one("select count(*) from guard_labels where case_id = $1", &[&case_id], |row| row.get(0))
}

/// Whether somebody has decided about a thing with this label on it, after it was last changed.
pub fn was_decided(
    tx: &mut Tx<'_>,
    subject: &Subject,
    label: &Label,
    changed: Option<Timestamp>,
) -> Result<bool, StoreError> {
    let changed = changed.unwrap_or(Timestamp::from_unix_ms(-1));
    let decided: u32 = tx.query_one(
        "select count(*) from guard_cases c join guard_labels l on l.case_id = c.id
         where c.subject = $1 and c.decided and c.decided_ms > $2
           and l.name = $3 and l.given_by = $4 and l.detail = $5",
        &[&Json(subject), &changed, &label.name, &label.by, &label.detail],
        |row| row.get(0),
    )?;
    Ok(decided > 0)
}
