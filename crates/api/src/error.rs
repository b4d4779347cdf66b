//! The one error type of this door: status, the platform's numeric code, a message, and the fields that are wrong.

use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use parvis_app::{ActionError, Kind, Refusal, StoreError};
use parvis_rules::validate::FieldError;
use serde_json::{Map, Value, json};

use crate::extract::json_bytes;

/// What a handler returns.
pub type ApiResult<T> = Result<T, ApiError>;

/// An answer that is not a success.
#[derive(Debug)]
pub struct ApiError {
    status: StatusCode,
    code: u32,
    message: String,
    fields: Vec<FieldError>,
    retry_after_ms: Option<u64>,
}

impl ApiError {
    fn new(status: StatusCode, code: u32, message: impl Into<String>) -> Self {
        Self { status, code, message: message.into(), fields: Vec::new(), retry_after_ms: None }
    }

    /// The same for a body that stood at this place of another one.
    #[must_use]
    pub fn under(mut self, path: &str) -> Self {
        for field in &mut self.fields {
            field.path =
                if field.path.is_empty() { path.to_owned() } else { format!("{path}.{}", field.path) };
        }
        self
    }

    /// The status that will be sent.
    pub fn status(&self) -> StatusCode {
        self.status
    }
}

/// No route has this path.
pub fn not_found() -> ApiError {
    ApiError::new(StatusCode::NOT_FOUND, 0, "404: Not Found")
}

/// The path exists, the method does not.
pub fn method_not_allowed() -> ApiError {
    ApiError::new(StatusCode::METHOD_NOT_ALLOWED, 0, "405: Method Not Allowed")
}

/// No token, or one that is not valid.
pub fn unauthorized() -> ApiError {
    ApiError::new(StatusCode::UNAUTHORIZED, 0, "401: Unauthorized")
}

/// The operation belongs to the platform but this version does not have it.
pub fn not_implemented() -> ApiError {
    ApiError::new(StatusCode::NOT_IMPLEMENTED, 0, "This server does not offer this operation yet")
}

/// The body is no JSON.
pub fn invalid_json() -> ApiError {
    ApiError::new(StatusCode::BAD_REQUEST, 50_109, "The request body contains invalid JSON.")
}

/// The body is larger than this operation takes.
pub fn too_large() -> ApiError {
    ApiError::new(StatusCode::PAYLOAD_TOO_LARGE, 40_005, "Request entity too large")
}

/// The body is of a type that this operation does not take.
pub fn unsupported_media_type() -> ApiError {
    ApiError::new(
        StatusCode::UNSUPPORTED_MEDIA_TYPE,
        50_035,
        "Expected \"Content-Type\" header to be one of {'application/json', 'multipart/form-data'}.",
    )
}

/// One field is wrong.
pub fn invalid_field(path: impl Into<String>, code: &'static str, message: impl Into<String>) -> ApiError {
    ActionError::invalid(path, code, message).into()
}

/// One wrong field, or several.
pub fn invalid_fields(errors: impl Into<FieldErrors>) -> ApiError {
    ActionError::Invalid(errors.into().0).into()
}

/// Wrong fields, from one or many.
pub struct FieldErrors(Vec<FieldError>);

impl From<FieldError> for FieldErrors {
    fn from(error: FieldError) -> Self {
        Self(vec![error])
    }
}

impl From<Vec<FieldError>> for FieldErrors {
    fn from(errors: Vec<FieldError>) -> Self {
        Self(errors)
    }
}

/// The server has too much to do; worth trying again in a second.
pub fn overloaded() -> ApiError {
    let message = "The server is overloaded. Nothing was changed; try again.";
    let mut error = ApiError::new(StatusCode::SERVICE_UNAVAILABLE, 0, message);
    error.retry_after_ms = Some(1_000);
    error
}

/// Too many requests; the headers of the bucket are added by the rate layer.
pub fn too_many(retry_after_ms: u64) -> ApiError {
    let mut error = ApiError::new(StatusCode::TOO_MANY_REQUESTS, 0, "You are being rate limited.");
    error.retry_after_ms = Some(retry_after_ms);
    error
}

