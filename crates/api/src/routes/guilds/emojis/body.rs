//! What is sent to make or change an emoji.

use parvis_app::emojis::{EmojiDraft, EmojiEdit};
use parvis_app::pictures::Picture;
use parvis_model::marker::RoleMarker;
use parvis_model::{Field, Id};
use parvis_rules::limits;
use parvis_rules::validate::{self, FieldError};
use serde::Deserialize;

use crate::error::{ApiResult, invalid_fields};

/// A new emoji.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct CreateEmoji {
    name: Option<String>,
    image: Option<String>,
    roles: Option<Vec<Option<Id<RoleMarker>>>>,
}

impl CreateEmoji {
    /// The emoji, or every field that is wrong.
    pub fn into_draft(self) -> ApiResult<EmojiDraft> {
        let name = self.name.ok_or_else(|| FieldError::required("name"));
        let name = name.and_then(|name| validate::emoji_name("name", &name).map(|()| name));
        let picture = self.image.ok_or_else(|| FieldError::required("image"));
        let picture = picture.and_then(|uri| Picture::small_from_data_uri("image", &uri));
        let roles = read_roles(self.roles);
        match (name, picture, roles) {
            (Ok(name), Ok(picture), Ok(roles)) => Ok(EmojiDraft { name, picture, roles }),
            (name, picture, roles) => {
                let errors = [name.err(), picture.err(), roles.err()];
                Err(invalid_fields(errors.into_iter().flatten().collect::<Vec<_>>()))
            }
        }
    }
}

/// What changes of an emoji.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct EditEmoji {
    name: Option<String>,
    roles: Field<Vec<Option<Id<RoleMarker>>>>,
}

impl EditEmoji {
    /// The edit, or every field that is wrong.
    pub fn into_edit(self) -> ApiResult<EmojiEdit> {
        if let Some(name) = &self.name {
            validate::emoji_name("name", name).map_err(invalid_fields)?;
        }
        let roles = self.roles.change().map(read_roles).transpose().map_err(invalid_fields)?;
        Ok(EmojiEdit { name: self.name, roles })
    }
}

/// Roles, each once; null is none.
fn read_roles(roles: Option<Vec<Option<Id<RoleMarker>>>>) -> Result<Vec<Id<RoleMarker>>, FieldError> {
    let mut roles: Vec<_> = roles.unwrap_or_default().into_iter().flatten().collect();
    validate::length("roles", roles.len(), 0..=limits::GUILD_ROLES_MAX + 1)?;
    roles.sort_unstable();
    roles.dedup();
    Ok(roles)
}
