//! `POST /auth/conditional/start`

use axum::extract::State;
use axum::http::HeaderMap;
use parvis_app::{App, factors};
use serde_json::{Value, json};

use crate::error::ApiResult;
use crate::extract::Json;
use crate::passkeys::{party_of, request_options};

/// Asks for any passkey of this address.
pub async fn start_with_passkey(State(app): State<App>, headers: HeaderMap) -> ApiResult<Json<Value>> {
    let (ticket, to_sign) = factors::ask_anybody(&app, party_of(&app, &headers))?;
    Ok(Json(json!({ "ticket": ticket, "challenge": request_options(&to_sign) })))
}
