//! `PUT /parvis/v1/users/@me/push-subscriptions/@current`

use axum::Extension;
use axum::extract::State;
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use parvis_api::error::{ApiResult, invalid_fields};
use parvis_api::extract::{Json, Person};
use parvis_app::App;
use parvis_model::Timestamp;
use parvis_rules::validate::FieldError;
use serde::Deserialize;

use crate::Push;
use crate::encryption::{AUTH_BYTES, Keys, PUBLIC_KEY_BYTES, is_public_key};
use crate::subscriptions::{self, Shown};

/// What a browser says of its subscription (`PushSubscription.toJSON()`).
#[derive(Debug, Deserialize)]
pub struct PutSubscription {
    endpoint: String,
    #[serde(rename = "expirationTime", default)]
    expiration_time: Option<i64>,
    keys: BrowserKeys,
}

#[derive(Debug, Deserialize)]
struct BrowserKeys {
    p256dh: String,
    auth: String,
}

impl BrowserKeys {
    fn read(&self) -> Result<Keys, Vec<FieldError>> {
        let public_key = bytes::<PUBLIC_KEY_BYTES>(&self.p256dh).filter(is_public_key);
        let auth = bytes::<AUTH_BYTES>(&self.auth);
        if let (Some(public_key), Some(auth)) = (public_key, auth) {
            return Ok(Keys { public_key, auth });
        }
        let wrong = |path, text| FieldError::new(path, "PUSH_KEY_INVALID", text);
        let mut errors = Vec::new();
        if public_key.is_none() {
            errors.push(wrong("keys.p256dh", "Not a public key: 65 bytes of P-256 in base64url."));
        }
        if auth.is_none() {
            errors.push(wrong("keys.auth", "Not 16 bytes in base64url."));
        }
        Err(errors)
    }
}

fn bytes<const N: usize>(text: &str) -> Option<[u8; N]> {
    URL_SAFE_NO_PAD.decode(text.trim_end_matches('=')).ok()?.try_into().ok()
}

/// Subscribes the login that asks, in place of what it had.
pub async fn put_subscription(
    State(app): State<App>,
    Extension(push): Extension<Push>,
    Person(caller): Person,
    Json(body): Json<PutSubscription>,
) -> ApiResult<Json<Shown>> {
    let keys = body.keys.read().map_err(invalid_fields)?;
    let expires_at = body.expiration_time.map(Timestamp::from_unix_ms);
    if expires_at.is_some_and(|end| end.unix_ms() <= app.now_ms()) {
        let text = "The subscription has ended already.";
        return Err(invalid_fields(FieldError::new("expirationTime", "PUSH_ENDED", text)));
    }
    Ok(Json(subscriptions::put(&push, &app, &caller, body.endpoint, keys, expires_at).await?))
}
