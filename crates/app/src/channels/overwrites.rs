//! Overwrites of channels: who gets or loses what, and who may decide that.

use std::collections::HashSet;

use parvis_model::marker::{ChannelMarker, GenericMarker, GuildMarker};
use parvis_model::{AuditLogEvent, AuditLogOptions, Channel, Id, Overwrite, OverwriteType, Permissions};
use parvis_rules::permissions::OverwriteView;
use parvis_rules::validate::{self, FieldError};
use parvis_rules::{hierarchy, limits};
use parvis_store::{Tx, tables};
use serde::Deserialize;

use super::{load, save};
use crate::access::ChannelAccess;
use crate::audit::{self, Entry};
use crate::error::{ActionError, ActionResult, Kind, Refusal};
use crate::{App, Caller, Outbox, access};

/// What a request says about one overwrite.
#[derive(Debug, Deserialize)]
pub struct OverwriteFields {
    /// Whether it is for a role (0) or a member (1).
    #[serde(rename = "type", default)]
    pub kind: Option<OverwriteType>,
    /// Bits that are given.
    #[serde(default)]
    pub allow: Option<Permissions>,
    /// Bits that are taken.
    #[serde(default)]
    pub deny: Option<Permissions>,
}

/// Sets the overwrite of one role or member.
pub async fn put_overwrite(
    app: &App,
    caller: &Caller,
    channel_id: Id<ChannelMarker>,
    id: Id<GenericMarker>,
    fields: OverwriteFields,
    reason: Option<String>,
) -> ActionResult<()> {
    let kind = fields.kind.ok_or_else(|| FieldError::required("type"))?;
    require_kind("type", kind)?;
    let overwrite = Overwrite {
        id,
        kind,
        allow: fields.allow.unwrap_or(Permissions::NONE),
        deny: fields.deny.unwrap_or(Permissions::NONE),
    };
    change(app, caller, channel_id, reason, move |overwrites| {
        if let Some(existing) = overwrites.iter_mut().find(|it| it.id == id && it.kind == kind) {
            *existing = overwrite;
        } else if overwrites.len() < limits::CHANNEL_OVERWRITES_MAX {
            overwrites.push(overwrite);
        } else {
            return Err(ActionError::Refused(Refusal::MaxOverwrites));
        }
        Ok(())
    })
    .await
}

/// Takes the overwrite of one role or member away.
pub async fn delete_overwrite(
    app: &App,
    caller: &Caller,
    channel_id: Id<ChannelMarker>,
    id: Id<GenericMarker>,
    reason: Option<String>,
) -> ActionResult<()> {
    change(app, caller, channel_id, reason, move |overwrites| {
        let count = overwrites.len();
        overwrites.retain(|it| it.id != id);
        if overwrites.len() < count { Ok(()) } else { Err(ActionError::Unknown(Kind::Overwrite)) }
    })
    .await
}

async fn change(
    app: &App,
    caller: &Caller,
    channel_id: Id<ChannelMarker>,
    reason: Option<String>,
    edit: impl FnOnce(&mut Vec<Overwrite>) -> ActionResult<()> + Send + 'static,
) -> ActionResult<()> {
    let access: ChannelAccess = access::channel(app, caller, channel_id, Permissions::NONE).await?;
    let guild_id = access.require_guild()?.id();
    access.require(Permissions::MANAGE_ROLES)?;
    if access.channel().kind.is_thread() {
        return Err(ActionError::Refused(Refusal::InvalidChannelType));
    }
    let own = access.permissions;
    let (app_in_job, caller) = (app.clone(), caller.clone());
    app.write(access.lane(), move |tx, out| {
        let before = load(tx, guild_id, channel_id)?;
        let mut after = before.clone();
        edit(&mut after.permission_overwrites)?;
        if before.permission_overwrites == after.permission_overwrites {
            return Ok(());
        }
        require_may_change(own, &before.permission_overwrites, &after.permission_overwrites)?;
        require_targets(tx, guild_id, &before.permission_overwrites, &after.permission_overwrites)?;
        let after = save(tx, out, guild_id, after)?;
        record_changes(&app_in_job, &caller, tx, out, &before, &after, reason.as_deref())
    })
    .await
}

