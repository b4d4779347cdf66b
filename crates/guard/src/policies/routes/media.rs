//! `PUT /parvis/v1/guard/policies/media`

use axum::Extension;
use axum::extract::State;
use parvis_api::error::ApiResult;
use parvis_api::extract::{Json, Person};
use parvis_app::App;
use parvis_screening::policy::media::MediaPolicy;
use serde::{Deserialize, Serialize};

use crate::policies::{Policies, lists};
use crate::tables::policies::Scope;

/// The lines about files.
#[derive(Debug, Deserialize)]
pub struct PutMedia {
    #[serde(default)]
    guild_id: Scope,
    lines: Vec<MediaPolicy>,
}

/// The lines as they are kept.
#[derive(Debug, Serialize)]
pub struct Lines {
    lines: Vec<MediaPolicy>,
}

/// Writes which files come in, by channel and role.
pub async fn put_media(
    State(app): State<App>,
    Extension(policies): Extension<Policies>,
    Person(caller): Person,
    Json(body): Json<PutMedia>,
) -> ApiResult<Json<Lines>> {
    let lines = lists::put_media(&policies, &app, &caller, body.guild_id, body.lines).await?;
    Ok(Json(Lines { lines }))
}
