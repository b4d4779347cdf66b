//! Invitations: the codes by which people come into guilds.

use std::sync::Arc;

use parvis_bus::{Audience, GuildSnapshot, view_of};
use parvis_model::event::{InviteCreate, InviteDelete};
use parvis_model::marker::{ChannelMarker, GuildMarker, UserMarker};
use parvis_model::{
    AuditLogEvent, ChannelType, Event, GuildFeature, Id, Invite, InviteType, Member, Permissions, Timestamp,
    User,
};
use parvis_rules::limits;
use parvis_store::tables::invites::StoredInvite;
use parvis_store::{Tx, tables};
use rand::Rng;
use serde_json::json;

use crate::access;
use crate::audit::{self, Entry};
use crate::error::{ActionError, ActionResult, Kind, Refusal};
use crate::{App, Caller, Lane, Outbox, guilds, members, notices, welcome};

/// Letters and digits that are not taken for one another when read aloud or written by hand.
const ALPHABET: &[u8] = b"abcdefghijkmnpqrstuvwxyzABCDEFGHJKLMNPQRSTUVWXYZ23456789";
/// Ten of 56 signs: 58 bits, which nobody guesses at the speed that the rate limit allows.
const CODE_LENGTH: usize = 10;
/// What is longer, or holds other signs, is no code and is not looked up.
const CODE_LENGTH_MAX: usize = 64;

/// An invitation that somebody wants to make; within its bounds.
#[derive(Debug, Clone, Copy)]
pub struct InviteDraft {
    /// Life in seconds; 0 is for ever.
    pub max_age_s: u32,
    /// How often it works; 0 is without end.
    pub max_uses: u32,
    /// Whether it must be a new one, even if the same one exists.
    pub unique: bool,
}

/// What came of following an invitation.
#[derive(Debug, Clone)]
pub struct Accepted {
    /// The invitation, as a member sees it.
    pub invite: Invite,
    /// Whether the account was no member before.
    pub is_new_member: bool,
}

/// Makes an invitation to a channel, or finds the caller's own one that is just like it.
pub async fn create(
    app: &App,
    caller: &Caller,
    channel_id: Id<ChannelMarker>,
    draft: InviteDraft,
    reason: Option<String>,
) -> ActionResult<Invite> {
    let access = access::channel(app, caller, channel_id, Permissions::NONE).await?;
    let guild = access.require_guild()?.clone();
    access.require(Permissions::CREATE_INSTANT_INVITE)?;
    let kind = access.channel().kind;
    if kind == ChannelType::GUILD_CATEGORY || kind.is_thread() {
        return Err(ActionError::Refused(Refusal::InvalidChannelType));
    }
    let now_ms = app.now_ms();
    let fresh = StoredInvite {
        code: random_code(),
        guild_id: guild.id(),
        channel_id,
        inviter_id: Some(caller.user_id),
        created_at: Timestamp::from_unix_ms(now_ms),
        max_age_s: draft.max_age_s,
        max_uses: draft.max_uses,
        uses: 0,
        temporary: false,
        expires_at: (draft.max_age_s > 0)
            .then(|| Timestamp::from_unix_ms(now_ms + i64::from(draft.max_age_s) * 1_000)),
        sheet_id: None,
    };
    let entry = entry_of(app, caller, &fresh, AuditLogEvent::INVITE_CREATE, reason);
    let inviter = guild.member.user.clone();
    let stored = app
        .write(access.lane(), move |tx, out| {
            if let Some(same) = same_invite(tx, &fresh, draft, now_ms)? {
                return Ok(same);
            }
            add(tx, out, &fresh, inviter, entry)?;
            Ok(fresh)
        })
        .await?;
    let mut invite = shown(&guild.guild, &stored, Some((&guild.member, now_ms)));
    with_uses(&mut invite, &stored);
    invite.inviter = Some(Box::new(guild.member.user.clone()));
    Ok(invite)
}

/// Adds an invitation, if the guild has room for one more, and tells those who manage its channel.
pub(crate) fn add(
    tx: &mut Tx<'_>,
    out: &mut Outbox,
    fresh: &StoredInvite,
    inviter: User,
    entry: Entry,
) -> ActionResult<()> {
    let now_ms = fresh.created_at.unix_ms();
    let known = tables::invites::count_of_guild(tx, fresh.guild_id, now_ms)?;
    if known as usize >= limits::GUILD_INVITES_MAX {
        return Err(ActionError::Refused(Refusal::MaxInvites));
    }
    tables::invites::insert(tx, fresh)?;
    tell_created(out, fresh, inviter);
    audit::record(tx, out, entry)?;
    Ok(())
}

