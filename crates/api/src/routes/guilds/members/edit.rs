//! `PATCH /guilds/{guild_id}/members/{user_id}`

use axum::extract::State;
use parvis_app::members::MemberEdit;
use parvis_app::{ActionError, App, Refusal, members};
use parvis_model::marker::{ChannelMarker, GuildMarker, RoleMarker, UserMarker};
use parvis_model::{Field, Id, Member, MemberFlags, Timestamp};
use parvis_rules::validate::FieldError;
use parvis_rules::{limits, names, validate};
use serde::Deserialize;

use crate::error::{ApiResult, invalid_fields};
use crate::extract::{Auth, Json, Path, Reason};

/// What changes.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct EditMember {
    nick: Field<String>,
    roles: Field<Vec<Id<RoleMarker>>>,
    mute: Option<bool>,
    deaf: Option<bool>,
    channel_id: Field<Id<ChannelMarker>>,
    communication_disabled_until: Field<Timestamp>,
    flags: Field<MemberFlags>,
}

impl EditMember {
    fn into_edit(self, guild_id: Id<GuildMarker>, now_ms: i64) -> ApiResult<MemberEdit> {
        if !self.channel_id.is_absent() {
            return Err(ActionError::Refused(Refusal::NotYetHere).into());
        }
        let mut errors = Vec::new();
        let nick = self.nick.change().map(read_nick);
        if let Some(Some(nick)) = &nick {
            errors.extend(validate::nick("nick", nick).err());
        }
        let timeout_until = self.communication_disabled_until.change();
        if let Some(Some(until)) = timeout_until
            && until.unix_ms() - now_ms > limits::TIMEOUT_MS_MAX
        {
            let text = "A timeout lasts 28 days at most.";
            errors.push(FieldError::new("communication_disabled_until", "BASE_TYPE_BAD_INTERVAL", text));
        }
        let roles = self.roles.change().map(|roles| {
            let mut roles = roles.unwrap_or_default();
            roles.retain(|id| *id != guild_id.cast());
            roles
        });
        let count = roles.as_ref().map_or(0, Vec::len);
        errors.extend(validate::length("roles", count, 0..=limits::GUILD_ROLES_MAX).err());
        if !errors.is_empty() {
            return Err(invalid_fields(errors));
        }
        Ok(MemberEdit {
            nick,
            roles,
            mute: self.mute,
            deaf: self.deaf,
            timeout_until,
            flags: self.flags.change().map(|flags| flags.unwrap_or(MemberFlags::NONE)),
        })
    }
}

/// A nickname, cleaned; an empty one is none.
pub fn read_nick(nick: Option<String>) -> Option<String> {
    nick.map(|nick| names::clean_name(&nick)).filter(|nick| !nick.is_empty())
}

/// Changes a membership.
pub async fn edit_member(
    State(app): State<App>,
    Auth(caller): Auth,
    Path((guild_id, user_id)): Path<(Id<GuildMarker>, Id<UserMarker>)>,
    Reason(reason): Reason,
    Json(body): Json<EditMember>,
) -> ApiResult<Json<Member>> {
    let edit = body.into_edit(guild_id, app.now_ms())?;
    Ok(Json(members::edit(&app, &caller, guild_id, user_id, edit, reason).await?))
}
