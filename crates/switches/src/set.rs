//! What somebody does with the switches of a channel: read them, and set them.

use parvis_app::access::{self, ChannelAccess, GuildAccess};
use parvis_app::audit::{self, Entry};
use parvis_app::{ActionError, ActionResult, App, Caller, Refusal};
use parvis_model::marker::ChannelMarker;
use parvis_model::{AuditLogEvent, ChannelType, Field, Id, Permissions};
use parvis_rules::validate::FieldError;
use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::settings::{Effective, Expiry, Media, NewcomerAct, Newcomers, Notices, OfGuild, Own};
use crate::{Switches, tables};

/// A channel's switches.
#[derive(Debug, Serialize)]
pub struct Shown {
    channel_id: Id<ChannelMarker>,
    /// The category whose switches count where nothing is set.
    parent_id: Option<Id<ChannelMarker>>,
    /// What is set here.
    own: Own,
    /// What counts.
    effective: Effective,
}

/// What is to change: null unsets, so that the category counts.
#[derive(Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Change {
    notices: Field<Notices>,
    media: Field<Media>,
    newcomers: Field<Newcomers>,
    expiry: Field<Expiry>,
}

impl Change {
    fn apply(self, own: &mut Own) {
        own.notices = self.notices.change().unwrap_or(own.notices.take());
        own.media = self.media.change().unwrap_or(own.media.take());
        own.newcomers = self.newcomers.change().unwrap_or(own.newcomers.take());
        own.expiry = self.expiry.change().unwrap_or(own.expiry.take());
    }

    /// A switch does what its setter may do by hand, and no more.
    fn needed(&self) -> Permissions {
        let deletes = !self.notices.is_absent() || !self.media.is_absent() || !self.expiry.is_absent();
        let kicks = matches!(&self.newcomers, Field::Value(it) if it.on && it.act == NewcomerAct::Kick);
        let mut needed = Permissions::MANAGE_CHANNELS;
        if deletes {
            needed |= Permissions::MANAGE_MESSAGES;
        }
        if kicks {
            needed |= Permissions::KICK_MEMBERS;
        }
        needed
    }
}

/// A guild's channel or category, which is no thread.
async fn channel(
    app: &App,
    caller: &Caller,
    channel_id: Id<ChannelMarker>,
    needed: Permissions,
) -> ActionResult<(GuildAccess, ChannelAccess)> {
    let access = access::channel(app, caller, channel_id, Permissions::NONE).await?;
    let guild = access.require_guild()?.clone();
    access.require(needed)?;
    let kind = access.channel().kind;
    let has_switches = kind.holds_messages()
        || matches!(kind, ChannelType::GUILD_CATEGORY | ChannelType::GUILD_FORUM | ChannelType::GUILD_MEDIA);
    if kind.is_thread() || !has_switches {
        return Err(ActionError::Refused(Refusal::InvalidChannelType));
    }
    Ok((guild, access))
}

fn shown(settings: &OfGuild, guild: &GuildAccess, access: &ChannelAccess) -> Shown {
    let channel_id = access.id();
    Shown {
        channel_id,
        parent_id: access.channel().parent_id,
        own: settings.0.get(&channel_id).cloned().unwrap_or_default(),
        effective: settings.effective(&guild.guild, channel_id),
    }
}

/// A channel's switches.
pub async fn get(
    switches: &Switches,
    app: &App,
    caller: &Caller,
    channel_id: Id<ChannelMarker>,
) -> ActionResult<Shown> {
    let (guild, access) = channel(app, caller, channel_id, Permissions::MANAGE_CHANNELS).await?;
    let settings = switches.memory().settings(app, guild.id()).await?;
    Ok(shown(&settings, &guild, &access))
}

/// Sets a channel's switches.
pub async fn edit(
    switches: &Switches,
    app: &App,
    caller: &Caller,
    channel_id: Id<ChannelMarker>,
    change: Change,
    reason: Option<String>,
) -> ActionResult<Shown> {
    let (guild, access) = channel(app, caller, channel_id, change.needed()).await?;
    let guild_id = guild.id();
    let entry =
        Entry::new(app, caller, guild_id, AuditLogEvent::CHANNEL_UPDATE, Some(channel_id.cast()), reason);
    let roles: Vec<_> = guild.guild.roles().map(|role| role.id).collect();
    app.write(guild.lane(), move |tx, out| {
        let before = tables::of_guild(tx, guild_id)?.remove(&channel_id).unwrap_or_default();
        let mut after = before.clone();
        change.apply(&mut after);
        let mut errors = after.errors();
        let exempt = after.media.iter().flat_map(|media| &media.exempt_role_ids);
        let before_exempt = before.media.as_ref().map(|media| &media.exempt_role_ids[..]).unwrap_or_default();
        for (at, role_id) in exempt.enumerate() {
            // A role that is gone meanwhile may stay where it stood.
            if !roles.contains(role_id) && !before_exempt.contains(role_id) {
                let path = format!("media.exempt_role_ids.{at}");
                errors.push(FieldError::new(path, "ROLE_INVALID", "No role of this guild."));
            }
        }
        if !errors.is_empty() {
            return Err(errors.into());
        }
        if before == after {
            return Ok(());
        }
        tables::put(tx, guild_id, channel_id, &after)?;
        audit::record(tx, out, with_changes(entry, &before, &after))?;
        Ok(())
    })
    .await?;
    switches.memory().forget(guild_id);
    let settings = switches.memory().settings(app, guild_id).await?;
    Ok(shown(&settings, &guild, &access))
}

fn with_changes(entry: Entry, before: &Own, after: &Own) -> Entry {
    fn json<T: Serialize>(it: &Option<T>) -> Option<Value> {
        it.as_ref().and_then(|it| serde_json::to_value(it).ok())
    }
    entry
        .with_change("switches.notices", json(&before.notices), json(&after.notices))
        .with_change("switches.media", json(&before.media), json(&after.media))
        .with_change("switches.newcomers", json(&before.newcomers), json(&after.newcomers))
        .with_change("switches.expiry", json(&before.expiry), json(&after.expiry))
}
