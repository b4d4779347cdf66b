//! Reports of messages, each with a copy of what was said, so that a deletion takes nothing from those who decide.

use parvis_model::marker::{ChannelMarker, GuildMarker, MessageMarker, ReportMarker, UserMarker};
use parvis_model::{Id, OwnReport, ReportOutcome, ReportReason, ReportState, ReportedMessage, Timestamp};

use crate::{Cell, Column, Json, Misfit, Row, StoreError, Tx};

/// A report as it is kept: people by their ids.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Kept {
    /// What whoever made it sees.
    pub own: OwnReport,
    /// Who made it; `None` when that account is gone.
    pub reporter_id: Option<Id<UserMarker>>,
    /// Whether the operator decides, and not the guild.
    pub for_operator: bool,
    /// Who took it or decided.
    pub handler_id: Option<Id<UserMarker>>,
    /// When.
    pub handled_at: Option<Timestamp>,
    /// What was said.
    pub message: ReportedMessage,
}

macro_rules! report_columns {
    () => {
        "id, guild_id, channel_id, message_id, reporter_id, for_operator, reason, note, copy, state, outcome,
         handler_id, handled_ms"
    };
}

/// Adds a report.
pub fn insert(tx: &mut Tx<'_>, report: &Kept) -> Result<(), StoreError> {
    let own = &report.own;
    tx.execute(
        "insert into reports (id, guild_id, channel_id, message_id, author_id, reporter_id, for_operator, reason,
           note, copy, state)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)",
        &[
            &own.id,
            &own.guild_id,
            &own.channel_id,
            &own.message_id,
            &report.message.author_id,
            &report.reporter_id,
            &report.for_operator,
            &own.reason.as_str(),
            &own.text,
            &Json(&report.message),
            &own.state.as_str(),
        ],
    )?;
    Ok(())
}

/// One report.
pub fn get(tx: &mut Tx<'_>, id: Id<ReportMarker>) -> Result<Option<Kept>, StoreError> {
    tx.query_opt(concat!("select ", report_columns!(), " from reports where id = $1"), &[&id], read)
}

/// The report that somebody made of a message.
pub fn of_message(
    tx: &mut Tx<'_>,
    reporter_id: Id<UserMarker>,
    channel_id: Id<ChannelMarker>,
    message_id: Id<MessageMarker>,
) -> Result<Option<Kept>, StoreError> {
    tx.query_opt(
        concat!(
            "select ",
            report_columns!(),
            " from reports where reporter_id = $1 and channel_id = $2 and message_id = $3"
        ),
        &[&reporter_id, &channel_id, &message_id],
        read,
    )
}

/// What somebody reported, newest first.
pub fn of_reporter(
    tx: &mut Tx<'_>,
    reporter_id: Id<UserMarker>,
    limit: u32,
) -> Result<Vec<Kept>, StoreError> {
    tx.query(
        concat!(
            "select ",
            report_columns!(),
            " from reports where reporter_id = $1 order by id desc limit $2"
        ),
        &[&reporter_id, &limit],
        read,
    )
}

/// How many reports of somebody are not closed.
pub fn open_count(tx: &mut Tx<'_>, reporter_id: Id<UserMarker>) -> Result<usize, StoreError> {
    tx.query_one(
        "select count(*) from reports where reporter_id = $1 and state <> $2",
        &[&reporter_id, &ReportState::Closed.as_str()],
        |row| row.get(0),
    )
}

/// Reports to a guild that are older than one, newest first, of one state or of any; those about `except` are left out.
pub fn of_guild(
    tx: &mut Tx<'_>,
    guild_id: Id<GuildMarker>,
    state: Option<ReportState>,
    except: Id<UserMarker>,
    before: Id<ReportMarker>,
    limit: u32,
) -> Result<Vec<Kept>, StoreError> {
    tx.query(
        concat!(
            "select ",
            report_columns!(),
            " from reports
             where guild_id = $1 and not for_operator and author_id <> $2 and id < $3 and ($4 = '' or state = $4)
             order by id desc limit $5"
        ),
        &[&guild_id, &except, &before, &state.map_or("", ReportState::as_str), &limit],
        read,
    )
}

/// Reports to the operator that are older than one, newest first.
pub fn for_operator(tx: &mut Tx<'_>, before: Id<ReportMarker>, limit: u32) -> Result<Vec<Kept>, StoreError> {
    tx.query(
        concat!(
            "select ",
            report_columns!(),
            " from reports where for_operator and id < $1 order by id desc limit $2"
        ),
        &[&before, &limit],
        read,
    )
}

/// Notes how far a report has come; whether there was one.
pub fn set_state(
    tx: &mut Tx<'_>,
    id: Id<ReportMarker>,
    state: ReportState,
    outcome: Option<ReportOutcome>,
    handler_id: Option<Id<UserMarker>>,
    now: Timestamp,
) -> Result<bool, StoreError> {
    let changed = tx.execute(
        "update reports set state = $2, outcome = $3, handler_id = $4, handled_ms = $5 where id = $1",
        &[&id, &state.as_str(), &outcome.map(ReportOutcome::as_str), &handler_id, &now],
    )?;
    Ok(changed > 0)
}

/// Forgets who made the reports of an account, and who handled them; the reports stay for their time.
pub fn forget_account(tx: &mut Tx<'_>, user_id: Id<UserMarker>) -> Result<(), StoreError> {
    tx.execute("update reports set reporter_id = null where reporter_id = $1", &[&user_id])?;
    tx.execute("update reports set handler_id = null where handler_id = $1", &[&user_id])?;
    Ok(())
}

/// Removes reports that are older than this one; returns how many.
pub fn delete_before(tx: &mut Tx<'_>, oldest: Id<ReportMarker>) -> Result<u64, StoreError> {
    tx.execute("delete from reports where id < $1", &[&oldest])
}

fn read(row: &Row<'_>) -> Result<Kept, StoreError> {
    let id: Id<ReportMarker> = row.get(0)?;
    let Json(message) = row.get(8)?;
    Ok(Kept {
        own: OwnReport {
            id,
            guild_id: row.get(1)?,
            channel_id: row.get(2)?,
            message_id: row.get(3)?,
            reason: row.get(6)?,
            text: row.get(7)?,
            state: row.get(9)?,
            outcome: row.get(10)?,
            created_at: Timestamp::from_unix_ms(id.created_unix_ms()),
        },
        reporter_id: row.get(4)?,
        for_operator: row.get(5)?,
        handler_id: row.get(11)?,
        handled_at: row.get(12)?,
        message,
    })
}

macro_rules! words {
    ($($type:ty),*) => { $(
        impl Column for $type {
            fn from_cell(cell: Cell<'_>) -> Result<Self, Misfit> {
                let word = String::from_cell(cell)?;
                Self::from_word(&word).ok_or_else(|| format!("{word:?} is none of its words").into())
            }
        }
    )* };
}
words!(ReportReason, ReportState, ReportOutcome);
