//! Who may not come back to a guild, and what is deleted of them.

use std::sync::Arc;

use parvis_bus::{Audience, GuildSnapshot};
use parvis_model::event::MessageDeleteBulk;
use parvis_model::marker::{GuildMarker, UserMarker};
use parvis_model::{AuditLogEvent, Ban, BulkBan, Event, Id, Permissions};
use parvis_rules::{limits, names};
use parvis_store::tables;

use crate::access;
use crate::audit::{self, Entry};
use crate::error::{ActionError, ActionResult, Kind, Refusal};
use crate::measures::{self, Authority};
use crate::restrictions::{Act, Actor, Restriction};
use crate::{App, Caller, Lane};

pub use parvis_store::tables::bans::BanPage;

/// A page of a guild's bans, in the order of account ids.
pub async fn list(
    app: &App,
    caller: &Caller,
    guild_id: Id<GuildMarker>,
    page: BanPage,
    limit: u32,
) -> ActionResult<Vec<Ban>> {
    access::guild(app, caller, guild_id, Permissions::BAN_MEMBERS).await?;
    app.read(move |tx| Ok(tables::bans::page(tx, guild_id, page, limit)?)).await
}

/// Bans of accounts one of whose names holds this, whatever its case and accents, or whose id it is; oldest accounts
/// first.
pub async fn search(
    app: &App,
    caller: &Caller,
    guild_id: Id<GuildMarker>,
    query: &str,
    limit: usize,
) -> ActionResult<Vec<Ban>> {
    access::guild(app, caller, guild_id, Permissions::BAN_MEMBERS).await?;
    let (wanted, id) = (names::search_form(query.trim()), query.trim().parse().ok());
    app.read(move |tx| {
        let holds = |name: &str| names::search_form(name).contains(&wanted);
        let found = tables::bans::names(tx, guild_id, |user_id, username, display_name| {
            Some(user_id) == id || holds(username) || display_name.is_some_and(holds)
        })?;
        let bans = found.into_iter().take(limit).map(|user_id| tables::bans::get(tx, guild_id, user_id));
        Ok(bans.filter_map(Result::transpose).collect::<Result<_, _>>()?)
    })
    .await
}

/// One account's ban.
pub async fn get(
    app: &App,
    caller: &Caller,
    guild_id: Id<GuildMarker>,
    user_id: Id<UserMarker>,
) -> ActionResult<Ban> {
    access::guild(app, caller, guild_id, Permissions::BAN_MEMBERS).await?;
    let ban = app.read(move |tx| Ok(tables::bans::get(tx, guild_id, user_id)?)).await?;
    ban.ok_or(ActionError::Unknown(Kind::Ban))
}

/// Bans an account, member or not, and deletes what it wrote in the last `delete_s` seconds.
pub async fn ban(
    app: &App,
    caller: &Caller,
    guild_id: Id<GuildMarker>,
    user_id: Id<UserMarker>,
    delete_s: u32,
    reason: Option<String>,
) -> ActionResult<()> {
    let access = access::guild(app, caller, guild_id, Permissions::BAN_MEMBERS).await?;
    let entry = entry_of(app, caller, guild_id, AuditLogEvent::MEMBER_BAN_ADD, user_id, reason.clone());
    let (authority, house) = (Authority::Member(Box::new(access.clone())), app.clone());
    let (banned_by, now_ms) = (caller.user_id, app.now_ms());
    let restriction = banned(caller, guild_id, user_id, delete_s, reason);
    app.write(access.lane(), move |tx, out| {
        let reason = restriction.reason.as_deref();
        if measures::ban(tx, out, &authority, user_id, banned_by, reason, now_ms)? {
            audit::record(tx, out, entry)?;
            house.note_restriction(tx, out, &restriction)?;
        }
        Ok(())
    })
    .await?;
    delete_messages_of(app, &access.guild, user_id, delete_s).await
}

