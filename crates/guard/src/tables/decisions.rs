//! Decisions with their reasons, what undoes them, what followed from which, and strikes.

use parvis_model::marker::{
    CaseMarker, ChannelMarker, DecisionMarker, GuildMarker, MessageMarker, UserMarker,
};
use parvis_model::{Id, Timestamp};
use parvis_store::{Json, Row, StoreError, Tx};
use serde::{Deserialize, Serialize};

use crate::words::Content;

/// A decision as it is kept; its time is that of its id.
#[derive(Debug, Clone, PartialEq)]
pub struct Decision {
    /// The decision.
    pub id: Id<DecisionMarker>,
    /// The case that it closed.
    pub case_id: Option<Id<CaseMarker>>,
    /// The guild in which it counts.
    pub guild_id: Option<Id<GuildMarker>>,
    /// The channel in which it happened, when it was in one.
    pub channel_id: Option<Id<ChannelMarker>>,
    /// Whom it concerns.
    pub user_id: Option<Id<UserMarker>>,
    /// Who decided; `None` for a rule, and when that account is gone.
    pub actor_id: Option<Id<UserMarker>>,
    /// What it says.
    pub content: Content,
    /// What is to be done to undo it.
    pub undo: Vec<Undo>,
    /// How it was undone, if it was.
    pub undone: Option<Undone>,
}

/// One thing that undoing a decision does.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "undo", rename_all = "snake_case")]
pub enum Undo {
    /// Show a message again.
    Show {
        /// Where it stood.
        channel_id: Id<ChannelMarker>,
        /// Which.
        message_id: Id<MessageMarker>,
    },
    /// End a timeout, if it is still that one.
    EndTimeout {
        /// When it ends by itself.
        until: Timestamp,
    },
    /// Lift a ban.
    Unban,
    /// Strike out a strike.
    Strike,
    /// Give an account back to its owner.
    EndSuspension,
    /// Nothing but saying so: whoever was removed may come back anyway.
    Said,
}

/// That a decision was undone.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Undone {
    /// When.
    pub at: Timestamp,
    /// By whom.
    pub by: Option<Id<UserMarker>>,
    /// Why.
    pub reason: Option<String>,
}

/// Milliseconds of a day.
pub const DAY_MS: i64 = 86_400_000;

macro_rules! decision_columns {
    () => {
        "d.id, d.case_id, d.guild_id, d.channel_id, d.user_id, d.actor_id, d.content, d.undo, d.undone_ms, d.undone_by,
         d.undo_reason"
    };
}

/// Adds a decision.
pub fn insert(tx: &mut Tx<'_>, decision: &Decision) -> Result<(), StoreError> {
    let content = &decision.content;
    tx.execute(
        "insert into guard_decisions (id, case_id, guild_id, channel_id, user_id, actor_id, day, kind, source, category, automated,
           rule, content, undo)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14)",
        &[
            &decision.id,
            &decision.case_id,
            &decision.guild_id,
            &decision.channel_id,
            &decision.user_id,
            &decision.actor_id,
            &(decision.id.created_unix_ms() / DAY_MS),
            &content.gravest().as_str(),
            &content.source.as_str(),
            &content.category.as_str(),
            &content.automated.as_str(),
            &content.rule,
            &Json(content),
            &Json(&decision.undo),
        ],
    )?;
    Ok(())
}

/// One decision.
pub fn get(tx: &mut Tx<'_>, id: Id<DecisionMarker>) -> Result<Option<Decision>, StoreError> {
    tx.query_opt(
        concat!("select ", decision_columns!(), " from guard_decisions d where d.id = $1"),
        &[&id],
        read,
    )
}

/// A guild's decisions, or with `None` those of no guild, older than one, newest first; those about `except` are left
/// out.
pub fn page(
    tx: &mut Tx<'_>,
    guild_id: Option<Id<GuildMarker>>,
    except: Id<UserMarker>,
    before: Id<DecisionMarker>,
    limit: u32,
) -> Result<Vec<Decision>, StoreError> {
    tx.query(
        concat!(
            "select ",
            decision_columns!(),
            " from guard_decisions d
             where (d.guild_id = $1 or ($2 and d.guild_id is null)) and d.id < $3
               and (d.user_id is null or d.user_id <> $4)
             order by d.id desc limit $5"
        ),
        &[&guild_id.unwrap_or(Id::new(0)), &guild_id.is_none(), &before, &except, &limit],
        read,
    )
}

/// Decisions of a span of time, by their ids, the oldest first.
pub fn between(
    tx: &mut Tx<'_>,
    from: Id<DecisionMarker>,
    until: Id<DecisionMarker>,
    limit: u32,
) -> Result<Vec<Decision>, StoreError> {
    tx.query(
        concat!(
            "select ",
            decision_columns!(),
            " from guard_decisions d where d.id >= $1 and d.id < $2 order by d.id limit $3"
        ),
        &[&from, &until, &limit],
        read,
    )
}