impl From<ActionError> for ApiError {
    fn from(error: ActionError) -> Self {
        match error {
            ActionError::Unauthorized => unauthorized(),
            ActionError::Unknown(kind) => unknown(kind),
            ActionError::MissingPermissions => {
                Self::new(StatusCode::FORBIDDEN, 50_013, "Missing Permissions")
            }
            ActionError::MissingAccess => Self::new(StatusCode::FORBIDDEN, 50_001, "Missing Access"),
            ActionError::Refused(refusal) => {
                Self::new(refusal_status(refusal), refusal.code(), refusal.message())
            }
            ActionError::Invalid(fields) => {
                let mut error = Self::new(StatusCode::BAD_REQUEST, 50_035, "Invalid Form Body");
                error.fields = fields;
                error
            }
            ActionError::TooFast { retry_after_ms } => too_many(retry_after_ms),
            ActionError::SlowMode { retry_after_ms } => {
                let mut error = too_many(retry_after_ms);
                error.code = 20_016;
                error.message = "This action cannot be performed due to slowmode rate limit.".to_owned();
                error
            }
            ActionError::Screened { reason } => Self::new(StatusCode::BAD_REQUEST, 200_000, reason),
            ActionError::Store(error) => error.into(),
            ActionError::Files(error) => files_failed(&error),
        }
    }
}

impl From<StoreError> for ApiError {
    fn from(error: StoreError) -> Self {
        if let StoreError::Invalid(_) = error {
            // Text with a NUL, a number beyond 63 bits: it came with the request, and nothing is wrong here.
            return invalid_field("", "INVALID_VALUE", "The request holds a value that cannot be stored.");
        }
        tracing::error!(%error, "the storage failed");
        match error {
            StoreError::Full(_) => Self::new(
                StatusCode::INSUFFICIENT_STORAGE,
                0,
                "The server's disk is full. Nothing was changed.",
            ),
            StoreError::Busy(_) | StoreError::Unavailable(_) => overloaded(),
            StoreError::Closed | StoreError::Fatal(_) => {
                Self::new(StatusCode::SERVICE_UNAVAILABLE, 0, "The server is stopping. Nothing was changed.")
            }
            _ => Self::new(StatusCode::INTERNAL_SERVER_ERROR, 0, "500: Internal Server Error"),
        }
    }
}

fn files_failed(error: &std::io::Error) -> ApiError {
    tracing::error!(%error, "the file storage failed");
    if error.kind() == std::io::ErrorKind::StorageFull {
        return StoreError::Full(error.to_string()).into();
    }
    ApiError::new(StatusCode::INTERNAL_SERVER_ERROR, 0, "500: Internal Server Error")
}

fn unknown(kind: Kind) -> ApiError {
    let (code, name) = match kind {
        Kind::Application => (10_002, "Application"),
        Kind::Channel => (10_003, "Channel"),
        Kind::Guild => (10_004, "Guild"),
        Kind::Interaction => (10_062, "interaction"),
        Kind::Invite => (10_006, "Invite"),
        Kind::Member => (10_007, "Member"),
        Kind::Message => (10_008, "Message"),
        Kind::Overwrite => (10_009, "Overwrite"),
        Kind::Role => (10_011, "Role"),
        Kind::User => (10_013, "User"),
        Kind::ScheduledEvent => (10_070, "Guild Scheduled Event"),
        Kind::Emoji => (10_014, "Emoji"),
        Kind::Webhook => (10_015, "Webhook"),
        Kind::Ban => (10_026, "Ban"),
        Kind::Command => (10_063, "application command"),
        Kind::CommandPermissions => (10_066, "application command permissions"),
        Kind::WelcomeScreen => (10_069, "Guild Welcome Screen"),
        Kind::Login => (10_020, "Session"),
        Kind::Grant => (10_012, "Token"),
        Kind::Attachment => (10_000, "Attachment"),
        Kind::AuditLogEntry => (10_000, "Audit Log Entry"),
        Kind::Note => (10_013, "User"),
        Kind::Export => (10_000, "Export"),
        Kind::Passkey => (10_000, "Passkey"),
        Kind::Relationship => (10_000, "Relationship"),
        Kind::Report => (10_000, "Report"),
        Kind::Thing(name) => (10_000, name),
    };
    ApiError::new(StatusCode::NOT_FOUND, code, format!("Unknown {name}"))
}

