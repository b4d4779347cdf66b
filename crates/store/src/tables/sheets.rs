//! Sheets of paper, each with a code of its own and a count of those who came by it.

use parvis_model::marker::{ChannelMarker, GenericMarker, GuildMarker, SheetMarker, UserMarker};
use parvis_model::{Id, Sheet, SheetKind, Timestamp};

use crate::{Cell, Column, Json, Misfit, Row, StoreError, Tx};

macro_rules! columns {
    () => {
        "id, code, guild_id, channel_id, group_id, kind, label, texts, careful, maker_id, revoked_ms, joins"
    };
}

/// Adds a sheet. A code that is taken is `StoreError::Unique` on `sheets.code`.
pub fn insert(tx: &mut Tx<'_>, sheet: &Sheet) -> Result<(), StoreError> {
    tx.execute(
        concat!(
            "insert into sheets (",
            columns!(),
            ") values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)"
        ),
        &[
            &sheet.id,
            &sheet.code,
            &sheet.guild_id,
            &sheet.channel_id,
            &sheet.group_id,
            &sheet.kind.as_str(),
            &sheet.label,
            &Json(&sheet.texts),
            &sheet.careful,
            &sheet.maker_id,
            &sheet.revoked_at,
            &sheet.joins,
        ],
    )?;
    Ok(())
}

/// One sheet.
pub fn get(tx: &mut Tx<'_>, id: Id<SheetMarker>) -> Result<Option<Sheet>, StoreError> {
    tx.query_opt(concat!("select ", columns!(), " from sheets where id = $1"), &[&id], read)
}

/// The sheet with this code, as long as it leads somewhere.
pub fn by_code(tx: &mut Tx<'_>, code: &str) -> Result<Option<Sheet>, StoreError> {
    tx.query_opt(
        concat!("select ", columns!(), " from sheets where code = $1 and revoked_ms is null"),
        &[&code],
        read,
    )
}

/// The sheets that lead into a guild, newest first.
pub fn of_guild(tx: &mut Tx<'_>, guild_id: Id<GuildMarker>) -> Result<Vec<Sheet>, StoreError> {
    tx.query(
        concat!("select ", columns!(), " from sheets where guild_id = $1 order by id desc"),
        &[&guild_id],
        read,
    )
}

/// The sheets that were made for a group of the map, newest first.
pub fn of_group(tx: &mut Tx<'_>, group_id: Id<GenericMarker>) -> Result<Vec<Sheet>, StoreError> {
    tx.query(
        concat!("select ", columns!(), " from sheets where group_id = $1 order by id desc"),
        &[&group_id],
        read,
    )
}

/// The sheets that somebody made, newest first.
pub fn of_maker(tx: &mut Tx<'_>, maker_id: Id<UserMarker>) -> Result<Vec<Sheet>, StoreError> {
    tx.query(
        concat!("select ", columns!(), " from sheets where maker_id = $1 order by id desc"),
        &[&maker_id],
        read,
    )
}

/// How many sheets of a guild lead somewhere.
pub fn count_of_guild(tx: &mut Tx<'_>, guild_id: Id<GuildMarker>) -> Result<usize, StoreError> {
    tx.query_one(
        "select count(*) from sheets where guild_id = $1 and revoked_ms is null",
        &[&guild_id],
        |row| row.get(0),
    )
}

/// How many sheets of a group lead somewhere.
pub fn count_of_group(tx: &mut Tx<'_>, group_id: Id<GenericMarker>) -> Result<usize, StoreError> {
    tx.query_one(
        "select count(*) from sheets where group_id = $1 and revoked_ms is null",
        &[&group_id],
        |row| row.get(0),
    )
}

/// Says anew where a sheet hangs.
pub fn set_label(tx: &mut Tx<'_>, id: Id<SheetMarker>, label: &str) -> Result<(), StoreError> {
    tx.execute("update sheets set label = $2 where id = $1", &[&id, &label])?;
    Ok(())
}

/// Counts somebody who came by a sheet: a number, and nothing of who or when.
pub fn count_join(tx: &mut Tx<'_>, id: Id<SheetMarker>) -> Result<(), StoreError> {
    tx.execute("update sheets set joins = joins + 1 where id = $1", &[&id])?;
    Ok(())
}

/// From now on a sheet leads nowhere; whether it did.
pub fn revoke(tx: &mut Tx<'_>, id: Id<SheetMarker>, now_ms: i64) -> Result<bool, StoreError> {
    let revoked = tx
        .execute("update sheets set revoked_ms = $2 where id = $1 and revoked_ms is null", &[&id, &now_ms])?;
    Ok(revoked > 0)
}

/// The same for the sheets that lead to a channel.
pub fn revoke_of_channel(
    tx: &mut Tx<'_>,
    channel_id: Id<ChannelMarker>,
    now_ms: i64,
) -> Result<(), StoreError> {
    tx.execute(
        "update sheets set revoked_ms = $2 where channel_id = $1 and revoked_ms is null",
        &[&channel_id, &now_ms],
    )?;
    Ok(())
}

/// Forgets who made these sheets.
pub fn forget_maker(tx: &mut Tx<'_>, maker_id: Id<UserMarker>) -> Result<(), StoreError> {
    tx.execute("update sheets set maker_id = null where maker_id = $1", &[&maker_id])?;
    Ok(())
}

/// Removes sheets that were revoked up to a moment; returns how many.
pub fn delete_revoked(tx: &mut Tx<'_>, until_ms: i64) -> Result<u64, StoreError> {
    tx.execute("delete from sheets where revoked_ms <= $1", &[&until_ms])
}

fn read(row: &Row<'_>) -> Result<Sheet, StoreError> {
    let id: Id<SheetMarker> = row.get(0)?;
    let Json(texts) = row.get(7)?;
    Ok(Sheet {
        id,
        code: row.get(1)?,
        guild_id: row.get(2)?,
        channel_id: row.get(3)?,
        group_id: row.get(4)?,
        kind: row.get(5)?,
        label: row.get(6)?,
        texts,
        careful: row.get(8)?,
        maker_id: row.get(9)?,
        created_at: Timestamp::from_unix_ms(id.created_unix_ms()),
        revoked_at: row.get(10)?,
        joins: row.get(11)?,
    })
}

impl Column for SheetKind {
    fn from_cell(cell: Cell<'_>) -> Result<Self, Misfit> {
        let word = String::from_cell(cell)?;
        Self::from_word(&word).ok_or_else(|| format!("{word:?} is none of its words").into())
    }
}
