//! What a role is to be, as bodies say it.

use parvis_app::roles::RoleEdit;
use parvis_model::{Field, Permissions, RoleColors};
use parvis_rules::limits::{self, chars};
use parvis_rules::validate::FieldError;
use parvis_rules::{names, validate};
use serde::Deserialize;
use serde_json::Value;

use crate::error::{ApiResult, invalid_fields};

/// The JSON of a role; null leaves a value, or takes the default of a new role.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct RoleBody {
    name: Option<String>,
    permissions: Option<Permissions>,
    color: Option<i64>,
    colors: Option<RoleColors>,
    hoist: Option<bool>,
    mentionable: Option<bool>,
    unicode_emoji: Field<String>,
    icon: Option<Value>,
}

impl RoleBody {
    /// Checks every field.
    pub fn into_edit(self) -> ApiResult<RoleEdit> {
        let mut errors = Vec::new();
        let name = self.name.map(|name| names::clean_name(&name));
        errors.extend(name.as_deref().and_then(|name| validate::role_name("name", name).err()));
        if let Some(color) = self.color {
            errors.extend(validate::color("color", color).err());
        }
        if let Some(colors) = self.colors {
            let second =
                [("secondary_color", colors.secondary_color), ("tertiary_color", colors.tertiary_color)];
            let all = std::iter::once(("primary_color", Some(colors.primary_color))).chain(second);
            for (field, color) in all.filter_map(|(field, color)| Some((field, color?))) {
                errors.extend(validate::color(&format!("colors.{field}"), i64::from(color)).err());
            }
        }
        if let Field::Value(emoji) = &self.unicode_emoji {
            let length = validate::length("unicode_emoji", chars(emoji), 0..=limits::ROLE_EMOJI_CHARS_MAX);
            errors.extend(length.err());
        }
        if self.icon.is_some() {
            errors.push(FieldError::new("icon", "NOT_OFFERED", "This server does not offer this yet."));
        }
        if !errors.is_empty() {
            return Err(invalid_fields(errors));
        }
        let color = self.color.and_then(|color| u32::try_from(color).ok());
        let plain = color.map(|color| RoleColors { primary_color: color, ..RoleColors::default() });
        Ok(RoleEdit {
            name,
            permissions: self.permissions,
            colors: self.colors.or(plain),
            hoist: self.hoist,
            mentionable: self.mentionable,
            unicode_emoji: self.unicode_emoji.change().map(|emoji| emoji.filter(|it| !it.is_empty())),
        })
    }
}
