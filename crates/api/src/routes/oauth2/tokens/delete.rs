//! `DELETE /oauth2/tokens/{token_id}`

use axum::extract::State;
use parvis_app::{App, grants};
use parvis_model::Id;
use parvis_model::marker::GrantMarker;

use crate::error::ApiResult;
use crate::extract::{NoContent, Path, Person};

/// Ends everything that the caller granted to an application.
pub async fn delete_authorization(
    State(app): State<App>,
    Person(caller): Person,
    Path(token_id): Path<Id<GrantMarker>>,
) -> ApiResult<NoContent> {
    grants::end(&app, &caller, token_id).await?;
    Ok(NoContent)
}
