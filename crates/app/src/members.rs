//! What people do with the members of a guild, themselves among them.

use std::sync::Arc;

use parvis_bus::Audience;
use parvis_model::event::{MemberAdd, MemberRemove, MemberUpdate};
use parvis_model::marker::{GuildMarker, RoleMarker, UserMarker};
use parvis_model::{ApplicationFlags, AuditLogEvent, Event, Id, Member, MemberFlags, Permissions, Timestamp};
use parvis_rules::{hierarchy, limits, names};
use parvis_store::{Tx, tables};
use serde_json::{Value, json};

use crate::access::{self, GuildAccess};
use crate::arrivals::LOOK_MEMBERS_MIN;
use crate::audit::{self, Entry};
use crate::error::{ActionError, ActionResult, Kind, Refusal};
use crate::measures::{self, Authority};
use crate::restrictions::{Act, Actor, Restriction};
use crate::statistics::day_of;
use crate::{App, Caller, Lane, Outbox, roles};

/// What the audit log tells of a membership.
const AUDITED: &[&str] = &["nick", "mute", "deaf", "communication_disabled_until", "flags"];

/// Those who look after members, and so may read the whole list of them.
const CARETAKER: Permissions = Permissions::MANAGE_GUILD
    .union(Permissions::MANAGE_ROLES)
    .union(Permissions::MANAGE_NICKNAMES)
    .union(Permissions::KICK_MEMBERS)
    .union(Permissions::BAN_MEMBERS)
    .union(Permissions::MODERATE_MEMBERS);

/// What is to change of a membership; `None` leaves it. Well-formed, but not yet allowed.
#[derive(Debug, Clone, Default)]
pub struct MemberEdit {
    /// Name in the guild, cleaned; an empty one takes it away.
    pub nick: Option<Option<String>>,
    /// All roles, without `@everyone`.
    pub roles: Option<Vec<Id<RoleMarker>>>,
    /// Whether the member is muted in voice channels.
    pub mute: Option<bool>,
    /// Whether the member is deafened in voice channels.
    pub deaf: Option<bool>,
    /// End of a timeout.
    pub timeout_until: Option<Option<Timestamp>>,
    /// Traits; of them only BYPASSES_VERIFICATION can be set.
    pub flags: Option<MemberFlags>,
}

/// A page of the member list. People see the list in parts that the gateway sends; reading it whole is for
/// those who look after members, and for bots whose owner switched the intent GUILD_MEMBERS on.
pub async fn list(
    app: &App,
    caller: &Caller,
    guild_id: Id<GuildMarker>,
    after: Id<UserMarker>,
    limit: u32,
) -> ActionResult<Vec<Member>> {
    let access = access::guild(app, caller, guild_id, Permissions::NONE).await?;
    if !access.permissions.intersects(CARETAKER) {
        require_members_intent(app, caller).await?;
    }
    app.read(move |tx| Ok(tables::members::page(tx, guild_id, after, limit)?)).await
}

pub(crate) async fn require_members_intent(app: &App, caller: &Caller) -> ActionResult<()> {
    if !caller.is_bot {
        return Err(ActionError::MissingPermissions);
    }
    let bot_id = caller.user_id;
    let flags = app.read(move |tx| Ok(tables::sessions::application_flags(tx, bot_id.cast())?)).await?;
    let granted =
        ApplicationFlags::GATEWAY_GUILD_MEMBERS.union(ApplicationFlags::GATEWAY_GUILD_MEMBERS_LIMITED);
    if flags.is_some_and(|flags| flags.intersects(granted)) {
        Ok(())
    } else {
        Err(ActionError::MissingAccess)
    }
}

