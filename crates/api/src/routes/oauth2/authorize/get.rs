//! `GET /oauth2/authorize`

use axum::extract::State;
use parvis_app::{App, accounts, applications};
use serde_json::{Value, json};

use super::AuthorizeQuery;
use crate::error::ApiResult;
use crate::extract::{Json, Person, Query};

/// What somebody is shown before adding a bot: the bot, and the guilds that it can be added to.
pub async fn get_consent(
    State(app): State<App>,
    Person(caller): Person,
    Query(query): Query<AuthorizeQuery>,
) -> ApiResult<Json<Value>> {
    query.require_scopes()?;
    let consent = applications::consent(&app, &caller, query.client_id).await?;
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
        "scopes": query.scope.split_whitespace().collect::<Vec<_>>(),
    })))
}
