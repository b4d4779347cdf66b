//! `PUT /applications/{application_id}/commands`

use axum::extract::State;
use parvis_app::commands::Scope;
use parvis_app::{App, commands};
use parvis_model::marker::ApplicationMarker;
use parvis_model::{ApplicationCommand, Id};

use super::body::{CommandBody, into_list};
use crate::error::ApiResult;
use crate::extract::{Auth, Json, Path};

/// Makes these the only commands of an application.
pub async fn overwrite_commands(
    State(app): State<App>,
    Auth(caller): Auth,
    Path(application_id): Path<Id<ApplicationMarker>>,
    Json(bodies): Json<Option<Vec<CommandBody>>>,
) -> ApiResult<Json<Vec<ApplicationCommand>>> {
    let scope = Scope { application_id, guild_id: None };
    Ok(Json(commands::overwrite(&app, &caller, scope, into_list(bodies)?).await?))
}
