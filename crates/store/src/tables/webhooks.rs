//! Webhooks of guilds, who follows which channel, and the copies that followers got.

use parvis_model::marker::{
    ApplicationMarker, ChannelMarker, GuildMarker, MessageMarker, UserMarker, WebhookMarker,
};
use parvis_model::{Id, User, Webhook, WebhookType};

use super::pictures;
use super::users::{USER_COLUMNS, read_user, user_columns};
use crate::{IdList, Row, StoreError, Tx};

/// The kind of picture that a webhook has, as accounts have it.
const AVATAR: &str = "avatar";

/// A webhook as it is kept.
#[derive(Debug, Clone, PartialEq)]
pub struct Kept {
    /// The webhook, with its creator where that account exists, and without secret.
    pub webhook: Webhook,
    /// From which its secret is derived.
    pub salt: Vec<u8>,
    /// The channel that it follows, with its guild.
    pub source: Option<(Id<GuildMarker>, Id<ChannelMarker>)>,
}

/// A message that a follower got.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Copy {
    /// The announcement.
    pub message_id: Id<MessageMarker>,
    /// Where its copy stands.
    pub channel_id: Id<ChannelMarker>,
    /// The copy.
    pub copy_id: Id<MessageMarker>,
}

macro_rules! webhook_columns {
    () => {
        concat!(
            user_columns!(),
            ", w.id, w.kind, w.guild_id, w.channel_id, w.name, w.avatar, w.application_id, w.salt,
            w.source_guild_id, w.source_channel_id from webhooks w left join users u on u.id = w.creator_id"
        )
    };
}

/// Adds a webhook.
pub fn insert(tx: &mut Tx<'_>, kept: &Kept) -> Result<(), StoreError> {
    let webhook = &kept.webhook;
    tx.execute(
        "insert into webhooks (id, guild_id, channel_id, kind, application_id, creator_id, name, avatar, salt,
           source_guild_id, source_channel_id)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)",
        &[
            &webhook.id,
            &webhook.guild_id,
            &webhook.channel_id,
            &webhook.kind.0,
            &webhook.application_id,
            &webhook.user.as_ref().map(|user| user.id),
            &webhook.name,
            &webhook.avatar,
            &kept.salt,
            &kept.source.map(|(guild_id, _)| guild_id),
            &kept.source.map(|(_, channel_id)| channel_id),
        ],
    )?;
    Ok(())
}

/// Replaces a webhook's name, avatar and channel; whether it exists.
pub fn update(tx: &mut Tx<'_>, webhook: &Webhook) -> Result<bool, StoreError> {
    let changed = tx.execute(
        "update webhooks set name = $2, avatar = $3, channel_id = $4 where id = $1",
        &[&webhook.id, &webhook.name, &webhook.avatar, &webhook.channel_id],
    )?;
    Ok(changed > 0)
}

/// A webhook.
pub fn get(tx: &mut Tx<'_>, id: Id<WebhookMarker>) -> Result<Option<Kept>, StoreError> {
    tx.query_opt(concat!("select ", webhook_columns!(), " where w.id = $1"), &[&id], read)
}

/// Those of these webhooks that exist, oldest first.
pub fn get_many(tx: &mut Tx<'_>, ids: &[Id<WebhookMarker>]) -> Result<Vec<Kept>, StoreError> {
    if ids.is_empty() {
        return Ok(Vec::new());
    }
    tx.query(
        concat!("select ", webhook_columns!(), " where w.id in ids($1) order by w.id"),
        &[&IdList(ids)],
        read,
    )
}

/// The webhooks that post in a channel, oldest first.
pub fn of_channel(tx: &mut Tx<'_>, channel_id: Id<ChannelMarker>) -> Result<Vec<Kept>, StoreError> {
    tx.query(
        concat!("select ", webhook_columns!(), " where w.channel_id = $1 order by w.id"),
        &[&channel_id],
        read,
    )
}

/// The webhooks of a guild, oldest first.
pub fn of_guild(tx: &mut Tx<'_>, guild_id: Id<GuildMarker>) -> Result<Vec<Kept>, StoreError> {
    tx.query(
        concat!("select ", webhook_columns!(), " where w.guild_id = $1 order by w.id"),
        &[&guild_id],
        read,
    )
}

/// The webhooks that follow a channel, oldest first.
pub fn followers(tx: &mut Tx<'_>, source: Id<ChannelMarker>) -> Result<Vec<Kept>, StoreError> {
    tx.query(
        concat!("select ", webhook_columns!(), " where w.source_channel_id = $1 order by w.id"),
        &[&source],
        read,
    )
}

/// The webhooks of an application, oldest first.
pub fn of_application(tx: &mut Tx<'_>, id: Id<ApplicationMarker>) -> Result<Vec<Kept>, StoreError> {
    tx.query(
        concat!("select ", webhook_columns!(), " where w.application_id = $1 order by w.id"),
        &[&id],
        read,
    )
}

