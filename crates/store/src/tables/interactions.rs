//! Interactions that were answered, as long as their tokens are good, and messages that one person alone sees.

use parvis_model::marker::{
    ApplicationMarker, ChannelMarker, GuildMarker, InteractionMarker, MessageMarker, UserMarker,
};
use parvis_model::{Id, Message, Modal};
use serde::{Deserialize, Serialize};

pub use super::messages::Origin;
use crate::{IdList, Json, Row, StoreError, Tx};

/// An interaction or a message, with the channel in which its files are.
pub type InChannel<M> = (Id<M>, Id<ChannelMarker>);

/// An interaction as it is kept.
#[derive(Debug, Clone, PartialEq)]
pub struct Kept {
    /// The interaction.
    pub id: Id<InteractionMarker>,
    /// Whose command, message or form it was.
    pub application_id: Id<ApplicationMarker>,
    /// SHA-256 of its token.
    pub token_hash: [u8; 32],
    /// Who interacted.
    pub user_id: Id<UserMarker>,
    /// In which guild, when in one.
    pub guild_id: Option<Id<GuildMarker>>,
    /// Where.
    pub channel_id: Id<ChannelMarker>,
    /// Whether it was answered; only those that came with files are kept before.
    pub answered: bool,
    /// The message that answers, or that the answer changed.
    pub answer_id: Option<Id<MessageMarker>>,
    /// The rest.
    pub details: Details,
}

/// What of an interaction nothing is searched by.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Details {
    /// As its answers name it.
    pub origin: Origin,
    /// The form that answered it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub modal: Option<Modal>,
}

/// A message that one person alone sees.
#[derive(Debug, Clone, PartialEq)]
pub struct Ephemeral {
    /// The interaction to which it belongs.
    pub interaction_id: Id<InteractionMarker>,
    /// Whose interaction it is.
    pub application_id: Id<ApplicationMarker>,
    /// Who sees it.
    pub user_id: Id<UserMarker>,
    /// When it goes away, in Unix milliseconds.
    pub expires_ms: i64,
    /// The message, its files without addresses.
    pub message: Message,
}

/// Keeps an interaction that is not answered yet, because files came with it.
pub fn insert(tx: &mut Tx<'_>, kept: &Kept) -> Result<(), StoreError> {
    tx.execute(
        "insert into interactions (id, application_id, token_hash, user_id, guild_id, channel_id, answered, answer_id,
           details)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9)",
        &[
            &kept.id,
            &kept.application_id,
            &kept.token_hash,
            &kept.user_id,
            &kept.guild_id,
            &kept.channel_id,
            &kept.answered,
            &kept.answer_id,
            &Json(&kept.details),
        ],
    )?;
    Ok(())
}

/// Keeps an interaction with its first answer; whether it was the first.
pub fn answer(tx: &mut Tx<'_>, kept: &Kept) -> Result<bool, StoreError> {
    let changed = tx.execute(
        "insert into interactions (id, application_id, token_hash, user_id, guild_id, channel_id, answered, answer_id,
           details)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9)
         on conflict (id) do update
           set answered = excluded.answered, answer_id = excluded.answer_id, details = excluded.details
           where interactions.answered = $10",
        &[
            &kept.id,
            &kept.application_id,
            &kept.token_hash,
            &kept.user_id,
            &kept.guild_id,
            &kept.channel_id,
            &true,
            &kept.answer_id,
            &Json(&kept.details),
            &false,
        ],
    )?;
    Ok(changed > 0)
}

/// An interaction.
pub fn get(tx: &mut Tx<'_>, id: Id<InteractionMarker>) -> Result<Option<Kept>, StoreError> {
    tx.query_opt(
        "select id, application_id, token_hash, user_id, guild_id, channel_id, answered, answer_id, details
         from interactions where id = $1",
        &[&id],
        |row| {
            let Json(details) = row.get(8)?;
            Ok(Kept {
                id: row.get(0)?,
                application_id: row.get(1)?,
                token_hash: row.get(2)?,
                user_id: row.get(3)?,
                guild_id: row.get(4)?,
                channel_id: row.get(5)?,
                answered: row.get(6)?,
                answer_id: row.get(7)?,
                details,
            })
        },
    )
}

