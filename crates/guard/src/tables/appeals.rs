//! Appeals against decisions: one by each person who was told, and one by each who had reported it.

use parvis_model::marker::{
    AppealMarker, DecisionMarker, GuildMarker, ReportMarker, StatementMarker, UserMarker,
};
use parvis_model::{Id, Timestamp};
use parvis_store::{Row, StoreError, Tx};

use super::{word, word_or_none};
use crate::words::{AppealOutcome, MeasureKind};

/// An appeal as it is kept; it was filed when its id was made.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Appeal {
    /// The appeal.
    pub id: Id<AppealMarker>,
    /// Against which decision.
    pub decision_id: Id<DecisionMarker>,
    /// The guild of the decision.
    pub guild_id: Option<Id<GuildMarker>>,
    /// The statement, when whoever it concerns appeals.
    pub statement_id: Option<Id<StatementMarker>>,
    /// The report, when whoever made it appeals.
    pub report_id: Option<Id<ReportMarker>>,
    /// Who appeals; `None` when that account is gone.
    pub appellant_id: Option<Id<UserMarker>>,
    /// Why.
    pub text: String,
    /// By when it is to be decided.
    pub due_at: Timestamp,
    /// What came of it.
    pub outcome: Option<AppealOutcome>,
    /// What is answered.
    pub answer: Option<String>,
    /// Who decided it.
    pub decider_id: Option<Id<UserMarker>>,
    /// When.
    pub decided_at: Option<Timestamp>,
}

macro_rules! appeal_columns {
    () => {
        "id, decision_id, guild_id, statement_id, report_id, appellant_id, note, due_ms, outcome, answer, decider_id,
         decided_ms"
    };
}

/// Adds an appeal; false when there is one of the same person already.
pub fn insert(tx: &mut Tx<'_>, appeal: &Appeal) -> Result<bool, StoreError> {
    let added = tx.execute(
        "insert into guard_appeals (id, decision_id, guild_id, statement_id, report_id, appellant_id, note, due_ms)
         values ($1, $2, $3, $4, $5, $6, $7, $8) on conflict do nothing",
        &[
            &appeal.id,
            &appeal.decision_id,
            &appeal.guild_id,
            &appeal.statement_id,
            &appeal.report_id,
            &appeal.appellant_id,
            &appeal.text,
            &appeal.due_at,
        ],
    )?;
    Ok(added > 0)
}

/// One appeal.
pub fn get(tx: &mut Tx<'_>, id: Id<AppealMarker>) -> Result<Option<Appeal>, StoreError> {
    tx.query_opt(concat!("select ", appeal_columns!(), " from guard_appeals where id = $1"), &[&id], read)
}

/// The appeal of a statement.
pub fn of_statement(tx: &mut Tx<'_>, id: Id<StatementMarker>) -> Result<Option<Appeal>, StoreError> {
    tx.query_opt(
        concat!("select ", appeal_columns!(), " from guard_appeals where statement_id = $1"),
        &[&id],
        read,
    )
}

/// The appeal of a report.
pub fn of_report(tx: &mut Tx<'_>, id: Id<ReportMarker>) -> Result<Option<Appeal>, StoreError> {
    tx.query_opt(
        concat!("select ", appeal_columns!(), " from guard_appeals where report_id = $1"),
        &[&id],
        read,
    )
}

/// The appeals against a decision, oldest first.
pub fn of_decision(tx: &mut Tx<'_>, id: Id<DecisionMarker>) -> Result<Vec<Appeal>, StoreError> {
    tx.query(
        concat!("select ", appeal_columns!(), " from guard_appeals where decision_id = $1 order by id"),
        &[&id],
        read,
    )
}

/// Appeals against decisions of a guild, or with `None` all of them, older than one, newest first; `is_decided`: only
/// those that are, or are not. Those of `except` are left out.
pub fn page(
    tx: &mut Tx<'_>,
    guild_id: Option<Id<GuildMarker>>,
    is_decided: Option<bool>,
    except: Id<UserMarker>,
    before: Id<AppealMarker>,
    limit: u32,
) -> Result<Vec<Appeal>, StoreError> {
    let wanted = is_decided.map_or("", |it| if it { "decided" } else { "open" });
    tx.query(
        concat!(
            "select ",
            appeal_columns!(),
            " from guard_appeals
             where (guild_id = $1 or $2) and (appellant_id is null or appellant_id <> $3) and id < $4
               and ($5 = '' or ($5 = 'decided' and outcome is not null) or ($5 = 'open' and outcome is null))
             order by id desc limit $6"
        ),
        &[&guild_id.unwrap_or(Id::new(0)), &guild_id.is_none(), &except, &before, &wanted, &limit],
        read,
    )
}

