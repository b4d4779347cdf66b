//! `GET /oauth2/@me`

use axum::extract::State;
use parvis_app::{App, accounts, applications, grants};
use parvis_model::Timestamp;
use serde_json::{Value, json};

use crate::error::ApiResult;
use crate::extract::{BotOrGrant, Json};

/// What the caller's token stands for. A bot's does not expire by itself, which a date far away says.
pub async fn get_authorization(State(app): State<App>, caller: BotOrGrant) -> ApiResult<Json<Value>> {
    let mut answer = match caller {
        BotOrGrant::Bot(caller) => {
            let application = applications::get(&app, &caller, caller.user_id.cast()).await?.application;
            let user = accounts::user(&app, caller.user_id).await?;
            json!({
                "application": application,
                "scopes": ["bot"],
                "expires": "9999-12-31T23:59:59.000000+00:00",
                "user": user,
            })
        }
        BotOrGrant::Grant(granted) => {
            let (application, user) = grants::describe(&app, &granted).await?;
            let expires = Timestamp::from_unix_ms(granted.expires_ms);
            json!({ "application": application, "scopes": granted.scopes, "expires": expires, "user": user })
        }
    };
    if answer["user"].is_null()
        && let Some(fields) = answer.as_object_mut()
    {
        fields.remove("user");
    }
    Ok(Json(answer))
}
