//! Invitations to guilds. An expired one is as good as none, whether it was purged yet or not.

use parvis_model::marker::{ChannelMarker, GuildMarker, SheetMarker, UserMarker};
use parvis_model::{Id, Timestamp};

use crate::{Row, StoreError, Tx};

/// An invitation as it is kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StoredInvite {
    /// What one has to know.
    pub code: String,
    /// Where it leads.
    pub guild_id: Id<GuildMarker>,
    /// The channel that is opened first.
    pub channel_id: Id<ChannelMarker>,
    /// Who made it.
    pub inviter_id: Option<Id<UserMarker>>,
    /// When.
    pub created_at: Timestamp,
    /// Life in seconds; 0 is for ever.
    pub max_age_s: u32,
    /// How often it works; 0 is without end.
    pub max_uses: u32,
    /// How often it was used.
    pub uses: u32,
    /// Whether its guests go when they disconnect without having got a role.
    pub temporary: bool,
    /// When it ends.
    pub expires_at: Option<Timestamp>,
    /// The sheet of paper that carries it.
    pub sheet_id: Option<Id<SheetMarker>>,
}

macro_rules! columns {
    () => {
        "code, guild_id, channel_id, inviter_id, created_ms, max_age_s, max_uses, uses, temporary, expires_ms,
         sheet_id"
    };
}

/// Adds an invitation. A code that is taken is `StoreError::Unique` on `invites.code`.
pub fn insert(tx: &mut Tx<'_>, invite: &StoredInvite) -> Result<(), StoreError> {
    tx.execute(
        concat!(
            "insert into invites (",
            columns!(),
            ") values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)"
        ),
        &[
            &invite.code,
            &invite.guild_id,
            &invite.channel_id,
            &invite.inviter_id,
            &invite.created_at,
            &invite.max_age_s,
            &invite.max_uses,
            &invite.uses,
            &invite.temporary,
            &invite.expires_at,
            &invite.sheet_id,
        ],
    )?;
    Ok(())
}

/// An invitation that has not expired.
pub fn get(tx: &mut Tx<'_>, code: &str, now_ms: i64) -> Result<Option<StoredInvite>, StoreError> {
    tx.query_opt(
        concat!(
            "select ",
            columns!(),
            " from invites where code = $1 and (expires_ms is null or expires_ms > $2)"
        ),
        &[&code, &now_ms],
        read,
    )
}

/// A guild's invitations that have not expired, oldest first.
pub fn of_guild(
    tx: &mut Tx<'_>,
    guild_id: Id<GuildMarker>,
    now_ms: i64,
) -> Result<Vec<StoredInvite>, StoreError> {
    tx.query(
        concat!(
            "select ",
            columns!(),
            " from invites where guild_id = $1 and (expires_ms is null or expires_ms > $2)
             order by created_ms, code"
        ),
        &[&guild_id, &now_ms],
        read,
    )
}

/// A channel's invitations that have not expired, oldest first.
pub fn of_channel(
    tx: &mut Tx<'_>,
    channel_id: Id<ChannelMarker>,
    now_ms: i64,
) -> Result<Vec<StoredInvite>, StoreError> {
    tx.query(
        concat!(
            "select ",
            columns!(),
            " from invites where channel_id = $1 and (expires_ms is null or expires_ms > $2)
             order by created_ms, code"
        ),
        &[&channel_id, &now_ms],
        read,
    )
}

/// How many invitations of a guild have not expired.
pub fn count_of_guild(tx: &mut Tx<'_>, guild_id: Id<GuildMarker>, now_ms: i64) -> Result<u32, StoreError> {
    tx.query_one(
        "select count(*) from invites where guild_id = $1 and (expires_ms is null or expires_ms > $2)",
        &[&guild_id, &now_ms],
        |row| row.get(0),
    )
}

/// Counts one use, if there is one left at this moment; `None` when the invitation is spent, expired or gone.
/// One conditional statement, so that no race uses an invitation once too often.
pub fn take_use(tx: &mut Tx<'_>, code: &str, now_ms: i64) -> Result<Option<u32>, StoreError> {
    tx.query_opt(
        "update invites set uses = uses + 1
         where code = $1 and (max_uses = 0 or uses < max_uses) and (expires_ms is null or expires_ms > $2)
         returning uses",
        &[&code, &now_ms],
        |row| row.get(0),
    )
}

/// Removes an invitation; whether there was one.
pub fn delete(tx: &mut Tx<'_>, code: &str) -> Result<bool, StoreError> {
    Ok(tx.execute("delete from invites where code = $1", &[&code])? > 0)
}

/// Removes the invitations to a channel, which is going away; returns their codes.
pub fn delete_of_channel(tx: &mut Tx<'_>, channel_id: Id<ChannelMarker>) -> Result<Vec<String>, StoreError> {
    tx.query("delete from invites where channel_id = $1 returning code", &[&channel_id], |row| row.get(0))
}

/// Removes what has expired; returns how many.
pub fn delete_expired(tx: &mut Tx<'_>, now_ms: i64) -> Result<u64, StoreError> {
    tx.execute("delete from invites where expires_ms <= $1", &[&now_ms])
}

fn read(row: &Row<'_>) -> Result<StoredInvite, StoreError> {
    Ok(StoredInvite {
        code: row.get(0)?,
        guild_id: row.get(1)?,
        channel_id: row.get(2)?,
        inviter_id: row.get(3)?,
        created_at: row.get(4)?,
        max_age_s: row.get(5)?,
        max_uses: row.get(6)?,
        uses: row.get(7)?,
        temporary: row.get(8)?,
        expires_at: row.get(9)?,
        sheet_id: row.get(10)?,
    })
}
