//! Why somebody may do something somewhere: what `rules` decides, and what decided.

use std::sync::Arc;

use parvis_bus::{GuildSnapshot, GuildThread, view_of};
use parvis_model::marker::{ChannelMarker, GuildMarker, RoleMarker, UserMarker};
use parvis_model::{ExplainedPermission, ExplainedPermissions, Id, Permissions};
use parvis_rules::permissions::{MemberView, Reason, Verdict};

use crate::access::{self, GuildAccess};
use crate::error::{ActionError, ActionResult, Kind};
use crate::{App, Caller};

/// Either is enough to ask about others.
const MAY_ASK: Permissions = Permissions::MANAGE_ROLES.union(Permissions::MANAGE_GUILD);

/// Whose permissions are explained.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Subject {
    /// A member.
    Member(Id<UserMarker>),
    /// Anybody who has this role and no other; `@everyone` is the guild's own id.
    Role(Id<RoleMarker>),
}

/// Where they are explained.
enum Place {
    Guild,
    Channel(Id<ChannelMarker>),
    Thread(Arc<GuildThread>),
}

/// Explains one's own permissions, or those of others for whom one looks after roles, in the guild or in a channel that
/// the caller may view. Channels that the caller does not view are not among those that the subject views either.
pub async fn explain(
    app: &App,
    caller: &Caller,
    guild_id: Id<GuildMarker>,
    subject: Subject,
    channel_id: Option<Id<ChannelMarker>>,
) -> ActionResult<ExplainedPermissions> {
    let access = access::guild(app, caller, guild_id, Permissions::NONE).await?;
    if subject != Subject::Member(caller.user_id) && !access.permissions.intersects(MAY_ASK) {
        return Err(ActionError::MissingPermissions);
    }
    let place = match channel_id {
        None => Place::Guild,
        Some(channel_id) => place(app, caller, guild_id, channel_id).await?,
    };
    match subject {
        Subject::Member(user_id) => {
            let member = access::member(app, &access, user_id).await?;
            Ok(of(&access, &place, &view_of(&member, app.now_ms())))
        }
        Subject::Role(role_id) => {
            access.guild.role(role_id).ok_or(ActionError::Unknown(Kind::Role))?;
            let roles = [role_id];
            // Everybody has `@everyone`, so that it is in nobody's list.
            let roles = if role_id == guild_id.cast() { &[] } else { &roles[..] };
            let anybody = MemberView { user_id: Id::new(0), roles, timed_out: false, pending: false };
            Ok(of(&access, &place, &anybody))
        }
    }
}

async fn place(
    app: &App,
    caller: &Caller,
    guild_id: Id<GuildMarker>,
    channel_id: Id<ChannelMarker>,
) -> ActionResult<Place> {
    let access = access::channel(app, caller, channel_id, Permissions::NONE).await?;
    if access.guild_id() != Some(guild_id) {
        return Err(ActionError::Unknown(Kind::Channel));
    }
    Ok(access.thread().map_or(Place::Channel(channel_id), |thread| Place::Thread(Arc::clone(thread))))
}

fn of(access: &GuildAccess, place: &Place, member: &MemberView<'_>) -> ExplainedPermissions {
    let guild = &access.guild;
    let permissions = match place {
        Place::Guild => guild.base_permissions(member),
        Place::Channel(channel_id) => guild.permissions_in(*channel_id, member),
        Place::Thread(thread) => guild.permissions_in_thread(thread, member),
    };
    let explained = Permissions::NAMES.iter().filter_map(|(name, bit)| {
        let verdict = verdict(guild, place, *bit, member)?;
        Some(in_words(name, *bit, verdict))
    });
    let visible = access.visible_channels().into_iter().map(|channel| channel.id);
    ExplainedPermissions {
        permissions,
        explained: explained.collect(),
        visible_channel_ids: visible.filter(|id| guild.may_view(*id, member)).collect(),
    }
}

fn verdict(
    guild: &GuildSnapshot,
    place: &Place,
    bit: Permissions,
    member: &MemberView<'_>,
) -> Option<Verdict> {
    match place {
        Place::Guild => Some(guild.explain(bit, member)),
        Place::Channel(channel_id) => guild.explain_in(bit, *channel_id, member),
        Place::Thread(thread) => guild.explain_in_thread(bit, thread, member),
    }
}

fn in_words(name: &str, bits: Permissions, verdict: Verdict) -> ExplainedPermission {
    let (reason, role_id, needs) = match verdict.reason {
        Reason::Owner => ("owner", None, None),
        Reason::Administrator(role) => ("administrator", Some(role), None),
        Reason::Role(role) => ("role", Some(role), None),
        Reason::RoleOverwrite(role) => ("role_overwrite", Some(role), None),
        Reason::MemberOverwrite => ("member_overwrite", None, None),
        Reason::Restrained => ("restrained", None, None),
        Reason::Needs(other) => ("needs", None, other.names().next()),
        Reason::NotGranted => ("not_granted", None, None),
    };
    ExplainedPermission {
        permission: name.to_owned(),
        bits,
        granted: verdict.granted,
        reason: reason.to_owned(),
        role_id,
        needs: needs.map(str::to_owned),
    }
}
