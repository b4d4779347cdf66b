//! `PUT /guilds/{guild_id}/incident-actions`

use axum::extract::State;
use parvis_api::error::ApiResult;
use parvis_api::extract::{Auth, Json, Path, Reason};
use parvis_app::App;
use parvis_app::guilds::IncidentEdit;
use parvis_model::marker::GuildMarker;
use parvis_model::{Field, Id, IncidentsData, Timestamp};
use serde::Deserialize;

use crate::automod::incidents;

/// What is paused until when; null ends a pause.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct PutIncidentActions {
    invites_disabled_until: Field<Timestamp>,
    dms_disabled_until: Field<Timestamp>,
}

/// Pauses invitations or direct messages of a guild, or ends a pause.
pub async fn put_incident_actions(
    State(app): State<App>,
    Auth(caller): Auth,
    Path(guild_id): Path<Id<GuildMarker>>,
    Reason(reason): Reason,
    Json(body): Json<PutIncidentActions>,
) -> ApiResult<Json<IncidentsData>> {
    let edit = IncidentEdit {
        invites_disabled_until: body.invites_disabled_until.change(),
        dms_disabled_until: body.dms_disabled_until.change(),
    };
    Ok(Json(incidents::edit(&app, &caller, guild_id, edit, reason).await?))
}
