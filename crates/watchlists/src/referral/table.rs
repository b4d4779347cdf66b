//! Packs as files: a table for the platform's form, JSON for everything, and back without loss.

use csv::ReaderBuilder;

use super::{
    ADDRESS_CHARS_MAX, EVIDENCE_MAX, Pack, REASON_CHARS_MAX, ROWS_MAX, Referral, Status, Step, What,
};
use crate::cells::unguarded;
use crate::export::table;

const HEAD: [&str; 9] =
    ["number", "what", "address", "reason", "ground", "seen_ms", "evidence", "status", "steps"];

/// What is wrong with a file.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum PackError {
    /// Not a file of this form.
    #[error("not a pack of referrals: {0}")]
    Format(String),
    /// A cell that cannot be read.
    #[error("row {row}: {field} cannot be read")]
    Cell {
        /// The row's place, the first is 1.
        row: usize,
        /// The column.
        field: &'static str,
    },
    /// More rows than a pack has.
    #[error("a pack has at most {ROWS_MAX} rows")]
    TooManyRows,
}

/// The rows as a table.
pub fn csv(rows: &[Referral]) -> String {
    let step = |step: &Step| format!("{}@{}", step.status.as_str(), step.at_ms);
    let cells = |row: &Referral| {
        [
            row.number.to_string(),
            row.what.as_str().to_owned(),
            row.address.clone(),
            row.reason.clone(),
            row.ground.clone(),
            row.seen_ms.to_string(),
            row.evidence.join(" "),
            row.status().as_str().to_owned(),
            row.steps.iter().map(step).collect::<Vec<_>>().join(" "),
        ]
    };
    table(&HEAD, rows.iter().map(cells))
}

/// The rows of a table that [`csv`] wrote; a person may have changed cells.
pub fn from_csv(text: &str) -> Result<Vec<Referral>, PackError> {
    let mut reader = ReaderBuilder::new().from_reader(text.as_bytes());
    let head = reader.headers().map_err(|error| PackError::Format(error.to_string()))?;
    if head.iter().ne(HEAD) {
        return Err(PackError::Format(format!("the columns are {}", HEAD.join(", "))));
    }
    let mut rows = Vec::new();
    for (index, record) in reader.records().enumerate() {
        let record = record.map_err(|error| PackError::Format(error.to_string()))?;
        if index >= ROWS_MAX {
            return Err(PackError::TooManyRows);
        }
        let cells: Vec<&str> = record.iter().map(unguarded).collect();
        rows.push(row_of(&cells).map_err(|field| PackError::Cell { row: index + 1, field })?);
    }
    Ok(rows)
}

/// The row, or the column that cannot be read.
fn row_of(cells: &[&str]) -> Result<Referral, &'static str> {
    let [number, what, address, reason, ground, seen_ms, evidence, status, steps] = cells else {
        return Err("number");
    };
    let row = Referral {
        number: number.parse().map_err(|_| "number")?,
        what: What::from_word(what).ok_or("what")?,
        address: (*address).to_owned(),
        reason: (*reason).to_owned(),
        ground: (*ground).to_owned(),
        seen_ms: seen_ms.parse().map_err(|_| "seen_ms")?,
        evidence: evidence.split_whitespace().map(str::to_owned).collect(),
        steps: steps.split_whitespace().map(step_of).collect::<Option<_>>().ok_or("steps")?,
    };
    if Status::from_word(status) != Some(row.status()) {
        return Err("status");
    }
    match fault(&row) {
        Some(field) => Err(field),
        None => Ok(row),
    }
}

fn step_of(text: &str) -> Option<Step> {
    let (status, at_ms) = text.split_once('@')?;
    Some(Step { status: Status::from_word(status)?, at_ms: at_ms.parse().ok()? })
}

/// The field that is too long, or not in order.
fn fault(row: &Referral) -> Option<&'static str> {
    let is_longer = |text: &str, max: usize| text.chars().count() > max;
    let in_order = row.steps.is_sorted_by_key(|step| step.at_ms);
    let allowed = row.steps.windows(2).all(|pair| pair[0].status.may_become(pair[1].status));
    [
        ("address", row.address.trim().is_empty() || is_longer(&row.address, ADDRESS_CHARS_MAX)),
        ("reason", is_longer(&row.reason, REASON_CHARS_MAX)),
        ("ground", is_longer(&row.ground, REASON_CHARS_MAX)),
        ("evidence", row.evidence.len() > EVIDENCE_MAX),
        ("steps", !in_order || !allowed),
    ]
    .into_iter()
    .find_map(|(field, is_wrong)| is_wrong.then_some(field))
}

/// The pack as JSON.
pub fn json(pack: &Pack) -> String {
    serde_json::to_string_pretty(pack).expect("a pack is text and numbers")
}

/// A pack that [`json`] wrote.
pub fn from_json(text: &str) -> Result<Pack, PackError> {
    let pack: Pack = serde_json::from_str(text).map_err(|error| PackError::Format(error.to_string()))?;
    if pack.rows.len() > ROWS_MAX {
        return Err(PackError::TooManyRows);
    }
    let wrong = pack.rows.iter().enumerate().find_map(|(index, row)| Some((index + 1, fault(row)?)));
    match wrong {
        Some((row, field)) => Err(PackError::Cell { row, field }),
        None => Ok(pack),
    }
}
