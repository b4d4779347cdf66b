//! `GET /parvis/v1/instance`

use axum::extract::State;
use axum::http::HeaderMap;
use parvis_app::App;
use parvis_rules::limits;
use serde_json::{Value, json};

use crate::extract::{Json, public_url};
use crate::passkeys::party_of;

/// What this server offers to whoever comes, so that a client shows nothing that is not there. Keys will be added.
pub async fn get_instance(State(app): State<App>, headers: HeaderMap) -> Json<Value> {
    let address = public_url(&app, &headers);
    let name = address.split_once("://").map_or(address.as_str(), |(_, host)| host);
    Json(json!({
        "name": name,
        "registration": if app.config.open_registration { "open" } else { "closed" },
        "languages": limits::LOCALES,
        "password": { "length_min": limits::PASSWORD_CHARS_MIN, "bytes_max": limits::PASSWORD_BYTES_MAX },
        "limits": {
            "attachment_size_bytes_max": app.config.attachment_size_bytes_max,
            "request_size_bytes_max": app.config.form_size_bytes_max(),
            "message_files_max": limits::MESSAGE_FILES_MAX,
            "message_content_chars_max": limits::MESSAGE_CONTENT_CHARS_MAX,
            "attachment_description_chars_max": limits::FILE_DESCRIPTION_CHARS_MAX,
        },
        "push": app.config.web_push,
        "totp": true,
        "passkeys": party_of(&app, &headers).is_some(),
    }))
}