/// One that never ends is like another; of those that end, the older one ends earlier and will not do.
fn same_invite(
    tx: &mut Tx<'_>,
    fresh: &StoredInvite,
    draft: InviteDraft,
    now_ms: i64,
) -> ActionResult<Option<StoredInvite>> {
    if draft.unique || draft.max_age_s > 0 || draft.max_uses > 0 {
        return Ok(None);
    }
    let of_channel = tables::invites::of_channel(tx, fresh.channel_id, now_ms)?;
    Ok(of_channel
        .into_iter()
        // What hangs on a wall is counted for itself.
        .filter(|it| it.sheet_id.is_none())
        .find(|it| it.inviter_id == fresh.inviter_id && it.max_age_s == 0 && it.max_uses == 0))
}

/// The invitations to a channel, with their counters.
pub async fn of_channel(
    app: &App,
    caller: &Caller,
    channel_id: Id<ChannelMarker>,
) -> ActionResult<Vec<Invite>> {
    let access = access::channel(app, caller, channel_id, Permissions::NONE).await?;
    let guild = access.require_guild()?;
    access.require(Permissions::MANAGE_CHANNELS)?;
    let now_ms = app.now_ms();
    let stored = app.read(move |tx| Ok(tables::invites::of_channel(tx, channel_id, now_ms)?)).await?;
    with_inviters(app, &guild.guild, &guild.member, stored, Counters::Shown).await
}

/// The invitations of a guild to channels that the caller may view. Who only reads the audit log sees no
/// counters.
pub async fn of_guild(app: &App, caller: &Caller, guild_id: Id<GuildMarker>) -> ActionResult<Vec<Invite>> {
    let access = access::guild(app, caller, guild_id, Permissions::NONE).await?;
    let counters = if access.permissions.contains(Permissions::MANAGE_GUILD) {
        Counters::Shown
    } else {
        access.require(Permissions::VIEW_AUDIT_LOG)?;
        Counters::Hidden
    };
    let now_ms = app.now_ms();
    let mut stored = app.read(move |tx| Ok(tables::invites::of_guild(tx, guild_id, now_ms)?)).await?;
    stored.retain(|it| access.permissions_in(it.channel_id).contains(Permissions::VIEW_CHANNEL));
    with_inviters(app, &access.guild, &access.member, stored, counters).await
}

/// An invitation, for whoever has its code. The channel's name is told to those who may view it, and to
/// everybody if everybody in the guild may.
pub async fn get(app: &App, caller: Option<&Caller>, code: &str, with_counts: bool) -> ActionResult<Invite> {
    let now_ms = app.now_ms();
    let (stored, guild) = find(app, code).await?;
    let member = match caller {
        Some(caller) => app.live.member(&app.store, stored.guild_id, caller.user_id).await?,
        None => None,
    };
    let mut invite = shown(&guild, &stored, member.as_deref().map(|member| (member, now_ms)));
    let is_paused = guilds::are_invitations_paused(guild.guild(), Timestamp::from_unix_ms(now_ms));
    if let Some(told) = invite.guild.as_mut().filter(|_| is_paused) {
        // For whoever looks at it a pause is a pause.
        told.features.retain(|feature| *feature != GuildFeature::INVITES_DISABLED);
        told.features.push(GuildFeature::INVITES_DISABLED);
    }
    if let Some(inviter_id) = stored.inviter_id {
        let inviter = app.read(move |tx| Ok(tables::users::get(tx, inviter_id)?)).await?;
        invite.inviter = inviter.map(Box::new);
    }
    if with_counts {
        invite.approximate_member_count = Some(guilds::member_count(app, stored.guild_id).await?);
        invite.approximate_presence_count = Some(app.online_count(stored.guild_id).await);
    }
    if let Some(told) = &mut invite.guild {
        told.welcome_screen = welcome::for_newcomers(app, &guild).await?.map(Box::new);
    }
    Ok(invite)
}

