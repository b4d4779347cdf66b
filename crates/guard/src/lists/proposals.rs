//! From rows to cases: one by one, or those together that the gate lets through. A case asks a person; nothing here
//! does anything to anybody. What would be opened is shown before, under a digest, and exactly that is opened.

use parvis_app::{ActionError, ActionResult, App, Caller, Outbox};
use parvis_model::marker::{CaseMarker, GuildMarker, UserMarker};
use parvis_model::{Id, Timestamp, User};
use parvis_store::{StoreError, Tx};
use serde::Serialize;

use super::presence::{hex, is_protected};
use super::sampling::{self, ShownGate};
use super::work::not_for_cases;
use super::{PROPOSED_MAX, access};
use crate::cases::{Finding, open_for_review};
use crate::desk::{self, Standing, unknown};
use crate::shown::person;
use crate::tables::lists::{self as tables, List, ListMarker, ListRow, Place};
use crate::words::{Label, Subject};

/// The name of the label that a case gets from a list.
const LABEL: &str = "list";
/// Scalar values of what a label says besides.
const DETAIL_CHARS_MAX: usize = 200;

/// What a bulk proposal would open.
#[derive(Debug, Serialize)]
pub struct Proposal {
    gate: ShownGate,
    accounts: Vec<Proposed>,
    /// Stands for the accounts: whoever opens the cases names the one that they saw.
    digest: String,
    /// Whether there are so many that it takes an action day, and two people.
    needs_action_day: bool,
}

#[derive(Debug, Serialize)]
struct Proposed {
    number: u32,
    user: Option<User>,
    reason: String,
}

/// Cases that were opened, or joined.
#[derive(Debug, Default, Serialize)]
pub struct Opened {
    pub(super) case_ids: Vec<Id<CaseMarker>>,
}

/// What a list hands to an action day.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Candidates {
    /// For which guild; `None`: for the house.
    pub guild_id: Option<Id<GuildMarker>>,
    /// What the list is about.
    pub title: String,
    /// Whether two reviewers found it right often enough.
    pub gate_open: bool,
    /// Whether its time is over.
    pub expired: bool,
    /// Whom it names here for certain, and which row of which list says so.
    pub accounts: Vec<(Id<UserMarker>, String)>,
}

/// What a list hands to an action day: accounts that it names for certain, of whom no case was opened. Whether somebody
/// is of the staff, the day itself looks at once more.
pub fn candidates(
    tx: &mut Tx<'_>,
    id: Id<ListMarker>,
    now: Timestamp,
) -> Result<Option<Candidates>, StoreError> {
    let Some(list) = tables::get(tx, id)? else { return Ok(None) };
    let rows = tables::proposable(tx, id, now)?;
    let accounts = rows.iter().filter_map(|row| Some((row.user_id?, detail(&list, row))));
    Ok(Some(Candidates {
        guild_id: list.guild_id,
        accounts: accounts.collect(),
        gate_open: sampling::is_open(tx, &list)?,
        expired: list.expires_at <= now,
        title: list.about.title,
    }))
}

/// Which row of a list says so, and why.
fn detail(list: &List, row: &ListRow) -> String {
    let evidence = row.evidence.unwrap_or(list.about.evidence).as_str();
    let text = format!("{}, line {}, {evidence}: {}", list.about.source, row.line, row.reason);
    text.trim_end_matches([':', ' ']).chars().take(DETAIL_CHARS_MAX).collect()
}

/// Rows that a bulk proposal holds at this moment, and their digest.
fn rows(
    tx: &mut Tx<'_>,
    standing: &Standing,
    list: &List,
    now: Timestamp,
) -> Result<(Vec<ListRow>, String), StoreError> {
    let mut rows = Vec::new();
    let mut digest = blake3::Hasher::new_derive_key("parvis guard 2026 bulk proposal of a list");
    for row in tables::proposable(tx, list.id, now)? {
        let Some(user_id) = row.user_id else { continue };
        if user_id == standing.user_id() || is_protected(tx, standing, user_id, now.unix_ms())? {
            continue;
        }
        digest.update(&row.number.to_le_bytes()).update(&user_id.get().to_le_bytes());
        rows.push(row);
    }
    Ok((rows, hex(digest.finalize().as_bytes())))
}

/// What a bulk proposal of a list would open.
pub async fn preview(app: &App, caller: &Caller, id: Id<ListMarker>) -> ActionResult<Proposal> {
    let (standing, list) = access::list(app, caller, id).await?;
    let now = desk::now(app);
    app.read(move |tx| {
        let (rows, digest) = rows(tx, &standing, &list, now)?;
        let needs_action_day = rows.len() > PROPOSED_MAX;
        let mut accounts = Vec::new();
        for row in rows {
            let user = person(tx, row.user_id)?;
            accounts.push(Proposed { number: row.number, user, reason: row.reason });
        }
        let gate = sampling::gate(tx, &list, standing.user_id())?;
        Ok(Proposal { gate, accounts, digest, needs_action_day })
    })
    .await
}

