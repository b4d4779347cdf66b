//! `PATCH /guilds/{guild_id}/members/@me/nick`, which older libraries call

use axum::extract::State;
use parvis_app::members::MemberEdit;
use parvis_app::{App, members};
use parvis_model::marker::GuildMarker;
use parvis_model::{Field, Id};
use parvis_rules::validate;
use serde::{Deserialize, Serialize};

use super::edit::read_nick;
use crate::error::{ApiResult, invalid_fields};
use crate::extract::{Auth, Json, Path, Reason};

/// The caller's name in the guild.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct EditMyNick {
    nick: Field<String>,
}

/// The name as it is now.
#[derive(Debug, Serialize)]
pub struct Nick {
    nick: Option<String>,
}

/// Changes the caller's own name in a guild.
pub async fn edit_current_nick(
    State(app): State<App>,
    Auth(caller): Auth,
    Path(guild_id): Path<Id<GuildMarker>>,
    Reason(reason): Reason,
    Json(body): Json<EditMyNick>,
) -> ApiResult<Json<Nick>> {
    let nick = body.nick.change().map(read_nick);
    if let Some(Some(nick)) = &nick {
        validate::nick("nick", nick).map_err(invalid_fields)?;
    }
    let edit = MemberEdit { nick, ..MemberEdit::default() };
    let user_id = caller.user_id;
    let member = members::edit(&app, &caller, guild_id, user_id, edit, reason).await?;
    Ok(Json(Nick { nick: member.nick }))
}
