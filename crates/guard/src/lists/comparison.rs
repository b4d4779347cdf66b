//! A list that was read, compared with what is here.

use std::collections::BTreeMap;

use parvis_app::{ActionResult, App};
use parvis_model::Id;
use parvis_model::marker::UserMarker;
use parvis_watchlists::intake::{Format, Intake};
use parvis_watchlists::matching::{Doubt, Match, Verdict};
use parvis_watchlists::{Entry, Subject};
use serde::Serialize;

use super::presence::{self, Presence, Scope, Wanted};
use crate::tables::lists::{Counts, Place};

/// Why a row with a hash comes to nothing that is made in a way in which files here are not hashed.
const NOT_COMPARED: &str = "not_compared";

/// What a list would mean here.
#[derive(Debug, Serialize)]
pub struct Preview {
    /// How it was read.
    pub format: &'static str,
    /// How many rows came to what; those that repeat an earlier one are counted as `repeated` alone, those whose time
    /// is over as `expired`.
    pub counts: Counts,
    /// Why rows that name nothing do not.
    pub faults: BTreeMap<String, u32>,
    /// Rows that name somebody or something here, or may.
    pub rows: Vec<PreviewRow>,
    /// Whether there are more of these.
    pub has_more: bool,
}

/// A row that names somebody or something here, or may.
#[derive(Debug, Serialize)]
pub struct PreviewRow {
    /// In which line it stands.
    pub line: usize,
    /// What it came to.
    pub verdict: &'static str,
    /// Why a person must look.
    pub doubt: Option<Doubt>,
    /// Names of the accounts.
    pub accounts: Vec<String>,
    /// In how many places what it means stands here.
    pub places: usize,
}

/// A list, row by row.
pub(super) struct Compared {
    pub(super) format: Format,
    pub(super) counts: Counts,
    pub(super) faults: BTreeMap<String, u32>,
    /// Those rows that neither repeat others nor are over.
    pub(super) rows: Vec<ComparedRow>,
    pub(super) presence: Presence,
}

/// A row.
pub(super) struct ComparedRow {
    pub(super) line: usize,
    pub(super) entry: Option<Entry>,
    pub(super) found: Found,
}

/// What a row came to.
pub(super) struct Found {
    pub(super) verdict: Verdict,
    pub(super) doubt: Option<Doubt>,
    pub(super) fault: Option<String>,
    pub(super) user_id: Option<Id<UserMarker>>,
    pub(super) places: Vec<Place>,
}

impl Found {
    /// Whether it means somebody or something here, or may.
    pub(super) fn is_here(&self) -> bool {
        !matches!(self.verdict, Verdict::None | Verdict::Malformed)
    }
}

/// What a row came to, with where it stands.
pub(super) fn found(presence: &Presence, it: Match, subject: Option<&Subject>) -> Found {
    let places = match subject {
        Some(Subject::Content(hash)) => presence.files_of(hash),
        _ => presence.links_to(&it.domains),
    };
    let not_compared = match subject {
        Some(Subject::Content(hash)) if !presence::is_compared(hash) => Some(NOT_COMPARED.to_owned()),
        _ => None,
    };
    Found {
        verdict: it.verdict,
        doubt: it.doubt,
        fault: it.fault.map(|fault| fault.to_string()).or(not_compared),
        // Only an account that several people prove to have would be more than one, and nobody proves any.
        user_id: it.accounts.first().map(|id| Id::new(*id)),
        places,
    }
}

/// Compares a list with what is here at this moment. `observed_ms`: when its rows were seen that do not say.
pub(super) async fn compare(
    app: &App,
    scope: &Scope,
    list: Intake,
    observed_ms: Option<i64>,
) -> ActionResult<Compared> {
    let presence = presence::presence(app, scope, Wanted::of(&list)).await?;
    let now_ms = app.now_ms();
    let work = tokio::task::spawn_blocking(move || judge(list, presence, observed_ms, now_ms));
    work.await.map_err(|error| parvis_app::ActionError::Files(std::io::Error::other(error)))
}

fn judge(list: Intake, presence: Presence, observed_ms: Option<i64>, now_ms: i64) -> Compared {
    let (mut counts, mut faults) = (Counts::new(), BTreeMap::new());
    let mut rows = Vec::new();
    for row in list.rows {
        let mut entry = row.entry;
        if let Ok(entry) = &mut entry {
            entry.observed_ms = entry.observed_ms.or(observed_ms);
        }
        let is_over = entry.as_ref().is_ok_and(|it| it.expires_ms.is_some_and(|until_ms| until_ms <= now_ms));
        if row.repeats.is_some() || is_over {
            *counts.entry(if is_over { "expired" } else { "repeated" }.to_owned()).or_default() += 1;
            continue;
        }
        let subject = entry.as_ref().ok().map(|it| &it.subject);
        let found = found(&presence, presence.holdings.judge(&entry), subject);
        *counts.entry(found.verdict.as_str().to_owned()).or_default() += 1;
        if let Some(fault) = &found.fault {
            *faults.entry(fault.clone()).or_default() += 1;
        }
        rows.push(ComparedRow { line: row.line, entry: entry.ok(), found });
    }
    Compared { format: list.format, counts, faults, rows, presence }
}

/// What a list that was read would mean at this moment. Nothing of it is kept. Since when an account has its name is
/// not known; a row that was seen before the account was made is doubtful.
pub async fn preview(
    app: &App,
    scope: &Scope,
    list: Intake,
    observed_ms: Option<i64>,
    rows_max: usize,
) -> ActionResult<Preview> {
    let compared = compare(app, scope, list, observed_ms).await?;
    let name = |id: Id<UserMarker>| compared.presence.names.get(&id.get()).cloned();
    let mut rows: Vec<PreviewRow> = compared
        .rows
        .iter()
        .filter(|row| row.found.is_here())
        .take(rows_max.saturating_add(1))
        .map(|row| PreviewRow {
            line: row.line,
            verdict: row.found.verdict.as_str(),
            doubt: row.found.doubt,
            accounts: row.found.user_id.and_then(name).into_iter().collect(),
            places: row.found.places.len(),
        })
        .collect();
    let has_more = rows.len() > rows_max;
    rows.truncate(rows_max);
    Ok(Preview {
        format: compared.format.as_str(),
        counts: compared.counts,
        faults: compared.faults,
        rows,
        has_more,
    })
}