/// Decisions about somebody in a guild, or in none, newest first.
pub fn about(
    tx: &mut Tx<'_>,
    user_id: Id<UserMarker>,
    guild_id: Option<Id<GuildMarker>>,
    limit: u32,
) -> Result<Vec<Decision>, StoreError> {
    tx.query(
        concat!(
            "select ",
            decision_columns!(),
            " from guard_decisions d
             where d.user_id = $1 and (d.guild_id = $2 or ($3 and d.guild_id is null))
             order by d.id desc limit $4"
        ),
        &[&user_id, &guild_id.unwrap_or(Id::new(0)), &guild_id.is_none(), &limit],
        read,
    )
}

/// Notes that a decision was undone; false when it was before.
pub fn set_undone(tx: &mut Tx<'_>, id: Id<DecisionMarker>, undone: &Undone) -> Result<bool, StoreError> {
    let changed = tx.execute(
        "update guard_decisions set undone_ms = $2, undone_day = $3, undone_by = $4, undo_reason = $5
         where id = $1 and undone_ms is null",
        &[&id, &undone.at, &(undone.at.unix_ms() / DAY_MS), &undone.by, &undone.reason],
    )?;
    Ok(changed > 0)
}

/// Notes that a decision was made while earlier ones counted.
pub fn add_follow(
    tx: &mut Tx<'_>,
    earlier: Id<DecisionMarker>,
    later: Id<DecisionMarker>,
) -> Result<(), StoreError> {
    tx.execute(
        "insert into guard_follows (earlier_id, later_id) values ($1, $2) on conflict do nothing",
        &[&earlier, &later],
    )?;
    Ok(())
}

/// What was decided while a decision counted, and stands, oldest first.
pub fn following(tx: &mut Tx<'_>, earlier: Id<DecisionMarker>) -> Result<Vec<Decision>, StoreError> {
    tx.query(
        concat!(
            "select ",
            decision_columns!(),
            " from guard_follows f join guard_decisions d on d.id = f.later_id
             where f.earlier_id = $1 and d.undone_ms is null order by d.id"
        ),
        &[&earlier],
        read,
    )
}

/// A strike that counts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Strike {
    /// The decision that gave it.
    pub decision_id: Id<DecisionMarker>,
    /// In which guild it counts, or everywhere.
    pub guild_id: Option<Id<GuildMarker>>,
    /// Whose it is.
    pub user_id: Id<UserMarker>,
    /// For which rule.
    pub rule: String,
    /// When it counts no more.
    pub expires_at: Timestamp,
}

/// Adds a strike.
pub fn insert_strike(tx: &mut Tx<'_>, strike: &Strike) -> Result<(), StoreError> {
    tx.execute(
        "insert into guard_strikes (decision_id, guild_id, user_id, rule, expires_ms) values ($1, $2, $3, $4, $5)",
        &[&strike.decision_id, &strike.guild_id, &strike.user_id, &strike.rule, &strike.expires_at],
    )?;
    Ok(())
}

/// Takes a strike back.
pub fn delete_strike(tx: &mut Tx<'_>, decision_id: Id<DecisionMarker>) -> Result<(), StoreError> {
    tx.execute("delete from guard_strikes where decision_id = $1", &[&decision_id])?;
    Ok(())
}

/// The strikes of somebody that count in a guild, or in none, oldest first. One that expires at this moment counts no
/// more.
pub fn strikes(
    tx: &mut Tx<'_>,
    user_id: Id<UserMarker>,
    guild_id: Option<Id<GuildMarker>>,
    now: Timestamp,
) -> Result<Vec<Strike>, StoreError> {
    tx.query(
        "select decision_id, guild_id, user_id, rule, expires_ms from guard_strikes
         where user_id = $1 and (guild_id = $2 or ($3 and guild_id is null)) and expires_ms > $4
         order by decision_id limit 50",
        &[&user_id, &guild_id.unwrap_or(Id::new(0)), &guild_id.is_none(), &now],
        |row| {
            Ok(Strike {
                decision_id: row.get(0)?,
                guild_id: row.get(1)?,
                user_id: row.get(2)?,
                rule: row.get(3)?,
                expires_at: row.get(4)?,
            })
        },
    )
}

/// Removes strikes that count no more.
pub fn delete_expired_strikes(tx: &mut Tx<'_>, now: Timestamp) -> Result<u64, StoreError> {
    tx.execute("delete from guard_strikes where expires_ms <= $1", &[&now])
}

/// Decisions older than one that still withhold a message, and of which the person was told before that, too.
pub fn withholding_before(
    tx: &mut Tx<'_>,
    before: Id<DecisionMarker>,
    limit: u32,
) -> Result<Vec<Decision>, StoreError> {
    tx.query(
        concat!(
            "select ",
            decision_columns!(),
            " from guard_decisions d
             where d.id < $1 and d.undone_ms is null and d.undo like $2 and not exists (
               select 1 from guard_statements s where s.decision_id = d.id and s.told_ms >= $4)
             order by d.id limit $3"
        ),
        &[&before, &"%\"show\"%", &limit, &before.created_unix_ms()],
        read,
    )
}