/// Follows an invitation into its guild.
///
/// The use is counted by one conditional statement in the transaction of the membership, so that no race
/// makes more members than the invitation allows, and nobody is counted who does not come in.
pub async fn accept(app: &App, caller: &Caller, code: &str) -> ActionResult<Accepted> {
    caller.require_person()?;
    let (stored, _) = find(app, code).await?;
    let (guild_id, user_id) = (stored.guild_id, caller.user_id);
    let (app_in_job, stored_in_job) = (app.clone(), stored.clone());
    let is_new_member = app
        .write(Lane::of(guild_id), move |tx, out| {
            let now = Timestamp::from_unix_ms(app_in_job.now_ms());
            if tables::bans::exists(tx, guild_id, user_id)? {
                return Err(ActionError::Refused(Refusal::UserBanned));
            }
            if tables::members::get(tx, guild_id, user_id)?.is_some() {
                return Ok(false);
            }
            let guild = tables::guilds::get(tx, guild_id)?.ok_or(ActionError::Unknown(Kind::Invite))?;
            if guild.has_feature(&GuildFeature::INVITES_DISABLED)
                || guilds::are_invitations_paused(&guild, now)
            {
                return Err(ActionError::Refused(Refusal::InvitesPaused));
            }
            members::require_room_for_guild(tx, user_id)?;
            let uses = tables::invites::take_use(tx, &stored_in_job.code, now.unix_ms())?
                .ok_or(ActionError::Unknown(Kind::Invite))?;
            if stored_in_job.max_uses > 0 && uses >= stored_in_job.max_uses {
                delete_and_tell(tx, out, &stored_in_job, now.unix_ms())?;
            }
            if let Some(sheet_id) = stored_in_job.sheet_id {
                tables::sheets::count_join(tx, sheet_id)?;
            }
            app_in_job.arrivals.note_join(guild_id, user_id, &stored_in_job.code, now.unix_ms());
            if let Some(member) = members::join(tx, out, guild_id, user_id, now)? {
                notices::greet(&app_in_job, tx, out, guild_id, &member)?;
            }
            Ok(true)
        })
        .await?;
    let guild = app.live.guild(&app.store, guild_id).await?.ok_or(ActionError::Unknown(Kind::Invite))?;
    let member = app.live.member(&app.store, guild_id, user_id).await?;
    let invite = shown(&guild, &stored, member.as_deref().map(|member| (member, app.now_ms())));
    Ok(Accepted { invite, is_new_member })
}

/// Takes an invitation back.
pub async fn delete(app: &App, caller: &Caller, code: &str, reason: Option<String>) -> ActionResult<Invite> {
    let (stored, _) = find(app, code).await?;
    let access =
        access::guild(app, caller, stored.guild_id, Permissions::NONE).await.map_err(
            |error| match error {
                ActionError::Unknown(_) => ActionError::Unknown(Kind::Invite),
                other => other,
            },
        )?;
    let in_channel = access.permissions_in(stored.channel_id);
    let manages_channel = in_channel.contains(Permissions::MANAGE_CHANNELS);
    if !manages_channel {
        access.require(Permissions::MANAGE_GUILD)?;
    }
    let entry = entry_of(app, caller, &stored, AuditLogEvent::INVITE_DELETE, reason);
    let now_ms = app.now_ms();
    let invite = shown(&access.guild, &stored, Some((&access.member, now_ms)));
    app.write(access.lane(), move |tx, out| {
        if !delete_and_tell(tx, out, &stored, now_ms)? {
            return Err(ActionError::Unknown(Kind::Invite));
        }
        audit::record(tx, out, entry)?;
        Ok(())
    })
    .await?;
    Ok(invite)
}

/// Forgets invitations that have expired; returns how many. Nobody can use them before that either.
pub async fn purge(app: &App) -> ActionResult<u64> {
    let now_ms = app.now_ms();
    app.write(Lane::of(Id::<GuildMarker>::new(0)), move |tx, _| {
        Ok(tables::invites::delete_expired(tx, now_ms)?)
    })
    .await
}

async fn find(app: &App, code: &str) -> ActionResult<(StoredInvite, Arc<GuildSnapshot>)> {
    let unknown = || ActionError::Unknown(Kind::Invite);
    let stored = find_stored(app, code).await?.ok_or_else(unknown)?;
    let guild = app.live.guild(&app.store, stored.guild_id).await?.ok_or_else(unknown)?;
    Ok((stored, guild))
}

async fn find_stored(app: &App, code: &str) -> ActionResult<Option<StoredInvite>> {
    if code.len() > CODE_LENGTH_MAX || !code.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-')
    {
        return Ok(None);
    }
    let (code, now_ms) = (code.to_owned(), app.now_ms());
    app.read(move |tx| Ok(tables::invites::get(tx, &code, now_ms)?)).await
}

fn random_code() -> String {
    let mut random = rand::rng();
    (0..CODE_LENGTH).map(|_| char::from(ALPHABET[random.random_range(0..ALPHABET.len())])).collect()
}

/// Whether an invitation's counters are told.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Counters {
    Shown,
    Hidden,
}

/// An invitation as somebody sees it: a member with what it may view, or anybody.
fn shown(guild: &GuildSnapshot, stored: &StoredInvite, viewer: Option<(&Member, i64)>) -> Invite {
    let channel = guild.channel(stored.channel_id);
    let is_visible = guild.is_open(stored.channel_id)
        || viewer.is_some_and(|(member, now_ms)| guild.may_view(stored.channel_id, &view_of(member, now_ms)));
    let mut invite = match channel.filter(|_| is_visible) {
        Some(channel) => Invite::to_guild(stored.code.clone(), guild.guild(), channel),
        None => {
            let nameless = parvis_model::Channel::new(stored.channel_id, ChannelType::GUILD_TEXT);
            Invite::to_guild(stored.code.clone(), guild.guild(), &nameless)
        }
    };
    invite.expires_at = stored.expires_at;
    invite
}

