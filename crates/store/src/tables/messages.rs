//! Messages by channel and id, with their files, reactions and mentions.

mod extras;
mod origin;

use std::collections::HashMap;

use parvis_model::marker::{ChannelMarker, GenericMarker, GuildMarker, MessageMarker, UserMarker};
use parvis_model::{
    Attachment, Channel, Field, Id, Mention, Message, MessageFlags, MessageSnapshot, MessageType, Timestamp,
    User,
};

use super::users::{self, USER_COLUMNS, read_user, user_columns};
use super::{attachments, channels, reactions, threads};
use crate::{IdList, Json, Row, StoreError, Tx};

use extras::{Extras, SentByWebhook, extras_of};
pub use origin::Origin;

/// Which part of a channel's history is asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Page {
    /// The newest.
    Newest,
    /// The newest that are older than this id.
    Before(Id<MessageMarker>),
    /// The oldest that are newer than this id.
    After(Id<MessageMarker>),
    /// Half of them older than this id, half of them newer, and itself.
    Around(Id<MessageMarker>),
}

macro_rules! message_columns {
    () => {
        concat!(
            user_columns!(),
            ", m.id, m.channel_id, m.kind, m.content, m.edited_ms, m.flags, m.pinned_ms, m.has_reactions,
            m.has_attachments, m.extras"
        )
    };
}

/// A message as its own row holds it.
struct Raw {
    message: Message,
    users: Vec<Id<UserMarker>>,
    origin: Option<Box<Origin>>,
    has_reactions: bool,
    has_attachments: bool,
}

/// Adds a message with this number in its channel, which is in this guild or in none. Its files are added by
/// [`attachments::insert`].
pub fn insert(
    tx: &mut Tx<'_>,
    message: &Message,
    seq: i64,
    guild_id: Option<Id<GuildMarker>>,
) -> Result<(), StoreError> {
    tx.execute(
        "insert into messages (channel_id, id, seq, author_id, kind, content, edited_ms, flags, pinned_ms,
           has_reactions, has_attachments, extras)
         values ($1, $2, $3, $4, $5, $6, null, $7, null, $8, $9, $10)",
        &[
            &message.channel_id,
            &message.id,
            &seq,
            &message.author.id,
            &message.kind.0,
            &message.content,
            &message.flags.0,
            &false,
            &has_files(message),
            &extras_of(message),
        ],
    )?;
    insert_mentions(tx, message, guild_id)
}

/// Replaces what an edit may change: content, flags, embeds, components, mentions, the time of the edit.
pub fn update(
    tx: &mut Tx<'_>,
    message: &Message,
    guild_id: Option<Id<GuildMarker>>,
) -> Result<(), StoreError> {
    tx.execute(
        "update messages set content = $3, edited_ms = $4, flags = $5, has_attachments = $6, extras = $7
         where channel_id = $1 and id = $2",
        &[
            &message.channel_id,
            &message.id,
            &message.content,
            &message.edited_timestamp,
            &message.flags.0,
            &has_files(message),
            &extras_of(message),
        ],
    )?;
    tx.execute(
        "delete from message_mentions where channel_id = $1 and message_id = $2",
        &[&message.channel_id, &message.id],
    )?;
    insert_mentions(tx, message, guild_id)
}

/// Files of its own, or of what it forwards.
fn has_files(message: &Message) -> bool {
    let forwarded = message.message_snapshots.iter().any(|it| !it.message.attachments.is_empty());
    forwarded || !message.attachments.is_empty()
}

/// Replaces a message's flags.
pub fn set_flags(
    tx: &mut Tx<'_>,
    channel_id: Id<ChannelMarker>,
    id: Id<MessageMarker>,
    flags: MessageFlags,
) -> Result<(), StoreError> {
    tx.execute(
        "update messages set flags = $3 where channel_id = $1 and id = $2",
        &[&channel_id, &id, &flags.0],
    )?;
    Ok(())
}