/// Opens a case for each account of a list that the gate let through, exactly those that were shown under this digest.
pub async fn open(app: &App, caller: &Caller, id: Id<ListMarker>, shown: String) -> ActionResult<Opened> {
    let (standing, list) = access::list(app, caller, id).await?;
    let now = desk::now(app);
    sampling::require_valid(&list, now)?;
    let house = app.clone();
    app.write(desk::lane(list.guild_id), move |tx, out| {
        let list = tables::get(tx, id)?.ok_or(unknown("List"))?;
        if !sampling::is_open(tx, &list)? {
            let text =
                "Rows of this list are decided one by one: two reviewers did not find it right often enough.";
            return Err(ActionError::invalid("list_id", "GATE_SHUT", text));
        }
        let (rows, digest) = rows(tx, &standing, &list, now)?;
        if digest != shown {
            let text = "What would be opened has changed since it was shown. Look at it again.";
            return Err(ActionError::invalid("digest", "PROPOSAL_CHANGED", text));
        }
        if rows.len() > PROPOSED_MAX {
            let text = "More than 50 accounts take an action day, and two people.";
            return Err(ActionError::invalid("list_id", "ACTION_DAY_NEEDED", text));
        }
        let mut case_ids = Vec::new();
        for row in &rows {
            case_ids.extend(open_case(&house, tx, out, &list, row, Where::default())?);
        }
        Ok(Opened { case_ids })
    })
    .await
}

/// Opens the case of one row: of the account that it names, or of the message at one of its places.
pub async fn open_row(
    app: &App,
    caller: &Caller,
    id: Id<ListMarker>,
    number: u32,
    place: Option<Place>,
) -> ActionResult<Opened> {
    let (standing, list) = access::list(app, caller, id).await?;
    let now = desk::now(app);
    sampling::require_valid(&list, now)?;
    let guild_id = match place {
        None => list.guild_id,
        Some(place) => guild_of(app, &list, place).await?,
    };
    let house = app.clone();
    app.write(desk::lane(guild_id), move |tx, out| {
        let row = tables::row(tx, id, number)?.ok_or(unknown("Row"))?;
        let is_over = row.expires_at.is_some_and(|until| until <= now);
        let names_somebody = match row.user_id {
            Some(user_id) => {
                user_id != standing.user_id() && !is_protected(tx, &standing, user_id, now.unix_ms())?
            }
            None => false,
        };
        let has_place = place.is_some_and(|place| row.places.contains(&place));
        if is_over || (place.is_some() && !has_place) || (place.is_none() && !names_somebody) {
            return Err(not_for_cases());
        }
        let opened = open_case(&house, tx, out, &list, &row, Where { place, guild_id })?;
        let text = "Somebody has decided about this already, and nothing has changed since.";
        let case_id = opened.ok_or(ActionError::invalid("number", "DECIDED_BEFORE", text))?;
        Ok(Opened { case_ids: vec![case_id] })
    })
    .await
}

/// The guild in which a place is.
async fn guild_of(app: &App, list: &List, place: Place) -> ActionResult<Option<Id<GuildMarker>>> {
    let found = app.place(place.channel_id).await?.ok_or_else(not_for_cases)?;
    let guild_id = found.guild_id;
    if list.guild_id.is_some() && guild_id != list.guild_id { Err(not_for_cases()) } else { Ok(guild_id) }
}

/// Of which message, and in which guild that is; nothing of it: of the account that a row names.
#[derive(Debug, Clone, Copy, Default)]
struct Where {
    place: Option<Place>,
    guild_id: Option<Id<GuildMarker>>,
}

/// Opens the case of a row, or joins the open one; `None` when somebody decided about the same since.
fn open_case(
    app: &App,
    tx: &mut Tx<'_>,
    out: &mut Outbox,
    list: &List,
    row: &ListRow,
    at: Where,
) -> ActionResult<Option<Id<CaseMarker>>> {
    let (subject, guild_id) = match (at.place, row.user_id) {
        (Some(Place { channel_id, message_id }), _) => {
            (Subject::Message { channel_id, message_id }, at.guild_id)
        }
        (None, Some(user_id)) => (Subject::Person { user_id, guild_id: list.guild_id }, list.guild_id),
        (None, None) => return Err(not_for_cases()),
    };
    let label = Label { name: LABEL.to_owned(), by: list.about.title.clone(), detail: detail(list, row) };
    let opened = open_for_review(app, tx, out, Finding { guild_id, subject, label })?;
    if let Some(case_id) = opened {
        tables::set_case(tx, list.id, row.number, case_id)?;
    }
    Ok(opened)
}

/// Opens the case of a thing that a list of others means; `None` when it is gone, or was decided since.
pub(super) async fn open_finding(
    app: &App,
    subject: Subject,
    label: Label,
) -> ActionResult<Option<Id<CaseMarker>>> {
    let guild_id = match subject.channel_id() {
        None => None,
        Some(channel_id) => match app.place(channel_id).await? {
            None => return Ok(None),
            Some(place) => place.guild_id,
        },
    };
    let house = app.clone();
    app.write(desk::lane(guild_id), move |tx, out| {
        open_for_review(&house, tx, out, Finding { guild_id, subject, label })
    })
    .await
}
