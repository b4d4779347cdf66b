//! What a gateway session starts from. Reads only: what it reads is written by the actions that own it.

use parvis_model::marker::{ApplicationMarker, ChannelMarker, GuildMarker, UserMarker};
use parvis_model::{
    ApplicationFlags, Channel, GuildNotificationSettings, Id, Member, ReadState, Relationship,
    RelationshipType, Timestamp, UserSettings,
};

use super::users::{USER_COLUMNS, read_user, user_columns};
use super::{channels, members};
use crate::{Json, StoreError, Tx};

/// All memberships of an account, oldest first.
pub fn memberships(
    tx: &mut Tx<'_>,
    user_id: Id<UserMarker>,
) -> Result<Vec<(Id<GuildMarker>, Member)>, StoreError> {
    let mut found = Vec::new();
    for guild_id in members::guilds_of(tx, user_id)? {
        if let Some(member) = members::get(tx, guild_id, user_id)? {
            found.push((guild_id, member));
        }
    }
    Ok(found)
}

/// The private conversations that an account has in its list, each with everybody in it.
pub fn private_channels(tx: &mut Tx<'_>, user_id: Id<UserMarker>) -> Result<Vec<Channel>, StoreError> {
    let ids = tx.query(
        "select channel_id from recipients where user_id = $1 and shown = $2 order by channel_id",
        &[&user_id, &true],
        |row| row.get::<Id<ChannelMarker>>(0),
    )?;
    let mut found = Vec::new();
    for id in ids {
        found.extend(channels::get(tx, id)?);
    }
    Ok(found)
}

/// How far an account has read, with what has come since: exact, by the channels' message numbers.
pub fn read_states(tx: &mut Tx<'_>, user_id: Id<UserMarker>) -> Result<Vec<ReadState>, StoreError> {
    tx.query(
        "select r.channel_id, r.last_read_id, h.message_seq - r.last_read_seq, h.last_pin_ms,
           (select count(*) from message_mentions m where m.target_id = r.user_id and m.channel_id = r.channel_id
              and m.message_id > r.last_read_id)
         from read_states r join channel_heads h on h.channel_id = r.channel_id
         where r.user_id = $1 order by r.channel_id",
        &[&user_id],
        |row| {
            let last: i64 = row.get(1)?;
            let unread: i64 = row.get(2)?;
            Ok(ReadState {
                last_message_id: u64::try_from(last).ok().filter(|id| *id > 0).map(Id::new),
                unread_count: u32::try_from(unread.max(0)).unwrap_or(u32::MAX),
                last_pin_timestamp: row.get::<Option<Timestamp>>(3)?,
                mention_count: row.get(4)?,
                ..ReadState::new(row.get(0)?)
            })
        },
    )
}

/// An account's settings, if it ever set any.
pub fn user_settings(tx: &mut Tx<'_>, user_id: Id<UserMarker>) -> Result<Option<UserSettings>, StoreError> {
    let found =
        tx.query_opt("select settings from user_settings where user_id = $1", &[&user_id], |row| row.get(0))?;
    Ok(found.map(|Json(settings)| settings))
}

/// What an account wants to hear from its guilds.
pub fn guild_settings(
    tx: &mut Tx<'_>,
    user_id: Id<UserMarker>,
) -> Result<Vec<GuildNotificationSettings>, StoreError> {
    tx.query("select settings from guild_settings where user_id = $1 order by guild_id", &[&user_id], |row| {
        row.get(0).map(|Json(settings)| settings)
    })
}

/// Friends, requests and blocks of an account.
pub fn relationships(tx: &mut Tx<'_>, user_id: Id<UserMarker>) -> Result<Vec<Relationship>, StoreError> {
    tx.query(
        concat!(
            "select ",
            user_columns!(),
            ", r.kind, r.since_ms from relationships r join users u on u.id = r.other_id
             where r.user_id = $1 order by r.other_id"
        ),
        &[&user_id],
        |row| {
            let user = read_user(row, 0)?;
            let kind = RelationshipType(row.get::<i64>(USER_COLUMNS)?.try_into().unwrap_or_default());
            Ok(Relationship::new(kind, user, row.get(USER_COLUMNS + 1)?))
        },
    )
}

/// What an account wrote down about others.
pub fn notes(tx: &mut Tx<'_>, user_id: Id<UserMarker>) -> Result<Vec<(Id<UserMarker>, String)>, StoreError> {
    tx.query("select target_id, note from notes where user_id = $1", &[&user_id], |row| {
        Ok((row.get(0)?, row.get(1)?))
    })
}

/// Traits of an application: which privileged intents its bot may use.
pub fn application_flags(
    tx: &mut Tx<'_>,
    id: Id<ApplicationMarker>,
) -> Result<Option<ApplicationFlags>, StoreError> {
    let found =
        tx.query_opt("select flags from applications where id = $1", &[&id], |row| row.get::<u32>(0))?;
    Ok(found.map(ApplicationFlags))
}

/// Ids of all members of a guild, ascending.
pub fn member_ids(tx: &mut Tx<'_>, guild_id: Id<GuildMarker>) -> Result<Vec<Id<UserMarker>>, StoreError> {
    tx.query("select user_id from members where guild_id = $1 order by user_id", &[&guild_id], |row| {
        row.get(0)
    })
}

/// Ids of members whose user name, display name or nickname begins with a text, at most so many.
pub fn member_ids_by_name(
    tx: &mut Tx<'_>,
    guild_id: Id<GuildMarker>,
    beginning: &str,
    limit: u32,
) -> Result<Vec<Id<UserMarker>>, StoreError> {
    let escaped = beginning.to_lowercase().replace('\\', "\\\\").replace('%', "\\%").replace('_', "\\_");
    tx.query(
        "select m.user_id from members m join users u on u.id = m.user_id
         where m.guild_id = $1 and (lower(u.username) like $2 escape '\\'
           or lower(u.display_name) like $2 escape '\\' or lower(m.nick) like $2 escape '\\')
         order by m.user_id limit $3",
        &[&guild_id, &format!("{escaped}%"), &limit],
        |row| row.get(0),
    )
}