/// One message as `viewer` sees it.
pub fn get(
    tx: &mut Tx<'_>,
    channel_id: Id<ChannelMarker>,
    id: Id<MessageMarker>,
    viewer: Id<UserMarker>,
) -> Result<Option<Message>, StoreError> {
    let raw = raw_by_ids(tx, channel_id, &[id])?;
    Ok(complete(tx, raw, viewer, Quotes::Resolve)?.pop())
}

/// Those of these messages that exist, newest first.
pub fn get_many(
    tx: &mut Tx<'_>,
    channel_id: Id<ChannelMarker>,
    ids: &[Id<MessageMarker>],
    viewer: Id<UserMarker>,
) -> Result<Vec<Message>, StoreError> {
    let raw = raw_by_ids(tx, channel_id, ids)?;
    complete(tx, raw, viewer, Quotes::Resolve)
}

/// A page of a channel's history, newest first.
pub fn page(
    tx: &mut Tx<'_>,
    channel_id: Id<ChannelMarker>,
    page: Page,
    limit: u32,
    viewer: Id<UserMarker>,
) -> Result<Vec<Message>, StoreError> {
    let raw = match page {
        Page::Newest => older(tx, channel_id, Id::new(i64::MAX as u64), limit)?,
        Page::Before(id) => older(tx, channel_id, id, limit)?,
        Page::After(id) => newer(tx, channel_id, id, limit)?,
        Page::Around(id) => {
            let newer_limit = limit / 2;
            let mut around = newer(tx, channel_id, id, newer_limit)?;
            // The message itself counts among the older half.
            let from = Id::new(id.get().saturating_add(1).min(i64::MAX as u64));
            around.extend(older(tx, channel_id, from, limit - newer_limit)?);
            around
        }
    };
    complete(tx, raw, viewer, Quotes::Resolve)
}

/// Removes messages with everything that hangs on them; returns those that existed.
/// Their files are queued for deletion.
pub fn delete(
    tx: &mut Tx<'_>,
    channel_id: Id<ChannelMarker>,
    ids: &[Id<MessageMarker>],
    now_ms: i64,
) -> Result<Vec<Id<MessageMarker>>, StoreError> {
    let removed = tx.query(
        "delete from messages where channel_id = $1 and id in ids($2) returning id, seq",
        &[&channel_id, &IdList(ids)],
        |row| Ok((row.get::<Id<MessageMarker>>(0)?, row.get::<i64>(1)?)),
    )?;
    let counted = removed.iter().filter(|(_, seq)| *seq > 0).count();
    if counted > 0 {
        channels::count_removed(tx, channel_id, i64::try_from(counted).unwrap_or(i64::MAX))?;
    }
    let removed: Vec<_> = removed.into_iter().map(|(id, _)| id).collect();
    attachments::delete_of_messages(tx, channel_id, &removed, now_ms)?;
    for statement in [
        "delete from reactions where channel_id = $1 and message_id in ids($2)",
        "delete from message_mentions where channel_id = $1 and message_id in ids($2)",
        "delete from saved_messages where channel_id = $1 and message_id in ids($2)",
        "delete from crossposts where copy_channel_id = $1 and copy_id in ids($2)",
        "delete from crossposts where channel_id = $1 and message_id in ids($2)",
    ] {
        tx.execute(statement, &[&channel_id, &IdList(&removed)])?;
    }
    Ok(removed)
}

/// The message that this author sent here with this nonce, if it is newer than `since`.
pub fn by_nonce(
    tx: &mut Tx<'_>,
    author_id: Id<UserMarker>,
    channel_id: Id<ChannelMarker>,
    nonce: &str,
    since: Id<MessageMarker>,
) -> Result<Option<Id<MessageMarker>>, StoreError> {
    tx.query_opt(
        "select message_id from message_nonces
         where author_id = $1 and channel_id = $2 and nonce = $3 and message_id > $4",
        &[&author_id, &channel_id, &nonce, &since],
        |row| row.get(0),
    )
}

