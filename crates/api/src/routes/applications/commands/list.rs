//! `GET /applications/{application_id}/commands`

use axum::extract::State;
use parvis_app::commands::Scope;
use parvis_app::{App, commands};
use parvis_model::marker::ApplicationMarker;
use parvis_model::{ApplicationCommand, Id};

use super::body::ListQuery;
use crate::error::ApiResult;
use crate::extract::{Auth, Json, Path, Query};
use crate::locale::Locale;

/// The commands of an application, oldest first.
pub async fn list_commands(
    State(app): State<App>,
    Auth(caller): Auth,
    Path(application_id): Path<Id<ApplicationMarker>>,
    Query(query): Query<ListQuery>,
    Locale(locale): Locale,
) -> ApiResult<Json<Vec<ApplicationCommand>>> {
    let scope = Scope { application_id, guild_id: None };
    let commands = commands::list(&app, &caller, scope).await?;
    Ok(Json(query.localize(commands, &locale)))
}
