//! Webhooks: addresses by which programs post in a channel without an account. Whoever knows the secret posts, and may
//! change or delete the webhook; whoever manages webhooks of the channel sees the secret.
//!
//! Secrets are never stored: each is derived from the webhook's salt by a key of the server.

mod crosspost;
mod dispatch;
mod execute;
mod follow;

use std::sync::Arc;

use parvis_bus::{Audience, GuildSnapshot};
use parvis_model::event::WebhooksUpdate;
use parvis_model::marker::{ChannelMarker, GuildMarker, WebhookMarker};
use parvis_model::{
    AuditLogEvent, AuditLogOptions, Channel, Event, Id, Permissions, User, Webhook, WebhookSourceChannel,
    WebhookSourceGuild, WebhookType,
};
use parvis_rules::limits;
use parvis_store::tables::webhooks::Kept;
use parvis_store::{Tx, tables};
use rand::RngCore;

use crate::access::{self, ChannelAccess};
use crate::audit::{self, Entry};
use crate::error::{ActionError, ActionResult, Kind, Refusal};
use crate::pictures::{Picture, PictureKind, SavedPicture};
use crate::{App, Caller, Lane, Outbox};

pub use crosspost::crosspost;
pub use dispatch::{Which, delete_message, edit_message, execute, message};
pub use execute::Execution;
pub use follow::follow;

/// What a webhook's secret is derived from.
const SALT_BYTES: usize = 16;
/// What the audit log tells of a webhook.
const AUDITED: &[&str] = &["name", "type", "channel_id", "avatar", "application_id"];

/// A webhook that somebody wants to make.
#[derive(Debug)]
pub struct NewWebhook {
    /// Valid and clean.
    pub name: String,
    /// Its avatar.
    pub avatar: Option<Picture>,
}

/// What an edit changes; `None` leaves it.
#[derive(Debug, Default)]
pub struct WebhookEdit {
    /// Valid and clean.
    pub name: Option<String>,
    /// The avatar, or none.
    pub avatar: Option<Option<Picture>>,
    /// Another channel of the same guild.
    pub channel_id: Option<Id<ChannelMarker>>,
}

/// Makes a webhook in a channel.
pub async fn create(
    app: &App,
    caller: &Caller,
    channel_id: Id<ChannelMarker>,
    new: NewWebhook,
    reason: Option<String>,
) -> ActionResult<Webhook> {
    let access = managing(app, caller, channel_id).await?;
    let guild = access.require_guild()?;
    let saved = match new.avatar {
        Some(picture) => Some(app.save_picture(picture).await?),
        None => None,
    };
    let mut kept = Kept {
        webhook: incoming(app, caller, guild.id(), channel_id, new.name, guild.member.user.clone()),
        salt: vec![0; SALT_BYTES],
        source: None,
    };
    rand::rng().fill_bytes(&mut kept.salt);
    let entry = entry(app, Some(caller), guild.id(), AuditLogEvent::WEBHOOK_CREATE, &kept.webhook, reason);
    let now_ms = app.now_ms();
    let kept = app
        .write(access.lane(), move |tx, out| {
            if let Some(saved) = saved {
                let owner_id = kept.webhook.id.cast();
                if PictureKind::Avatar.replace(tx, owner_id, Some(saved.row()), now_ms)? {
                    kept.webhook.avatar = Some(saved.row().hash.clone());
                    out.keep(saved.into_upload());
                }
            }
            add(tx, out, &kept, entry)?;
            Ok(kept)
        })
        .await?;
    Ok(app.with_secret(kept))
}

/// Adds a webhook in the transaction of whoever makes it.
fn add(tx: &mut Tx<'_>, out: &mut Outbox, kept: &Kept, entry: Entry) -> ActionResult<()> {
    let webhook = &kept.webhook;
    let (guild_id, channel_id) = place_of(webhook)?;
    if tables::webhooks::count_of_channel(tx, channel_id)? >= limits::CHANNEL_WEBHOOKS_MAX {
        return Err(ActionError::Refused(Refusal::MaxWebhooks));
    }
    if tables::webhooks::count_of_guild(tx, guild_id)? >= limits::GUILD_WEBHOOKS_MAX {
        return Err(ActionError::Refused(Refusal::MaxGuildWebhooks));
    }
    tables::webhooks::insert(tx, kept)?;
    tell(out, guild_id, channel_id);
    audit::record(tx, out, entry.with_changes_of(None, Some(webhook), AUDITED))?;
    Ok(())
}