/// How many webhooks post in a channel.
pub fn count_of_channel(tx: &mut Tx<'_>, channel_id: Id<ChannelMarker>) -> Result<usize, StoreError> {
    let count: u32 =
        tx.query_one("select count(*) from webhooks where channel_id = $1", &[&channel_id], |row| {
            row.get(0)
        })?;
    Ok(count as usize)
}

/// How many webhooks a guild has.
pub fn count_of_guild(tx: &mut Tx<'_>, guild_id: Id<GuildMarker>) -> Result<usize, StoreError> {
    let count: u32 =
        tx.query_one("select count(*) from webhooks where guild_id = $1", &[&guild_id], |row| row.get(0))?;
    Ok(count as usize)
}

/// Removes a webhook with its avatar, whose file is queued for deletion; whether there was one. What it wrote stays.
pub fn delete(tx: &mut Tx<'_>, id: Id<WebhookMarker>, now_ms: i64) -> Result<bool, StoreError> {
    let removed = tx.query("delete from webhooks where id = $1 returning id", &[&id], |row| row.get(0))?;
    delete_avatars(tx, &removed, now_ms)?;
    Ok(!removed.is_empty())
}

/// Removes the webhooks that post in a channel.
pub fn delete_of_channel(
    tx: &mut Tx<'_>,
    channel_id: Id<ChannelMarker>,
    now_ms: i64,
) -> Result<(), StoreError> {
    let statement = "delete from webhooks where channel_id = $1 returning id";
    let removed = tx.query(statement, &[&channel_id], |row| row.get(0))?;
    delete_avatars(tx, &removed, now_ms)
}

/// Removes the webhooks of a guild.
pub fn delete_of_guild(tx: &mut Tx<'_>, guild_id: Id<GuildMarker>, now_ms: i64) -> Result<(), StoreError> {
    let statement = "delete from webhooks where guild_id = $1 returning id";
    let removed = tx.query(statement, &[&guild_id], |row| row.get(0))?;
    delete_avatars(tx, &removed, now_ms)
}

fn delete_avatars(tx: &mut Tx<'_>, ids: &[Id<WebhookMarker>], now_ms: i64) -> Result<(), StoreError> {
    ids.iter().try_for_each(|id| pictures::delete_others(tx, AVATAR, id.cast(), None, now_ms))
}

/// Forgets who made webhooks: the account is going away.
pub fn forget_creator(tx: &mut Tx<'_>, creator_id: Id<UserMarker>) -> Result<(), StoreError> {
    tx.execute("update webhooks set creator_id = null where creator_id = $1", &[&creator_id])?;
    Ok(())
}

/// Notes that a follower got an announcement.
pub fn insert_copy(tx: &mut Tx<'_>, source: Id<ChannelMarker>, copy: &Copy) -> Result<(), StoreError> {
    tx.execute(
        "insert into crossposts (channel_id, message_id, copy_channel_id, copy_id) values ($1, $2, $3, $4)",
        &[&source, &copy.message_id, &copy.channel_id, &copy.copy_id],
    )?;
    Ok(())
}

/// The copies of these announcements of a channel.
pub fn copies(
    tx: &mut Tx<'_>,
    source: Id<ChannelMarker>,
    ids: &[Id<MessageMarker>],
) -> Result<Vec<Copy>, StoreError> {
    if ids.is_empty() {
        return Ok(Vec::new());
    }
    tx.query(
        "select message_id, copy_channel_id, copy_id from crossposts
         where channel_id = $1 and message_id in ids($2) order by message_id, copy_channel_id",
        &[&source, &IdList(ids)],
        |row| Ok(Copy { message_id: row.get(0)?, channel_id: row.get(1)?, copy_id: row.get(2)? }),
    )
}

fn read(row: &Row<'_>) -> Result<Kept, StoreError> {
    let at = |column: usize| USER_COLUMNS + column;
    let creator: Option<Id<UserMarker>> = row.get(0)?;
    let user: Option<User> = creator.map(|_| read_user(row, 0)).transpose()?;
    let webhook = Webhook {
        id: row.get(at(0))?,
        kind: WebhookType(row.get(at(1))?),
        guild_id: row.get(at(2))?,
        channel_id: row.get(at(3))?,
        name: row.get(at(4))?,
        avatar: row.get(at(5))?,
        application_id: row.get(at(6))?,
        user: user.map(Box::new),
        token: None,
        url: None,
        source_guild: None,
        source_channel: None,
    };
    let source = row.get::<Option<_>>(at(8))?.zip(row.get::<Option<_>>(at(9))?);
    Ok(Kept { webhook, salt: row.get(at(7))?, source })
}
