//! `POST /invites/{code}`

use axum::extract::State;
use parvis_app::{App, invites};
use parvis_model::Invite;
use serde::Serialize;

use crate::error::ApiResult;
use crate::extract::{Json, Path, Person};

/// The invitation, and whether it made the caller a member.
#[derive(Debug, Serialize)]
pub struct AcceptedInvite {
    #[serde(flatten)]
    invite: Invite,
    new_member: bool,
}

/// Follows an invitation into its guild.
pub async fn accept_invite(
    State(app): State<App>,
    Person(caller): Person,
    Path(code): Path<String>,
) -> ApiResult<Json<AcceptedInvite>> {
    let accepted = invites::accept(&app, &caller, &code).await?;
    Ok(Json(AcceptedInvite { invite: accepted.invite, new_member: accepted.is_new_member }))
}