/// Interactions older than this one with their channels, oldest first.
pub fn before(
    tx: &mut Tx<'_>,
    id: Id<InteractionMarker>,
    limit: u32,
) -> Result<Vec<InChannel<InteractionMarker>>, StoreError> {
    tx.query(
        "select id, channel_id from interactions where id < $1 order by id limit $2",
        &[&id, &limit],
        |row| Ok((row.get(0)?, row.get(1)?)),
    )
}

/// Interactions of an account, or of the application whose bot it is, with their channels.
pub fn of_account(
    tx: &mut Tx<'_>,
    user_id: Id<UserMarker>,
) -> Result<Vec<InChannel<InteractionMarker>>, StoreError> {
    tx.query(
        "select id, channel_id from interactions where user_id = $1
         union select id, channel_id from interactions where application_id = $1",
        &[&user_id],
        |row| Ok((row.get(0)?, row.get(1)?)),
    )
}

/// Forgets interactions.
pub fn delete(tx: &mut Tx<'_>, ids: &[Id<InteractionMarker>]) -> Result<(), StoreError> {
    tx.execute("delete from interactions where id in ids($1)", &[&IdList(ids)])?;
    Ok(())
}

/// Adds a message that one person alone sees.
pub fn insert_ephemeral(tx: &mut Tx<'_>, it: &Ephemeral) -> Result<(), StoreError> {
    tx.execute(
        "insert into ephemeral_messages (id, interaction_id, application_id, user_id, channel_id, expires_ms, message)
         values ($1, $2, $3, $4, $5, $6, $7)",
        &[
            &it.message.id,
            &it.interaction_id,
            &it.application_id,
            &it.user_id,
            &it.message.channel_id,
            &it.expires_ms,
            &Json(&it.message),
        ],
    )?;
    Ok(())
}

/// A message that one person alone sees.
pub fn ephemeral(tx: &mut Tx<'_>, id: Id<MessageMarker>) -> Result<Option<Ephemeral>, StoreError> {
    tx.query_opt(
        "select interaction_id, application_id, user_id, expires_ms, message from ephemeral_messages where id = $1",
        &[&id],
        read_ephemeral,
    )
}

/// Replaces such a message and the time at which it goes away; whether it was there.
pub fn update_ephemeral(tx: &mut Tx<'_>, it: &Ephemeral) -> Result<bool, StoreError> {
    let changed = tx.execute(
        "update ephemeral_messages set expires_ms = $2, message = $3 where id = $1",
        &[&it.message.id, &it.expires_ms, &Json(&it.message)],
    )?;
    Ok(changed > 0)
}

/// Such messages that have had their time, with their channels, oldest first.
pub fn expired_ephemerals(
    tx: &mut Tx<'_>,
    now_ms: i64,
    limit: u32,
) -> Result<Vec<InChannel<MessageMarker>>, StoreError> {
    tx.query(
        "select id, channel_id from ephemeral_messages where expires_ms <= $1 order by expires_ms limit $2",
        &[&now_ms, &limit],
        |row| Ok((row.get(0)?, row.get(1)?)),
    )
}

/// Such messages that an account sees, or that the bot which it is has sent, with their channels.
pub fn ephemerals_of_account(
    tx: &mut Tx<'_>,
    user_id: Id<UserMarker>,
) -> Result<Vec<InChannel<MessageMarker>>, StoreError> {
    tx.query(
        "select id, channel_id from ephemeral_messages where user_id = $1
         union select id, channel_id from ephemeral_messages where application_id = $1",
        &[&user_id],
        |row| Ok((row.get(0)?, row.get(1)?)),
    )
}

/// Removes such messages; whether any was there.
pub fn delete_ephemerals(tx: &mut Tx<'_>, ids: &[Id<MessageMarker>]) -> Result<bool, StoreError> {
    Ok(tx.execute("delete from ephemeral_messages where id in ids($1)", &[&IdList(ids)])? > 0)
}

fn read_ephemeral(row: &Row<'_>) -> Result<Ephemeral, StoreError> {
    let Json(message) = row.get(4)?;
    Ok(Ephemeral {
        interaction_id: row.get(0)?,
        application_id: row.get(1)?,
        user_id: row.get(2)?,
        expires_ms: row.get(3)?,
        message,
    })
}