/// The webhooks of a channel.
pub async fn list_of_channel(
    app: &App,
    caller: &Caller,
    channel_id: Id<ChannelMarker>,
) -> ActionResult<Vec<Webhook>> {
    managing(app, caller, channel_id).await?;
    let found = app.read(move |tx| Ok(tables::webhooks::of_channel(tx, channel_id)?)).await?;
    shown_to(app, caller, found).await
}

/// The webhooks of a guild, in those channels whose webhooks the caller may manage.
pub async fn list_of_guild(
    app: &App,
    caller: &Caller,
    guild_id: Id<GuildMarker>,
) -> ActionResult<Vec<Webhook>> {
    let access = access::guild(app, caller, guild_id, Permissions::MANAGE_WEBHOOKS).await?;
    let mut found = app.read(move |tx| Ok(tables::webhooks::of_guild(tx, guild_id)?)).await?;
    let needed = Permissions::VIEW_CHANNEL.union(Permissions::MANAGE_WEBHOOKS);
    found.retain(|kept| kept.webhook.channel_id.is_some_and(|id| access.permissions_in(id).contains(needed)));
    shown_to(app, caller, found).await
}

/// A webhook that the caller may manage.
pub async fn get(app: &App, caller: &Caller, id: Id<WebhookMarker>) -> ActionResult<Webhook> {
    let (_, kept) = managed(app, caller, id).await?;
    let shown = shown_to(app, caller, vec![Kept::clone(&kept)]).await?;
    shown.into_iter().next().ok_or(ActionError::Unknown(Kind::Webhook))
}

/// A webhook, for whoever knows its secret; not who made it.
pub async fn get_by_token(app: &App, id: Id<WebhookMarker>, token: &str) -> ActionResult<Webhook> {
    let kept = open(app, id, token).await?.ok_or(ActionError::Unknown(Kind::Webhook))?;
    Ok(app.with_secret(without_creator(Kept::clone(&kept))))
}

/// Changes a webhook.
pub async fn edit(
    app: &App,
    caller: &Caller,
    id: Id<WebhookMarker>,
    edit: WebhookEdit,
    reason: Option<String>,
) -> ActionResult<Webhook> {
    let (access, kept) = managed(app, caller, id).await?;
    if let Some(channel_id) = edit.channel_id.filter(|channel_id| *channel_id != access.id()) {
        let target = managing(app, caller, channel_id).await?;
        if target.guild_id() != access.guild_id() {
            return Err(ActionError::Unknown(Kind::Channel));
        }
    }
    let kept = change(app, Some(caller), &kept, edit, reason).await?;
    let shown = shown_to(app, caller, vec![kept]).await?;
    shown.into_iter().next().ok_or(ActionError::Unknown(Kind::Webhook))
}

/// Changes the name or avatar of a webhook, for whoever knows its secret.
pub async fn edit_by_token(
    app: &App,
    id: Id<WebhookMarker>,
    token: &str,
    edit: WebhookEdit,
    reason: Option<String>,
) -> ActionResult<Webhook> {
    let kept = open(app, id, token).await?.ok_or(ActionError::Unknown(Kind::Webhook))?;
    let edit = WebhookEdit { channel_id: None, ..edit };
    Ok(app.with_secret(without_creator(change(app, None, &kept, edit, reason).await?)))
}

async fn change(
    app: &App,
    caller: Option<&Caller>,
    kept: &Kept,
    edit: WebhookEdit,
    reason: Option<String>,
) -> ActionResult<Kept> {
    let (guild_id, _) = place_of(&kept.webhook)?;
    let entry = entry(app, caller, guild_id, AuditLogEvent::WEBHOOK_UPDATE, &kept.webhook, reason);
    let avatar = match edit.avatar {
        Some(Some(picture)) => Some(Some(app.save_picture(picture).await?)),
        Some(None) => Some(None),
        None => None,
    };
    let (id, now_ms) = (kept.webhook.id, app.now_ms());
    let kept = app
        .write(Lane::of(guild_id), move |tx, out| {
            let mut kept = tables::webhooks::get(tx, id)?.ok_or(ActionError::Unknown(Kind::Webhook))?;
            let before = kept.webhook.clone();
            let webhook = &mut kept.webhook;
            if let Some(saved) = avatar {
                let row = saved.as_ref().map(SavedPicture::row);
                let is_new = PictureKind::Avatar.replace(tx, id.cast(), row, now_ms)?;
                webhook.avatar = row.map(|row| row.hash.clone());
                if let Some(saved) = saved.filter(|_| is_new) {
                    out.keep(saved.into_upload());
                }
            }
            webhook.name = edit.name.unwrap_or_else(|| before.name.clone());
            webhook.channel_id = edit.channel_id.or(before.channel_id);
            let entry = entry.with_changes_of(Some(&before), Some(webhook), AUDITED);
            if entry.has_changes() {
                tables::webhooks::update(tx, webhook)?;
                tell(out, guild_id, place_of(&before)?.1);
                if webhook.channel_id != before.channel_id {
                    tell(out, guild_id, place_of(webhook)?.1);
                }
                audit::record(tx, out, entry)?;
            }
            Ok(kept)
        })
        .await?;
    app.delete_queued_blobs_soon();
    Ok(kept)
}