/// How many appeals against decisions of a guild, or of any, are open, and how many of them were due before a moment.
pub fn open_counts(
    tx: &mut Tx<'_>,
    guild_id: Option<Id<GuildMarker>>,
    now: Timestamp,
) -> Result<(u32, u32), StoreError> {
    tx.query_one(
        "select count(*), count(case when due_ms <= $3 then 1 end) from guard_appeals
         where outcome is null and (guild_id = $1 or $2)",
        &[&guild_id.unwrap_or(Id::new(0)), &guild_id.is_none(), &now],
        |row| Ok((row.get(0)?, row.get(1)?)),
    )
}

/// Open appeals that are due before a moment.
pub fn due_before(tx: &mut Tx<'_>, moment: Timestamp) -> Result<Vec<Appeal>, StoreError> {
    tx.query(
        concat!(
            "select ",
            appeal_columns!(),
            " from guard_appeals where outcome is null and due_ms < $1 order by due_ms limit 100"
        ),
        &[&moment],
        read,
    )
}

/// Decides an appeal; false when it is decided already.
pub fn decide(
    tx: &mut Tx<'_>,
    id: Id<AppealMarker>,
    outcome: AppealOutcome,
    answer: &str,
    decider_id: Id<UserMarker>,
    now: Timestamp,
) -> Result<bool, StoreError> {
    let changed = tx.execute(
        "update guard_appeals set outcome = $2, answer = $3, decider_id = $4, decided_ms = $5
         where id = $1 and outcome is null",
        &[&id, &outcome.as_str(), &answer, &decider_id, &now],
    )?;
    Ok(changed > 0)
}

/// Appeals since a moment by what they were against and what came of them.
pub fn tallies(
    tx: &mut Tx<'_>,
    since: Id<AppealMarker>,
) -> Result<Vec<(MeasureKind, Option<AppealOutcome>, u64)>, StoreError> {
    tally(tx, since, Id::new(i64::MAX as u64))
}

/// The same of a span of time.
pub fn tally(
    tx: &mut Tx<'_>,
    from: Id<AppealMarker>,
    until: Id<AppealMarker>,
) -> Result<Vec<(MeasureKind, Option<AppealOutcome>, u64)>, StoreError> {
    tx.query(
        "select d.kind, a.outcome, count(*) from guard_appeals a join guard_decisions d on d.id = a.decision_id
         where a.id >= $1 and a.id < $2 group by d.kind, a.outcome order by d.kind, a.outcome",
        &[&from, &until],
        |row| {
            let outcome = word_or_none(row, 1, AppealOutcome::from_word)?;
            Ok((word(row, 0, MeasureKind::from_word)?, outcome, row.get(2)?))
        },
    )
}

/// Forgets an account: its appeals are decided without its name.
pub fn forget_account(tx: &mut Tx<'_>, user_id: Id<UserMarker>) -> Result<(), StoreError> {
    tx.execute("update guard_appeals set appellant_id = null where appellant_id = $1", &[&user_id])?;
    tx.execute("update guard_appeals set decider_id = null where decider_id = $1", &[&user_id])?;
    Ok(())
}

fn read(row: &Row<'_>) -> Result<Appeal, StoreError> {
    Ok(Appeal {
        id: row.get(0)?,
        decision_id: row.get(1)?,
        guild_id: row.get(2)?,
        statement_id: row.get(3)?,
        report_id: row.get(4)?,
        appellant_id: row.get(5)?,
        text: row.get(6)?,
        due_at: row.get(7)?,
        outcome: word_or_none(row, 8, AppealOutcome::from_word)?,
        answer: row.get(9)?,
        decider_id: row.get(10)?,
        decided_at: row.get(11)?,
    })
}
