//! What stands in a copy: one JSON document, which browsers and editors open: a list with an object on each line, whose
//! `kind` says what it is. Nothing of it is held in memory but the page that is being written. Secrets
//! (password, tokens, codes, keys) are not in it.

use std::path::Path;

use parvis_model::marker::{ChannelMarker, MessageMarker, UserMarker};
use parvis_model::{Id, Permissions, ReadState, Timestamp};
use parvis_store::tables::exports::OwnMessage;
use parvis_store::tables::{self, reactions};
use parvis_store::{StoreError, Tx};
use serde::Serialize;
use serde_json::{Value, json};
use tokio::fs::{DirBuilder, File};
use tokio::io::{AsyncWriteExt, BufWriter};

use crate::error::{ActionError, ActionResult};
use crate::logins::DAY_MS;
use crate::{App, Caller, access, accounts};

/// Rows that one reading looks through: a channel of others' messages is walked in steps that hold nobody up.
const PAGE: u32 = 1_000;
const BUFFER_BYTES: usize = 64 * 1024;

/// A copy that is being written.
struct Lines {
    file: BufWriter<File>,
    size_bytes: u64,
}

#[derive(Serialize)]
struct Line<'a> {
    kind: &'a str,
    #[serde(flatten)]
    value: Value,
}

impl Lines {
    async fn create(path: &Path) -> ActionResult<Self> {
        if let Some(folder) = path.parent() {
            DirBuilder::new().recursive(true).mode(0o700).create(folder).await?;
        }
        let file = File::options().write(true).create_new(true).mode(0o600).open(path).await?;
        Ok(Self { file: BufWriter::with_capacity(BUFFER_BYTES, file), size_bytes: 0 })
    }

    async fn put(&mut self, kind: &str, value: Value) -> ActionResult<()> {
        let line = serde_json::to_vec(&Line { kind, value }).map_err(std::io::Error::other)?;
        self.write(if self.size_bytes == 0 { b"[\n" } else { b",\n" }).await?;
        self.write(&line).await
    }

    async fn write(&mut self, bytes: &[u8]) -> ActionResult<()> {
        self.size_bytes += bytes.len() as u64;
        Ok(self.file.write_all(bytes).await?)
    }

    async fn put_all(&mut self, kind: &str, values: Vec<Value>) -> ActionResult<()> {
        for value in values {
            self.put(kind, value).await?;
        }
        Ok(())
    }

    async fn finish(mut self) -> ActionResult<u64> {
        self.write(b"\n]\n").await?;
        self.file.flush().await?;
        self.file.get_ref().sync_all().await?;
        Ok(self.size_bytes)
    }
}

/// Writes the caller's copy to a new file; `tell` hears how far it is, in per cent. Returns the size in bytes.
pub(super) async fn write(
    app: &App,
    caller: &Caller,
    path: &Path,
    tell: impl Fn(u8) + Send,
) -> ActionResult<u64> {
    tell(0);
    let mut lines = Lines::create(path).await?;
    let about = json!({
        "made_at": Timestamp::from_unix_ms(app.now_ms()),
        "server": app.config.public_url,
        "note": "Everything that this server keeps about you, a list in JSON. `kind` says what an entry is.",
    });
    lines.put("export", about).await?;
    let user_id = caller.user_id;
    for (kind, values) in app.read(move |tx| about_account(tx, user_id)).await? {
        lines.put_all(kind, values).await?;
    }
    for holder in &app.hooks.holders {
        for (kind, values) in holder.data_of(app, caller).await? {
            lines.put_all(kind, values).await?;
        }
    }
    put_saved(app, user_id, &mut lines).await?;
    let channels = all_channels(app).await?;
    let mut places = Places::new(app, caller);
    for (index, channel_id) in channels.iter().enumerate() {
        put_messages(app, &mut places, *channel_id, &mut lines).await?;
        put_reactions(app, user_id, *channel_id, &mut lines).await?;
        tell(u8::try_from(index * 100 / channels.len()).unwrap_or(100));
    }
    lines.finish().await
}

/// What is short: account, settings, people, guilds, logins, passkeys, applications.
fn about_account(tx: &mut Tx<'_>, user_id: Id<UserMarker>) -> ActionResult<Vec<(&'static str, Vec<Value>)>> {
    let account = tables::users::account(tx, user_id)?.ok_or(ActionError::Unauthorized)?;
    let bio = account.bio.clone();
    let mut about = json!(accounts::as_its_owner_sees(account));
    about["bio"] = json!(bio);
    about["created_at"] = json!(Timestamp::from_unix_ms(user_id.created_unix_ms()));
    let applications = tables::applications::of_owner(tx, user_id)?;
    Ok(vec![
        ("account", vec![about]),
        ("settings", vec![json!(tables::settings::of_user(tx, user_id)?.unwrap_or_default())]),
        ("notification_settings", values(tables::settings::of_guilds(tx, user_id)?)),
        ("relationship", values(tables::relationships::of_user(tx, user_id)?)),
        ("note", notes(tx, user_id)?),
        ("guild", memberships(tx, user_id)?),
        ("conversation", values(tables::private::of_user(tx, user_id)?)),
        ("login", logins(tx, user_id)?),
        ("passkey", passkeys(tx, user_id)?),
        ("application", applications.into_iter().map(|owned| json!(owned.application)).collect()),
        ("grant", grants(tx, user_id)?),
        ("sheet", values(tables::sheets::of_maker(tx, user_id)?)),
        ("read_state", read_states(tx, user_id)?),
        ("scheduled_event", planned(tx, user_id)?),
        ("scheduled_event_interest", interests(tx, user_id)?),
    ])
}