/// Deletes a webhook. What it wrote stays.
pub async fn delete(
    app: &App,
    caller: &Caller,
    id: Id<WebhookMarker>,
    reason: Option<String>,
) -> ActionResult<()> {
    let (_, kept) = managed(app, caller, id).await?;
    remove(app, Some(caller), &kept, reason).await
}

/// Deletes a webhook, for whoever knows its secret.
pub async fn delete_by_token(
    app: &App,
    id: Id<WebhookMarker>,
    token: &str,
    reason: Option<String>,
) -> ActionResult<()> {
    let kept = open(app, id, token).await?.ok_or(ActionError::Unknown(Kind::Webhook))?;
    remove(app, None, &kept, reason).await
}

async fn remove(app: &App, caller: Option<&Caller>, kept: &Kept, reason: Option<String>) -> ActionResult<()> {
    let (guild_id, channel_id) = place_of(&kept.webhook)?;
    let action = AuditLogEvent::WEBHOOK_DELETE;
    let entry = entry(app, caller, guild_id, action, &kept.webhook, reason);
    let entry = entry.with_changes_of(Some(&kept.webhook), None, AUDITED);
    let (id, now_ms) = (kept.webhook.id, app.now_ms());
    app.write(Lane::of(guild_id), move |tx, out| {
        if !tables::webhooks::delete(tx, id, now_ms)? {
            return Err(ActionError::Unknown(Kind::Webhook));
        }
        tell(out, guild_id, channel_id);
        audit::record(tx, out, entry)?;
        Ok(())
    })
    .await?;
    app.delete_queued_blobs_soon();
    Ok(())
}

/// Removes the webhooks that an application made: nobody could account for what they post.
pub(crate) fn remove_of_application(
    tx: &mut Tx<'_>,
    out: &mut Outbox,
    application_id: Id<parvis_model::marker::ApplicationMarker>,
    now_ms: i64,
) -> ActionResult<()> {
    for kept in tables::webhooks::of_application(tx, application_id)? {
        tables::webhooks::delete(tx, kept.webhook.id, now_ms)?;
        let (guild_id, channel_id) = place_of(&kept.webhook)?;
        tell(out, guild_id, channel_id);
    }
    Ok(())
}

/// Proof that the caller manages the webhooks of a channel that can have some.
async fn managing(app: &App, caller: &Caller, channel_id: Id<ChannelMarker>) -> ActionResult<ChannelAccess> {
    let access = access::channel(app, caller, channel_id, Permissions::NONE).await?;
    access.require_guild()?;
    access.require(Permissions::MANAGE_WEBHOOKS)?;
    let kind = access.channel().kind;
    if kind.is_thread() || !(kind.holds_messages() || kind.is_forum()) {
        return Err(ActionError::Refused(Refusal::InvalidChannelType));
    }
    Ok(access)
}

/// A webhook that the caller manages; one of a channel that the caller may not view does not exist.
async fn managed(
    app: &App,
    caller: &Caller,
    id: Id<WebhookMarker>,
) -> ActionResult<(ChannelAccess, Arc<Kept>)> {
    let unknown = || ActionError::Unknown(Kind::Webhook);
    let kept = app.live.webhook(&app.store, id).await?.ok_or_else(unknown)?;
    let (_, channel_id) = place_of(&kept.webhook)?;
    match access::channel(app, caller, channel_id, Permissions::MANAGE_WEBHOOKS).await {
        Ok(access) => Ok((access, kept)),
        Err(ActionError::Unknown(_)) => Err(unknown()),
        Err(other) => Err(other),
    }
}

