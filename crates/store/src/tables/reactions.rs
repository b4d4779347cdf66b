//! Who reacted to which message with which emoji.
//!
//! An emoji's key is the Unicode emoji itself, or `name:id` of a custom one, `a:name:id` if it moves.

use std::collections::HashMap;

use parvis_model::marker::{ChannelMarker, MessageMarker, UserMarker};
use parvis_model::{Id, Reaction, ReactionEmoji, User};

use super::users::{read_user, user_columns};
use crate::{IdList, StoreError, Tx};

/// The key under which an emoji is kept.
pub fn key_of(emoji: &ReactionEmoji) -> String {
    let name = emoji.name.as_deref().unwrap_or_default();
    let moving = if emoji.animated { "a:" } else { "" };
    emoji.id.map_or_else(|| name.to_owned(), |id| format!("{moving}{name}:{id}"))
}

/// The emoji of a key.
pub fn emoji_of(key: &str) -> ReactionEmoji {
    let custom = key.rsplit_once(':').and_then(|(name, id)| Some((name, id.parse().ok()?)));
    let (name, id) = custom.map_or((key, None), |(name, id)| (name, Some(id)));
    let moving = name.strip_prefix("a:").filter(|_| id.is_some());
    ReactionEmoji { id, name: Some(moving.unwrap_or(name).to_owned()), animated: moving.is_some() }
}

/// The reactions of messages, each message's in the order in which they first came.
pub fn of_messages(
    tx: &mut Tx<'_>,
    channel_id: Id<ChannelMarker>,
    ids: &[Id<MessageMarker>],
    viewer: Id<UserMarker>,
) -> Result<HashMap<Id<MessageMarker>, Vec<Reaction>>, StoreError> {
    let mut found: HashMap<_, Vec<Reaction>> = HashMap::new();
    if ids.is_empty() {
        return Ok(found);
    }
    let rows = tx.query(
        "select message_id, emoji, count(*), max(case when user_id = $3 then 1 else 0 end) from reactions
         where channel_id = $1 and message_id in ids($2)
         group by message_id, emoji order by message_id, min(created_ms), emoji",
        &[&channel_id, &IdList(ids), &viewer],
        |row| Ok((row.get(0)?, row.get::<String>(1)?, row.get::<u32>(2)?, row.get::<i64>(3)?)),
    )?;
    for (message_id, key, count, mine) in rows {
        found.entry(message_id).or_default().push(Reaction::new(emoji_of(&key), count, mine > 0));
    }
    Ok(found)
}

/// Adds a reaction; whether it is new.
pub fn insert(
    tx: &mut Tx<'_>,
    channel_id: Id<ChannelMarker>,
    message_id: Id<MessageMarker>,
    key: &str,
    user_id: Id<UserMarker>,
    now_ms: i64,
) -> Result<bool, StoreError> {
    let added = tx.execute(
        "insert into reactions (channel_id, message_id, emoji, user_id, created_ms) values ($1, $2, $3, $4, $5)
         on conflict (channel_id, message_id, emoji, user_id) do nothing",
        &[&channel_id, &message_id, &key, &user_id, &now_ms],
    )?;
    if added > 0 {
        tx.execute(
            "update messages set has_reactions = $3 where channel_id = $1 and id = $2",
            &[&channel_id, &message_id, &true],
        )?;
    }
    Ok(added > 0)
}

/// Removes somebody's reaction; whether there was one.
pub fn delete(
    tx: &mut Tx<'_>,
    channel_id: Id<ChannelMarker>,
    message_id: Id<MessageMarker>,
    key: &str,
    user_id: Id<UserMarker>,
) -> Result<bool, StoreError> {
    let removed = tx.execute(
        "delete from reactions where channel_id = $1 and message_id = $2 and emoji = $3 and user_id = $4",
        &[&channel_id, &message_id, &key, &user_id],
    )?;
    Ok(removed > 0)
}

/// Removes all reactions of a message, or those with one emoji; whether there were any.
pub fn clear(
    tx: &mut Tx<'_>,
    channel_id: Id<ChannelMarker>,
    message_id: Id<MessageMarker>,
    key: Option<&str>,
) -> Result<bool, StoreError> {
    let removed = match key {
        Some(key) => tx.execute(
            "delete from reactions where channel_id = $1 and message_id = $2 and emoji = $3",
            &[&channel_id, &message_id, &key],
        )?,
        None => tx.execute(
            "delete from reactions where channel_id = $1 and message_id = $2",
            &[&channel_id, &message_id],
        )?,
    };
    Ok(removed > 0)
}

/// The key under which a message already has an emoji, whatever name the emoji had then.
pub fn key_there(
    tx: &mut Tx<'_>,
    channel_id: Id<ChannelMarker>,
    message_id: Id<MessageMarker>,
    emoji: &ReactionEmoji,
) -> Result<Option<String>, StoreError> {
    let there = keys(tx, channel_id, message_id)?;
    Ok(there.into_iter().find(|key| emoji_of(key).is_same(emoji)))
}

/// The keys of a message's reactions.
pub fn keys(
    tx: &mut Tx<'_>,
    channel_id: Id<ChannelMarker>,
    message_id: Id<MessageMarker>,
) -> Result<Vec<String>, StoreError> {
    tx.query(
        "select distinct emoji from reactions where channel_id = $1 and message_id = $2",
        &[&channel_id, &message_id],
        |row| row.get(0),
    )
}

/// Those who reacted with an emoji, by id, from the one behind `after` on.
pub fn users(
    tx: &mut Tx<'_>,
    channel_id: Id<ChannelMarker>,
    message_id: Id<MessageMarker>,
    key: &str,
    after: Id<UserMarker>,
    limit: u32,
) -> Result<Vec<User>, StoreError> {
    tx.query(
        concat!(
            "select ",
            user_columns!(),
            " from reactions r join users u on u.id = r.user_id
             where r.channel_id = $1 and r.message_id = $2 and r.emoji = $3 and r.user_id > $4
             order by r.user_id limit $5"
        ),
        &[&channel_id, &message_id, &key, &after, &limit],
        |row| read_user(row, 0),
    )
}