/// Members one of whose names begins like this, whatever its case and accents.
pub async fn search(
    app: &App,
    caller: &Caller,
    guild_id: Id<GuildMarker>,
    query: &str,
    limit: usize,
) -> ActionResult<Vec<Member>> {
    access::guild(app, caller, guild_id, Permissions::NONE).await?;
    // Whoever looks for a name gets few; whoever wants many reads the list.
    if limit >= LOOK_MEMBERS_MIN as usize {
        app.arrivals.note_look(guild_id, caller.user_id, app.now_ms());
    }
    let wanted = names::search_form(query);
    app.read(move |tx| {
        let begins = |name: &str| names::search_form(name).starts_with(&wanted);
        let found = tables::members::names(tx, guild_id, |it| {
            begins(&it.username)
                || it.display_name.as_deref().is_some_and(begins)
                || it.nick.as_deref().is_some_and(begins)
        })?;
        let ids: Vec<_> = found.iter().take(limit).map(|it| it.user_id).collect();
        let mut members = tables::members::get_many(tx, guild_id, &ids)?;
        members.sort_by_key(|member| member.user.id);
        Ok(members)
    })
    .await
}

/// One member.
pub async fn get(
    app: &App,
    caller: &Caller,
    guild_id: Id<GuildMarker>,
    user_id: Id<UserMarker>,
) -> ActionResult<Arc<Member>> {
    let access = access::guild(app, caller, guild_id, Permissions::NONE).await?;
    access::member(app, &access, user_id).await
}

/// Changes a membership: somebody else's, or the own one where the caller may.
pub async fn edit(
    app: &App,
    caller: &Caller,
    guild_id: Id<GuildMarker>,
    user_id: Id<UserMarker>,
    edit: MemberEdit,
    reason: Option<String>,
) -> ActionResult<Member> {
    let access = access::guild(app, caller, guild_id, Permissions::NONE).await?;
    // Whoever is not there is unknown, whatever the caller may do.
    access::member(app, &access, user_id).await?;
    let entry = |action| Entry::new(app, caller, guild_id, action, Some(user_id.cast()), reason.clone());
    let (update, role_update) =
        (entry(AuditLogEvent::MEMBER_UPDATE), entry(AuditLogEvent::MEMBER_ROLE_UPDATE));
    let now = Timestamp::from_unix_ms(app.now_ms());
    let (house, actor) = (app.clone(), Actor::of(caller));
    app.write(access.lane(), move |tx, out| {
        let before =
            tables::members::get(tx, guild_id, user_id)?.ok_or(ActionError::Unknown(Kind::Member))?;
        require_allowed(&access, &before, &edit)?;
        let member = edited(&access, &before, edit, now);
        if member == before {
            return Ok(member);
        }
        tables::members::update(tx, guild_id, &member)?;
        for role_id in member.roles.iter().filter(|id| !before.roles.contains(id)) {
            tables::members::add_role(tx, guild_id, user_id, *role_id)?;
        }
        for role_id in before.roles.iter().filter(|id| !member.roles.contains(id)) {
            tables::members::remove_role(tx, guild_id, user_id, *role_id)?;
        }
        tell_update(out, guild_id, &member);
        let update = update.with_changes_of(Some(&before), Some(&member), AUDITED);
        if update.has_changes() {
            audit::record(tx, out, update)?;
        }
        let role_update = with_role_changes(role_update, &access, &before, &member);
        if role_update.has_changes() {
            audit::record(tx, out, role_update)?;
        }
        if let Some(act) = timeout_change(&before, &member, now) {
            house.note_restriction(tx, out, &Restriction { guild_id, actor, user_id, act, reason })?;
        }
        Ok(member)
    })
    .await
}

/// What an edit does to the member's right to write, if anything. What has run out by itself is no change.
fn timeout_change(before: &Member, after: &Member, now: Timestamp) -> Option<Act> {
    let until = |member: &Member| member.communication_disabled_until.filter(|until| *until > now);
    match (until(before), until(after)) {
        (before, after) if before == after => None,
        (_, Some(until)) => Some(Act::TimedOut { until }),
        (_, None) => Some(Act::TimeoutEnded),
    }
}

