//! `POST /oauth2/authorize`

use axum::extract::State;
use parvis_app::grants::{self, CodeRequest};
use parvis_app::{ActionError, App, Caller, Refusal, applications};
use parvis_model::marker::GuildMarker;
use parvis_model::{Id, Permissions, Scope};
use parvis_rules::validate::FieldError;
use serde::Deserialize;
use serde_json::{Value, json};

use super::{Asked, AuthorizeQuery};
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

/// Adds a bot to a guild that the caller manages, grants an application what it asks for, or both.
pub async fn authorize(
    State(app): State<App>,
    Person(caller): Person,
    Query(query): Query<AuthorizeQuery>,
    Reason(reason): Reason,
    Json(body): Json<Authorize>,
) -> ApiResult<Json<Value>> {
    let Asked { scopes, code } = query.asked()?;
    let Some(request) = code else {
        if body.authorize == Some(false) {
            return Err(invalid_fields(FieldError::choices("authorize", [true])));
        }
        let guild_id = add_bot(&app, &caller, &query, &body, reason).await?;
        return Ok(Json(json!({ "authorized": true, "guild_id": guild_id })));
    };
    // Whether it may lead back there comes first: a refusal leads back too.
    grants::require_valid(&app, &caller, &request).await?;
    if body.authorize == Some(false) {
        let location = query.location(&request, &[("error", "access_denied")]);
        return Ok(Json(json!({ "location": location })));
    }
    let mut guild_id = None;
    if scopes.contains(Scope::Bot) {
        guild_id = Some(add_bot(&app, &caller, &query, &body, reason).await?);
    }
    grant(&app, &caller, &query, request, guild_id).await
}

async fn grant(
    app: &App,
    caller: &Caller,
    query: &AuthorizeQuery,
    request: CodeRequest,
    guild_id: Option<Id<GuildMarker>>,
) -> ApiResult<Json<Value>> {
    let code = grants::allow(app, caller, request.clone()).await?;
    let guild_id = guild_id.map(|id| id.to_string());
    let mut answer = vec![("code", code.as_str())];
    answer.extend(guild_id.as_deref().map(|id| ("guild_id", id)));
    Ok(Json(json!({ "location": query.location(&request, &answer) })))
}

async fn add_bot(
    app: &App,
    caller: &Caller,
    query: &AuthorizeQuery,
    body: &Authorize,
    reason: Option<String>,
) -> ApiResult<Id<GuildMarker>> {
    let guild_id = body.guild_id.or(query.guild_id);
    let guild_id = guild_id.ok_or_else(|| invalid_fields(FieldError::required("guild_id")))?;
    let permissions = body.permissions.or(query.permissions).unwrap_or_default();
    let added = applications::add_to_guild(app, caller, query.client_id, guild_id, permissions, reason).await;
    match added {
        // Whoever comes back to log in has its bot there already.
        Err(ActionError::Refused(Refusal::BotAlreadyThere)) if query.response_type.is_some() => Ok(guild_id),
        other => Ok(other.map(|()| guild_id)?),
    }
}
