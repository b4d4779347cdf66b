//! `PATCH /guilds/{guild_id}`

use std::borrow::Cow;

use axum::extract::State;
use parvis_app::guilds::GuildEdit;
use parvis_app::pictures::Picture;
use parvis_app::{App, guilds};
use parvis_model::marker::{ChannelMarker, GuildMarker, UserMarker};
use parvis_model::{
    DefaultMessageNotifications, ExplicitContentFilter, Field, Guild, GuildFeature, Id, SystemChannelFlags,
    VerificationLevel,
};
use parvis_rules::validate::FieldError;
use parvis_rules::{names, validate};
use serde::Deserialize;
use serde_json::Value;

use crate::error::{ApiResult, invalid_fields};
use crate::extract::{Auth, Json, Path, Reason};

/// Seconds after which members without movement are moved.
const AFK_TIMEOUTS_S: [u32; 5] = [60, 300, 900, 1_800, 3_600];
const LOCALE_DEFAULT: &str = "en-US";

/// What changes.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct EditGuild {
    name: Option<String>,
    description: Field<String>,
    icon: Field<String>,
    verification_level: Field<VerificationLevel>,
    default_message_notifications: Field<DefaultMessageNotifications>,
    explicit_content_filter: Field<ExplicitContentFilter>,
    afk_channel_id: Field<Id<ChannelMarker>>,
    afk_timeout: Field<u32>,
    system_channel_id: Field<Id<ChannelMarker>>,
    system_channel_flags: Field<SystemChannelFlags>,
    rules_channel_id: Field<Id<ChannelMarker>>,
    public_updates_channel_id: Field<Id<ChannelMarker>>,
    safety_alerts_channel_id: Field<Id<ChannelMarker>>,
    preferred_locale: Field<String>,
    features: Option<Vec<String>>,
    owner_id: Option<Id<UserMarker>>,
    password: Option<String>,
    splash: Option<Value>,
    banner: Option<Value>,
    discovery_splash: Option<Value>,
    home_header: Option<Value>,
}

impl EditGuild {
    fn into_edit(self) -> ApiResult<GuildEdit> {
        let mut errors = self.check();
        let name = self.name.map(|name| names::clean_name(&name));
        errors.extend(name.as_deref().and_then(|name| validate::guild_name("name", name).err()));
        let description = self
            .description
            .change()
            .map(|text| text.map(|text| text.trim().to_owned()).filter(|text| !text.is_empty()));
        if let Some(Some(text)) = &description {
            errors.extend(validate::guild_description("description", text).err());
        }
        let icon = self.icon.change().map(|uri| {
            let picture = uri.map(|uri| Picture::from_data_uri("icon", &uri)).transpose();
            picture.map_err(|error| errors.push(error)).unwrap_or_default()
        });
        if !errors.is_empty() {
            return Err(invalid_fields(errors));
        }
        let reset = |value: Field<u32>, default| value.change().map(|value| value.unwrap_or(default));
        Ok(GuildEdit {
            name,
            description,
            icon,
            verification_level: or_default(self.verification_level, VerificationLevel::NONE),
            default_message_notifications: or_default(
                self.default_message_notifications,
                DefaultMessageNotifications::ALL_MESSAGES,
            ),
            explicit_content_filter: or_default(
                self.explicit_content_filter,
                ExplicitContentFilter::DISABLED,
            ),
            afk_channel_id: self.afk_channel_id.change(),
            afk_timeout_s: reset(self.afk_timeout, 300),
            system_channel_id: self.system_channel_id.change(),
            system_channel_flags: or_default(self.system_channel_flags, SystemChannelFlags::NONE),
            rules_channel_id: self.rules_channel_id.change(),
            public_updates_channel_id: self.public_updates_channel_id.change(),
            safety_alerts_channel_id: self.safety_alerts_channel_id.change(),
            preferred_locale: or_default(self.preferred_locale, LOCALE_DEFAULT.to_owned()),
            features: self
                .features
                .map(|names| names.into_iter().map(|name| GuildFeature(Cow::Owned(name))).collect()),
            owner_id: self.owner_id,
            password: self.password,
        })
    }

    /// What is wrong with the values that are numbers or words of a list.
    fn check(&self) -> Vec<FieldError> {
        let mut errors = Vec::new();
        let known = |known: Option<bool>| known.unwrap_or(true);
        let level = self.verification_level.value().map(VerificationLevel::is_known);
        errors.extend(check_known("verification_level", known(level)));
        let notifications = self.default_message_notifications.value();
        let notifications = notifications.map(DefaultMessageNotifications::is_known);
        errors.extend(check_known("default_message_notifications", known(notifications)));
        let filter = self.explicit_content_filter.value().map(ExplicitContentFilter::is_known);
        errors.extend(check_known("explicit_content_filter", known(filter)));
        if self.afk_timeout.value().is_some_and(|timeout| !AFK_TIMEOUTS_S.contains(&timeout)) {
            errors.push(FieldError::choices("afk_timeout", AFK_TIMEOUTS_S));
        }
        if let Field::Value(locale) = &self.preferred_locale {
            errors.extend(validate::locale("preferred_locale", locale).err());
        }
        for (field, value) in [
            ("splash", &self.splash),
            ("banner", &self.banner),
            ("discovery_splash", &self.discovery_splash),
            ("home_header", &self.home_header),
        ] {
            if value.is_some() {
                errors.push(FieldError::new(field, "NOT_OFFERED", "This server does not offer this yet."));
            }
        }
        errors
    }
}

/// Null takes the default back.
fn or_default<T>(field: Field<T>, default: T) -> Option<T> {
    field.change().map(|value| value.unwrap_or(default))
}

/// Refuses a number that the platform has no meaning for.
pub fn check_known(path: &str, is_known: bool) -> Option<FieldError> {
    let message = "Value must be one of those that the documentation lists.";
    (!is_known).then(|| FieldError::new(path, "BASE_TYPE_CHOICES", message))
}

/// Changes a guild's settings.
pub async fn edit_guild(
    State(app): State<App>,
    Auth(caller): Auth,
    Path(guild_id): Path<Id<GuildMarker>>,
    Reason(reason): Reason,
    Json(body): Json<EditGuild>,
) -> ApiResult<Json<Guild>> {
    Ok(Json(guilds::edit(&app, &caller, guild_id, body.into_edit()?, reason).await?))
}
