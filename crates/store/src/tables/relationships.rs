//! Friends, requests and blocks, one row for each side.

use parvis_model::marker::UserMarker;
use parvis_model::{Id, Relationship, RelationshipType, Timestamp};

use super::users::{USER_COLUMNS, read_user, user_columns};
use crate::{Row, StoreError, Tx};

/// Whether one of two accounts has blocked the other.
pub fn either_blocks(
    tx: &mut Tx<'_>,
    one: Id<UserMarker>,
    other: Id<UserMarker>,
) -> Result<bool, StoreError> {
    let found = tx.query_opt(
        "select kind from relationships
         where kind = $3 and ((user_id = $1 and other_id = $2) or (user_id = $2 and other_id = $1)) limit 1",
        &[&one, &other, &RelationshipType::BLOCKED.0],
        |row| row.get::<i64>(0),
    )?;
    Ok(found.is_some())
}

/// What another account is to one, from that one's side.
pub fn get(
    tx: &mut Tx<'_>,
    user_id: Id<UserMarker>,
    other_id: Id<UserMarker>,
) -> Result<Option<Relationship>, StoreError> {
    tx.query_opt(
        concat!(
            "select ",
            user_columns!(),
            ", r.kind, r.since_ms, r.nickname from relationships r join users u on u.id = r.other_id
             where r.user_id = $1 and r.other_id = $2"
        ),
        &[&user_id, &other_id],
        read,
    )
}

/// All relationships of an account from its side, by the other's id.
pub fn of_user(tx: &mut Tx<'_>, user_id: Id<UserMarker>) -> Result<Vec<Relationship>, StoreError> {
    tx.query(
        concat!(
            "select ",
            user_columns!(),
            ", r.kind, r.since_ms, r.nickname from relationships r join users u on u.id = r.other_id
             where r.user_id = $1 order by r.other_id"
        ),
        &[&user_id],
        read,
    )
}

/// How many relationships an account has.
pub fn count(tx: &mut Tx<'_>, user_id: Id<UserMarker>) -> Result<usize, StoreError> {
    let count: u32 =
        tx.query_one("select count(*) from relationships where user_id = $1", &[&user_id], |row| row.get(0))?;
    Ok(count as usize)
}

/// Whether two accounts have a friend in common.
pub fn share_a_friend(
    tx: &mut Tx<'_>,
    one: Id<UserMarker>,
    other: Id<UserMarker>,
) -> Result<bool, StoreError> {
    let found = tx.query_opt(
        "select a.other_id from relationships a
         join relationships b on b.other_id = a.other_id and b.user_id = $2 and b.kind = $3
         where a.user_id = $1 and a.kind = $3 limit 1",
        &[&one, &other, &RelationshipType::FRIEND.0],
        |row| row.get::<i64>(0),
    )?;
    Ok(found.is_some())
}

/// Sets what another account is to one, on that one's side only.
pub fn set(
    tx: &mut Tx<'_>,
    user_id: Id<UserMarker>,
    other_id: Id<UserMarker>,
    kind: RelationshipType,
    since: Timestamp,
) -> Result<(), StoreError> {
    tx.execute(
        "insert into relationships (user_id, other_id, kind, since_ms, nickname) values ($1, $2, $3, $4, null)
         on conflict (user_id, other_id) do update set kind = excluded.kind, since_ms = excluded.since_ms",
        &[&user_id, &other_id, &kind.0, &since],
    )?;
    Ok(())
}

/// Sets the name that one account gave another.
pub fn set_nickname(
    tx: &mut Tx<'_>,
    user_id: Id<UserMarker>,
    other_id: Id<UserMarker>,
    nickname: Option<&str>,
) -> Result<(), StoreError> {
    tx.execute(
        "update relationships set nickname = $3 where user_id = $1 and other_id = $2",
        &[&user_id, &other_id, &nickname],
    )?;
    Ok(())
}

/// Removes what another account is to one, on that one's side only.
pub fn delete(
    tx: &mut Tx<'_>,
    user_id: Id<UserMarker>,
    other_id: Id<UserMarker>,
) -> Result<bool, StoreError> {
    let removed =
        tx.execute("delete from relationships where user_id = $1 and other_id = $2", &[&user_id, &other_id])?;
    Ok(removed > 0)
}

/// Removes an account from everybody's relationships; returns those who had it as friend or request, with what it was
/// to them.
pub fn delete_all(
    tx: &mut Tx<'_>,
    user_id: Id<UserMarker>,
) -> Result<Vec<(Id<UserMarker>, RelationshipType)>, StoreError> {
    tx.execute("delete from relationships where user_id = $1", &[&user_id])?;
    tx.query("delete from relationships where other_id = $1 returning user_id, kind", &[&user_id], |row| {
        Ok((row.get(0)?, RelationshipType(row.get(1)?)))
    })
}

fn read(row: &Row<'_>) -> Result<Relationship, StoreError> {
    let kind = RelationshipType(row.get(USER_COLUMNS)?);
    let mut relationship = Relationship::new(kind, read_user(row, 0)?, row.get(USER_COLUMNS + 1)?);
    relationship.nickname = row.get(USER_COLUMNS + 2)?;
    Ok(relationship)
}
