//! `PUT /applications/{application_id}/guilds/{guild_id}/commands/{command_id}/permissions`

use std::collections::HashSet;

use axum::extract::State;
use parvis_app::{App, commands};
use parvis_model::marker::{ApplicationMarker, GenericMarker, GuildMarker};
use parvis_model::{CommandPermission, GuildCommandPermissions, Id};
use parvis_rules::limits;
use parvis_rules::validate::{self, FieldError};
use serde::Deserialize;

use crate::error::{ApiResult, invalid_fields};
use crate::extract::{Json, Path, Person, Reason};

/// Who may use it, in place of what was set before.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct PermissionsBody {
    permissions: Option<Vec<CommandPermission>>,
}

impl PermissionsBody {
    fn into_permissions(self) -> ApiResult<Vec<CommandPermission>> {
        let permissions = self.permissions.unwrap_or_default();
        let counts = 0..=limits::COMMAND_PERMISSIONS_MAX;
        validate::length("permissions", permissions.len(), counts).map_err(invalid_fields)?;
        let mut errors = Vec::new();
        let mut seen = HashSet::new();
        for (index, permission) in permissions.iter().enumerate() {
            if !permission.kind.is_known() {
                errors.push(FieldError::choices(format!("permissions.{index}.type"), [1, 2, 3]));
            }
            if !seen.insert((permission.id, permission.kind)) {
                let message = "Each role, account and channel may be named once.";
                let code = "APPLICATION_COMMAND_PERMISSIONS_DUPLICATE";
                errors.push(FieldError::new(format!("permissions.{index}.id"), code, message));
            }
        }
        if errors.is_empty() { Ok(permissions) } else { Err(invalid_fields(errors)) }
    }
}

/// Decides who may use a command in a guild; with the application's id, who may use any of its commands.
pub async fn put_permissions(
    State(app): State<App>,
    Person(caller): Person,
    Path((application_id, guild_id, id)): Path<(Id<ApplicationMarker>, Id<GuildMarker>, Id<GenericMarker>)>,
    Reason(reason): Reason,
    Json(body): Json<PermissionsBody>,
) -> ApiResult<Json<GuildCommandPermissions>> {
    let permissions = body.into_permissions()?;
    let wanted = GuildCommandPermissions { id, application_id, guild_id, permissions };
    Ok(Json(commands::set_permissions(&app, &caller, wanted, reason).await?))
}
