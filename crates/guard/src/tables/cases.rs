//! Cases, notes on them, and who holds which.

use parvis_model::marker::{CaseMarker, DecisionMarker, GenericMarker, GuildMarker, UserMarker};
use parvis_model::{CaseState, Id, ReportedMessage, Timestamp};
use parvis_store::{Json, Row, StoreError, Tx};

use crate::words::Subject;

/// A case as it is kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Case {
    /// The case.
    pub id: Id<CaseMarker>,
    /// The guild in which it happened.
    pub guild_id: Option<Id<GuildMarker>>,
    /// Whether the house decides, and not the guild.
    pub for_house: bool,
    /// Whether a guild asked the house to.
    pub escalated: bool,
    /// What it is about.
    pub subject: Subject,
    /// Whom it is about, when it is an account.
    pub user_id: Option<Id<UserMarker>>,
    /// Whether it should not wait.
    pub urgent: bool,
    /// How many people reported it.
    pub report_count: u32,
    /// What was said.
    pub copy: Option<ReportedMessage>,
    /// Whose decision on it did not last: somebody else decides now.
    pub barred_id: Option<Id<UserMarker>>,
    /// Who holds it.
    pub claimed_by: Option<Id<UserMarker>>,
    /// Until when.
    pub claimed_until: Option<Timestamp>,
    /// Whether it is decided.
    pub is_decided: bool,
    /// When.
    pub decided_at: Option<Timestamp>,
    /// How.
    pub decision_id: Option<Id<DecisionMarker>>,
}

impl Case {
    /// Who holds it now.
    pub fn holder(&self, now: Timestamp) -> Option<Id<UserMarker>> {
        self.claimed_by.filter(|_| !self.is_decided && self.claimed_until.is_some_and(|until| until > now))
    }

    /// How far it has come.
    pub fn state(&self, now: Timestamp) -> CaseState {
        match self.holder(now) {
            _ if self.is_decided => CaseState::Decided,
            Some(_) => CaseState::Claimed,
            None if self.escalated => CaseState::Escalated,
            None => CaseState::Open,
        }
    }
}

/// Whose cases: a guild's, those among them that the house decides at its request; or the house's.
pub type Queue = Option<Id<GuildMarker>>;

macro_rules! case_columns {
    () => {
        "id, guild_id, for_house, escalated, subject, user_id, urgent, report_count, copy, barred_id,
         claimed_by, claimed_until_ms, decided, decided_ms, decision_id"
    };
}

/// Cases of a queue; `$1` is the guild or 0, `$2` whoever looks, who sees nothing about themself.
macro_rules! of_queue {
    () => {
        " from guard_cases where (($1 = 0 and for_house) or (guild_id = $1 and (not for_house or escalated)))
           and (user_id is null or user_id <> $2) "
    };
}

fn key(queue: Queue) -> i64 {
    queue.map_or(0, |id| i64::try_from(id.get()).unwrap_or(i64::MAX))
}

/// Opens a case; false when there is an open one about the same thing.
pub fn insert(tx: &mut Tx<'_>, case: &Case) -> Result<bool, StoreError> {
    let added = tx.execute(
        "insert into guard_cases (id, guild_id, for_house, escalated, subject, user_id, urgent, report_count, copy,
           decided)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10) on conflict do nothing",
        &[
            &case.id,
            &case.guild_id,
            &case.for_house,
            &case.escalated,
            &Json(&case.subject),
            &case.user_id,
            &case.urgent,
            &case.report_count,
            &case.copy.as_ref().map(Json),
            &case.is_decided,
        ],
    )?;
    Ok(added > 0)
}

/// One case.
pub fn get(tx: &mut Tx<'_>, id: Id<CaseMarker>) -> Result<Option<Case>, StoreError> {
    tx.query_opt(concat!("select ", case_columns!(), " from guard_cases where id = $1"), &[&id], read)
}

/// The open case about a thing.
pub fn open_about(tx: &mut Tx<'_>, subject: &Subject) -> Result<Option<Case>, StoreError> {
    tx.query_opt(
        concat!("select ", case_columns!(), " from guard_cases where subject = $1 and not decided"),
        &[&Json(subject)],
        read,
    )
}

/// One more report; an urgent one makes the case urgent.
pub fn count_report(tx: &mut Tx<'_>, id: Id<CaseMarker>, is_urgent: bool) -> Result<(), StoreError> {
    tx.execute(
        "update guard_cases set report_count = report_count + 1, urgent = (urgent or $2) where id = $1",
        &[&id, &is_urgent],
    )?;
    Ok(())
}