/// Remembers an enforced nonce, and forgets those of messages older than `forget_before`.
pub fn remember_nonce(
    tx: &mut Tx<'_>,
    message: &Message,
    nonce: &str,
    forget_before: Id<MessageMarker>,
) -> Result<(), StoreError> {
    tx.execute("delete from message_nonces where message_id < $1", &[&forget_before])?;
    tx.execute(
        "insert into message_nonces (author_id, channel_id, nonce, message_id) values ($1, $2, $3, $4)
         on conflict (author_id, channel_id, nonce) do update set message_id = excluded.message_id",
        &[&message.author.id, &message.channel_id, &nonce, &message.id],
    )?;
    Ok(())
}

/// The last message that this author wrote in the channel, notices of the server in that name left out; for slow mode.
pub fn last_of_author(
    tx: &mut Tx<'_>,
    channel_id: Id<ChannelMarker>,
    author_id: Id<UserMarker>,
    since: Id<MessageMarker>,
) -> Result<Option<Id<MessageMarker>>, StoreError> {
    tx.query_opt(
        "select id from messages
         where channel_id = $1 and id > $2 and author_id = $3 and kind in (0, 19, 20, 23)
         order by id desc limit 1",
        &[&channel_id, &since, &author_id],
        |row| row.get(0),
    )
}

/// Ids of this author's messages in a channel that are newer than this one, oldest first.
pub fn ids_of_author(
    tx: &mut Tx<'_>,
    channel_id: Id<ChannelMarker>,
    author_id: Id<UserMarker>,
    since: Id<MessageMarker>,
) -> Result<Vec<Id<MessageMarker>>, StoreError> {
    tx.query(
        "select id from messages where channel_id = $1 and id > $2 and author_id = $3 order by id",
        &[&channel_id, &since, &author_id],
        |row| row.get(0),
    )
}

/// The oldest messages of a channel, by id.
pub fn oldest_ids(
    tx: &mut Tx<'_>,
    channel_id: Id<ChannelMarker>,
    limit: u32,
) -> Result<Vec<Id<MessageMarker>>, StoreError> {
    tx.query(
        "select id from messages where channel_id = $1 order by id limit $2",
        &[&channel_id, &limit],
        |row| row.get(0),
    )
}

fn older(
    tx: &mut Tx<'_>,
    channel_id: Id<ChannelMarker>,
    before: Id<MessageMarker>,
    limit: u32,
) -> Result<Vec<Raw>, StoreError> {
    tx.query(
        concat!(
            "select ",
            message_columns!(),
            " from messages m left join users u on u.id = m.author_id
             where m.channel_id = $1 and m.id < $2 order by m.id desc limit $3"
        ),
        &[&channel_id, &before, &limit],
        read_raw,
    )
}

fn newer(
    tx: &mut Tx<'_>,
    channel_id: Id<ChannelMarker>,
    after: Id<MessageMarker>,
    limit: u32,
) -> Result<Vec<Raw>, StoreError> {
    let mut raw = tx.query(
        concat!(
            "select ",
            message_columns!(),
            " from messages m left join users u on u.id = m.author_id
             where m.channel_id = $1 and m.id > $2 order by m.id limit $3"
        ),
        &[&channel_id, &after, &limit],
        read_raw,
    )?;
    raw.reverse();
    Ok(raw)
}

fn raw_by_ids(
    tx: &mut Tx<'_>,
    channel_id: Id<ChannelMarker>,
    ids: &[Id<MessageMarker>],
) -> Result<Vec<Raw>, StoreError> {
    tx.query(
        concat!(
            "select ",
            message_columns!(),
            " from messages m left join users u on u.id = m.author_id
             where m.channel_id = $1 and m.id in ids($2) order by m.id desc"
        ),
        &[&channel_id, &IdList(ids)],
        read_raw,
    )
}