fn values<T: Serialize>(things: Vec<T>) -> Vec<Value> {
    things.into_iter().map(|thing| json!(thing)).collect()
}

fn planned(tx: &mut Tx<'_>, user_id: Id<UserMarker>) -> Result<Vec<Value>, StoreError> {
    let planned = tables::scheduled_events::of_creator(tx, user_id)?;
    Ok(planned.into_iter().map(|it| json!(it.event)).collect())
}

fn interests(tx: &mut Tx<'_>, user_id: Id<UserMarker>) -> Result<Vec<Value>, StoreError> {
    let interests = tables::scheduled_events::of_user(tx, user_id)?;
    let shown = |(event_id, occurrence): (Id<_>, Id<_>)| {
        let alone = (occurrence != tables::scheduled_events::ALL_OCCURRENCES).then_some(occurrence);
        json!({ "guild_scheduled_event_id": event_id, "guild_scheduled_event_exception_id": alone })
    };
    Ok(interests.into_iter().map(shown).collect())
}

fn notes(tx: &mut Tx<'_>, user_id: Id<UserMarker>) -> Result<Vec<Value>, StoreError> {
    let notes = tables::notes::of_user(tx, user_id)?;
    Ok(notes.into_iter().map(|(about, note)| json!({ "user_id": about, "note": note })).collect())
}

fn memberships(tx: &mut Tx<'_>, user_id: Id<UserMarker>) -> Result<Vec<Value>, StoreError> {
    let mut guilds = Vec::new();
    for (guild_id, member) in tables::sessions::memberships(tx, user_id)? {
        let Some(guild) = tables::guilds::get(tx, guild_id)? else { continue };
        let mut roles = tables::guilds::roles(tx, guild_id)?;
        roles.retain(|role| member.roles.contains(&role.id));
        guilds.push(json!({
            "id": guild_id,
            "name": guild.name,
            "is_owner": guild.owner_id == user_id,
            "joined_at": member.joined_at,
            "nick": member.nick,
            "roles": roles.into_iter().map(|role| role.name).collect::<Vec<_>>(),
        }));
    }
    Ok(guilds)
}

fn logins(tx: &mut Tx<'_>, user_id: Id<UserMarker>) -> Result<Vec<Value>, StoreError> {
    let shown = |login: tables::logins::Login| {
        json!({
            "created_at": Timestamp::from_unix_ms(login.id.created_unix_ms()),
            "last_used_at": Timestamp::from_unix_ms(login.last_used_day * DAY_MS),
            "client": login.client,
        })
    };
    Ok(tables::logins::of_user(tx, user_id)?.into_iter().map(shown).collect())
}

fn passkeys(tx: &mut Tx<'_>, user_id: Id<UserMarker>) -> Result<Vec<Value>, StoreError> {
    let shown = |passkey: tables::passkeys::Passkey| {
        json!({
            "name": passkey.name,
            "host": passkey.rp_id,
            "created_at": Timestamp::from_unix_ms(passkey.id.created_unix_ms()),
            "last_used_at": passkey.last_used_day.map(|day| Timestamp::from_unix_ms(day * DAY_MS)),
        })
    };
    Ok(tables::passkeys::of_user(tx, user_id)?.into_iter().map(shown).collect())
}

/// What was granted to applications of others; their tokens are kept as digests only, and are not in it.
fn grants(tx: &mut Tx<'_>, user_id: Id<UserMarker>) -> Result<Vec<Value>, StoreError> {
    let mut granted = Vec::new();
    for grant in tables::grants::of_user(tx, user_id)? {
        let application = tables::applications::get(tx, grant.application_id)?;
        granted.push(json!({
            "application_id": grant.application_id,
            "application_name": application.map(|owned| owned.application.name),
            "scopes": grant.scopes,
            "granted_at": Timestamp::from_unix_ms(grant.id.created_unix_ms()),
            "expires_at": Timestamp::from_unix_ms(grant.expires_ms),
        }));
    }
    Ok(granted)
}

/// How far the person has read, where that is kept: not in every channel is something noted.
fn read_states(tx: &mut Tx<'_>, user_id: Id<UserMarker>) -> Result<Vec<Value>, StoreError> {
    let known = tables::read_states::of_user(tx, user_id)?.into_iter();
    let shown = |state: ReadState| {
        let last = state.last_message_id?;
        Some(json!({ "channel_id": state.id, "last_message_id": last, "marked_by_hand": state.manual }))
    };
    Ok(known.filter_map(shown).collect())
}

