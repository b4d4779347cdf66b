//! Making a channel in a guild.

use parvis_bus::Audience;
use parvis_model::marker::GuildMarker;
use parvis_model::{AuditLogEvent, Channel, ChannelType, Event, Id, Permissions};
use parvis_rules::limits;
use parvis_rules::validate::FieldError;
use parvis_store::tables;

use super::fields::{self, ChannelFields};
use super::{AUDITED, overwrites, require_category, require_visible_parent};
use crate::audit::{self, Entry};
use crate::error::{ActionError, ActionResult, Kind, Refusal};
use crate::{App, Caller, access};

/// The types of channels that are made by hand.
const CREATABLE: [ChannelType; 6] = [
    ChannelType::GUILD_TEXT,
    ChannelType::GUILD_VOICE,
    ChannelType::GUILD_CATEGORY,
    ChannelType::GUILD_ANNOUNCEMENT,
    ChannelType::GUILD_STAGE_VOICE,
    ChannelType::GUILD_FORUM,
];

/// Makes a channel. Without overwrites of its own it takes those of its category.
pub async fn create(
    app: &App,
    caller: &Caller,
    guild_id: Id<GuildMarker>,
    mut fields: ChannelFields,
    reason: Option<String>,
) -> ActionResult<Channel> {
    let access = access::guild(app, caller, guild_id, Permissions::MANAGE_CHANNELS).await?;
    let kind = fields.kind.unwrap_or(ChannelType::GUILD_TEXT);
    if !CREATABLE.contains(&kind) {
        return Err(FieldError::choices("type", CREATABLE.map(|kind| kind.0)).into());
    }
    if fields.name.is_none() {
        return Err(FieldError::required("name").into());
    }
    let own_overwrites = fields.permission_overwrites.take();
    let own_overwrites = own_overwrites.map(overwrites::unique).transpose()?;
    if let Some(own) = &own_overwrites {
        overwrites::require_may_change(access.permissions, &[], own)?;
    }
    let parent_id = fields.parent_id.value();
    if let Some(parent_id) = parent_id {
        require_visible_parent(&access, parent_id)?;
    }
    let wanted_position = fields.position;
    let mut channel = Channel::in_guild(app.ids.next(), kind, guild_id, "");
    fields::apply(fields, &mut channel, || app.ids.next())?;
    channel.parent_id = parent_id;
    let target = Some(channel.id.cast());
    let entry = Entry::new(app, caller, guild_id, AuditLogEvent::CHANNEL_CREATE, target, reason);
    app.write(access.lane(), move |tx, out| {
        tables::guilds::owner(tx, guild_id)?.ok_or(ActionError::Unknown(Kind::Guild))?;
        let channels = tables::channels::of_guild(tx, guild_id)?;
        if channels.len() >= limits::GUILD_CHANNELS_MAX {
            return Err(ActionError::Refused(Refusal::MaxChannels));
        }
        if let Some(parent_id) = parent_id {
            let parent = require_category(&channels, kind, parent_id)?;
            channel.permission_overwrites.clone_from(&parent.permission_overwrites);
        }
        if let Some(own) = own_overwrites {
            overwrites::require_targets(tx, guild_id, &[], &own)?;
            channel.permission_overwrites = own;
        }
        if wanted_position.is_none() {
            channel.position = channels.iter().map(|it| it.position.saturating_add(1)).max().unwrap_or(0);
        }
        tables::channels::insert(tx, &channel)?;
        let audience = Audience::Channel { guild_id, channel_id: channel.id };
        out.publish(audience, Event::ChannelCreate(Box::new(channel.clone())));
        let entry = entry.with_changes_of(None, Some(&channel), AUDITED);
        let entry = entry.with_changes_of(None, Some(&channel), &["permission_overwrites"]);
        audit::record(tx, out, entry)?;
        Ok(channel)
    })
    .await
}
