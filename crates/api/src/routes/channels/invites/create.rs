//! `POST /channels/{channel_id}/invites`

use axum::extract::State;
use parvis_app::invites::InviteDraft;
use parvis_app::{App, invites};
use parvis_model::marker::ChannelMarker;
use parvis_model::{Id, Invite};
use parvis_rules::validate::FieldError;
use parvis_rules::{limits, validate};
use serde::Deserialize;
use serde_json::Value;

use crate::error::{ApiResult, invalid_fields};
use crate::extract::{Auth, Json, Path, Reason};

/// What the invitation is to be.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct CreateInvite {
    max_age: Option<i64>,
    max_uses: Option<i64>,
    unique: Option<bool>,
    temporary: Option<bool>,
    target_type: Option<Value>,
    target_user_id: Option<Value>,
    target_application_id: Option<Value>,
    role_ids: Option<Value>,
}

impl CreateInvite {
    fn into_draft(self) -> ApiResult<InviteDraft> {
        let max_age_s = self.max_age.unwrap_or(i64::from(limits::INVITE_AGE_SECONDS_DEFAULT));
        let max_uses = self.max_uses.unwrap_or(0);
        let mut errors = Vec::new();
        errors.extend(validate::invite_age("max_age", max_age_s).err());
        errors.extend(validate::invite_uses("max_uses", max_uses).err());
        for (field, wanted) in [
            // Guests who go when they disconnect: refused rather than let stay.
            ("temporary", self.temporary == Some(true)),
            ("target_type", self.target_type.is_some()),
            ("target_user_id", self.target_user_id.is_some()),
            ("target_application_id", self.target_application_id.is_some()),
            ("role_ids", self.role_ids.is_some()),
        ] {
            if wanted {
                errors.push(FieldError::new(field, "NOT_OFFERED", "This server does not offer this yet."));
            }
        }
        if !errors.is_empty() {
            return Err(invalid_fields(errors));
        }
        Ok(InviteDraft {
            max_age_s: u32::try_from(max_age_s).expect("checked to be seven days at most"),
            max_uses: u32::try_from(max_uses).expect("checked to be a hundred at most"),
            unique: self.unique.unwrap_or(false),
        })
    }
}

/// Makes an invitation to a channel.
pub async fn create_invite(
    State(app): State<App>,
    Auth(caller): Auth,
    Path(channel_id): Path<Id<ChannelMarker>>,
    Reason(reason): Reason,
    Json(body): Json<CreateInvite>,
) -> ApiResult<Json<Invite>> {
    Ok(Json(invites::create(&app, &caller, channel_id, body.into_draft()?, reason).await?))
}
