//! `POST /auth/register`

use axum::extract::State;
use axum::http::HeaderMap;
use parvis_app::{App, accounts, accounts::Registration};
use parvis_rules::validate::{self, FieldError};
use parvis_rules::{limits, names};
use serde::Deserialize;
use serde_json::{Value, json};

use crate::error::{ApiResult, invalid_fields};
use crate::extract::{Json, client_of};

/// Somebody who wants an account.
#[derive(Debug, Deserialize)]
pub struct Register {
    username: String,
    password: String,
    #[serde(default)]
    consent: bool,
    global_name: Option<String>,
    locale: Option<String>,
    invite: Option<String>,
}

impl Register {
    fn into_registration(self) -> ApiResult<Registration> {
        let mut errors = Vec::new();
        if !self.consent {
            let message = "You must agree to the rules of this server.";
            errors.push(FieldError::new("consent", "CONSENT_REQUIRED", message));
        }
        let global_name =
            self.global_name.map(|name| names::clean_name(&name)).filter(|name| !name.is_empty());
        if let Some(name) = &global_name {
            errors.extend(validate::display_name("global_name", name).err());
        }
        errors.extend(validate::password("password", &self.password).err());
        let locale = self.locale.unwrap_or_else(|| limits::LOCALE_DEFAULT.to_owned());
        errors.extend(validate::locale("locale", &locale).err());
        match validate::user_name("username", &self.username) {
            Ok(username) if errors.is_empty() => {
                let invite = self.invite.filter(|code| !code.is_empty());
                Ok(Registration { username, password: self.password, global_name, locale, invite })
            }
            parsed => {
                errors.extend(parsed.err());
                Err(invalid_fields(errors))
            }
        }
    }
}

/// Makes an account and logs it in.
pub async fn register(
    State(app): State<App>,
    headers: HeaderMap,
    Json(body): Json<Register>,
) -> ApiResult<Json<Value>> {
    let login = accounts::register(&app, body.into_registration()?, client_of(&headers)).await?;
    Ok(Json(json!({ "token": login.token, "user_id": login.caller.user_id })))
}
