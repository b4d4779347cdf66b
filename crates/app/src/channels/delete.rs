//! Deleting a channel: of a guild for everybody, a conversation for oneself.

use parvis_bus::Audience;
use parvis_model::marker::{ChannelMarker, GuildMarker};
use parvis_model::{AuditLogEvent, Channel, ChannelType, Event, Guild, Id, Permissions};
use parvis_store::{Tx, tables};

use super::{AUDITED, load, save};
use crate::access::{self, ChannelAccess};
use crate::audit::{self, Entry};
use crate::error::{ActionError, ActionResult, Kind};
use crate::{App, Caller, Outbox, invites, private, scheduled_events, threads};

/// Deletes a channel or thread of a guild with all that was written there; closes a direct conversation, leaves a
/// group.
pub async fn delete(
    app: &App,
    caller: &Caller,
    channel_id: Id<ChannelMarker>,
    reason: Option<String>,
) -> ActionResult<Channel> {
    let access = access::channel(app, caller, channel_id, Permissions::NONE).await?;
    match access.channel().kind {
        ChannelType::DM => private::close(app, caller, &access).await,
        ChannelType::GROUP_DM => private::leave(app, caller, &access).await,
        kind if kind.is_thread() => threads::delete(app, caller, &access, reason).await,
        _ => delete_of_guild(app, caller, &access, reason).await,
    }
}

async fn delete_of_guild(
    app: &App,
    caller: &Caller,
    access: &ChannelAccess,
    reason: Option<String>,
) -> ActionResult<Channel> {
    let guild_id = access.require_guild()?.id();
    access.require(Permissions::MANAGE_CHANNELS)?;
    let (channel_id, now_ms) = (access.id(), app.now_ms());
    let action = AuditLogEvent::CHANNEL_DELETE;
    let entry = Entry::new(app, caller, guild_id, action, Some(channel_id.cast()), reason);
    let channel = app
        .write(access.lane(), move |tx, out| {
            let channel = load(tx, guild_id, channel_id)?;
            let channel = tables::channels::with_head(tx, channel)?;
            free_children(tx, out, guild_id, channel_id)?;
            forget_in_guild(tx, out, guild_id, channel_id)?;
            invites::delete_of_channel(tx, out, guild_id, channel_id, now_ms)?;
            scheduled_events::delete_of_channel(tx, out, channel_id, now_ms)?;
            tables::channels::delete(tx, channel_id, now_ms)?;
            // First the entry: only while the channel is there can be said who may see it.
            audit::record(tx, out, entry.with_changes_of(Some(&channel), None, AUDITED))?;
            let audience = Audience::Channel { guild_id, channel_id };
            out.publish(audience, Event::ChannelDelete(Box::new(channel.clone())));
            Ok(channel)
        })
        .await?;
    app.delete_leftovers_soon();
    Ok(channel)
}

/// Channels of a category stand by themselves when it goes.
fn free_children(
    tx: &mut Tx<'_>,
    out: &mut Outbox,
    guild_id: Id<GuildMarker>,
    parent_id: Id<ChannelMarker>,
) -> ActionResult<()> {
    for mut child in tables::channels::of_guild(tx, guild_id)? {
        if child.parent_id == Some(parent_id) {
            child.parent_id = None;
            save(tx, out, guild_id, child)?;
        }
    }
    Ok(())
}

/// The guild's settings do not name a channel that is gone.
fn forget_in_guild(
    tx: &mut Tx<'_>,
    out: &mut Outbox,
    guild_id: Id<GuildMarker>,
    channel_id: Id<ChannelMarker>,
) -> ActionResult<()> {
    let mut guild = tables::guilds::get(tx, guild_id)?.ok_or(ActionError::Unknown(Kind::Guild))?;
    let mut named = false;
    for setting in settings_naming_channels(&mut guild) {
        if *setting == Some(channel_id) {
            *setting = None;
            named = true;
        }
    }
    if named {
        tables::guilds::update(tx, &guild)?;
        guild.roles = tables::guilds::roles(tx, guild_id)?;
        out.publish(Audience::Guild(guild_id), Event::GuildUpdate(Box::new(guild)));
    }
    Ok(())
}

fn settings_naming_channels(guild: &mut Guild) -> [&mut Option<Id<ChannelMarker>>; 6] {
    [
        &mut guild.afk_channel_id,
        &mut guild.system_channel_id,
        &mut guild.rules_channel_id,
        &mut guild.public_updates_channel_id,
        &mut guild.safety_alerts_channel_id,
        &mut guild.widget_channel_id,
    ]
}