/// The webhook that this secret opens. `None` when there is no webhook with this id: then the pair may belong to an
/// interaction. A wrong secret is answered like a webhook that does not exist, as far as webhooks are concerned.
async fn open(app: &App, id: Id<WebhookMarker>, token: &str) -> ActionResult<Option<Arc<Kept>>> {
    let Some(kept) = app.live.webhook(&app.store, id).await? else { return Ok(None) };
    let is_incoming = kept.webhook.kind == WebhookType::INCOMING;
    if is_incoming && app.secrets.webhook_token_is_valid(id, &kept.salt, token) {
        Ok(Some(kept))
    } else {
        Err(ActionError::Unknown(Kind::Webhook))
    }
}

fn incoming(
    app: &App,
    caller: &Caller,
    guild_id: Id<GuildMarker>,
    channel_id: Id<ChannelMarker>,
    name: String,
    creator: User,
) -> Webhook {
    Webhook {
        id: app.ids.next(),
        kind: WebhookType::INCOMING,
        guild_id: Some(guild_id),
        channel_id: Some(channel_id),
        name,
        avatar: None,
        application_id: caller.is_bot.then(|| caller.user_id.cast()),
        user: Some(Box::new(creator)),
        token: None,
        url: None,
        source_guild: None,
        source_channel: None,
    }
}

fn place_of(webhook: &Webhook) -> ActionResult<(Id<GuildMarker>, Id<ChannelMarker>)> {
    webhook.guild_id.zip(webhook.channel_id).ok_or(ActionError::Unknown(Kind::Webhook))
}

fn entry(
    app: &App,
    caller: Option<&Caller>,
    guild_id: Id<GuildMarker>,
    action: AuditLogEvent,
    webhook: &Webhook,
    reason: Option<String>,
) -> Entry {
    let target = Some(webhook.id.cast());
    let entry = match caller {
        Some(caller) => Entry::new(app, caller, guild_id, action, target, reason),
        None => Entry::by_nobody(app, guild_id, action, target, reason),
    };
    // So that the entry is for those only who may view the channel.
    entry.with_options(AuditLogOptions { channel_id: webhook.channel_id, ..AuditLogOptions::default() })
}

fn tell(out: &mut Outbox, guild_id: Id<GuildMarker>, channel_id: Id<ChannelMarker>) {
    let permissions = Permissions::MANAGE_WEBHOOKS;
    let audience = Audience::ChannelWith { guild_id, channel_id, permissions };
    out.publish(audience, Event::WebhooksUpdate(WebhooksUpdate { guild_id, channel_id }));
}

fn without_creator(mut kept: Kept) -> Kept {
    kept.webhook.user = None;
    kept
}

/// Webhooks as somebody who manages them sees them: with secrets, but for those that other applications made.
async fn shown_to(app: &App, caller: &Caller, found: Vec<Kept>) -> ActionResult<Vec<Webhook>> {
    let mut shown = Vec::with_capacity(found.len());
    for mut kept in found {
        let own_application = caller.is_bot.then(|| caller.user_id.cast());
        let is_foreign =
            kept.webhook.application_id.is_some() && kept.webhook.application_id != own_application;
        if let Some((_, channel_id)) = kept.source
            && let Ok(source) = access::channel(app, caller, channel_id, Permissions::NONE).await
            && let Some(guild) = source.snapshot()
        {
            name_source(&mut kept.webhook, guild, source.channel());
        }
        shown.push(if is_foreign { kept.webhook } else { app.with_secret(kept) });
    }
    Ok(shown)
}

fn name_source(webhook: &mut Webhook, guild: &GuildSnapshot, channel: &Channel) {
    let of = guild.guild();
    webhook.source_guild =
        Some(Box::new(WebhookSourceGuild { id: of.id, name: of.name.clone(), icon: of.icon.clone() }));
    let name = channel.name.clone().unwrap_or_default();
    webhook.source_channel = Some(Box::new(WebhookSourceChannel { id: channel.id, name }));
}

impl App {
    /// A webhook with its secret and its whole address, if it is one that can be posted to.
    fn with_secret(&self, kept: Kept) -> Webhook {
        let Kept { mut webhook, salt, .. } = kept;
        if webhook.kind == WebhookType::INCOMING {
            let token = self.secrets.webhook_token(webhook.id, &salt);
            webhook.url = Some(format!("{}/api/webhooks/{}/{token}", self.config.public_url, webhook.id));
            webhook.token = Some(token);
        }
        webhook
    }
}