async fn put_saved(app: &App, user_id: Id<UserMarker>, lines: &mut Lines) -> ActionResult<()> {
    let mut before = Timestamp::from_unix_ms(app.now_ms().saturating_add(DAY_MS));
    loop {
        let page = app.read(move |tx| Ok(tables::saved_messages::page(tx, user_id, before, PAGE)?)).await?;
        let Some(last) = page.last() else { return Ok(()) };
        before = last.saved_at;
        for saved in &page {
            let value = json!({
                "channel_id": saved.channel_id, "message_id": saved.message_id, "saved_at": saved.saved_at,
            });
            lines.put("saved_message", value).await?;
        }
    }
}

async fn all_channels(app: &App) -> ActionResult<Vec<Id<ChannelMarker>>> {
    let mut all = Vec::new();
    loop {
        let after = all.last().copied().unwrap_or(Id::new(0));
        let page = app.read(move |tx| Ok(tables::exports::channels(tx, after, PAGE)?)).await?;
        if page.is_empty() {
            return Ok(all);
        }
        all.extend(page);
    }
}

/// The name of the channel in which something of the caller stands, as far as the caller may still see it.
struct Places<'a> {
    app: &'a App,
    caller: &'a Caller,
    last: Option<(Id<ChannelMarker>, Value)>,
}

impl<'a> Places<'a> {
    fn new(app: &'a App, caller: &'a Caller) -> Self {
        Self { app, caller, last: None }
    }

    async fn name(&mut self, channel_id: Id<ChannelMarker>) -> ActionResult<Value> {
        if let Some((_, name)) = self.last.as_ref().filter(|(last, _)| *last == channel_id) {
            return Ok(name.clone());
        }
        let found = access::channel(self.app, self.caller, channel_id, Permissions::VIEW_CHANNEL).await;
        let name = match found {
            Ok(access) => json!({
                "channel_name": access.channel().name,
                "guild_id": access.guild_id(),
                "guild_name": access.snapshot().map(|guild| guild.guild().name.clone()),
            }),
            Err(ActionError::Unknown(_) | ActionError::MissingPermissions | ActionError::MissingAccess) => {
                json!({ "channel_name": null, "guild_id": null, "guild_name": null })
            }
            Err(other) => return Err(other),
        };
        self.last = Some((channel_id, name.clone()));
        Ok(name)
    }
}

async fn put_messages(
    app: &App,
    places: &mut Places<'_>,
    channel_id: Id<ChannelMarker>,
    lines: &mut Lines,
) -> ActionResult<()> {
    let user_id = places.caller.user_id;
    let mut after = Id::<MessageMarker>::new(0);
    loop {
        let page = app.read(move |tx| {
            let Some(end) = tables::exports::messages_end(tx, channel_id, after, PAGE)? else {
                return Ok(None);
            };
            let own = tables::exports::own_messages(tx, channel_id, user_id, (after, end))?;
            let ids: Vec<_> = own.iter().map(|message| message.id).collect();
            let files = tables::attachments::of_messages(tx, channel_id, &ids)?;
            Ok(Some((end, own, files)))
        });
        let Some((end, own, mut files)) = page.await? else { return Ok(()) };
        after = end;
        for OwnMessage { id, kind, content, edited_at } in own {
            let place = places.name(channel_id).await?;
            let mut attached = Vec::new();
            for (_, file) in files.extract_if(.., |(message_id, _)| *message_id == id) {
                attached.push(json!(file.id));
                let mut file = file;
                app.sign_file(channel_id, &mut file);
                let mut value = json!(file);
                value["channel_id"] = json!(channel_id);
                value["message_id"] = json!(id);
                lines.put("file", value).await?;
            }
            let mut value = json!({
                "id": id,
                "type": kind,
                "timestamp": Timestamp::from_unix_ms(id.created_unix_ms()),
                "edited_timestamp": edited_at,
                "channel_id": channel_id,
                "content": content,
                "files": attached,
            });
            merge(&mut value, place);
            lines.put("message", value).await?;
        }
    }
}

fn merge(value: &mut Value, more: Value) {
    if let (Value::Object(value), Value::Object(more)) = (value, more) {
        value.extend(more);
    }
}

async fn put_reactions(
    app: &App,
    user_id: Id<UserMarker>,
    channel_id: Id<ChannelMarker>,
    lines: &mut Lines,
) -> ActionResult<()> {
    let mut after = Id::<MessageMarker>::new(0);
    loop {
        let page = app.read(move |tx| {
            let Some(end) = tables::exports::reactions_end(tx, channel_id, after, PAGE)? else {
                return Ok(None);
            };
            Ok(Some((end, tables::exports::own_reactions(tx, channel_id, user_id, (after, end))?)))
        });
        let Some((end, own)) = page.await? else { return Ok(()) };
        after = end;
        for (message_id, key, created_at) in own {
            let value = json!({
                "channel_id": channel_id,
                "message_id": message_id,
                "emoji": reactions::emoji_of(&key),
                "created_at": created_at,
            });
            lines.put("reaction", value).await?;
        }
    }
}
