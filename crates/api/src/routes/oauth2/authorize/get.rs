//! `GET /oauth2/authorize`

use axum::extract::{RawQuery, State};
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse, Response};
use parvis_app::{App, Caller, accounts, applications, grants};
use parvis_model::Scope;
use serde_json::{Value, json};

use super::AuthorizeQuery;
use crate::error::{ApiError, ApiResult};
use crate::extract::{Json, Person, Query};

/// What somebody is shown before granting something: the application, and the guilds that its bot can be added to. A
/// browser that was sent here instead of to the page is led there.
pub async fn get_consent(
    State(app): State<App>,
    person: Result<Person, ApiError>,
    headers: HeaderMap,
    RawQuery(asked): RawQuery,
    query: Result<Query<AuthorizeQuery>, ApiError>,
) -> ApiResult<Response> {
    let accepted = headers.get(header::ACCEPT).and_then(|value| value.to_str().ok()).unwrap_or_default();
    if person.is_err() && accepted.contains("text/html") {
        let page = format!("/oauth2/authorize?{}", asked.unwrap_or_default());
        return Ok((StatusCode::SEE_OTHER, [(header::LOCATION, page)]).into_response());
    }
    let (Person(caller), Query(query)) = (person?, query?);
    Ok(Json(describe(&app, &caller, &query).await?).into_response())
}

async fn describe(app: &App, caller: &Caller, query: &AuthorizeQuery) -> ApiResult<Value> {
    let asked = query.asked()?;
    if let Some(request) = &asked.code {
        grants::require_valid(app, caller, request).await?;
    }
    let wants_bot = asked.scopes.contains(Scope::Bot);
    let consent = applications::consent(app, caller, query.client_id, wants_bot).await?;
    let user = accounts::user(app, caller.user_id).await?;
    let guilds: Vec<_> = consent
        .guilds
        .iter()
        .map(|(id, name, icon, permissions)| {
            json!({ "id": id, "name": name, "icon": icon, "permissions": permissions })
        })
        .collect();
    Ok(json!({
        "bot": consent.application.bot,
        "application": consent.application,
        "user": user,
        "guilds": guilds,
        "permissions": query.permissions.unwrap_or_default(),
        "scopes": asked.scopes,
    }))
}