/// A list as it is stored: at most so many, and of those with one target the last.
pub(super) fn unique(overwrites: Vec<Overwrite>) -> ActionResult<Vec<Overwrite>> {
    let count = overwrites.len();
    validate::length("permission_overwrites", count, 0..=limits::CHANNEL_OVERWRITES_MAX)?;
    for (index, overwrite) in overwrites.iter().enumerate() {
        require_kind(&format!("permission_overwrites.{index}.type"), overwrite.kind)?;
    }
    let mut seen = HashSet::new();
    let mut unique: Vec<_> =
        overwrites.into_iter().rev().filter(|it| seen.insert((it.id, it.kind.0))).collect();
    unique.reverse();
    Ok(unique)
}

fn require_kind(path: &str, kind: OverwriteType) -> ActionResult<()> {
    let kinds = [OverwriteType::ROLE, OverwriteType::MEMBER];
    if kinds.contains(&kind) { Ok(()) } else { Err(FieldError::choices(path, kinds.map(|it| it.0)).into()) }
}

/// Refuses a change of overwrites that somebody with these permissions may not make.
pub(super) fn require_may_change(
    own: Permissions,
    before: &[Overwrite],
    after: &[Overwrite],
) -> ActionResult<()> {
    for (old, new) in differences(before, after) {
        let view = |it: Option<&Overwrite>| it.map(OverwriteView::from);
        hierarchy::may_edit_overwrite(own, view(old).as_ref(), view(new).as_ref())?;
    }
    Ok(())
}

/// Refuses new overwrites for roles and members that the guild does not have.
pub(super) fn require_targets(
    tx: &mut Tx<'_>,
    guild_id: Id<GuildMarker>,
    before: &[Overwrite],
    after: &[Overwrite],
) -> ActionResult<()> {
    for (old, new) in differences(before, after) {
        let (None, Some(new)) = (old, new) else { continue };
        if new.kind == OverwriteType::MEMBER {
            tables::members::get(tx, guild_id, new.id.cast())?.ok_or(ActionError::Unknown(Kind::Member))?;
        } else {
            tables::guilds::role(tx, guild_id, new.id.cast())?.ok_or(ActionError::Unknown(Kind::Role))?;
        }
    }
    Ok(())
}

/// An entry in the audit log for every overwrite that came, changed or went.
pub(super) fn record_changes(
    app: &App,
    caller: &Caller,
    tx: &mut Tx<'_>,
    out: &mut Outbox,
    before: &Channel,
    after: &Channel,
    reason: Option<&str>,
) -> ActionResult<()> {
    let guild_id = after.guild_id.ok_or(ActionError::Unknown(Kind::Channel))?;
    for (old, new) in differences(&before.permission_overwrites, &after.permission_overwrites) {
        let (action, overwrite) = match (old, new) {
            (None, Some(new)) => (AuditLogEvent::CHANNEL_OVERWRITE_CREATE, new),
            (Some(_), Some(new)) => (AuditLogEvent::CHANNEL_OVERWRITE_UPDATE, new),
            (Some(old), None) => (AuditLogEvent::CHANNEL_OVERWRITE_DELETE, old),
            (None, None) => continue,
        };
        let mut options = AuditLogOptions {
            id: Some(overwrite.id),
            kind: Some(overwrite.kind.0),
            ..AuditLogOptions::default()
        };
        if overwrite.kind == OverwriteType::ROLE {
            let role = tables::guilds::role(tx, guild_id, overwrite.id.cast())?;
            options.role_name = role.map(|role| role.name);
        }
        let target = Some(after.id.cast());
        let entry = Entry::new(app, caller, guild_id, action, target, reason.map(str::to_owned));
        let keys: &[&str] = if old.is_some() && new.is_some() {
            &["allow", "deny"]
        } else {
            &["id", "type", "allow", "deny"]
        };
        audit::record(tx, out, entry.with_options(options).with_changes_of(old, new, keys))?;
    }
    Ok(())
}

/// Overwrites that are not the same in both lists, each as it was and as it is.
fn differences<'a>(
    before: &'a [Overwrite],
    after: &'a [Overwrite],
) -> impl Iterator<Item = (Option<&'a Overwrite>, Option<&'a Overwrite>)> {
    let find = |list: &'a [Overwrite], it: &Overwrite| {
        list.iter().find(|other| other.id == it.id && other.kind == it.kind)
    };
    let gone = before.iter().filter(move |old| find(after, old).is_none()).map(|old| (Some(old), None));
    let there = after.iter().map(move |new| (find(before, new), Some(new)));
    gone.chain(there.filter(|(old, new)| old != new))
}