/// Cases of a queue that are older than one, newest first, of one state or of any.
pub fn page(
    tx: &mut Tx<'_>,
    queue: Queue,
    viewer: Id<UserMarker>,
    state: Option<CaseState>,
    before: Id<CaseMarker>,
    limit: u32,
    now: Timestamp,
) -> Result<Vec<Case>, StoreError> {
    tx.query(
        concat!(
            "select ",
            case_columns!(),
            of_queue!(),
            "and id < $3 and ($4 = ''
               or ($4 = 'decided' and decided)
               or ($4 = 'claimed' and not decided and claimed_until_ms > $5)
               or ($4 = 'open' and not decided and (not escalated or $1 = 0)
                   and (claimed_until_ms is null or claimed_until_ms <= $5))
               or ($4 = 'escalated' and not decided and escalated))
             order by id desc limit $6"
        ),
        &[&key(queue), &viewer, &before, &state.map_or("", CaseState::as_str), &now, &limit],
        read,
    )
}

/// What waits for somebody who may take it, the first to be taken first: urgent, reported by many, old.
pub fn waiting(
    tx: &mut Tx<'_>,
    queue: Queue,
    viewer: Id<UserMarker>,
    limit: u32,
    now: Timestamp,
) -> Result<Vec<Case>, StoreError> {
    tx.query(
        concat!(
            "select ",
            case_columns!(),
            of_queue!(),
            "and not decided and (not for_house or $1 = 0) and (barred_id is null or barred_id <> $2)
             and (claimed_until_ms is null or claimed_until_ms <= $3)
             order by urgent desc, report_count desc, id limit $4"
        ),
        &[&key(queue), &viewer, &now, &limit],
        read,
    )
}

/// Takes a case that nobody holds, or that one holds already; false when somebody else does, or it is decided.
pub fn claim(
    tx: &mut Tx<'_>,
    id: Id<CaseMarker>,
    user_id: Id<UserMarker>,
    now: Timestamp,
    until: Timestamp,
) -> Result<bool, StoreError> {
    let changed = tx.execute(
        "update guard_cases set claimed_by = $2, claimed_until_ms = $4
         where id = $1 and not decided
           and (claimed_by = $2 or claimed_until_ms is null or claimed_until_ms <= $3)",
        &[&id, &user_id, &now, &until],
    )?;
    Ok(changed > 0)
}

/// Lets go of a case; false when one does not hold it.
pub fn release(tx: &mut Tx<'_>, id: Id<CaseMarker>, user_id: Id<UserMarker>) -> Result<bool, StoreError> {
    let changed = tx.execute(
        "update guard_cases set claimed_by = null, claimed_until_ms = null
         where id = $1 and claimed_by = $2 and not decided",
        &[&id, &user_id],
    )?;
    Ok(changed > 0)
}

/// How many cases somebody holds.
pub fn held_count(
    tx: &mut Tx<'_>,
    queue: Queue,
    user_id: Id<UserMarker>,
    now: Timestamp,
) -> Result<u32, StoreError> {
    tx.query_one(
        concat!(
            "select count(*)",
            of_queue!(),
            "and claimed_by = $3 and not decided and claimed_until_ms > $4"
        ),
        &[&key(queue), &Id::<UserMarker>::new(0), &user_id, &now],
        |row| row.get(0),
    )
}

/// Hands a case to the house.
pub fn escalate(tx: &mut Tx<'_>, id: Id<CaseMarker>) -> Result<(), StoreError> {
    tx.execute(
        "update guard_cases set for_house = $2, escalated = $2, claimed_by = null, claimed_until_ms = null
         where id = $1",
        &[&id, &true],
    )?;
    Ok(())
}

/// Takes a case from whoever holds it to the house alone, which an order of an authority asks: the guild looks on no
/// more.
pub fn take_to_house(tx: &mut Tx<'_>, id: Id<CaseMarker>) -> Result<(), StoreError> {
    tx.execute(
        "update guard_cases set for_house = $2, urgent = $2, escalated = $3, claimed_by = null, claimed_until_ms = null
         where id = $1",
        &[&id, &true, &false],
    )?;
    Ok(())
}

/// Closes a case by a decision; false when it is closed already.
pub fn close(
    tx: &mut Tx<'_>,
    id: Id<CaseMarker>,
    decision_id: Id<DecisionMarker>,
    now: Timestamp,
) -> Result<bool, StoreError> {
    let changed = tx.execute(
        "update guard_cases set decided = $4, decided_ms = $3, decision_id = $2, claimed_by = null,
           claimed_until_ms = null
         where id = $1 and not decided",
        &[&id, &decision_id, &now, &true],
    )?;
    Ok(changed > 0)
}

