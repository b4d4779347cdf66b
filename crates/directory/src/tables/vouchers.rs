//! Vouchers of members, and whom they brought in.

use parvis_model::marker::UserMarker;
use parvis_model::{Id, Timestamp};
use parvis_store::{StoreError, Tx};

use crate::markers::GroupMarker;

/// A voucher: good once, for whoever holds its code.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Voucher {
    /// Digest of its code.
    pub digest: [u8; 32],
    /// Into which group.
    pub group_id: Id<GroupMarker>,
    /// The member who answers for the bearer, when with an account.
    pub maker_id: Option<Id<UserMarker>>,
    /// Where it leads.
    pub url: String,
    /// When it ends.
    pub expires_at: Timestamp,
}

/// Adds a voucher.
pub fn insert(tx: &mut Tx<'_>, voucher: &Voucher) -> Result<(), StoreError> {
    tx.execute(
        "insert into directory_vouchers (digest, group_id, maker_id, url, expires_ms) values ($1, $2, $3, $4, $5)",
        &[&voucher.digest, &voucher.group_id, &voucher.maker_id, &voucher.url, &voucher.expires_at],
    )?;
    Ok(())
}

/// Uses a voucher up: its group and where it leads.
pub fn take(
    tx: &mut Tx<'_>,
    digest: &[u8; 32],
    now: Timestamp,
) -> Result<Option<(Id<GroupMarker>, String)>, StoreError> {
    tx.query_opt(
        "delete from directory_vouchers where digest = $1 and expires_ms > $2 returning group_id, url",
        &[digest, &now],
        |row| Ok((row.get(0)?, row.get(1)?)),
    )
}

/// How many vouchers of a group wait to be used.
pub fn count(tx: &mut Tx<'_>, group_id: Id<GroupMarker>, now: Timestamp) -> Result<u32, StoreError> {
    tx.query_one(
        "select count(*) from directory_vouchers where group_id = $1 and expires_ms > $2",
        &[&group_id, &now],
        |row| row.get(0),
    )
}

/// Remembers that somebody answered for this account.
pub fn vouch(tx: &mut Tx<'_>, group_id: Id<GroupMarker>, user_id: Id<UserMarker>) -> Result<(), StoreError> {
    tx.execute(
        "insert into directory_vouched (group_id, user_id) values ($1, $2) on conflict do nothing",
        &[&group_id, &user_id],
    )?;
    Ok(())
}

/// The groups for which somebody answered for this account.
pub fn vouched(tx: &mut Tx<'_>, user_id: Id<UserMarker>) -> Result<Vec<Id<GroupMarker>>, StoreError> {
    tx.query("select group_id from directory_vouched where user_id = $1", &[&user_id], |row| row.get(0))
}

/// Takes everything of a group away.
pub fn delete_of_group(tx: &mut Tx<'_>, group_id: Id<GroupMarker>) -> Result<(), StoreError> {
    tx.execute("delete from directory_vouchers where group_id = $1", &[&group_id])?;
    tx.execute("delete from directory_vouched where group_id = $1", &[&group_id])?;
    Ok(())
}

/// Forgets vouchers that have ended; returns how many.
pub fn delete_ended(tx: &mut Tx<'_>, now: Timestamp) -> Result<u64, StoreError> {
    tx.execute("delete from directory_vouchers where expires_ms <= $1", &[&now])
}