/// Notes that what a decision withheld is gone for good.
pub fn forget_undo(tx: &mut Tx<'_>, id: Id<DecisionMarker>) -> Result<(), StoreError> {
    tx.execute("update guard_decisions set undo = $2 where id = $1", &[&id, &"[]"])?;
    Ok(())
}

/// Removes decisions that are older than one, with what hangs on them.
pub fn delete_before(tx: &mut Tx<'_>, before: Id<DecisionMarker>) -> Result<u64, StoreError> {
    for statement in [
        "delete from guard_follows where earlier_id < $1",
        "delete from guard_follows where later_id < $1",
        "delete from guard_appeals where decision_id < $1",
        "delete from guard_statements where decision_id < $1",
    ] {
        tx.execute(statement, &[&before])?;
    }
    tx.execute("delete from guard_decisions where id < $1", &[&before])
}

/// Forgets an account: what was decided stays without names, for the totals.
pub fn forget_account(tx: &mut Tx<'_>, user_id: Id<UserMarker>) -> Result<(), StoreError> {
    for statement in [
        "update guard_decisions set user_id = null where user_id = $1",
        "update guard_decisions set actor_id = null where actor_id = $1",
        "update guard_decisions set undone_by = null where undone_by = $1",
        "delete from guard_strikes where user_id = $1",
    ] {
        tx.execute(statement, &[&user_id])?;
    }
    Ok(())
}

/// Decisions of one day that are alike, counted.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Tally {
    /// The day, in days since 1970.
    pub day: i64,
    /// The gravest measure.
    pub kind: String,
    /// What brought it up.
    pub source: String,
    /// Of which kind it is.
    pub category: String,
    /// What a machine had to do with it.
    pub automated: String,
    /// How many.
    pub count: u64,
    /// How many of them were undone since.
    pub undone: u64,
}

/// What was decided since a day, counted by day and kind; without what somebody may not be told yet.
pub fn tallies(tx: &mut Tx<'_>, since_day: i64, now: Timestamp) -> Result<Vec<Tally>, StoreError> {
    tx.query(
        "select day, kind, source, category, automated, count(*), count(undone_ms) from guard_decisions d
         where day >= $1
           and not exists (select 1 from guard_statements s where s.decision_id = d.id and s.told_ms > $2)
         group by day, kind, source, category, automated
         order by day, kind, source, category, automated",
        &[&since_day, &now],
        |row| {
            Ok(Tally {
                day: row.get(0)?,
                kind: row.get(1)?,
                source: row.get(2)?,
                category: row.get(3)?,
                automated: row.get(4)?,
                count: row.get(5)?,
                undone: row.get(6)?,
            })
        },
    )
}

/// Decisions by one rule, counted.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct RuleCount {
    /// The rule.
    pub rule: String,
    /// How many.
    pub decisions: u64,
    /// How many of them were undone since.
    pub restorations: u64,
    /// How many appeals against them were successful.
    pub appeals_overturned: u64,
}

/// The rules by which at least so many decisions were made since a day, the most used first.
pub fn rules(tx: &mut Tx<'_>, since_day: i64, limit: u32, least: u32) -> Result<Vec<RuleCount>, StoreError> {
    tx.query(
        "select rule, count(*), count(undone_ms),
           (select count(*) from guard_appeals a join guard_decisions o on o.id = a.decision_id
            where a.outcome = 'overturned' and o.rule = d.rule and o.day >= $1)
         from guard_decisions d where day >= $1 and rule <> '' group by rule
         having count(*) >= $3 order by count(*) desc, rule limit $2",
        &[&since_day, &limit, &least],
        |row| {
            Ok(RuleCount {
                rule: row.get(0)?,
                decisions: row.get(1)?,
                restorations: row.get(2)?,
                appeals_overturned: row.get(3)?,
            })
        },
    )
}

/// How many decisions were undone on each day since one.
pub fn undone_by_day(tx: &mut Tx<'_>, since_day: i64) -> Result<Vec<(i64, u64)>, StoreError> {
    tx.query(
        "select undone_day, count(*) from guard_decisions where undone_day >= $1 group by undone_day
         order by undone_day",
        &[&since_day],
        |row| Ok((row.get(0)?, row.get(1)?)),
    )
}

fn read(row: &Row<'_>) -> Result<Decision, StoreError> {
    let Json(content) = row.get(6)?;
    let Json(undo) = row.get(7)?;
    let undone_at: Option<Timestamp> = row.get(8)?;
    let undone = match undone_at {
        Some(at) => Some(Undone { at, by: row.get(9)?, reason: row.get(10)? }),
        None => None,
    };
    Ok(Decision {
        id: row.get(0)?,
        case_id: row.get(1)?,
        guild_id: row.get(2)?,
        channel_id: row.get(3)?,
        user_id: row.get(4)?,
        actor_id: row.get(5)?,
        content,
        undo,
        undone,
    })
}
