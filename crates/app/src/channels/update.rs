//! Changing a channel of a guild.

use parvis_model::{AuditLogEvent, Channel, ChannelType, Field, Permissions};
use parvis_rules::validate::FieldError;
use parvis_store::tables;

use super::fields::{self, ChannelFields};
use super::{AUDITED, load, overwrites, require_category, require_visible_parent, save};
use crate::access::ChannelAccess;
use crate::audit::{self, Entry};
use crate::error::ActionResult;
use crate::{App, Caller};

/// Changes a channel of a guild. Overwrites need MANAGE_ROLES besides.
pub async fn update(
    app: &App,
    caller: &Caller,
    access: &ChannelAccess,
    mut fields: ChannelFields,
    reason: Option<String>,
) -> ActionResult<Channel> {
    let guild = access.require_guild()?;
    access.require(Permissions::MANAGE_CHANNELS)?;
    let (guild_id, channel_id, own) = (guild.id(), access.id(), access.permissions);
    let wanted_overwrites = fields.permission_overwrites.take().map(overwrites::unique).transpose()?;
    if wanted_overwrites.is_some() {
        access.require(Permissions::MANAGE_ROLES)?;
    }
    let wanted_kind = fields.kind.take();
    let wanted_parent = fields.parent_id;
    if let Field::Value(parent_id) = wanted_parent {
        require_visible_parent(guild, parent_id)?;
    }
    let entry = |action, reason| Entry::new(app, caller, guild_id, action, Some(channel_id.cast()), reason);
    let entry = entry(AuditLogEvent::CHANNEL_UPDATE, reason.clone());
    let (app_in_job, caller) = (app.clone(), caller.clone());
    app.write(access.lane(), move |tx, out| {
        let before = load(tx, guild_id, channel_id)?;
        let mut after = before.clone();
        if let Some(kind) = wanted_kind {
            after.kind = converted(before.kind, kind)?;
        }
        fields::apply(fields, &mut after, || app_in_job.ids.next())?;
        match wanted_parent {
            Field::Value(parent_id) if before.parent_id != Some(parent_id) => {
                let channels = tables::channels::of_guild(tx, guild_id)?;
                require_category(&channels, after.kind, parent_id)?;
                after.parent_id = Some(parent_id);
            }
            Field::Null => after.parent_id = None,
            _ => {}
        }
        if let Some(wanted) = wanted_overwrites {
            overwrites::require_may_change(own, &before.permission_overwrites, &wanted)?;
            overwrites::require_targets(tx, guild_id, &before.permission_overwrites, &wanted)?;
            after.permission_overwrites = wanted;
        }
        if before == after {
            return Ok(tables::channels::with_head(tx, after)?);
        }
        let after = save(tx, out, guild_id, after)?;
        let entry = entry.with_changes_of(Some(&before), Some(&after), AUDITED);
        if entry.has_changes() {
            audit::record(tx, out, entry)?;
        }
        overwrites::record_changes(&app_in_job, &caller, tx, out, &before, &after, reason.as_deref())?;
        Ok(after)
    })
    .await
}

/// Text channels become announcement channels and back; other types stay what they are.
fn converted(from: ChannelType, to: ChannelType) -> ActionResult<ChannelType> {
    let both = [ChannelType::GUILD_TEXT, ChannelType::GUILD_ANNOUNCEMENT];
    if from == to || (both.contains(&from) && both.contains(&to)) {
        return Ok(to);
    }
    let choices: Vec<u8> = if both.contains(&from) { both.map(|it| it.0).to_vec() } else { vec![from.0] };
    Err(FieldError::choices("type", choices).into())
}
