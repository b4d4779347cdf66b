//! A list that is handed in: read, compared, and kept as far as it may be.

use parvis_app::{ActionError, ActionResult, App, Caller};
use parvis_model::marker::{GuildMarker, UserMarker};
use parvis_model::{Id, Timestamp};
use parvis_watchlists::intake::{Format, Intake, IntakeError};
use parvis_watchlists::{Evidence, Kept, Service, gate};
use rand::RngCore;

use super::comparison::{self, ComparedRow, Preview};
use super::presence::Scope;
use super::shown::{self, ShownList};
use super::{LISTS_MAX, VALID_MS_MAX, access, hints, read};
use crate::desk;
use crate::tables::lists::{self as tables, About, List, ListRow};

/// Rows that a preview shows.
const PREVIEWED_MAX: usize = 200;
/// Rows that are written in one transaction.
const AT_ONCE: usize = 1_000;
/// Scalar values of what a row asks for.
const RECOMMENDATION_CHARS_MAX: usize = 64;

/// How a file is to be read.
#[derive(Debug, Clone, Default)]
pub struct Reading {
    /// Its format; without one, what it looks like.
    pub format: Option<Format>,
    /// Of which service its handles are, where a row does not say.
    pub service: Option<Service>,
    /// When its rows were seen, where they do not say.
    pub observed_at: Option<Timestamp>,
}

/// What somebody says of a list that they hand in.
#[derive(Debug, Clone)]
pub struct Draft {
    /// What it is about.
    pub title: String,
    /// Where it is from.
    pub source: String,
    /// On what terms it may be used.
    pub licence: String,
    /// Who made it.
    pub compiler: String,
    /// Where somebody who is on it can object.
    pub appeal: String,
    /// What stands behind its rows.
    pub evidence: Evidence,
    /// Until when it counts.
    pub expires_at: Timestamp,
}

/// What a list would mean for a guild, or for the house. Nothing of it is kept.
pub async fn preview(
    app: &App,
    caller: &Caller,
    guild_id: Option<Id<GuildMarker>>,
    text: String,
    reading: Reading,
) -> ActionResult<Preview> {
    let standing = access::standing(app, caller, guild_id).await?;
    let observed_ms = reading.observed_at.map(Timestamp::unix_ms);
    let list = read_text(app, text, reading).await?;
    comparison::preview(app, &Scope::from(&standing), list, observed_ms, PREVIEWED_MAX).await
}

async fn read_text(app: &App, text: String, reading: Reading) -> ActionResult<Intake> {
    let hints = hints(app, reading.service);
    let work = tokio::task::spawn_blocking(move || read(text.as_bytes(), reading.format, &hints));
    let list = work.await.map_err(|error| ActionError::Files(std::io::Error::other(error)))?;
    list.map_err(|error| {
        let code = match error {
            IntakeError::TooLarge { .. } => "BASE_TYPE_MAX_LENGTH",
            IntakeError::TooManyRows { .. } => "LIST_TOO_LONG",
            IntakeError::NotText | IntakeError::Format(_) => "LIST_UNREADABLE",
        };
        ActionError::invalid("text", code, error.to_string())
    })
}

/// Hands a list in.
pub async fn create(
    app: &App,
    caller: &Caller,
    guild_id: Option<Id<GuildMarker>>,
    draft: Draft,
    text: String,
    reading: Reading,
) -> ActionResult<ShownList> {
    let standing = access::standing(app, caller, guild_id).await?;
    let now = desk::now(app);
    check_end(draft.expires_at, now)?;
    if app.read(move |tx| Ok(tables::of(tx, guild_id, LISTS_MAX)?)).await?.len() >= LISTS_MAX as usize {
        return Err(ActionError::invalid("guild_id", "MAX_LISTS", "Maximum number of lists reached (100)."));
    }
    let observed_ms = reading.observed_at.map(Timestamp::unix_ms);
    let list = read_text(app, text, reading).await?;
    let compared = comparison::compare(app, &Scope::from(&standing), list, observed_ms).await?;
    let list = List {
        id: app.ids.next(),
        guild_id,
        submitter_id: Some(caller.user_id),
        about: About {
            title: draft.title,
            source: draft.source,
            licence: draft.licence,
            compiler: draft.compiler,
            appeal: draft.appeal,
            evidence: draft.evidence,
            format: compared.format.as_str().to_owned(),
        },
        salt: random(),
        counts: compared.counts,
        expires_at: draft.expires_at,
        gate: None,
    };
    let rows = rows_of(compared.rows, &list.salt);
    keep(app, caller.user_id, list, rows).await
}

