//! Putting the channels of a guild in order.

use std::collections::HashMap;

use parvis_model::marker::{ChannelMarker, GuildMarker};
use parvis_model::{AuditLogEvent, Channel, Field, Id, Permissions};
use parvis_rules::{limits, validate};
use parvis_store::tables;
use serde::Deserialize;

use super::{AUDITED, overwrites, require_category, require_visible_parent, save};
use crate::access::GuildAccess;
use crate::audit::{self, Entry};
use crate::error::{ActionError, ActionResult, Kind};
use crate::{App, Caller, access};

/// Where one channel goes.
#[derive(Debug, Deserialize)]
pub struct ChannelMove {
    /// The channel.
    pub id: Id<ChannelMarker>,
    /// Its new position.
    #[serde(default)]
    pub position: Option<i64>,
    /// Its new category; null is none.
    #[serde(default)]
    pub parent_id: Field<Id<ChannelMarker>>,
    /// Whether it takes the overwrites of the new category.
    #[serde(default)]
    pub lock_permissions: Option<bool>,
}

/// Moves channels, all in one step or none.
pub async fn reorder(
    app: &App,
    caller: &Caller,
    guild_id: Id<GuildMarker>,
    moves: Vec<ChannelMove>,
    reason: Option<String>,
) -> ActionResult<()> {
    let access = access::guild(app, caller, guild_id, Permissions::MANAGE_CHANNELS).await?;
    let own = require_movable(&access, &moves)?;
    let (app_in_job, caller) = (app.clone(), caller.clone());
    app.write(access.lane(), move |tx, out| {
        let before = tables::channels::of_guild(tx, guild_id)?;
        let mut after = before.clone();
        for it in moves {
            move_one(&mut after, &it, own.get(&it.id).copied().unwrap_or(Permissions::NONE))?;
        }
        for (old, new) in before.iter().zip(after).filter(|(old, new)| *old != new) {
            let new = save(tx, out, guild_id, new)?;
            let target = Some(new.id.cast());
            let action = AuditLogEvent::CHANNEL_UPDATE;
            let entry = Entry::new(&app_in_job, &caller, guild_id, action, target, reason.clone());
            let entry = entry.with_changes_of(Some(old), Some(&new), AUDITED);
            if entry.has_changes() {
                audit::record(tx, out, entry)?;
            }
            overwrites::record_changes(&app_in_job, &caller, tx, out, old, &new, reason.as_deref())?;
        }
        Ok(())
    })
    .await
}

/// Refuses channels and categories that the caller does not see or manage; returns what the caller may do in each.
fn require_movable(
    access: &GuildAccess,
    moves: &[ChannelMove],
) -> ActionResult<HashMap<Id<ChannelMarker>, Permissions>> {
    validate::length("", moves.len(), 0..=limits::GUILD_CHANNELS_MAX)?;
    let mut own = HashMap::with_capacity(moves.len());
    for (index, it) in moves.iter().enumerate() {
        let held = access.permissions_in(it.id);
        if !held.contains(Permissions::VIEW_CHANNEL) {
            return Err(ActionError::Unknown(Kind::Channel));
        }
        if !held.contains(Permissions::MANAGE_CHANNELS) {
            return Err(ActionError::MissingPermissions);
        }
        own.insert(it.id, held);
        if let Field::Value(parent_id) = it.parent_id {
            require_visible_parent(access, parent_id)?;
        }
        if let Some(position) = it.position {
            validate::number(&format!("{index}.position"), position, 0..=i64::from(i32::MAX))?;
        }
    }
    Ok(own)
}

fn move_one(channels: &mut [Channel], wanted: &ChannelMove, own: Permissions) -> ActionResult<()> {
    let at = channels.iter().position(|channel| channel.id == wanted.id);
    let at = at.ok_or(ActionError::Unknown(Kind::Channel))?;
    let mut moved = channels[at].clone();
    if let Some(position) = wanted.position {
        moved.position = i32::try_from(position).unwrap_or(i32::MAX);
    }
    match wanted.parent_id {
        Field::Value(parent_id) if moved.parent_id != Some(parent_id) => {
            require_category(channels, moved.kind, parent_id)?;
            moved.parent_id = Some(parent_id);
        }
        Field::Null => moved.parent_id = None,
        _ => {}
    }
    if wanted.lock_permissions == Some(true)
        && let Some(parent) = channels.iter().find(|channel| Some(channel.id) == moved.parent_id)
    {
        let locked = parent.permission_overwrites.clone();
        overwrites::require_may_change(own, &moved.permission_overwrites, &locked)?;
        moved.permission_overwrites = locked;
    }
    channels[at] = moved;
    Ok(())
}
