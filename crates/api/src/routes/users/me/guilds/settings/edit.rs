//! `PATCH /users/@me/guilds/{guild_id}/settings`

use std::collections::BTreeMap;

use axum::extract::State;
use parvis_app::{App, settings};
use parvis_model::marker::ChannelMarker;
use parvis_model::{
    ChannelNotificationSettings, ChannelSettingsFlags, Field, GuildNotificationSettings, GuildSettingsFlags,
    Id, MuteConfig, NotificationLevel,
};
use parvis_rules::limits;
use parvis_rules::validate::{self, FieldError};
use serde::Deserialize;

use super::GuildOrMe;
use crate::error::{ApiResult, invalid_fields};
use crate::extract::{Json, Path, Person};

/// What changes.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct EditGuildSettings {
    message_notifications: Option<NotificationLevel>,
    muted: Option<bool>,
    mute_config: Field<MuteConfig>,
    suppress_everyone: Option<bool>,
    suppress_roles: Option<bool>,
    mobile_push: Option<bool>,
    hide_muted_channels: Option<bool>,
    flags: Option<GuildSettingsFlags>,
    channel_overrides: BTreeMap<Id<ChannelMarker>, EditChannelSettings>,
}

/// What changes of one channel.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct EditChannelSettings {
    message_notifications: Option<NotificationLevel>,
    muted: Option<bool>,
    mute_config: Field<MuteConfig>,
    collapsed: Option<bool>,
    flags: Option<ChannelSettingsFlags>,
}

impl EditGuildSettings {
    fn checked(self) -> Result<Self, Vec<FieldError>> {
        let mut errors = Vec::new();
        let lengths = 0..=limits::GUILD_CHANNELS_MAX;
        errors.extend(validate::length("channel_overrides", self.channel_overrides.len(), lengths).err());
        let mut check = |path: String, level: Option<NotificationLevel>| {
            if level.is_some_and(|level| !level.is_known()) {
                errors.push(FieldError::choices(path, [0, 1, 2, 3]));
            }
        };
        check("message_notifications".to_owned(), self.message_notifications);
        for (id, channel) in &self.channel_overrides {
            check(format!("channel_overrides.{id}.message_notifications"), channel.message_notifications);
        }
        if errors.is_empty() { Ok(self) } else { Err(errors) }
    }

    fn apply(self, settings: &mut GuildNotificationSettings) {
        let Self { message_notifications, muted, suppress_everyone, suppress_roles, .. } = self;
        settings.message_notifications = message_notifications.unwrap_or(settings.message_notifications);
        settings.muted = muted.unwrap_or(settings.muted);
        settings.mute_config = self.mute_config.change().unwrap_or(settings.mute_config);
        settings.suppress_everyone = suppress_everyone.unwrap_or(settings.suppress_everyone);
        settings.suppress_roles = suppress_roles.unwrap_or(settings.suppress_roles);
        settings.mobile_push = self.mobile_push.unwrap_or(settings.mobile_push);
        settings.hide_muted_channels = self.hide_muted_channels.unwrap_or(settings.hide_muted_channels);
        let flags = self.flags.map(|flags| flags & GuildSettingsFlags::ALL);
        settings.flags = flags.unwrap_or(settings.flags);
        for (channel_id, edit) in self.channel_overrides {
            settings.change_channel(channel_id, |channel| edit.apply(channel));
        }
        settings.channel_overrides.truncate(limits::GUILD_CHANNELS_MAX);
    }
}

impl EditChannelSettings {
    fn apply(self, channel: &mut ChannelNotificationSettings) {
        channel.message_notifications = self.message_notifications.unwrap_or(channel.message_notifications);
        channel.muted = self.muted.unwrap_or(channel.muted);
        channel.mute_config = self.mute_config.change().unwrap_or(channel.mute_config);
        channel.collapsed = self.collapsed.unwrap_or(channel.collapsed);
        let flags = self.flags.map(|flags| flags & ChannelSettingsFlags::ALL);
        channel.flags = flags.unwrap_or(channel.flags);
    }
}

/// Changes what the caller wants to hear from a guild.
pub async fn edit_guild_settings(
    State(app): State<App>,
    Person(caller): Person,
    Path(guild): Path<GuildOrMe>,
    Json(body): Json<EditGuildSettings>,
) -> ApiResult<Json<GuildNotificationSettings>> {
    let edit = body.checked().map_err(invalid_fields)?;
    Ok(Json(settings::edit_of_guild(&app, &caller, guild.0, |settings| edit.apply(settings)).await?))
}
