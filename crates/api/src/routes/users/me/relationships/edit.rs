//! `PATCH /users/@me/relationships/{user_id}`

use axum::extract::State;
use parvis_app::{App, relationships};
use parvis_model::Id;
use parvis_model::marker::UserMarker;
use parvis_rules::{names, validate};
use serde::Deserialize;

use crate::error::{ApiResult, invalid_fields};
use crate::extract::{Json, NoContent, Path, Person};

/// A name that only the caller sees; null or nothing takes it away.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct EditRelationship {
    nickname: Option<String>,
}

/// Gives a friend another name.
pub async fn edit_relationship(
    State(app): State<App>,
    Person(caller): Person,
    Path(user_id): Path<Id<UserMarker>>,
    Json(body): Json<EditRelationship>,
) -> ApiResult<NoContent> {
    let nickname = body.nickname.map(|name| names::clean_name(&name)).filter(|name| !name.is_empty());
    if let Some(nickname) = &nickname {
        validate::nick("nickname", nickname).map_err(invalid_fields)?;
    }
    relationships::rename(&app, &caller, user_id, nickname).await?;
    Ok(NoContent)
}
