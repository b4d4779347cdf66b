//! `POST /parvis/v1/guard/policies/held/{held_id}`

use axum::Extension;
use axum::extract::State;
use parvis_api::error::ApiResult;
use parvis_api::extract::{Json, Path, Person};
use parvis_app::App;
use parvis_model::Id;
use parvis_model::marker::MessageMarker;
use serde::{Deserialize, Serialize};

use crate::policies::Policies;
use crate::policies::holds::{self, Outcome};
use crate::tables::policies::holds::HeldMarker;

/// What becomes of it.
#[derive(Debug, Deserialize)]
pub struct DecideHeld {
    outcome: Outcome,
}

/// What became of it.
#[derive(Debug, Serialize)]
pub struct Decided {
    outcome: Outcome,
    /// The message, when it is written now.
    message_id: Option<Id<MessageMarker>>,
}

/// Releases or refuses a message that waits.
pub async fn decide_held(
    State(app): State<App>,
    Extension(policies): Extension<Policies>,
    Person(caller): Person,
    Path(held_id): Path<Id<HeldMarker>>,
    Json(body): Json<DecideHeld>,
) -> ApiResult<Json<Decided>> {
    let written = holds::decide(&policies, &app, &caller, held_id, body.outcome).await?;
    Ok(Json(Decided { outcome: body.outcome, message_id: written.map(|message| message.id) }))
}
