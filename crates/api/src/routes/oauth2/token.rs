//! `/oauth2/token`: where applications come with forms, as RFC 6749 says it, and get refusals in its words.

pub mod create;
pub mod revoke;

use std::collections::HashMap;

use axum::extract::{FromRequest, Request};
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use parvis_app::grants::{self, Credentials, TokenRefusal};
use parvis_app::{ActionError, App};
use parvis_model::Id;
use serde_json::json;

use crate::body::read_body;
use crate::error::ApiError;
use crate::extract::json_bytes;

/// Forms hold a few short fields.
const FORM_BYTES_MAX: usize = 16 * 1024;
/// The platform's code for a body that is not as it should be.
const INVALID_FORM: u32 = 50_035;

/// A refusal: `error` and `error_description` of RFC 6749, section 5.2, beside the code and message that all refusals
/// of this API carry.
#[derive(Debug)]
pub enum TokenError {
    /// In the words of the protocol.
    Protocol {
        /// 400, or 401 where the application is not believed.
        status: StatusCode,
        /// One of the RFC's words.
        error: &'static str,
        /// What a developer may read.
        description: String,
    },
    /// The server failed.
    Server(ApiError),
}

impl TokenError {
    fn bad(error: &'static str, description: impl Into<String>) -> Self {
        Self::Protocol { status: StatusCode::BAD_REQUEST, error, description: description.into() }
    }

    fn invalid_client() -> Self {
        let description = "Unknown application, or its secret is wrong or missing.".to_owned();
        Self::Protocol { status: StatusCode::UNAUTHORIZED, error: "invalid_client", description }
    }
}

impl From<ActionError> for TokenError {
    fn from(error: ActionError) -> Self {
        Self::Server(error.into())
    }
}

impl From<grants::TokenError> for TokenError {
    fn from(error: grants::TokenError) -> Self {
        match error {
            grants::TokenError::Refused(TokenRefusal::InvalidClient) => Self::invalid_client(),
            grants::TokenError::Refused(TokenRefusal::InvalidGrant) => Self::bad(
                "invalid_grant",
                "The code or token is unknown, expired, used up, or not for this request.",
            ),
            grants::TokenError::Action(error) => error.into(),
        }
    }
}

impl IntoResponse for TokenError {
    fn into_response(self) -> Response {
        let (status, error, description) = match self {
            Self::Protocol { status, error, description } => (status, error, description),
            Self::Server(error) => return error.into_response(),
        };
        let code = if status == StatusCode::UNAUTHORIZED { 0 } else { INVALID_FORM };
        let body = json!({
            "error": error,
            "error_description": description,
            "code": code,
            "message": description,
        });
        let mut response = json_bytes(status, body.to_string().into_bytes());
        if status == StatusCode::UNAUTHORIZED {
            response.headers_mut().insert(header::WWW_AUTHENTICATE, HeaderValue::from_static("Basic"));
        }
        response
    }
}

/// A form with the credentials that came with it.
pub struct TokenForm {
    credentials: Credentials,
    fields: HashMap<String, String>,
}

impl TokenForm {
    /// A field that may be left out; an empty one is left out (RFC 6749, 3.2).
    fn optional(&mut self, name: &str) -> Option<String> {
        self.fields.remove(name).filter(|value| !value.is_empty())
    }

    fn required(&mut self, name: &str) -> Result<String, TokenError> {
        self.optional(name).ok_or_else(|| TokenError::bad("invalid_request", format!("{name} is missing.")))
    }
}

impl FromRequest<App> for TokenForm {
    type Rejection = TokenError;
    async fn from_request(request: Request, _app: &App) -> Result<Self, TokenError> {
        let headers = request.headers().clone();
        let is_form = headers.get(header::CONTENT_TYPE).is_some_and(|value| {
            value.as_bytes().to_ascii_lowercase().starts_with(b"application/x-www-form-urlencoded")
        });
        if !is_form {
            let description = "The body must be of type application/x-www-form-urlencoded.";
            return Err(TokenError::bad("invalid_request", description));
        }
        let bytes = read_body(request, FORM_BYTES_MAX).await.map_err(TokenError::Server)?;
        let mut fields = HashMap::new();
        for (name, value) in form_urlencoded::parse(&bytes) {
            if fields.insert(name.to_string(), value.into_owned()).is_some() {
                return Err(TokenError::bad("invalid_request", format!("{name} is there twice.")));
            }
        }
        let credentials = credentials(&headers, &mut fields)?;
        Ok(Self { credentials, fields })
    }
}

/// From the header or from the form, not from both (RFC 6749, 2.3).
fn credentials(headers: &HeaderMap, fields: &mut HashMap<String, String>) -> Result<Credentials, TokenError> {
    let in_form = (fields.remove("client_id"), fields.remove("client_secret").filter(|it| !it.is_empty()));
    let (id, secret) = match (basic(headers)?, in_form) {
        (Some(_), (_, Some(_))) => {
            return Err(TokenError::bad("invalid_request", "The secret is there twice."));
        }
        (Some((id, _)), (Some(named), None)) if named != id => return Err(TokenError::invalid_client()),
        (Some((id, secret)), _) => (id, Some(secret)),
        (None, (Some(id), secret)) => (id, secret),
        (None, (None, _)) => return Err(TokenError::bad("invalid_request", "client_id is missing.")),
    };
    let application_id = id.parse::<Id<_>>().map_err(|_| TokenError::invalid_client())?;
    Ok(Credentials { application_id, secret })
}

/// Id and secret of a `Basic` header, each form-encoded before they were joined.
fn basic(headers: &HeaderMap) -> Result<Option<(String, String)>, TokenError> {
    let Some(value) = headers.get(header::AUTHORIZATION) else { return Ok(None) };
    let decode = |text: &str| {
        let bytes = STANDARD.decode(text).ok()?;
        let text = String::from_utf8(bytes).ok()?;
        let (id, secret) = text.split_once(':')?;
        let plain =
            |part: &str| percent_encoding::percent_decode_str(part).decode_utf8().ok().map(String::from);
        Some((plain(id)?, plain(secret)?))
    };
    let text = value.to_str().ok().and_then(|text| text.strip_prefix("Basic "));
    text.and_then(|text| decode(text.trim())).map(Some).ok_or_else(TokenError::invalid_client)
}