/// Checked against the membership as the transaction sees it, so that nothing slips through between look and
/// act.
fn require_allowed(access: &GuildAccess, target: &Member, edit: &MemberEdit) -> ActionResult<()> {
    let (ranks, actor, view) = (access.guild.ranks(), access.actor(), access.view(target));
    if edit.nick.is_some() {
        hierarchy::may_edit_nick(ranks, &actor, &view)?;
    }
    if let Some(roles) = &edit.roles {
        hierarchy::may_set_roles(ranks, &actor, &target.roles, roles)?;
    }
    if edit.timeout_until.is_some() {
        hierarchy::may_time_out(ranks, &actor, &view)?;
    }
    if edit.mute.is_some() {
        access.require(Permissions::MUTE_MEMBERS)?;
    }
    if edit.deaf.is_some() {
        access.require(Permissions::DEAFEN_MEMBERS)?;
    }
    if edit.flags.is_some() {
        let all_three = Permissions::MODERATE_MEMBERS | Permissions::KICK_MEMBERS | Permissions::BAN_MEMBERS;
        let either = Permissions::MANAGE_GUILD | Permissions::MANAGE_ROLES;
        if !access.permissions.intersects(either) {
            access.require(all_three)?;
        }
    }
    Ok(())
}

fn edited(access: &GuildAccess, before: &Member, edit: MemberEdit, now: Timestamp) -> Member {
    let mut member = before.clone();
    if let Some(nick) = edit.nick {
        member.nick = nick.filter(|nick| !nick.is_empty());
    }
    if let Some(mut roles) = edit.roles {
        roles.retain(|id| access.guild.role(*id).is_some());
        roles.sort_unstable();
        roles.dedup();
        member.roles = roles;
    }
    member.mute = edit.mute.unwrap_or(member.mute);
    member.deaf = edit.deaf.unwrap_or(member.deaf);
    if let Some(until) = edit.timeout_until {
        member.communication_disabled_until = until.filter(|until| *until > now);
    }
    if let Some(flags) = edit.flags {
        let settable = MemberFlags::BYPASSES_VERIFICATION;
        let kept = member.flags.without(settable);
        member.flags = if flags.contains(settable) { kept.union(settable) } else { kept };
    }
    member
}

fn with_role_changes(entry: Entry, access: &GuildAccess, before: &Member, after: &Member) -> Entry {
    let named = |ids: Vec<Id<RoleMarker>>| -> Option<Value> {
        let named = |id: Id<RoleMarker>| {
            let name = access.guild.role(id).map_or("", |role| role.name.as_str());
            json!({ "id": id, "name": name })
        };
        (!ids.is_empty()).then(|| ids.into_iter().map(named).collect())
    };
    let gone = |from: &Member, to: &Member| {
        named(from.roles.iter().copied().filter(|id| !to.roles.contains(id)).collect())
    };
    entry.with_change("$add", None, gone(after, before)).with_change("$remove", None, gone(before, after))
}

/// Gives a role, or takes it away.
pub async fn set_role(
    app: &App,
    caller: &Caller,
    guild_id: Id<GuildMarker>,
    user_id: Id<UserMarker>,
    role_id: Id<RoleMarker>,
    held: bool,
    reason: Option<String>,
) -> ActionResult<()> {
    let access = access::guild(app, caller, guild_id, Permissions::MANAGE_ROLES).await?;
    hierarchy::may_assign_role(access.guild.ranks(), &access.actor(), role_id)?;
    access::member(app, &access, user_id).await?;
    let target = Some(user_id.cast());
    let entry = Entry::new(app, caller, guild_id, AuditLogEvent::MEMBER_ROLE_UPDATE, target, reason);
    app.write(access.lane(), move |tx, out| {
        let before =
            tables::members::get(tx, guild_id, user_id)?.ok_or(ActionError::Unknown(Kind::Member))?;
        if tables::guilds::role(tx, guild_id, role_id)?.is_none() {
            return Err(ActionError::Unknown(Kind::Role));
        }
        let changed = match held {
            true => tables::members::add_role(tx, guild_id, user_id, role_id)?,
            false => tables::members::remove_role(tx, guild_id, user_id, role_id)?,
        };
        if !changed {
            return Ok(());
        }
        let mut member = before.clone();
        member.roles.retain(|id| *id != role_id);
        if held {
            member.roles.push(role_id);
            member.roles.sort_unstable();
        }
        tell_update(out, guild_id, &member);
        audit::record(tx, out, with_role_changes(entry, &access, &before, &member))?;
        Ok(())
    })
    .await
}

