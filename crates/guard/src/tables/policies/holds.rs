//! Messages that a rule holds until a person decides.

use parvis_model::marker::{ChannelMarker, GuildMarker, UserMarker};
use parvis_model::{Id, Timestamp};
use parvis_store::{Json, Row, StoreError, Tx};

use super::{Scope, Why};

/// A message that waits.
#[derive(Debug)]
pub enum HeldMarker {}

/// A message that waits until a person decides.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Held {
    /// This one; its time is when it was written.
    pub id: Id<HeldMarker>,
    /// In which guild.
    pub guild_id: Id<GuildMarker>,
    /// Whether a rule of the house holds it, so that the house decides.
    pub for_house: bool,
    /// Where it was to be written.
    pub channel_id: Id<ChannelMarker>,
    /// By whom.
    pub author_id: Id<UserMarker>,
    /// What the rule is called that holds it.
    pub rule: String,
    /// What it says.
    pub content: String,
    /// Why it was caught.
    pub why: Vec<Why>,
    /// When it is gone if nobody decides.
    pub until: Timestamp,
}

macro_rules! held_columns {
    () => {
        "select id, guild_id, for_house, channel_id, author_id, rule, content, why, until_ms from policy_holds"
    };
}

/// Keeps a message until somebody decides.
pub fn insert(tx: &mut Tx<'_>, held: &Held) -> Result<(), StoreError> {
    tx.execute(
        "insert into policy_holds (id, guild_id, for_house, channel_id, author_id, rule, content, why, until_ms)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9)",
        &[
            &held.id,
            &held.guild_id,
            &held.for_house,
            &held.channel_id,
            &held.author_id,
            &held.rule,
            &held.content,
            &Json(&held.why),
            &held.until,
        ],
    )?;
    Ok(())
}

/// Messages that wait for a guild, or with `None` for the house, the oldest first.
pub fn page(tx: &mut Tx<'_>, scope: Scope, limit: u32) -> Result<Vec<Held>, StoreError> {
    match scope {
        Some(guild_id) => tx.query(
            concat!(held_columns!(), " where guild_id = $1 and not for_house order by id limit $2"),
            &[&guild_id, &limit],
            read,
        ),
        None => tx.query(concat!(held_columns!(), " where for_house order by id limit $1"), &[&limit], read),
    }
}

/// How many messages of somebody wait in a guild.
pub fn count_of(
    tx: &mut Tx<'_>,
    guild_id: Id<GuildMarker>,
    author_id: Id<UserMarker>,
) -> Result<u32, StoreError> {
    tx.query_one(
        "select count(*) from policy_holds where author_id = $1 and guild_id = $2",
        &[&author_id, &guild_id],
        |row| row.get(0),
    )
}

/// Those of one author, for the copy of their data.
pub fn of_author(tx: &mut Tx<'_>, author_id: Id<UserMarker>) -> Result<Vec<Held>, StoreError> {
    tx.query(concat!(held_columns!(), " where author_id = $1 order by id"), &[&author_id], read)
}

/// Those about which nobody decided in time, the oldest first.
pub fn expired(tx: &mut Tx<'_>, now: Timestamp, limit: u32) -> Result<Vec<Held>, StoreError> {
    let sql = concat!(held_columns!(), " where until_ms <= $1 order by until_ms, id limit $2");
    tx.query(sql, &[&now, &limit], read)
}

/// One message that waits.
pub fn get(tx: &mut Tx<'_>, id: Id<HeldMarker>) -> Result<Option<Held>, StoreError> {
    tx.query_opt(concat!(held_columns!(), " where id = $1"), &[&id], read)
}

/// Forgets a message that waited; whether it was there.
pub fn delete(tx: &mut Tx<'_>, id: Id<HeldMarker>) -> Result<bool, StoreError> {
    Ok(tx.execute("delete from policy_holds where id = $1", &[&id])? > 0)
}

fn read(row: &Row<'_>) -> Result<Held, StoreError> {
    Ok(Held {
        id: row.get(0)?,
        guild_id: row.get(1)?,
        for_house: row.get(2)?,
        channel_id: row.get(3)?,
        author_id: row.get(4)?,
        rule: row.get(5)?,
        content: row.get(6)?,
        why: row.get::<Json<_>>(7)?.0,
        until: row.get(8)?,
    })
}
