//! Which private conversations there are: the one of each pair, and those that an account has open.

use std::collections::HashMap;

use parvis_model::marker::{ChannelMarker, UserMarker};
use parvis_model::{Channel, Id, User};

use super::channels;
use super::users::{USER_COLUMNS, read_user, user_columns};
use crate::{IdList, Json, StoreError, Tx};

/// The direct conversation of two accounts.
pub fn between(
    tx: &mut Tx<'_>,
    one: Id<UserMarker>,
    other: Id<UserMarker>,
) -> Result<Option<Id<ChannelMarker>>, StoreError> {
    tx.query_opt(
        "select channel_id from direct_pairs where low_user_id = $1 and high_user_id = $2",
        &[&one.min(other), &one.max(other)],
        |row| row.get(0),
    )
}

/// Makes a channel the direct conversation of two accounts; false when they have one already.
pub fn insert_pair(
    tx: &mut Tx<'_>,
    one: Id<UserMarker>,
    other: Id<UserMarker>,
    channel_id: Id<ChannelMarker>,
) -> Result<bool, StoreError> {
    let added = tx.execute(
        "insert into direct_pairs (low_user_id, high_user_id, channel_id) values ($1, $2, $3)
         on conflict (low_user_id, high_user_id) do nothing",
        &[&one.min(other), &one.max(other), &channel_id],
    )?;
    Ok(added > 0)
}

/// Shows a conversation to somebody in it, or closes it for them; whether that changed anything.
pub fn set_shown(
    tx: &mut Tx<'_>,
    channel_id: Id<ChannelMarker>,
    user_id: Id<UserMarker>,
    shown: bool,
) -> Result<bool, StoreError> {
    let changed = tx.execute(
        "update recipients set shown = $3 where channel_id = $1 and user_id = $2 and shown <> $3",
        &[&channel_id, &user_id, &shown],
    )?;
    Ok(changed > 0)
}

/// Takes somebody out of a conversation; whether they were in it.
pub fn remove_participant(
    tx: &mut Tx<'_>,
    channel_id: Id<ChannelMarker>,
    user_id: Id<UserMarker>,
) -> Result<bool, StoreError> {
    let removed = tx
        .execute("delete from recipients where channel_id = $1 and user_id = $2", &[&channel_id, &user_id])?;
    Ok(removed > 0)
}

/// The conversations that an account has open, with their heads, each with everybody else in it as `recipients`.
pub fn of_user(tx: &mut Tx<'_>, user_id: Id<UserMarker>) -> Result<Vec<Channel>, StoreError> {
    let open: Vec<Channel> = tx.query(
        "select c.details from recipients r join channels c on c.id = r.channel_id
         where r.user_id = $1 and r.shown = $2 order by c.id",
        &[&user_id, &true],
        |row| row.get(0).map(|Json(channel)| channel),
    )?;
    let mut open = channels::with_heads(tx, open)?;
    let ids: Vec<_> = open.iter().map(|channel| channel.id).collect();
    let everybody: Vec<(User, Id<ChannelMarker>)> = tx.query(
        concat!(
            "select ",
            user_columns!(),
            ", r.channel_id from recipients r join users u on u.id = r.user_id
             where r.channel_id in ids($1) order by u.id"
        ),
        &[&IdList(&ids)],
        |row| Ok((read_user(row, 0)?, row.get(USER_COLUMNS)?)),
    )?;
    let mut others: HashMap<_, Vec<User>> = HashMap::new();
    for (user, channel_id) in everybody {
        if user.id != user_id {
            others.entry(channel_id).or_default().push(user);
        }
    }
    for channel in &mut open {
        channel.recipients = others.remove(&channel.id).unwrap_or_default();
    }
    Ok(open)
}
