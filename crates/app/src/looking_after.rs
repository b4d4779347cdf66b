//! Those who look after what happens in a guild: who they are, what of it they see, and how they are told.

use std::sync::Arc;

use parvis_bus::{Audience, GuildSnapshot};
use parvis_model::marker::{ChannelMarker, GuildMarker, UserMarker};
use parvis_model::{Id, Permissions};
use parvis_store::{StoreError, Tx};

use crate::access::{self, GuildAccess};
use crate::error::{ActionError, ActionResult};
use crate::{App, Caller, live};

/// Either is enough.
pub const LOOKS_AFTER: Permissions = Permissions::MANAGE_MESSAGES.union(Permissions::MODERATE_MEMBERS);

/// A guild that the caller looks after; bots do not.
pub async fn guild(app: &App, caller: &Caller, guild_id: Id<GuildMarker>) -> ActionResult<GuildAccess> {
    caller.require_person()?;
    let access = access::guild(app, caller, guild_id, Permissions::NONE).await?;
    if access.permissions.intersects(LOOKS_AFTER) { Ok(access) } else { Err(ActionError::MissingPermissions) }
}

/// What somebody may do in a channel or a thread. An archived one is not in memory.
pub fn held_in(
    tx: &mut Tx<'_>,
    access: &GuildAccess,
    id: Id<ChannelMarker>,
) -> Result<Permissions, StoreError> {
    if access.guild.channel(id).is_none()
        && access.guild.thread(id).is_none()
        && let Some(thread) = live::load_thread(tx, access.id(), id)?
    {
        return Ok(access.guild.permissions_in_thread(&thread, &access.actor()));
    }
    Ok(access.permissions_in(id))
}

/// Whether somebody may see what happened in a channel, or in the guild as a whole. Of a channel that is gone nobody
/// can say any more who saw it, so that it is for administrators.
pub fn may_see(
    tx: &mut Tx<'_>,
    access: &GuildAccess,
    channel_id: Option<Id<ChannelMarker>>,
) -> Result<bool, StoreError> {
    let Some(channel_id) = channel_id else { return Ok(true) };
    let is_administrator = access.permissions.contains(Permissions::ADMINISTRATOR);
    Ok(is_administrator || held_in(tx, access, channel_id)?.contains(Permissions::VIEW_CHANNEL))
}

/// Those who look after it, but for whom it is about. Those who would see it because they view a thread that is put
/// away learn of it when they look themselves: it is in nobody's memory.
pub fn audience(
    tx: &mut Tx<'_>,
    guild: &GuildSnapshot,
    channel_id: Option<Id<ChannelMarker>>,
    except: Id<UserMarker>,
) -> Result<Audience, StoreError> {
    let channel_id = channel_id.map(|id| viewed_with(tx, guild, id)).transpose()?;
    Ok(Audience::LookingAfter { guild_id: guild.id(), channel_id, permissions: LOOKS_AFTER, except })
}

/// The channel that whoever views this one views as well: a public thread's parent, which is always in memory.
fn viewed_with(
    tx: &mut Tx<'_>,
    guild: &GuildSnapshot,
    id: Id<ChannelMarker>,
) -> Result<Id<ChannelMarker>, StoreError> {
    if guild.channel(id).is_some() {
        return Ok(id);
    }
    let thread = match guild.thread(id) {
        Some(thread) => Some(Arc::clone(thread)),
        None => live::load_thread(tx, guild.id(), id)?.map(Arc::new),
    };
    let open = thread.filter(|thread| !thread.is_private());
    Ok(open.and_then(|thread| thread.parent_id).unwrap_or(id))
}
