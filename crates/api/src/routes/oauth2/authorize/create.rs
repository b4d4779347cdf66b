//! `POST /oauth2/authorize`

use axum::extract::State;
use parvis_app::{App, applications};
use parvis_model::marker::GuildMarker;
use parvis_model::{Id, Permissions};
use parvis_rules::validate::FieldError;
use serde::Deserialize;
use serde_json::{Value, json};

use super::AuthorizeQuery;
use crate::error::{ApiResult, invalid_fields};
use crate::extract::{Json, Person, Query, Reason};

/// What the consent page sends; guild and permissions may also stand in the address.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct Authorize {
    authorize: Option<bool>,
    guild_id: Option<Id<GuildMarker>>,
    permissions: Option<Permissions>,
}

/// Adds a bot to a guild that the caller manages.
pub async fn authorize(
    State(app): State<App>,
    Person(caller): Person,
    Query(query): Query<AuthorizeQuery>,
    Reason(reason): Reason,
    Json(body): Json<Authorize>,
) -> ApiResult<Json<Value>> {
    query.require_scopes()?;
    if body.authorize == Some(false) {
        return Err(invalid_fields(FieldError::choices("authorize", [true])));
    }
    let guild_id = body.guild_id.or(query.guild_id);
    let guild_id = guild_id.ok_or_else(|| invalid_fields(FieldError::required("guild_id")))?;
    let permissions = body.permissions.or(query.permissions).unwrap_or_default();
    applications::add_to_guild(&app, &caller, query.client_id, guild_id, permissions, reason).await?;
    Ok(Json(json!({ "authorized": true, "guild_id": guild_id })))
}