fn read_raw(row: &Row<'_>) -> Result<Raw, StoreError> {
    let at = |column: usize| USER_COLUMNS + column;
    let id: Id<MessageMarker> = row.get(at(0))?;
    let written = Timestamp::from_unix_ms(id.created_unix_ms());
    let extras: Option<Json<Extras>> = row.get(at(9))?;
    let extras = extras.map(|Json(extras)| extras).unwrap_or_default();
    let author = match extras.webhook.as_deref() {
        Some(SentByWebhook { id, name: Some(name), avatar, .. }) => User::webhook(*id, name, avatar.clone()),
        _ => read_user(row, 0)?,
    };
    let mut message = Message::new(id, row.get(at(1))?, author, written);
    message.kind = MessageType(row.get(at(2))?);
    message.content = row.get(at(3))?;
    message.edited_timestamp = row.get(at(4))?;
    message.flags = MessageFlags(row.get(at(5))?);
    message.pinned = row.get::<Option<i64>>(at(6))?.is_some();
    message.tts = extras.tts;
    message.mention_everyone = extras.everyone;
    message.mention_roles = extras.roles;
    message.embeds = extras.embeds;
    message.components = extras.components;
    message.message_reference = extras.reference;
    let forwarded = extras.snapshot.map(|message| MessageSnapshot { message: *message });
    message.message_snapshots.extend(forwarded);
    if let Some(webhook) = extras.webhook {
        message.webhook_id = Some(webhook.id);
        message.application_id = webhook.application_id;
        message.webhook_avatar_url = webhook.avatar_url;
    }
    Ok(Raw {
        message,
        users: extras.users,
        origin: extras.origin,
        has_reactions: row.get(at(7))?,
        has_attachments: row.get(at(8))?,
    })
}

/// Notes whom a message mentions: accounts, roles, and (as the guild's id) everybody. What authors mention of
/// themselves waits for nobody.
fn insert_mentions(
    tx: &mut Tx<'_>,
    message: &Message,
    guild_id: Option<Id<GuildMarker>>,
) -> Result<(), StoreError> {
    let users = message.mentions.iter().map(|mention| mention.user.id);
    let users = users.filter(|id| *id != message.author.id).map(Id::cast::<GenericMarker>);
    let roles = message.mention_roles.iter().map(|role_id| role_id.cast());
    let everybody = guild_id.filter(|_| message.mention_everyone).map(Id::cast);
    for target_id in users.chain(roles).chain(everybody) {
        tx.execute(
            "insert into message_mentions (target_id, channel_id, message_id) values ($1, $2, $3)
             on conflict (target_id, channel_id, message_id) do nothing",
            &[&target_id, &message.channel_id, &message.id],
        )?;
    }
    Ok(())
}

/// Whether quoted messages are looked up: a quote in a quote is not.
#[derive(Clone, Copy, PartialEq)]
enum Quotes {
    Resolve,
    Leave,
}