/// Keeps the rows, and then the list: without it nobody sees them.
async fn keep(app: &App, me: Id<UserMarker>, list: List, mut rows: Vec<ListRow>) -> ActionResult<ShownList> {
    let (lane, id) = (desk::lane(list.guild_id), list.id);
    while !rows.is_empty() {
        let piece: Vec<ListRow> = rows.drain(..rows.len().min(AT_ONCE)).collect();
        app.write(lane, move |tx, _| {
            for row in &piece {
                tables::insert_row(tx, id, row)?;
            }
            Ok(())
        })
        .await?;
    }
    let now = desk::now(app);
    app.write(lane, move |tx, _| {
        tables::insert(tx, &list)?;
        shown::list(tx, list, me, now)
    })
    .await
}

fn check_end(expires_at: Timestamp, now: Timestamp) -> ActionResult<()> {
    let valid_ms = expires_at.unix_ms() - now.unix_ms();
    if (1..=VALID_MS_MAX).contains(&valid_ms) {
        return Ok(());
    }
    let text = "A list counts until a moment within a year and a day.";
    Err(ActionError::invalid("expires_at", "LIST_END", text))
}

pub(super) fn random<const N: usize>() -> [u8; N] {
    let mut bytes = [0; N];
    rand::rng().fill_bytes(&mut bytes);
    bytes
}

/// Rows as they are kept, and the random order of those that name somebody here for certain. It is drawn here, after
/// the list was handed in, so that nobody can arrange what the sample shows.
fn rows_of(compared: Vec<ComparedRow>, salt: &[u8; 32]) -> Vec<ListRow> {
    let mut rows: Vec<ListRow> =
        compared.into_iter().zip(1..).map(|(row, number)| kept(row, number, salt)).collect();
    let certain = rows.iter().filter(|row| row.verdict.is_certain() && row.user_id.is_some());
    let certain: Vec<u64> = certain.map(|row| row.number.into()).collect();
    for (number, place) in gate::sampling_order(&certain, &random()).into_iter().zip(1..) {
        rows[number as usize - 1].sample_place = Some(place);
    }
    rows
}

/// What may be kept of a row: of who is nobody here a digest, without the list's words about them; of what names
/// nothing, why it does not.
fn kept(row: ComparedRow, number: u32, salt: &[u8; 32]) -> ListRow {
    let is_here = row.found.is_here();
    let found = row.found;
    let mut kept = ListRow {
        number,
        line: u32::try_from(row.line).unwrap_or(u32::MAX),
        verdict: found.verdict,
        fault: found.fault,
        doubt: found.doubt,
        subject: None,
        keyed: None,
        reason: String::new(),
        recommendation: String::new(),
        evidence: None,
        observed_at: None,
        expires_at: None,
        user_id: found.user_id,
        places: found.places,
        sample_place: None,
        case_id: None,
    };
    let Some(entry) = row.entry else { return kept };
    match entry.subject.kept(salt) {
        Kept::Clear(subject) => kept.subject = Some(subject),
        Kept::Keyed(digest) => kept.keyed = Some(digest),
    }
    if is_here {
        kept.reason = entry.reason;
    }
    kept.recommendation = entry.recommendation.as_str().chars().take(RECOMMENDATION_CHARS_MAX).collect();
    kept.evidence = entry.evidence;
    kept.observed_at = entry.observed_ms.map(Timestamp::from_unix_ms);
    kept.expires_at = entry.expires_ms.map(Timestamp::from_unix_ms);
    kept
}
