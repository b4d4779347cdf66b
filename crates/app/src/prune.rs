//! Removing members who have long been away.

use parvis_model::marker::{GuildMarker, RoleMarker, UserMarker};
use parvis_model::{AuditLogEvent, AuditLogOptions, Id, Member, Permissions};
use parvis_rules::hierarchy;
use parvis_store::tables;

use crate::access::{self, GuildAccess};
use crate::audit::{self, Entry};
use crate::error::ActionResult;
use crate::logins::DAY_MS;
use crate::restrictions::{Act, Actor, Restriction};
use crate::{App, Caller, members};

/// What a prune needs.
const NEEDED: Permissions = Permissions::MANAGE_GUILD.union(Permissions::KICK_MEMBERS);
/// Members removed in one transaction, so that others get their turn.
const REMOVED_AT_ONCE: usize = 100;

/// Who is away: longer than so many days, and without other roles than these.
#[derive(Debug, Clone)]
pub struct Prune {
    /// Days without a sign of life.
    pub days: u32,
    /// Roles that do not keep a member.
    pub roles: Vec<Id<RoleMarker>>,
}

/// How many members a prune would remove.
pub async fn preview(
    app: &App,
    caller: &Caller,
    guild_id: Id<GuildMarker>,
    prune: Prune,
) -> ActionResult<usize> {
    let access = access::guild(app, caller, guild_id, NEEDED).await?;
    Ok(away(app, &access, &prune).await?.len())
}

/// Removes them, and returns how many there were.
pub async fn prune(
    app: &App,
    caller: &Caller,
    guild_id: Id<GuildMarker>,
    prune: Prune,
    reason: Option<String>,
) -> ActionResult<usize> {
    let access = access::guild(app, caller, guild_id, NEEDED).await?;
    let (mut removed, now_ms) = (0, app.now_ms());
    for piece in away(app, &access, &prune).await?.chunks(REMOVED_AT_ONCE) {
        let (piece, house, reason, actor) = (piece.to_vec(), app.clone(), reason.clone(), Actor::of(caller));
        removed += app
            .write(access.lane(), move |tx, out| {
                let mut removed = 0;
                for user_id in piece {
                    if members::remove(tx, out, guild_id, user_id, now_ms)? {
                        let reason = reason.clone();
                        let restriction = Restriction { guild_id, actor, user_id, act: Act::Kicked, reason };
                        house.note_restriction(tx, out, &restriction)?;
                        removed += 1;
                    }
                }
                Ok(removed)
            })
            .await?;
    }
    if removed > 0 {
        let options = AuditLogOptions {
            delete_member_days: Some(prune.days),
            members_removed: u32::try_from(removed).ok(),
            ..AuditLogOptions::default()
        };
        let entry = Entry::new(app, caller, guild_id, AuditLogEvent::MEMBER_PRUNE, None, reason)
            .with_options(options);
        app.write(access.lane(), move |tx, out| Ok(audit::record(tx, out, entry)?)).await?;
    }
    Ok(removed)
}

/// Those whom a prune by the caller would remove: never bots, and nobody of the caller's rank or above.
async fn away(app: &App, access: &GuildAccess, prune: &Prune) -> ActionResult<Vec<Id<UserMarker>>> {
    let (guild_id, roles) = (access.id(), prune.roles.clone());
    let since_ms = app.now_ms() - i64::from(prune.days) * DAY_MS;
    let members: Vec<Member> =
        app.read(move |tx| Ok(tables::members::away(tx, guild_id, since_ms, &roles)?)).await?;
    let may_go = |member: &&Member| {
        hierarchy::may_kick(access.guild.ranks(), &access.actor(), &access.view(member)).is_ok()
    };
    Ok(members.iter().filter(may_go).map(|member| member.user.id).collect())
}
