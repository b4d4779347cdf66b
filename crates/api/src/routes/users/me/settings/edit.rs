//! `PATCH /users/@me/settings`

use axum::extract::State;
use parvis_app::{App, settings};
use parvis_model::marker::GuildMarker;
use parvis_model::{
    CustomStatus, Field, FollowedArea, FriendSourceFlags, GuildFolder, Id, QuietHours, Status, UserSettings,
};
use parvis_rules::limits::{self, chars};
use parvis_rules::validate::{self, FieldError};
use parvis_rules::{names, quiet_hours};
use serde::Deserialize;

use crate::error::{ApiResult, invalid_fields};
use crate::extract::{Json, Person};

const THEMES: [&str; 3] = ["dark", "light", "system"];
/// Minutes that local time is behind UTC: from the Line Islands to Baker Island.
const TIMEZONE_OFFSETS: std::ops::RangeInclusive<i64> = -840..=720;

/// What changes. Each field stands for the setting of its name.
macro_rules! edit_settings {
    ($($field:ident: $type:ty,)*) => {
        /// What changes.
        #[derive(Debug, Default, Deserialize)]
        #[serde(default)]
        pub struct EditSettings {
            custom_status: Field<CustomStatus>,
            quiet_hours: Field<QuietHours>,
            $($field: Option<$type>,)*
        }

        impl EditSettings {
            fn apply(self, settings: &mut UserSettings) {
                if let Some(custom_status) = self.custom_status.change() {
                    settings.custom_status = custom_status.map(Box::new);
                }
                if let Some(quiet_hours) = self.quiet_hours.change() {
                    settings.quiet_hours = quiet_hours.map(Box::new);
                }
                $(if let Some(value) = self.$field { settings.$field = value; })*
            }
        }
    };
}

edit_settings! {
    locale: String,
    theme: String,
    status: Status,
    message_display_compact: bool,
    developer_mode: bool,
    animate_emoji: bool,
    gif_auto_play: bool,
    inline_attachment_media: bool,
    render_embeds: bool,
    render_reactions: bool,
    convert_emoticons: bool,
    timezone_offset: i32,
    default_guilds_restricted: bool,
    restricted_guilds: Vec<Id<GuildMarker>>,
    friend_source_flags: FriendSourceFlags,
    guild_folders: Vec<GuildFolder>,
    followed_areas: Vec<FollowedArea>,
}

impl EditSettings {
    fn cleaned(mut self) -> Result<Self, Vec<FieldError>> {
        let mut errors = Vec::new();
        if let Some(locale) = &self.locale {
            errors.extend(validate::locale("locale", locale).err());
        }
        if let Some(theme) = &self.theme
            && !THEMES.contains(&theme.as_str())
        {
            errors.push(FieldError::choices("theme", THEMES));
        }
        if let Some(offset) = self.timezone_offset {
            errors.extend(validate::number("timezone_offset", i64::from(offset), TIMEZONE_OFFSETS).err());
        }
        if let Field::Value(status) = &mut self.custom_status {
            clean_custom_status(status, &mut errors);
        }
        if let Field::Value(hours) = &self.quiet_hours {
            errors.extend(quiet_hours::check("quiet_hours", hours));
        }
        if let Some(guilds) = &self.restricted_guilds {
            errors.extend(at_most_all_guilds("restricted_guilds", guilds.len()));
        }
        if let Some(areas) = &self.followed_areas {
            errors.extend(
                validate::length("followed_areas", areas.len(), 0..=limits::FOLLOWED_AREAS_MAX).err(),
            );
        }
        if let Some(folders) = &mut self.guild_folders {
            let guilds: usize = folders.iter().map(|folder| folder.guild_ids.len()).sum();
            errors.extend(at_most_all_guilds("guild_folders", guilds.max(folders.len())));
            for folder in folders {
                let name = folder.name.take().map(|name| names::clean_name(&name));
                let name = name.map(|name| name.chars().take(limits::FOLDER_NAME_CHARS_MAX).collect());
                folder.name = name.filter(|name: &String| !name.is_empty());
            }
        }
        if errors.is_empty() { Ok(self) } else { Err(errors) }
    }
}

fn clean_custom_status(status: &mut CustomStatus, errors: &mut Vec<FieldError>) {
    let text = status.text.take().map(|text| text.trim().to_owned());
    status.text = text.filter(|text| !text.is_empty());
    status.emoji_name = status.emoji_name.take().map(|name| names::clean_name(&name));
    let lengths = 0..=limits::CUSTOM_STATUS_CHARS_MAX;
    for (path, text) in
        [("custom_status.text", &status.text), ("custom_status.emoji_name", &status.emoji_name)]
    {
        let length = text.as_deref().map_or(0, chars);
        errors.extend(validate::length(path, length, lengths.clone()).err());
    }
}

fn at_most_all_guilds(path: &str, count: usize) -> Option<FieldError> {
    validate::length(path, count, 0..=limits::USER_GUILDS_MAX).err()
}

/// Changes the caller's settings.
pub async fn edit_settings(
    State(app): State<App>,
    Person(caller): Person,
    Json(body): Json<EditSettings>,
) -> ApiResult<Json<UserSettings>> {
    let edit = body.cleaned().map_err(invalid_fields)?;
    Ok(Json(settings::edit(&app, &caller, |settings| edit.apply(settings)).await?))
}
