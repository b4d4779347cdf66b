//! `POST /oauth2/token`

use axum::extract::State;
use parvis_app::App;
use parvis_app::grants::{self, Exchange};
use serde_json::{Value, json};

use super::{TokenError, TokenForm};
use crate::extract::Json;

/// Exchanges a code or a refresh token for tokens.
pub async fn create_tokens(State(app): State<App>, mut form: TokenForm) -> Result<Json<Value>, TokenError> {
    let wanted = match form.required("grant_type")?.as_str() {
        "authorization_code" => Exchange::Code {
            code: form.required("code")?,
            redirect_uri: form.required("redirect_uri")?,
            verifier: form.optional("code_verifier"),
        },
        "refresh_token" => Exchange::Refresh(form.required("refresh_token")?),
        _ => {
            let description = "grant_type must be authorization_code or refresh_token.";
            return Err(TokenError::bad("unsupported_grant_type", description));
        }
    };
    let tokens = grants::exchange(&app, form.credentials, wanted).await?;
    Ok(Json(json!({
        "token_type": "Bearer",
        "access_token": tokens.access,
        "expires_in": tokens.expires_in_s,
        "refresh_token": tokens.refresh,
        "scope": tokens.scopes.to_string(),
    })))
}
