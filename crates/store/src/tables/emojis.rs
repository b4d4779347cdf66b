//! Emojis of guilds and of applications. Their pictures are in `pictures`.

use parvis_model::marker::{EmojiMarker, GenericMarker, UserMarker};
use parvis_model::{Emoji, Id};

use crate::{IdList, Json, Row, StoreError, Tx};

/// The kind under which their pictures are kept, each with the emoji as its owner.
pub const PICTURES: &str = "emoji";

/// An emoji with whom it belongs to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Owned {
    /// The emoji, without whoever uploaded it.
    pub emoji: Emoji,
    /// The guild or the application.
    pub owner_id: Id<GenericMarker>,
    /// Who uploaded it, while there is such an account.
    pub creator_id: Option<Id<UserMarker>>,
}

/// Adds an emoji.
pub fn insert(tx: &mut Tx<'_>, owned: &Owned) -> Result<(), StoreError> {
    let emoji = &owned.emoji;
    tx.execute(
        "insert into emojis (id, owner_id, creator_id, name, animated, roles) values ($1, $2, $3, $4, $5, $6)",
        &[
            &emoji.id,
            &owned.owner_id,
            &owned.creator_id,
            &emoji.name,
            &emoji.animated,
            &Json(&emoji.roles),
        ],
    )?;
    Ok(())
}

/// Changes name and roles.
pub fn update(tx: &mut Tx<'_>, emoji: &Emoji) -> Result<(), StoreError> {
    tx.execute(
        "update emojis set name = $2, roles = $3 where id = $1",
        &[&emoji.id, &emoji.name, &Json(&emoji.roles)],
    )?;
    Ok(())
}

/// One emoji of an owner.
pub fn get(
    tx: &mut Tx<'_>,
    owner_id: Id<GenericMarker>,
    id: Id<EmojiMarker>,
) -> Result<Option<Owned>, StoreError> {
    tx.query_opt(
        "select id, owner_id, creator_id, name, animated, roles from emojis where id = $1 and owner_id = $2",
        &[&id, &owner_id],
        read,
    )
}

/// Those of these emojis that there are, in no order.
pub fn get_many(tx: &mut Tx<'_>, ids: &[Id<EmojiMarker>]) -> Result<Vec<Owned>, StoreError> {
    if ids.is_empty() {
        return Ok(Vec::new());
    }
    tx.query(
        "select id, owner_id, creator_id, name, animated, roles from emojis where id in ids($1)",
        &[&IdList(ids)],
        read,
    )
}

/// The emojis of an owner, oldest first.
pub fn of_owner(tx: &mut Tx<'_>, owner_id: Id<GenericMarker>) -> Result<Vec<Owned>, StoreError> {
    tx.query(
        "select id, owner_id, creator_id, name, animated, roles from emojis where owner_id = $1 order by id",
        &[&owner_id],
        read,
    )
}

/// How many emojis an owner has that move, or that do not.
pub fn count(tx: &mut Tx<'_>, owner_id: Id<GenericMarker>, animated: bool) -> Result<usize, StoreError> {
    let count: u32 = tx.query_one(
        "select count(*) from emojis where owner_id = $1 and animated = $2",
        &[&owner_id, &animated],
        |row| row.get(0),
    )?;
    Ok(count as usize)
}

/// Removes an emoji with its picture, whose file is queued for deletion; whether there was one.
pub fn delete(
    tx: &mut Tx<'_>,
    owner_id: Id<GenericMarker>,
    id: Id<EmojiMarker>,
    now_ms: i64,
) -> Result<bool, StoreError> {
    let removed = tx.execute("delete from emojis where id = $1 and owner_id = $2", &[&id, &owner_id])?;
    if removed > 0 {
        super::pictures::delete_others(tx, PICTURES, id.cast(), None, now_ms)?;
    }
    Ok(removed > 0)
}

/// Removes everything of an owner, with the pictures.
pub fn delete_all(tx: &mut Tx<'_>, owner_id: Id<GenericMarker>, now_ms: i64) -> Result<(), StoreError> {
    for owned in of_owner(tx, owner_id)? {
        delete(tx, owner_id, owned.emoji.id, now_ms)?;
    }
    Ok(())
}

/// Forgets who uploaded what, for an account that goes.
pub fn forget_creator(tx: &mut Tx<'_>, user_id: Id<UserMarker>) -> Result<(), StoreError> {
    tx.execute("update emojis set creator_id = null where creator_id = $1", &[&user_id])?;
    Ok(())
}

fn read(row: &Row<'_>) -> Result<Owned, StoreError> {
    let mut emoji = Emoji::new(row.get(0)?, row.get::<String>(3)?);
    emoji.animated = row.get(4)?;
    Json(emoji.roles) = row.get(5)?;
    Ok(Owned { emoji, owner_id: row.get(1)?, creator_id: row.get(2)? })
}
