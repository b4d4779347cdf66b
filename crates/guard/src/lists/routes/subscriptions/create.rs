//! `POST /parvis/v1/guard/lists/subscriptions`

use axum::extract::State;
use parvis_api::error::{ApiResult, invalid_fields};
use parvis_api::extract::{Json, Person};
use parvis_app::App;
use parvis_rules::validate::{self, FieldError};
use serde::Deserialize;

use crate::lists::subscriptions::{self, ShownSubscription};

/// Which list, and whose signature counts.
#[derive(Debug, Deserialize)]
pub struct FollowList {
    url: String,
    key: String,
}

/// Follows a list of another instance. It is shown only.
pub async fn follow_list(
    State(app): State<App>,
    Person(caller): Person,
    Json(body): Json<FollowList>,
) -> ApiResult<Json<ShownSubscription>> {
    let url = body.url.trim().to_owned();
    validate::url("url", &url).map_err(invalid_fields)?;
    let key = read_key(&body.key)
        .ok_or_else(|| invalid_fields(FieldError::new("key", "LIST_KEY", "A key is 64 hex digits.")))?;
    Ok(Json(subscriptions::follow(&app, &caller, url, key).await?))
}

fn read_key(text: &str) -> Option<[u8; 32]> {
    let text = text.trim();
    let digits = (text.len() == 64 && text.bytes().all(|it| it.is_ascii_hexdigit())).then_some(text)?;
    let mut key = [0; 32];
    for (at, byte) in key.iter_mut().enumerate() {
        *byte = u8::from_str_radix(&digits[2 * at..2 * at + 2], 16).ok()?;
    }
    Some(key)
}
