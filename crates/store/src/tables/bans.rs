//! Who may not come back to a guild.

use parvis_model::marker::{GuildMarker, UserMarker};
use parvis_model::{Ban, Id};

use super::users::{USER_COLUMNS, read_user, user_columns};
use crate::{Row, StoreError, Tx};

/// Which part of a guild's bans is asked for; they stand in the order of account ids.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum BanPage {
    /// The lowest ids above this one.
    After(Id<UserMarker>),
    /// The highest ids below this one.
    Before(Id<UserMarker>),
}

/// Bans an account; false when it is banned already.
pub fn insert(
    tx: &mut Tx<'_>,
    guild_id: Id<GuildMarker>,
    user_id: Id<UserMarker>,
    reason: Option<&str>,
    banned_by: Id<UserMarker>,
    now_ms: i64,
) -> Result<bool, StoreError> {
    let added = tx.execute(
        "insert into bans (guild_id, user_id, reason, banned_by, created_ms) values ($1, $2, $3, $4, $5)
         on conflict (guild_id, user_id) do nothing",
        &[&guild_id, &user_id, &reason, &banned_by, &now_ms],
    )?;
    Ok(added > 0)
}

/// Lifts a ban; whether there was one.
pub fn delete(
    tx: &mut Tx<'_>,
    guild_id: Id<GuildMarker>,
    user_id: Id<UserMarker>,
) -> Result<bool, StoreError> {
    let removed =
        tx.execute("delete from bans where guild_id = $1 and user_id = $2", &[&guild_id, &user_id])?;
    Ok(removed > 0)
}

/// Whether an account is banned.
pub fn exists(
    tx: &mut Tx<'_>,
    guild_id: Id<GuildMarker>,
    user_id: Id<UserMarker>,
) -> Result<bool, StoreError> {
    let found = tx.query_opt(
        "select user_id from bans where guild_id = $1 and user_id = $2",
        &[&guild_id, &user_id],
        |row| row.get::<i64>(0),
    )?;
    Ok(found.is_some())
}

/// An account's ban.
pub fn get(
    tx: &mut Tx<'_>,
    guild_id: Id<GuildMarker>,
    user_id: Id<UserMarker>,
) -> Result<Option<Ban>, StoreError> {
    tx.query_opt(
        concat!(
            "select ",
            user_columns!(),
            ", b.reason from bans b join users u on u.id = b.user_id where b.guild_id = $1 and b.user_id = $2"
        ),
        &[&guild_id, &user_id],
        read_ban,
    )
}

/// A page of a guild's bans, in the order of account ids.
pub fn page(
    tx: &mut Tx<'_>,
    guild_id: Id<GuildMarker>,
    page: BanPage,
    limit: u32,
) -> Result<Vec<Ban>, StoreError> {
    match page {
        BanPage::After(id) => tx.query(
            concat!(
                "select ",
                user_columns!(),
                ", b.reason from bans b join users u on u.id = b.user_id
                 where b.guild_id = $1 and b.user_id > $2 order by b.user_id limit $3"
            ),
            &[&guild_id, &id, &limit],
            read_ban,
        ),
        BanPage::Before(id) => {
            let mut bans = tx.query(
                concat!(
                    "select ",
                    user_columns!(),
                    ", b.reason from bans b join users u on u.id = b.user_id
                     where b.guild_id = $1 and b.user_id < $2 order by b.user_id desc limit $3"
                ),
                &[&guild_id, &id, &limit],
                read_ban,
            )?;
            bans.reverse();
            Ok(bans)
        }
    }
}

/// The banned accounts of a guild whom `wanted` picks by id, name and display name, in the order of their ids.
pub fn names(
    tx: &mut Tx<'_>,
    guild_id: Id<GuildMarker>,
    wanted: impl Fn(Id<UserMarker>, &str, Option<&str>) -> bool,
) -> Result<Vec<Id<UserMarker>>, StoreError> {
    let picked = tx.query(
        "select u.id, u.username, u.display_name from bans b join users u on u.id = b.user_id
         where b.guild_id = $1 order by b.user_id",
        &[&guild_id],
        |row| {
            let (id, username, display_name): (_, String, Option<String>) =
                (row.get(0)?, row.get(1)?, row.get(2)?);
            Ok(wanted(id, &username, display_name.as_deref()).then_some(id))
        },
    )?;
    Ok(picked.into_iter().flatten().collect())
}

fn read_ban(row: &Row<'_>) -> Result<Ban, StoreError> {
    Ok(Ban { user: read_user(row, 0)?, reason: row.get(USER_COLUMNS)? })
}
