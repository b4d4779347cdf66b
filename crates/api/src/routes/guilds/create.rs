//! `POST /guilds`

use axum::extract::State;
use parvis_app::guilds::{ChannelTemplate, GuildDraft, OverwriteTemplate, RoleTemplate};
use parvis_app::pictures::Picture;
use parvis_app::{App, guilds};
use parvis_model::marker::GenericMarker;
use parvis_model::{
    ChannelType, DefaultMessageNotifications, ExplicitContentFilter, Guild, Id, OverwriteType, Permissions,
    RoleColors, SystemChannelFlags, VerificationLevel,
};
use parvis_rules::validate::FieldError;
use parvis_rules::{limits, names, validate};
use serde::Deserialize;

use super::edit::check_known;
use crate::error::{ApiResult, invalid_fields};
use crate::extract::{Created, Json, Person};

/// Types that a template may have. Voice comes later.
const KINDS: [ChannelType; 4] = [
    ChannelType::GUILD_TEXT,
    ChannelType::GUILD_CATEGORY,
    ChannelType::GUILD_ANNOUNCEMENT,
    ChannelType::GUILD_FORUM,
];

/// A guild to be; its parts name one another by numbers that count in this request only.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct CreateGuild {
    name: String,
    icon: Option<String>,
    verification_level: Option<VerificationLevel>,
    default_message_notifications: Option<DefaultMessageNotifications>,
    explicit_content_filter: Option<ExplicitContentFilter>,
    system_channel_flags: Option<SystemChannelFlags>,
    system_channel_id: Option<Id<GenericMarker>>,
    roles: Option<Vec<RoleBody>>,
    channels: Option<Vec<ChannelBody>>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct RoleBody {
    id: Option<Id<GenericMarker>>,
    name: Option<String>,
    permissions: Option<Permissions>,
    color: Option<u32>,
    colors: Option<RoleColors>,
    hoist: Option<bool>,
    mentionable: Option<bool>,
}

#[derive(Debug, Deserialize)]
struct ChannelBody {
    #[serde(default)]
    id: Option<Id<GenericMarker>>,
    #[serde(rename = "type", default)]
    kind: Option<ChannelType>,
    #[serde(default)]
    name: String,
    #[serde(default)]
    topic: Option<String>,
    #[serde(default)]
    nsfw: Option<bool>,
    #[serde(default)]
    rate_limit_per_user: Option<u32>,
    #[serde(default)]
    parent_id: Option<Id<GenericMarker>>,
    #[serde(default)]
    permission_overwrites: Option<Vec<OverwriteBody>>,
}

#[derive(Debug, Deserialize)]
struct OverwriteBody {
    id: Id<GenericMarker>,
    #[serde(rename = "type", default)]
    kind: Option<OverwriteType>,
    #[serde(default)]
    allow: Option<Permissions>,
    #[serde(default)]
    deny: Option<Permissions>,
}

impl CreateGuild {
    fn into_draft(self) -> ApiResult<GuildDraft> {
        let mut errors = Vec::new();
        let name = names::clean_name(&self.name);
        errors.extend(validate::guild_name("name", &name).err());
        let icon = self.icon.map(|uri| Picture::from_data_uri("icon", &uri)).transpose();
        let icon = icon.map_err(|error| errors.push(error)).unwrap_or_default();
        let verification_level = self.verification_level.unwrap_or(VerificationLevel::NONE);
        let notifications =
            self.default_message_notifications.unwrap_or(DefaultMessageNotifications::ALL_MESSAGES);
        let filter = self.explicit_content_filter.unwrap_or(ExplicitContentFilter::DISABLED);
        errors.extend(check_known("verification_level", verification_level.is_known()));
        errors.extend(check_known("default_message_notifications", notifications.is_known()));
        errors.extend(check_known("explicit_content_filter", filter.is_known()));
        let (roles, channels) = (self.roles.unwrap_or_default(), self.channels.unwrap_or_default());
        errors.extend(validate::length("roles", roles.len(), 0..=limits::GUILD_ROLES_MAX).err());
        errors.extend(validate::length("channels", channels.len(), 0..=limits::GUILD_CHANNELS_MAX).err());
        let roles = roles.into_iter().enumerate().map(|(index, it)| it.into_template(index, &mut errors));
        let roles = roles.collect();
        let channels =
            channels.into_iter().enumerate().map(|(index, it)| it.into_template(index, &mut errors));
        let channels = channels.collect();
        if !errors.is_empty() {
            return Err(invalid_fields(errors));
        }
        Ok(GuildDraft {
            name,
            icon,
            verification_level,
            default_message_notifications: notifications,
            explicit_content_filter: filter,
            system_channel_flags: self.system_channel_flags.unwrap_or(SystemChannelFlags::NONE),
            roles,
            channels,
            system_channel: self.system_channel_id,
        })
    }
}

