//! `GET /oauth2/authorize`

use axum::extract::State;
use parvis_app::{App, accounts, applications, grants};
use parvis_model::Scope;
use serde_json::{Value, json};

use super::AuthorizeQuery;
use crate::error::ApiResult;
use crate::extract::{Json, Person, Query};

/// What somebody is shown before granting something: the application, and the guilds that its bot can be added to.
pub async fn get_consent(
    State(app): State<App>,
    Person(caller): Person,
    Query(query): Query<AuthorizeQuery>,
) -> ApiResult<Json<Value>> {
    let asked = query.asked()?;
    if let Some(request) = &asked.code {
        grants::require_valid(&app, &caller, request).await?;
    }
    let wants_bot = asked.scopes.contains(Scope::Bot);
    let consent = applications::consent(&app, &caller, query.client_id, wants_bot).await?;
    let user = accounts::user(&app, caller.user_id).await?;
    let guilds: Vec<_> = consent
        .guilds
        .iter()
        .map(|(id, name, icon, permissions)| {
            json!({ "id": id, "name": name, "icon": icon, "permissions": permissions })
        })
        .collect();
    Ok(Json(json!({
        "bot": consent.application.bot,
        "application": consent.application,
        "user": user,
        "guilds": guilds,
        "permissions": query.permissions.unwrap_or_default(),
        "scopes": asked.scopes,
    })))
}
