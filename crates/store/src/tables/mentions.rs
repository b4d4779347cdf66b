//! Where accounts are mentioned: by themselves, by one of their roles, or with everybody.

use std::collections::BTreeSet;

use parvis_model::Id;
use parvis_model::marker::{ChannelMarker, GenericMarker, MessageMarker, UserMarker};

use crate::{StoreError, Tx};

/// A message that mentions somebody. Later ones are greater.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Mentioned {
    /// The message.
    pub message_id: Id<MessageMarker>,
    /// Its channel.
    pub channel_id: Id<ChannelMarker>,
}

/// Messages before one that mention an account, the newest first. Of a guild's roles and of everybody only what was
/// written since the account joined counts. Each target is looked up in the index by itself, so that the cost grows
/// with the page and not with the history.
pub fn page(
    tx: &mut Tx<'_>,
    user_id: Id<UserMarker>,
    before: Id<MessageMarker>,
    limit: u32,
) -> Result<Vec<Mentioned>, StoreError> {
    let mut found = BTreeSet::new();
    for (target_id, since) in targets(tx, user_id)? {
        found.extend(tx.query(
            "select message_id, channel_id from message_mentions
             where target_id = $1 and message_id < $2 and message_id >= $3
             order by message_id desc limit $4",
            &[&target_id, &before, &since, &limit],
            |row| Ok(Mentioned { message_id: row.get(0)?, channel_id: row.get(1)? }),
        )?);
        while found.len() > limit as usize {
            found.pop_first();
        }
    }
    Ok(found.into_iter().rev().collect())
}

/// What stands for an account in a mention, and the message from which on it does.
type Target = (Id<GenericMarker>, Id<MessageMarker>);

fn targets(tx: &mut Tx<'_>, user_id: Id<UserMarker>) -> Result<Vec<Target>, StoreError> {
    let mut targets = tx.query(
        "select guild_id, joined_ms from members where user_id = $1
         union all
         select r.role_id, m.joined_ms from members m
         join member_roles r on r.guild_id = m.guild_id and r.user_id = m.user_id
         where m.user_id = $1",
        &[&user_id],
        |row| Ok((row.get(0)?, Id::first_of_unix_ms(row.get(1)?))),
    )?;
    targets.push((user_id.cast(), Id::new(1)));
    Ok(targets)
}
