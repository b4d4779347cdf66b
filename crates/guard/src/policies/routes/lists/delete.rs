//! `DELETE /parvis/v1/guard/policies/lists/{list_name}`

use axum::Extension;
use axum::extract::State;
use parvis_api::error::ApiResult;
use parvis_api::extract::{NoContent, Path, Person, Query};
use parvis_app::App;
use serde::Deserialize;

use crate::policies::{Policies, lists};
use crate::tables::policies::Scope;

/// Whose.
#[derive(Debug, Deserialize)]
pub struct ListQuery {
    guild_id: Scope,
}

/// Removes a list of domains.
pub async fn delete_list(
    State(app): State<App>,
    Extension(policies): Extension<Policies>,
    Person(caller): Person,
    Path(list_name): Path<String>,
    Query(query): Query<ListQuery>,
) -> ApiResult<NoContent> {
    lists::delete(&policies, &app, &caller, query.guild_id, list_name).await?;
    Ok(NoContent)
}
