//! Logins of accounts and the tokens of bots, by digest.

use parvis_model::Id;
use parvis_model::marker::{LoginMarker, UserMarker};

use crate::{IdList, Row, StoreError, Tx};

/// A login.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Login {
    /// Its id; its time is that of the login.
    pub id: Id<LoginMarker>,
    /// Whose it is.
    pub user_id: Id<UserMarker>,
    /// Whether the account is a bot's.
    pub is_bot: bool,
    /// What the client calls itself, cut short.
    pub client: String,
    /// Last day of use, in days since 1970-01-01; no finer time is kept.
    pub last_used_day: i64,
}

/// Adds a login.
pub fn insert(
    tx: &mut Tx<'_>,
    id: Id<LoginMarker>,
    user_id: Id<UserMarker>,
    token_hash: &[u8; 32],
    client: &str,
    today: i64,
) -> Result<(), StoreError> {
    tx.execute(
        "insert into logins (id, user_id, token_hash, client, last_used_day) values ($1, $2, $3, $4, $5)",
        &[&id, &user_id, token_hash, &client, &today],
    )?;
    Ok(())
}

/// The login of a token's digest.
pub fn by_digest(tx: &mut Tx<'_>, token_hash: &[u8; 32]) -> Result<Option<Login>, StoreError> {
    tx.query_opt(
        "select l.id, l.user_id, u.bot, l.client, l.last_used_day
         from logins l join users u on u.id = l.user_id where l.token_hash = $1",
        &[token_hash],
        read,
    )
}

/// All logins of an account, newest first.
pub fn of_user(tx: &mut Tx<'_>, user_id: Id<UserMarker>) -> Result<Vec<Login>, StoreError> {
    tx.query(
        "select l.id, l.user_id, u.bot, l.client, l.last_used_day
         from logins l join users u on u.id = l.user_id where l.user_id = $1 order by l.id desc",
        &[&user_id],
        read,
    )
}

/// Notes that a login was used today.
pub fn touch(tx: &mut Tx<'_>, id: Id<LoginMarker>, today: i64) -> Result<(), StoreError> {
    tx.execute("update logins set last_used_day = $2 where id = $1", &[&id, &today])?;
    Ok(())
}

/// Ends one login of an account; whether there was one.
pub fn delete(tx: &mut Tx<'_>, user_id: Id<UserMarker>, id: Id<LoginMarker>) -> Result<bool, StoreError> {
    Ok(tx.execute("delete from logins where user_id = $1 and id = $2", &[&user_id, &id])? > 0)
}

/// Ends those of these logins that are the account's; returns them.
pub fn delete_many(
    tx: &mut Tx<'_>,
    user_id: Id<UserMarker>,
    ids: &[Id<LoginMarker>],
) -> Result<Vec<Id<LoginMarker>>, StoreError> {
    tx.query(
        "delete from logins where user_id = $1 and id in ids($2) returning id",
        &[&user_id, &IdList(ids)],
        |row| row.get(0),
    )
}

/// Ends all logins of an account but one; returns those that ended.
pub fn delete_others(
    tx: &mut Tx<'_>,
    user_id: Id<UserMarker>,
    kept: Option<Id<LoginMarker>>,
) -> Result<Vec<Id<LoginMarker>>, StoreError> {
    tx.query(
        "delete from logins where user_id = $1 and id <> $2 returning id",
        &[&user_id, &kept.unwrap_or(Id::new(0))],
        |row| row.get(0),
    )
}

fn read(row: &Row<'_>) -> Result<Login, StoreError> {
    Ok(Login {
        id: row.get(0)?,
        user_id: row.get(1)?,
        is_bot: row.get(2)?,
        client: row.get(3)?,
        last_used_day: row.get(4)?,
    })
}
