//! `PUT /users/@me/relationships/{user_id}`

use axum::extract::State;
use parvis_app::{App, relationships};
use parvis_model::marker::UserMarker;
use parvis_model::{Id, RelationshipType};
use parvis_rules::validate::FieldError;
use serde::Deserialize;

use crate::error::{ApiResult, invalid_fields};
use crate::extract::{Json, NoContent, Path, Person};

/// What the other is to become: a friend if nothing is said.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct PutRelationship {
    #[serde(rename = "type")]
    kind: Option<RelationshipType>,
}

/// Asks somebody to be friends, accepts a request, or blocks.
pub async fn put_relationship(
    State(app): State<App>,
    Person(caller): Person,
    Path(user_id): Path<Id<UserMarker>>,
    Json(body): Json<PutRelationship>,
) -> ApiResult<NoContent> {
    match body.kind.unwrap_or(RelationshipType::FRIEND) {
        RelationshipType::FRIEND => relationships::request(&app, &caller, user_id).await?,
        RelationshipType::BLOCKED => relationships::block(&app, &caller, user_id).await?,
        _ => return Err(invalid_fields(FieldError::choices("type", [1, 2]))),
    }
    Ok(NoContent)
}
