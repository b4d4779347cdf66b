//! `POST /interactions`

use axum::extract::State;
use parvis_app::{App, interactions};

use super::body::CreateInteraction;
use crate::error::ApiResult;
use crate::extract::{NoContent, Person};
use crate::form::WithFiles;

/// Uses a command, a button, a menu or a form of an application. What comes of it, events say.
pub async fn create_interaction(
    State(app): State<App>,
    Person(caller): Person,
    body: WithFiles<CreateInteraction>,
) -> ApiResult<NoContent> {
    let invocation = body.json.into_invocation(body.files)?;
    interactions::invoke(&app, &caller, invocation).await?;
    Ok(NoContent)
}