/// Removes a member, who may come back.
pub async fn kick(
    app: &App,
    caller: &Caller,
    guild_id: Id<GuildMarker>,
    user_id: Id<UserMarker>,
    reason: Option<String>,
) -> ActionResult<()> {
    let access = access::guild(app, caller, guild_id, Permissions::KICK_MEMBERS).await?;
    access::member(app, &access, user_id).await?;
    let target = Some(user_id.cast());
    let entry = Entry::new(app, caller, guild_id, AuditLogEvent::MEMBER_KICK, target, reason.clone());
    let (house, now_ms, lane) = (app.clone(), app.now_ms(), access.lane());
    let restriction = Restriction { guild_id, actor: Actor::of(caller), user_id, act: Act::Kicked, reason };
    let authority = Authority::Member(Box::new(access));
    app.write(lane, move |tx, out| {
        measures::kick(tx, out, &authority, user_id, now_ms)?;
        audit::record(tx, out, entry)?;
        house.note_restriction(tx, out, &restriction)
    })
    .await
}

/// Removes a member, who may come back, because of a rule that somebody set for the guild; false when there is none, or
/// when it owns the guild. `also` is written with it.
pub async fn remove_by_rule(
    app: &App,
    guild_id: Id<GuildMarker>,
    user_id: Id<UserMarker>,
    reason: String,
    also: impl FnOnce(&mut Tx<'_>) -> ActionResult<()> + Send + 'static,
) -> ActionResult<bool> {
    let target = Some(user_id.cast());
    let entry = Entry::by_nobody(app, guild_id, AuditLogEvent::MEMBER_KICK, target, Some(reason.clone()));
    let (house, now_ms) = (app.clone(), app.now_ms());
    let restriction =
        Restriction { guild_id, actor: Actor::Rule, user_id, act: Act::Kicked, reason: Some(reason) };
    app.write(Lane::of(guild_id), move |tx, out| {
        if tables::guilds::owner(tx, guild_id)? == Some(user_id)
            || !remove(tx, out, guild_id, user_id, now_ms)?
        {
            return Ok(false);
        }
        audit::record(tx, out, entry)?;
        house.note_restriction(tx, out, &restriction)?;
        also(tx)?;
        Ok(true)
    })
    .await
}

/// Changes a membership because of a rule that somebody set for the guild, in the transaction of what the rule does;
/// `None` when there is no such member, or nothing changed. The caller answers for the rule, and for its entry in the
/// audit log; whom a timeout begins or ends for is told why.
pub fn change_by_rule(
    app: &App,
    tx: &mut Tx<'_>,
    out: &mut Outbox,
    (guild_id, user_id): (Id<GuildMarker>, Id<UserMarker>),
    reason: Option<String>,
    change: impl FnOnce(&mut Member),
) -> ActionResult<Option<ChangedByRule>> {
    let Some(before) = tables::members::get(tx, guild_id, user_id)? else { return Ok(None) };
    let mut after = before.clone();
    change(&mut after);
    if after == before {
        return Ok(None);
    }
    tables::members::update(tx, guild_id, &after)?;
    tell_update(out, guild_id, &after);
    if let Some(act) = timeout_change(&before, &after, Timestamp::from_unix_ms(app.now_ms())) {
        let restriction = Restriction { guild_id, actor: Actor::Rule, user_id, act, reason };
        app.note_restriction(tx, out, &restriction)?;
    }
    Ok(Some(ChangedByRule { before, after }))
}

/// A membership before and after a rule changed it.
#[derive(Debug, Clone)]
pub struct ChangedByRule {
    /// Before.
    pub before: Member,
    /// After.
    pub after: Member,
}

impl ChangedByRule {
    /// An entry with what changed.
    #[must_use]
    pub fn recorded_in(&self, entry: Entry) -> Entry {
        entry.with_changes_of(Some(&self.before), Some(&self.after), AUDITED)
    }
}

/// Leaves a guild. Its owner hands it over or deletes it first.
pub async fn leave(app: &App, caller: &Caller, guild_id: Id<GuildMarker>) -> ActionResult<()> {
    let access = access::guild(app, caller, guild_id, Permissions::NONE).await?;
    let (user_id, now_ms) = (caller.user_id, app.now_ms());
    app.write(access.lane(), move |tx, out| {
        if tables::guilds::owner(tx, guild_id)? == Some(user_id) {
            return Err(ActionError::Refused(Refusal::OwnerCannotLeave));
        }
        remove(tx, out, guild_id, user_id, now_ms)?;
        Ok(())
    })
    .await
}

/// Makes an account a member, in the transaction of the act that lets it in; `None` when it is one already.
pub fn join(
    tx: &mut Tx<'_>,
    out: &mut Outbox,
    guild_id: Id<GuildMarker>,
    user_id: Id<UserMarker>,
    now: Timestamp,
) -> ActionResult<Option<Member>> {
    let user = tables::users::get(tx, user_id)?.ok_or(ActionError::Unknown(Kind::User))?;
    let member = Member::new(user, now);
    if !tables::members::insert(tx, guild_id, &member)? {
        return Ok(None);
    }
    tables::statistics::count_join(tx, guild_id, day_of(now.unix_ms()))?;
    let event = MemberAdd { guild_id, member: member.clone() };
    out.publish(Audience::Guild(guild_id), Event::MemberAdd(Box::new(event)));
    Ok(Some(member))
}

/// Refuses an account that is in as many guilds as it may be.
pub fn require_room_for_guild(tx: &mut Tx<'_>, user_id: Id<UserMarker>) -> ActionResult<()> {
    if tables::members::guild_count(tx, user_id)? as usize >= limits::USER_GUILDS_MAX {
        return Err(ActionError::Refused(Refusal::MaxGuilds));
    }
    Ok(())
}

/// Ends a membership, in the transaction of the act that ends it; false when there is none. With a bot go the role that
/// was made for it and its commands in this guild. The owner stays, whatever a check before this one has seen.
pub(crate) fn remove(
    tx: &mut Tx<'_>,
    out: &mut Outbox,
    guild_id: Id<GuildMarker>,
    user_id: Id<UserMarker>,
    now_ms: i64,
) -> ActionResult<bool> {
    if tables::guilds::owner(tx, guild_id)? == Some(user_id) {
        return Err(ActionError::MissingPermissions);
    }
    let Some(user) = tables::users::get(tx, user_id)? else { return Ok(false) };
    if !tables::members::delete(tx, guild_id, user_id)? {
        return Ok(false);
    }
    let is_bot = user.bot;
    let event = MemberRemove { guild_id, user };
    out.publish(Audience::Guild(guild_id), Event::MemberRemove(Box::new(event)));
    if is_bot {
        tables::commands::delete_in_guild(tx, user_id.cast(), guild_id)?;
        for role in tables::guilds::roles(tx, guild_id)? {
            if role.tags.as_ref().is_some_and(|tags| tags.bot_id == Some(user_id)) {
                roles::remove(tx, out, guild_id, role.id)?;
            }
        }
    } else {
        tables::statistics::count_leave(tx, guild_id, day_of(now_ms))?;
    }
    Ok(true)
}

/// Tells the guild what a membership is now.
pub(crate) fn tell_update(out: &mut Outbox, guild_id: Id<GuildMarker>, member: &Member) {
    let event = MemberUpdate { guild_id, member: member.clone() };
    out.publish(Audience::Guild(guild_id), Event::MemberUpdate(Box::new(event)));
}
