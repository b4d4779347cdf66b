//! `GET /oauth2/@me`

use axum::extract::State;
use parvis_app::{App, accounts, applications};
use serde_json::{Value, json};

use crate::error::ApiResult;
use crate::extract::{Bot, Json};

/// What the calling bot's token stands for. It does not expire by itself, which a date far away says.
pub async fn get_authorization(State(app): State<App>, Bot(caller): Bot) -> ApiResult<Json<Value>> {
    let application = applications::get(&app, &caller, caller.user_id.cast()).await?.application;
    let user = accounts::user(&app, caller.user_id).await?;
    Ok(Json(json!({
        "application": application,
        "scopes": ["bot"],
        "expires": "9999-12-31T23:59:59.000000+00:00",
        "user": user,
    })))
}
