//! `PATCH /guilds/{guild_id}/members/@me`

use axum::extract::State;
use parvis_app::members::MemberEdit;
use parvis_app::{App, members};
use parvis_model::marker::GuildMarker;
use parvis_model::{Field, Id, Member};
use parvis_rules::validate;
use parvis_rules::validate::FieldError;
use serde::Deserialize;
use serde_json::Value;

use super::edit::read_nick;
use crate::error::{ApiResult, invalid_fields};
use crate::extract::{Auth, Json, Path, Reason};

/// What changes of the caller's own membership.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct EditMe {
    nick: Field<String>,
    avatar: Option<Value>,
    banner: Option<Value>,
    bio: Option<Value>,
}

/// Changes the caller's own membership.
pub async fn edit_current_member(
    State(app): State<App>,
    Auth(caller): Auth,
    Path(guild_id): Path<Id<GuildMarker>>,
    Reason(reason): Reason,
    Json(body): Json<EditMe>,
) -> ApiResult<Json<Member>> {
    let mut errors = Vec::new();
    for (field, value) in [("avatar", &body.avatar), ("banner", &body.banner), ("bio", &body.bio)] {
        if value.as_ref().is_some_and(|value| value.as_str() != Some("")) {
            errors.push(FieldError::new(field, "NOT_OFFERED", "This server does not offer this yet."));
        }
    }
    let nick = body.nick.change().map(read_nick);
    if let Some(Some(nick)) = &nick {
        errors.extend(validate::nick("nick", nick).err());
    }
    if !errors.is_empty() {
        return Err(invalid_fields(errors));
    }
    let edit = MemberEdit { nick, ..MemberEdit::default() };
    let user_id = caller.user_id;
    Ok(Json(members::edit(&app, &caller, guild_id, user_id, edit, reason).await?))
}