/// Opens a decided case again, for anybody but whoever decided it; false when another case about the same thing is
/// open.
pub fn reopen(
    tx: &mut Tx<'_>,
    id: Id<CaseMarker>,
    barred_id: Option<Id<UserMarker>>,
) -> Result<bool, StoreError> {
    let changed = tx.execute(
        "update guard_cases set decided = $3, decided_ms = null, barred_id = $2
         where id = $1 and decided and not exists (
           select 1 from guard_cases other
           where other.subject = guard_cases.subject and other.id <> guard_cases.id and not other.decided)",
        &[&id, &barred_id, &false],
    )?;
    Ok(changed > 0)
}

/// Adds a note.
pub fn add_note(
    tx: &mut Tx<'_>,
    id: Id<GenericMarker>,
    case_id: Id<CaseMarker>,
    author_id: Id<UserMarker>,
    note: &str,
) -> Result<(), StoreError> {
    tx.execute(
        "insert into guard_notes (id, case_id, author_id, note) values ($1, $2, $3, $4)",
        &[&id, &case_id, &author_id, &note],
    )?;
    Ok(())
}

/// A note as it is kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Note {
    /// The note; its time is that of its id.
    pub id: Id<GenericMarker>,
    /// Who wrote it; `None` when that account is gone.
    pub author_id: Option<Id<UserMarker>>,
    /// What.
    pub text: String,
}

/// The notes on a case, oldest first.
pub fn notes(tx: &mut Tx<'_>, case_id: Id<CaseMarker>, limit: u32) -> Result<Vec<Note>, StoreError> {
    tx.query(
        "select id, author_id, note from guard_notes where case_id = $1 order by id limit $2",
        &[&case_id, &limit],
        |row| Ok(Note { id: row.get(0)?, author_id: row.get(1)?, text: row.get(2)? }),
    )
}

/// How many notes a case has.
pub fn note_count(tx: &mut Tx<'_>, case_id: Id<CaseMarker>) -> Result<u32, StoreError> {
    tx.query_one("select count(*) from guard_notes where case_id = $1", &[&case_id], |row| row.get(0))
}

/// Removes what was decided before a moment and is not asked about any more: cases, reports, labels and notes.
pub fn delete_decided_before(tx: &mut Tx<'_>, moment: Timestamp) -> Result<u64, StoreError> {
    for statement in [
        "delete from guard_notes where case_id in (select id from guard_cases where decided and decided_ms < $1)",
        "delete from guard_reports where case_id in (select id from guard_cases where decided and decided_ms < $1)",
        "delete from guard_labels where case_id in (select id from guard_cases where decided and decided_ms < $1)",
    ] {
        tx.execute(statement, &[&moment])?;
    }
    tx.execute("delete from guard_cases where decided and decided_ms < $1", &[&moment])
}

/// Removes the cases of a guild that is gone, but for those that the house decides; what was decided about people stays
/// for them.
pub fn delete_of_guild(tx: &mut Tx<'_>, guild_id: Id<GuildMarker>) -> Result<u64, StoreError> {
    for statement in [
        "delete from guard_notes where case_id in (select id from guard_cases where guild_id = $1 and not for_house)",
        "delete from guard_reports where case_id in (select id from guard_cases where guild_id = $1 and not for_house)",
        "delete from guard_labels where case_id in (select id from guard_cases where guild_id = $1 and not for_house)",
    ] {
        tx.execute(statement, &[&guild_id])?;
    }
    tx.execute("delete from guard_cases where guild_id = $1 and not for_house", &[&guild_id])
}

/// Forgets that an account took part: what it noted and held stays without its name.
pub fn forget_account(tx: &mut Tx<'_>, user_id: Id<UserMarker>) -> Result<(), StoreError> {
    tx.execute("update guard_notes set author_id = null where author_id = $1", &[&user_id])?;
    tx.execute(
        "update guard_cases set claimed_by = null, claimed_until_ms = null where claimed_by = $1",
        &[&user_id],
    )?;
    Ok(())
}

fn read(row: &Row<'_>) -> Result<Case, StoreError> {
    let Json(subject) = row.get(4)?;
    let copy: Option<Json<ReportedMessage>> = row.get(8)?;
    Ok(Case {
        id: row.get(0)?,
        guild_id: row.get(1)?,
        for_house: row.get(2)?,
        escalated: row.get(3)?,
        subject,
        user_id: row.get(5)?,
        urgent: row.get(6)?,
        report_count: row.get(7)?,
        copy: copy.map(|Json(copy)| copy),
        barred_id: row.get(9)?,
        claimed_by: row.get(10)?,
        claimed_until: row.get(11)?,
        is_decided: row.get(12)?,
        decided_at: row.get(13)?,
        decision_id: row.get(14)?,
    })
}