impl RoleBody {
    fn into_template(self, index: usize, errors: &mut Vec<FieldError>) -> RoleTemplate {
        let name = names::clean_name(self.name.as_deref().unwrap_or("new role"));
        errors.extend(validate::role_name(&format!("roles.{index}.name"), &name).err());
        let colors = self.colors.unwrap_or_else(|| RoleColors {
            primary_color: self.color.unwrap_or(0),
            ..RoleColors::default()
        });
        let color = i64::from(colors.primary_color);
        errors.extend(validate::color(&format!("roles.{index}.color"), color).err());
        RoleTemplate {
            placeholder: self.id,
            name,
            permissions: self.permissions.unwrap_or(Permissions::NONE),
            colors,
            hoist: self.hoist.unwrap_or(false),
            mentionable: self.mentionable.unwrap_or(false),
        }
    }
}

impl ChannelBody {
    fn into_template(self, index: usize, errors: &mut Vec<FieldError>) -> ChannelTemplate {
        let path = |field: &str| format!("channels.{index}.{field}");
        let kind = self.kind.unwrap_or(ChannelType::GUILD_TEXT);
        if !KINDS.contains(&kind) {
            errors.push(FieldError::choices(path("type"), KINDS.map(|kind| kind.0)));
        }
        let name = if kind == ChannelType::GUILD_CATEGORY {
            names::clean_name(&self.name)
        } else {
            names::text_channel_name(&self.name)
        };
        errors.extend(validate::channel_name(&path("name"), &name).err());
        if let Some(topic) = &self.topic {
            errors.extend(validate::channel_topic(&path("topic"), topic).err());
        }
        let slowmode_s = self.rate_limit_per_user.unwrap_or(0);
        errors.extend(validate::slowmode(&path("rate_limit_per_user"), i64::from(slowmode_s)).err());
        let overwrites = self.permission_overwrites.unwrap_or_default();
        let counts = 0..=limits::CHANNEL_OVERWRITES_MAX;
        errors.extend(validate::length(&path("permission_overwrites"), overwrites.len(), counts).err());
        if overwrites.iter().any(|it| it.kind.is_some_and(|kind| kind != OverwriteType::ROLE)) {
            let text = "A new guild has no members yet: only roles can have overwrites.";
            errors.push(FieldError::new(path("permission_overwrites"), "NOT_OFFERED", text));
        }
        ChannelTemplate {
            placeholder: self.id,
            kind,
            name,
            topic: self.topic.filter(|topic| !topic.is_empty()),
            nsfw: self.nsfw.unwrap_or(false),
            slowmode_s,
            parent: self.parent_id,
            overwrites: overwrites
                .into_iter()
                .map(|it| OverwriteTemplate {
                    role: it.id,
                    allow: it.allow.unwrap_or(Permissions::NONE),
                    deny: it.deny.unwrap_or(Permissions::NONE),
                })
                .collect(),
        }
    }
}

/// Makes a guild, whose owner is the caller: a person, who answers for it.
pub async fn create_guild(
    State(app): State<App>,
    Person(caller): Person,
    Json(body): Json<CreateGuild>,
) -> ApiResult<Created<Guild>> {
    Ok(Created(guilds::create(&app, &caller, body.into_draft()?).await?))
}