/// Bans up to 200 accounts; those of higher rank, and those that are banned or unknown, are told back as
/// failed.
pub async fn ban_many(
    app: &App,
    caller: &Caller,
    guild_id: Id<GuildMarker>,
    user_ids: Vec<Id<UserMarker>>,
    delete_s: u32,
    reason: Option<String>,
) -> ActionResult<BulkBan> {
    let needed = Permissions::BAN_MEMBERS | Permissions::MANAGE_GUILD;
    let access = access::guild(app, caller, guild_id, needed).await?;
    let asked: Vec<_> = user_ids
        .into_iter()
        .map(|id| {
            let entry = entry_of(app, caller, guild_id, AuditLogEvent::MEMBER_BAN_ADD, id, reason.clone());
            (banned(caller, guild_id, id, delete_s, reason.clone()), entry)
        })
        .collect();
    let (authority, house) = (Authority::Member(Box::new(access.clone())), app.clone());
    let (banned_by, now_ms) = (caller.user_id, app.now_ms());
    let answer = app
        .write(access.lane(), move |tx, out| {
            let mut answer = BulkBan::default();
            for (restriction, entry) in asked {
                let (id, reason) = (restriction.user_id, restriction.reason.as_deref());
                match measures::ban(tx, out, &authority, id, banned_by, reason, now_ms) {
                    Ok(true) => {
                        audit::record(tx, out, entry)?;
                        house.note_restriction(tx, out, &restriction)?;
                        answer.banned_users.push(id);
                    }
                    Ok(false) | Err(ActionError::Unknown(_) | ActionError::MissingPermissions) => {
                        answer.failed_users.push(id);
                    }
                    Err(other) => return Err(other),
                }
            }
            if answer.banned_users.is_empty() {
                return Err(ActionError::Refused(Refusal::NobodyBanned));
            }
            Ok(answer)
        })
        .await?;
    for user_id in &answer.banned_users {
        delete_messages_of(app, &access.guild, *user_id, delete_s).await?;
    }
    Ok(answer)
}

/// Lifts a ban.
pub async fn unban(
    app: &App,
    caller: &Caller,
    guild_id: Id<GuildMarker>,
    user_id: Id<UserMarker>,
    reason: Option<String>,
) -> ActionResult<()> {
    let access = access::guild(app, caller, guild_id, Permissions::BAN_MEMBERS).await?;
    let entry = entry_of(app, caller, guild_id, AuditLogEvent::MEMBER_BAN_REMOVE, user_id, reason.clone());
    let restriction = Restriction { guild_id, actor: Actor::of(caller), user_id, act: Act::Unbanned, reason };
    let house = app.clone();
    app.write(access.lane(), move |tx, out| {
        if !measures::unban(tx, out, guild_id, user_id)? {
            return Err(ActionError::Unknown(Kind::Ban));
        }
        audit::record(tx, out, entry)?;
        house.note_restriction(tx, out, &restriction)
    })
    .await
}

/// Deletes what an account wrote lately in every channel and thread of the guild, seen by whoever decided or not: whom
/// a moderator bans is gone everywhere. Channel by channel, so that other writes come in between.
pub async fn delete_messages_of(
    app: &App,
    guild: &Arc<GuildSnapshot>,
    user_id: Id<UserMarker>,
    delete_s: u32,
) -> ActionResult<()> {
    if delete_s == 0 {
        return Ok(());
    }
    let guild_id = guild.id();
    let now_ms = app.now_ms();
    let since = Id::first_of_unix_ms(now_ms - i64::from(delete_s) * 1_000);
    let holding = guild.channels().filter(|channel| channel.kind.holds_messages());
    let mut places: Vec<_> =
        holding.map(|it| (it.id, Audience::Channel { guild_id, channel_id: it.id })).collect();
    for id in app.read(move |tx| Ok(tables::threads::written_since(tx, guild_id, since.cast())?)).await? {
        if let Some(thread) = app.live.thread(&app.store, guild, id).await? {
            places.push((id, crate::threads::audience(guild_id, &thread)));
        }
    }
    for (channel_id, audience) in places {
        let ids =
            app.read(move |tx| Ok(tables::messages::ids_of_author(tx, channel_id, user_id, since)?)).await?;
        for piece in ids.chunks(limits::BULK_DELETE_MAX) {
            let (piece, audience) = (piece.to_vec(), audience.clone());
            let copies = app.write(Lane::of(guild_id), move |tx, out| {
                let copies = tables::webhooks::copies(tx, channel_id, &piece)?;
                let ids = tables::messages::delete(tx, channel_id, &piece, now_ms)?;
                if !ids.is_empty() {
                    let event = MessageDeleteBulk { ids, channel_id, guild_id: Some(guild_id) };
                    out.publish(audience, Event::MessageDeleteBulk(Box::new(event)));
                }
                Ok(copies)
            });
            app.withdraw_copies_soon(copies.await?);
        }
    }
    app.delete_queued_blobs_soon();
    Ok(())
}

fn banned(
    caller: &Caller,
    guild_id: Id<GuildMarker>,
    user_id: Id<UserMarker>,
    delete_message_seconds: u32,
    reason: Option<String>,
) -> Restriction {
    let act = Act::Banned { delete_message_seconds };
    Restriction { guild_id, actor: Actor::of(caller), user_id, act, reason }
}

fn entry_of(
    app: &App,
    caller: &Caller,
    guild_id: Id<GuildMarker>,
    action: AuditLogEvent,
    user_id: Id<UserMarker>,
    reason: Option<String>,
) -> Entry {
    Entry::new(app, caller, guild_id, action, Some(user_id.cast()), reason)
}