fn with_uses(invite: &mut Invite, stored: &StoredInvite) {
    invite.uses = Some(stored.uses);
    invite.max_uses = Some(stored.max_uses);
    invite.max_age = Some(stored.max_age_s);
    invite.temporary = Some(stored.temporary);
    invite.created_at = Some(stored.created_at);
}

async fn with_inviters(
    app: &App,
    guild: &GuildSnapshot,
    member: &Member,
    stored: Vec<StoredInvite>,
    counters: Counters,
) -> ActionResult<Vec<Invite>> {
    let mut ids: Vec<Id<UserMarker>> = stored.iter().filter_map(|it| it.inviter_id).collect();
    ids.sort_unstable();
    ids.dedup();
    let inviters: Vec<User> = app.read(move |tx| Ok(tables::users::get_many(tx, &ids)?)).await?;
    let now_ms = app.now_ms();
    let invites = stored.iter().map(|it| {
        let mut invite = shown(guild, it, Some((member, now_ms)));
        let inviter = inviters.iter().find(|user| Some(user.id) == it.inviter_id);
        invite.inviter = inviter.cloned().map(Box::new);
        if counters == Counters::Shown {
            with_uses(&mut invite, it);
        }
        invite
    });
    Ok(invites.collect())
}

fn tell_created(out: &mut Outbox, stored: &StoredInvite, inviter: User) {
    let event = InviteCreate {
        kind: InviteType::GUILD,
        channel_id: stored.channel_id,
        code: stored.code.clone(),
        created_at: stored.created_at,
        guild_id: Some(stored.guild_id),
        inviter: Some(Box::new(inviter)),
        max_age: stored.max_age_s,
        max_uses: stored.max_uses,
        temporary: stored.temporary,
        uses: stored.uses,
        expires_at: stored.expires_at.into(),
    };
    out.publish(audience_of(stored), Event::InviteCreate(Box::new(event)));
}

/// Removes an invitation, and with it the sheet that carries it, and tells those who manage its channel; whether there
/// was one.
pub(crate) fn delete_and_tell(
    tx: &mut Tx<'_>,
    out: &mut Outbox,
    stored: &StoredInvite,
    now_ms: i64,
) -> ActionResult<bool> {
    if !tables::invites::delete(tx, &stored.code)? {
        return Ok(false);
    }
    if let Some(sheet_id) = stored.sheet_id {
        tables::sheets::revoke(tx, sheet_id, now_ms)?;
    }
    let event = InviteDelete {
        channel_id: stored.channel_id,
        guild_id: Some(stored.guild_id),
        code: stored.code.clone(),
    };
    out.publish(audience_of(stored), Event::InviteDelete(Box::new(event)));
    Ok(true)
}

/// Removes the invitations to a channel that is going away, and tells those who manage it.
pub(crate) fn delete_of_channel(
    tx: &mut Tx<'_>,
    out: &mut Outbox,
    guild_id: Id<GuildMarker>,
    channel_id: Id<ChannelMarker>,
    now_ms: i64,
) -> ActionResult<()> {
    tables::sheets::revoke_of_channel(tx, channel_id, now_ms)?;
    for code in tables::invites::delete_of_channel(tx, channel_id)? {
        let permissions = Permissions::MANAGE_CHANNELS;
        let audience = Audience::ChannelWith { guild_id, channel_id, permissions };
        let event = InviteDelete { channel_id, guild_id: Some(guild_id), code };
        out.publish(audience, Event::InviteDelete(Box::new(event)));
    }
    Ok(())
}

fn audience_of(stored: &StoredInvite) -> Audience {
    let (guild_id, channel_id) = (stored.guild_id, stored.channel_id);
    Audience::ChannelWith { guild_id, channel_id, permissions: Permissions::MANAGE_CHANNELS }
}

pub(crate) fn entry_of(
    app: &App,
    caller: &Caller,
    stored: &StoredInvite,
    action: AuditLogEvent,
    reason: Option<String>,
) -> Entry {
    let is_new = action == AuditLogEvent::INVITE_CREATE;
    let facts = [
        ("code", json!(stored.code)),
        ("channel_id", json!(stored.channel_id)),
        ("inviter_id", json!(stored.inviter_id)),
        ("max_uses", json!(stored.max_uses)),
        ("uses", json!(stored.uses)),
        ("max_age", json!(stored.max_age_s)),
        ("temporary", json!(stored.temporary)),
    ];
    let entry = Entry::new(app, caller, stored.guild_id, action, None, reason);
    facts.into_iter().fold(entry, |entry, (key, value)| match is_new {
        true => entry.with_change(key, None, Some(value)),
        false => entry.with_change(key, Some(value), None),
    })
}
