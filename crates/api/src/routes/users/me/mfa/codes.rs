//! `POST /users/@me/mfa/codes`

use axum::extract::State;
use parvis_app::{App, factors};
use parvis_rules::validate::FieldError;
use serde::Deserialize;
use serde_json::{Value, json};

use crate::error::{ApiResult, invalid_fields};
use crate::extract::{Json, Person};

/// Who asks, and for what.
#[derive(Deserialize)]
pub struct RenewCodes {
    password: Option<String>,
    #[serde(default)]
    regenerate: bool,
}

/// Makes new recovery codes. The old ones are not kept in a form that could be shown.
pub async fn renew_codes(
    State(app): State<App>,
    Person(caller): Person,
    Json(body): Json<RenewCodes>,
) -> ApiResult<Json<Value>> {
    if !body.regenerate {
        let message = "Codes are shown once, when they are made: ask for new ones.";
        return Err(invalid_fields(FieldError::new("regenerate", "BASE_TYPE_CHOICES", message)));
    }
    let codes = factors::renew_codes(&app, &caller, body.password).await?;
    Ok(Json(json!({ "backup_codes": codes })))
}
