//! `POST /parvis/v1/guard/statements/{statement_id}/appeal`

use axum::extract::State;
use parvis_api::error::ApiResult;
use parvis_api::extract::{Json, Path, Person};
use parvis_app::App;
use parvis_model::Id;
use parvis_model::marker::StatementMarker;
use serde::Deserialize;

use crate::limits;
use crate::routes::text;
use crate::statements::{self, ShownStatement};

/// Why somebody else should look again.
#[derive(Debug, Deserialize)]
pub struct AppealStatement {
    text: String,
}

/// Asks that somebody else looks at a decision about the caller.
pub async fn appeal_statement(
    State(app): State<App>,
    Person(caller): Person,
    Path(statement_id): Path<Id<StatementMarker>>,
    Json(body): Json<AppealStatement>,
) -> ApiResult<Json<ShownStatement>> {
    let why = text("text", &body.text, 1, limits::NOTE_CHARS_MAX)?;
    Ok(Json(statements::appeal(&app, &caller, statement_id, why).await?))
}