/// Adds files, reactions, mentioned people and quoted messages, each by one query for the whole page.
fn complete(
    tx: &mut Tx<'_>,
    mut raw: Vec<Raw>,
    viewer: Id<UserMarker>,
    quotes: Quotes,
) -> Result<Vec<Message>, StoreError> {
    let Some(channel_id) = raw.first().map(|it| it.message.channel_id) else { return Ok(Vec::new()) };
    let with_files: Vec<_> = raw.iter().filter(|it| it.has_attachments).map(|it| it.message.id).collect();
    let mut files: HashMap<_, Vec<Attachment>> = HashMap::new();
    for (message_id, file) in attachments::of_messages(tx, channel_id, &with_files)? {
        files.entry(message_id).or_default().push(file);
    }
    let with_reactions: Vec<_> = raw.iter().filter(|it| it.has_reactions).map(|it| it.message.id).collect();
    let mut reacted = reactions::of_messages(tx, channel_id, &with_reactions, viewer)?;
    let people = named_people(tx, &raw)?;
    let quoted = match quotes {
        Quotes::Resolve => quoted_messages(tx, channel_id, &raw, viewer)?,
        Quotes::Leave => HashMap::new(),
    };
    let mut started = started_threads(tx, &raw)?;
    for it in &mut raw {
        let message = &mut it.message;
        message.attachments = files.remove(&message.id).unwrap_or_default();
        message.reactions = reacted.remove(&message.id).unwrap_or_default();
        message.mentions =
            it.users.iter().filter_map(|id| people.get(id)).cloned().map(Mention::from).collect();
        if let Some(forwarded) = message.message_snapshots.first_mut() {
            // A forward has nothing of its own: these are those of what it shows.
            forwarded.message.attachments = std::mem::take(&mut message.attachments);
            let named = std::mem::take(&mut message.mentions).into_iter();
            forwarded.message.mentions = named.map(|mention| mention.user).collect();
        }
        if let Some(origin) = &it.origin {
            origin.write_to(message, &people);
        }
        message.thread = started.remove(&message.id.cast()).map(Box::new);
        if quotes == Quotes::Resolve && message.kind.quotes() {
            let quote = message.message_reference.as_ref().and_then(|it| it.message_id);
            let quote = quote.and_then(|id| quoted.get(&id)).cloned();
            message.referenced_message = quote.map(Box::new).into();
        }
    }
    Ok(raw.into_iter().map(|it| it.message).collect())
}

/// Everybody whom these messages mention or answer.
fn named_people(tx: &mut Tx<'_>, raw: &[Raw]) -> Result<HashMap<Id<UserMarker>, User>, StoreError> {
    let mut ids: Vec<_> = raw.iter().flat_map(|it| it.users.iter().copied()).collect();
    ids.extend(raw.iter().filter_map(|it| it.origin.as_deref()).flat_map(Origin::user_ids));
    ids.sort_unstable();
    ids.dedup();
    Ok(users::get_many(tx, &ids)?.into_iter().map(|user| (user.id, user)).collect())
}

/// The threads that were started from these messages, each under the id that it has from its message.
fn started_threads(tx: &mut Tx<'_>, raw: &[Raw]) -> Result<HashMap<Id<ChannelMarker>, Channel>, StoreError> {
    let with_thread = raw.iter().filter(|it| it.message.flags.contains(MessageFlags::HAS_THREAD));
    let ids: Vec<_> = with_thread.map(|it| it.message.id.cast()).collect();
    if ids.is_empty() {
        return Ok(HashMap::new());
    }
    let found = channels::get_many(tx, &ids)?;
    let found = threads::with_counts(tx, found)?;
    Ok(found.into_iter().map(|thread| (thread.id, thread)).collect())
}

/// The messages that these answer, and the one in the parent channel from which a thread was started: who reads a
/// public thread reads its parent.
fn quoted_messages(
    tx: &mut Tx<'_>,
    channel_id: Id<ChannelMarker>,
    raw: &[Raw],
    viewer: Id<UserMarker>,
) -> Result<HashMap<Id<MessageMarker>, Message>, StoreError> {
    let mut quoted = Vec::new();
    let mut ids = Vec::new();
    for it in raw {
        let reference = it.message.message_reference.as_deref();
        let Some((place, id)) = reference.and_then(|it| Some((it.channel_id, it.message_id?))) else {
            continue;
        };
        if place == channel_id {
            ids.push(id);
        } else if it.message.kind == MessageType::THREAD_STARTER_MESSAGE {
            let first = raw_by_ids(tx, place, &[id])?;
            quoted.extend(complete(tx, first, viewer, Quotes::Leave)?);
        }
    }
    if !ids.is_empty() {
        let here = raw_by_ids(tx, channel_id, &ids)?;
        quoted.extend(complete(tx, here, viewer, Quotes::Leave)?);
    }
    Ok(quoted
        .into_iter()
        .map(|mut message| {
            message.referenced_message = Field::Absent;
            (message.id, message)
        })
        .collect())
}
