//! Lists and their rows as those see them who work on them.

use parvis_app::{ActionResult, looking_after};
use parvis_model::marker::{CaseMarker, GuildMarker, UserMarker};
use parvis_model::{Id, Timestamp, User};
use parvis_store::{StoreError, Tx};
use parvis_watchlists::Evidence;
use parvis_watchlists::matching::Doubt;
use serde::Serialize;

use super::sampling::{self, ShownGate};
use crate::desk::Standing;
use crate::shown::person;
use crate::tables::lists::{About, Counts, List, ListMarker, ListRow, Place};

/// A list.
#[derive(Debug, Serialize)]
pub struct ShownList {
    id: Id<ListMarker>,
    guild_id: Option<Id<GuildMarker>>,
    submitter: Option<User>,
    #[serde(flatten)]
    about: About,
    counts: Counts,
    handed_in_at: Timestamp,
    expires_at: Timestamp,
    expired: bool,
    gate: ShownGate,
}

/// A row.
#[derive(Debug, Serialize)]
pub struct ShownRow {
    number: u32,
    line: u32,
    verdict: &'static str,
    doubt: Option<Doubt>,
    fault: Option<String>,
    /// Whom or what it names, where that is kept in clear.
    subject: Option<String>,
    user: Option<User>,
    reason: String,
    recommendation: String,
    evidence: Option<Evidence>,
    observed_at: Option<Timestamp>,
    expires_at: Option<Timestamp>,
    places: Vec<Place>,
    case_id: Option<Id<CaseMarker>>,
}

/// A list with where its gate stands.
pub(super) fn list(
    tx: &mut Tx<'_>,
    list: List,
    me: Id<UserMarker>,
    now: Timestamp,
) -> ActionResult<ShownList> {
    let gate = sampling::gate(tx, &list, me)?;
    Ok(ShownList {
        id: list.id,
        guild_id: list.guild_id,
        submitter: person(tx, list.submitter_id)?,
        about: list.about,
        counts: list.counts,
        handed_in_at: Timestamp::from_unix_ms(list.id.created_unix_ms()),
        expired: list.expires_at <= now,
        expires_at: list.expires_at,
        gate,
    })
}

/// A row, with those of its places that the caller may see.
pub(super) fn row(tx: &mut Tx<'_>, standing: &Standing, row: ListRow) -> Result<ShownRow, StoreError> {
    let mut places = Vec::new();
    for place in row.places {
        let sees = match standing {
            Standing::House(_) => true,
            Standing::Guild(access) => looking_after::may_see(tx, access, Some(place.channel_id))?,
        };
        if sees {
            places.push(place);
        }
    }
    Ok(ShownRow {
        number: row.number,
        line: row.line,
        verdict: row.verdict.as_str(),
        doubt: row.doubt,
        fault: row.fault,
        subject: row.subject,
        user: person(tx, row.user_id)?,
        reason: row.reason,
        recommendation: row.recommendation,
        evidence: row.evidence,
        observed_at: row.observed_at,
        expires_at: row.expires_at,
        places,
        case_id: row.case_id,
    })
}