fn refusal_status(refusal: Refusal) -> StatusCode {
    match refusal {
        Refusal::BotsOnly
        | Refusal::BotsCannotUse
        | Refusal::OnlyOwner
        | Refusal::UserBanned
        | Refusal::InvitesPaused
        | Refusal::BlockedInteraction
        | Refusal::ReactionBlocked
        | Refusal::CannotExecuteOnDirect
        | Refusal::CannotEditOthersMessage
        | Refusal::CannotSendToUser
        | Refusal::CannotSendVoiceMessages
        | Refusal::CannotSelf
        | Refusal::SystemMessage
        | Refusal::RegistrationClosed
        | Refusal::BotIsPrivate
        | Refusal::MissingScope
        | Refusal::ThreadLocked
        | Refusal::ModeratedTags
        | Refusal::SecondFactorRequired
        | Refusal::NoPasskeysHere
        | Refusal::ManagedRole => StatusCode::FORBIDDEN,
        Refusal::InviteExhausted => StatusCode::NOT_FOUND,
        Refusal::InvalidWebhookToken => StatusCode::UNAUTHORIZED,
        Refusal::RequestTooLarge => StatusCode::PAYLOAD_TOO_LARGE,
        Refusal::NotYetHere => StatusCode::NOT_IMPLEMENTED,
        _ => StatusCode::BAD_REQUEST,
    }
}

impl IntoResponse for ApiError {
    fn into_response(self) -> Response {
        let mut body = json!({ "code": self.code, "message": self.message });
        if !self.fields.is_empty() {
            body["errors"] = tree_of(&self.fields);
        }
        if let Some(retry_after_ms) = self.retry_after_ms
            && self.status == StatusCode::TOO_MANY_REQUESTS
        {
            body["retry_after"] = json!(retry_after_ms as f64 / 1_000.0);
            body["global"] = json!(false);
        }
        let mut response = json_bytes(self.status, body.to_string().into_bytes());
        let headers = response.headers_mut();
        if let Some(retry_after_ms) = self.retry_after_ms {
            headers.insert(header::RETRY_AFTER, HeaderValue::from(retry_after_ms.div_ceil(1_000)));
            // Libraries take a 429 without `Via` for one that a proxy made, and fail instead of waiting.
            headers.insert(header::VIA, HeaderValue::from_static("1.1 parvis"));
        }
        response
    }
}

/// `embeds.0.title` becomes `{"embeds":{"0":{"title":{"_errors":[…]}}}}`, as the API nests them.
fn tree_of(fields: &[FieldError]) -> Value {
    let mut root = Map::new();
    for field in fields {
        let parts: Vec<_> = field.path.split('.').filter(|part| !part.is_empty()).collect();
        put_error(&mut root, &parts, json!({ "code": field.code, "message": field.message }));
    }
    Value::Object(root)
}

fn put_error(node: &mut Map<String, Value>, path: &[&str], error: Value) {
    match path.split_first() {
        Some((part, rest)) => {
            let next = node.entry(*part).or_insert_with(|| Value::Object(Map::new()));
            if let Value::Object(next) = next {
                put_error(next, rest, error);
            }
        }
        None => {
            let errors = node.entry("_errors").or_insert_with(|| Value::Array(Vec::new()));
            if let Value::Array(errors) = errors {
                errors.push(error);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fields_are_nested_as_the_api_nests_them() {
        let error = |path: &str| FieldError { path: path.to_owned(), code: "C", message: "m".to_owned() };
        let tree = tree_of(&[error("embeds.0.title"), error("embeds.0.title"), error("content")]);
        assert_eq!(
            tree,
            json!({
                "embeds": { "0": { "title": { "_errors": [{ "code": "C", "message": "m" }, { "code": "C", "message": "m" }] } } },
                "content": { "_errors": [{ "code": "C", "message": "m" }] },
            })
        );
    }
}
