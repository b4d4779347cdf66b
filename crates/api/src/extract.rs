//! From a request to valid values: after an extractor nothing inside checks the form again.

use std::borrow::Cow;
use std::marker::PhantomData;

use axum::body::{Body, HttpBody};
use axum::extract::{FromRequest, FromRequestParts, Request};
use axum::http::request::Parts;
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};

use parvis_app::grants::Granted;
use parvis_app::logins::Client;
use parvis_app::{ActionError, App, Caller, Refusal};
use parvis_model::{Scope, without_nul};
use parvis_rules::limits;
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};

use crate::body::read_body;
use crate::error::{ApiError, invalid_field, invalid_json, unauthorized, unsupported_media_type};
use crate::rate::Identity;

/// JSON bodies without files; pictures travel in them as base64.
const JSON_BODY_BYTES_MAX: usize = 12 * 1024 * 1024;
/// What callers without an account may send: a name and a password.
const STRANGER_BODY_BYTES_MAX: usize = 64 * 1024;

/// Whoever calls, with a valid token.
pub struct Auth(pub Caller);

impl FromRequestParts<App> for Auth {
    type Rejection = ApiError;
    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, ApiError> {
        MaybeAuth::from_request_parts(parts, app).await?.0.map(Auth).ok_or_else(unauthorized)
    }
}

/// A person with a valid token; bots are refused.
pub struct Person(pub Caller);

impl FromRequestParts<App> for Person {
    type Rejection = ApiError;
    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, ApiError> {
        let Auth(caller) = Auth::from_request_parts(parts, app).await?;
        caller.require_person()?;
        Ok(Self(caller))
    }
}

/// A bot with a valid token; people are refused.
pub struct Bot(pub Caller);

impl FromRequestParts<App> for Bot {
    type Rejection = ApiError;
    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, ApiError> {
        let Auth(caller) = Auth::from_request_parts(parts, app).await?;
        if caller.is_bot { Ok(Self(caller)) } else { Err(ActionError::Refused(Refusal::BotsOnly).into()) }
    }
}

/// Whoever calls, with or without a token. A token that is not valid is refused rather than ignored.
pub struct MaybeAuth(pub Option<Caller>);

impl FromRequestParts<App> for MaybeAuth {
    type Rejection = ApiError;
    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, ApiError> {
        let caller = parts.extensions.get::<Identity>().unwrap_or(&Identity::Nobody).caller()?;
        if caller.as_ref().is_some_and(|it| app.is_suspended(it.user_id))
            && parts.extensions.get::<OpenToSuspended>().is_none()
        {
            return Err(ActionError::MissingAccess.into());
        }
        Ok(Self(caller))
    }
}

/// A route that a suspended account still reaches: what was decided about it, appeals, a copy of its data, and the way
/// out. Routes say so themselves; see [`crate::router::Route::open_to_suspended`].
#[derive(Clone, Copy)]
pub(crate) struct OpenToSuspended;

/// A scope, as a type that a handler names.
pub trait Needs {
    /// Which.
    const SCOPE: Scope;
}

macro_rules! needs {
    ($($(#[$doc:meta])* $name:ident;)*) => { $(
        $(#[$doc])* pub enum $name {}
        impl Needs for $name {
            const SCOPE: Scope = Scope::$name;
        }
    )* };
}

needs! {
    /// `identify`
    Identify;
    /// `guilds`
    Guilds;
    /// `guilds.members.read`
    GuildsMembersRead;
}

/// Whoever calls with a valid token, or in the name of a person who granted this scope.
pub struct Scoped<S> {
    /// The account, or the person in whose name an application comes.
    pub caller: Caller,
    scope: PhantomData<S>,
}

impl<S: Needs> FromRequestParts<App> for Scoped<S> {
    type Rejection = ApiError;
    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, ApiError> {
        let caller = match parts.extensions.get::<Identity>() {
            Some(Identity::Granted(granted)) => {
                let caller = granted.require(S::SCOPE)?.clone();
                if app.is_suspended(caller.user_id) {
                    return Err(ActionError::MissingAccess.into());
                }
                caller
            }
            _ => Auth::from_request_parts(parts, app).await?.0,
        };
        Ok(Self { caller, scope: PhantomData })
    }
}

/// A bot with a valid token, or an application in a person's name, whatever was granted.
pub enum BotOrGrant {
    /// A bot.
    Bot(Caller),
    /// What the person granted.
    Grant(Granted),
}

impl FromRequestParts<App> for BotOrGrant {
    type Rejection = ApiError;
    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, ApiError> {
        match parts.extensions.get::<Identity>() {
            Some(Identity::Granted(granted)) => Ok(Self::Grant(granted.clone())),
            _ => Bot::from_request_parts(parts, app).await.map(|Bot(caller)| Self::Bot(caller)),
        }
    }
}

/// The path's parameters.
pub struct Path<T>(pub T);

impl<T: DeserializeOwned + Send> FromRequestParts<App> for Path<T> {
    type Rejection = ApiError;
    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, ApiError> {
        match axum::extract::Path::<T>::from_request_parts(parts, app).await {
            Ok(path) => Ok(Self(path.0)),
            Err(_) => Err(invalid_field(
                "",
                "NUMBER_TYPE_COERCE",
                "The path holds a value that is not a snowflake.",
            )),
        }
    }
}

/// The query string.
pub struct Query<T>(pub T);

impl<T: DeserializeOwned + Send> FromRequestParts<App> for Query<T> {
    type Rejection = ApiError;
    async fn from_request_parts(parts: &mut Parts, _app: &App) -> Result<Self, ApiError> {
        let text = query_without_nul(parts.uri.query().unwrap_or(""));
        let deserializer = serde_urlencoded::Deserializer::new(form_urlencoded::parse(text.as_bytes()));
        serde_path_to_error::deserialize(deserializer).map(Self).map_err(|error| {
            invalid_field(error.path().to_string(), "BASE_TYPE_CHOICES", error.inner().to_string())
        })
    }
}

fn query_without_nul(query: &str) -> Cow<'_, str> {
    if !query.contains("%00") {
        return Cow::Borrowed(query);
    }
    let mut clean = form_urlencoded::Serializer::new(String::new());
    for (name, value) in form_urlencoded::parse(query.as_bytes()) {
        clean.append_pair(&name.replace('\0', ""), &value.replace('\0', ""));
    }
    Cow::Owned(clean.finish())
}

/// A JSON body on the way in, a JSON answer on the way out.
pub struct Json<T>(pub T);

impl<T: DeserializeOwned> FromRequest<App> for Json<T> {
    type Rejection = ApiError;
    async fn from_request(request: Request, _app: &App) -> Result<Self, ApiError> {
        let identity = request.extensions().get::<Identity>();
        let is_somebody = matches!(identity, Some(Identity::Known(_) | Identity::Granted(_)));
        let bytes_max = if is_somebody { JSON_BODY_BYTES_MAX } else { STRANGER_BODY_BYTES_MAX };
        json_of_at_most(request, bytes_max).await.map(Self)
    }
}

/// A JSON body that may carry a picture also from callers without an account: their right stands in the path.
pub struct JsonWithPicture<T>(pub T);

impl<T: DeserializeOwned> FromRequest<App> for JsonWithPicture<T> {
    type Rejection = ApiError;
    async fn from_request(request: Request, _app: &App) -> Result<Self, ApiError> {
        json_of_at_most(request, JSON_BODY_BYTES_MAX).await.map(Self)
    }
}

/// A request's JSON body of at most so many bytes.
pub async fn json_of_at_most<T: DeserializeOwned>(request: Request, bytes_max: usize) -> Result<T, ApiError> {
    // Many libraries send an empty body where every field is optional, and name any type for it.
    if request.body().is_end_stream() {
        return from_json(b"{}");
    }
    require_json(request.headers().get(header::CONTENT_TYPE))?;
    let bytes = read_body(request, bytes_max).await?;
    from_json(if bytes.is_empty() { b"{}" } else { &bytes })
}

/// A JSON value from bytes, without NUL in its texts; the error names the field.
pub fn from_json<T: DeserializeOwned>(bytes: &[u8]) -> Result<T, ApiError> {
    let bytes = without_nul(bytes);
    let mut deserializer = serde_json::Deserializer::from_slice(&bytes);
    let value = serde_path_to_error::deserialize(&mut deserializer).map_err(|error| {
        if error.inner().is_data() {
            let path = error.path().to_string();
            let path = if path == "." { String::new() } else { path.replace('[', ".").replace(']', "") };
            invalid_field(path, "BASE_TYPE_BAD_TYPE", plain(error.inner()))
        } else {
            invalid_json()
        }
    })?;
    deserializer.end().map_err(|_| invalid_json())?;
    Ok(value)
}

/// A value that stood at this place of a body; the error names the field.
pub fn from_value<T: DeserializeOwned>(path: &str, value: serde_json::Value) -> Result<T, ApiError> {
    serde_path_to_error::deserialize(value).map_err(|error| {
        let inner = error.path().to_string();
        let inner = if inner == "." { String::new() } else { inner.replace('[', ".").replace(']', "") };
        invalid_field(inner, "BASE_TYPE_BAD_TYPE", plain(error.inner())).under(path)
    })
}

/// serde's sentence without its position.
fn plain(error: &serde_json::Error) -> String {
    let text = error.to_string();
    text.split(" at line ").next().unwrap_or(&text).to_owned()
}

fn require_json(content_type: Option<&HeaderValue>) -> Result<(), ApiError> {
    // A form type would let a foreign page post with a browser's help.
    match content_type.map(HeaderValue::as_bytes) {
        None => Ok(()),
        Some(value) if value.to_ascii_lowercase().starts_with(b"application/json") => Ok(()),
        Some(_) => Err(unsupported_media_type()),
    }
}

impl<T: Serialize> IntoResponse for Json<T> {
    fn into_response(self) -> Response {
        match serde_json::to_vec(&self.0) {
            Ok(bytes) => json_bytes(StatusCode::OK, bytes),
            Err(error) => {
                tracing::error!(%error, "an answer could not be written as JSON");
                StatusCode::INTERNAL_SERVER_ERROR.into_response()
            }
        }
    }
}

/// An answer with exactly `application/json`: a charset behind it breaks half of the client libraries.
pub fn json_bytes(status: StatusCode, bytes: Vec<u8>) -> Response {
    let mut response = Response::new(Body::from(bytes));
    *response.status_mut() = status;
    response.headers_mut().insert(header::CONTENT_TYPE, HeaderValue::from_static("application/json"));
    response
}

/// The reason that a moderator gives, for the audit log: percent-encoded in `X-Audit-Log-Reason`.
pub struct Reason(pub Option<String>);

impl FromRequestParts<App> for Reason {
    type Rejection = ApiError;
    async fn from_request_parts(parts: &mut Parts, _app: &App) -> Result<Self, ApiError> {
        let Some(value) = parts.headers.get("x-audit-log-reason") else { return Ok(Self(None)) };
        let text = percent_encoding::percent_decode(value.as_bytes()).decode_utf8_lossy().replace('\0', "");
        let text = text.trim();
        if text.chars().count() > limits::AUDIT_REASON_CHARS_MAX {
            let message = format!("Must be {} or fewer in length.", limits::AUDIT_REASON_CHARS_MAX);
            return Err(invalid_field("X-Audit-Log-Reason", "BASE_TYPE_MAX_LENGTH", message));
        }
        Ok(Self(if text.is_empty() { None } else { Some(text.to_owned()) }))
    }
}

/// 201 with JSON: something new exists.
pub struct Created<T>(pub T);

impl<T: Serialize> IntoResponse for Created<T> {
    fn into_response(self) -> Response {
        let mut response = Json(self.0).into_response();
        if response.status() == StatusCode::OK {
            *response.status_mut() = StatusCode::CREATED;
        }
        response
    }
}

/// Yes or no in a query string: `true` and `1` are yes, as libraries write it.
#[derive(Debug, Default, Clone, Copy, Deserialize)]
#[serde(from = "String")]
pub struct Flag(pub bool);

impl From<String> for Flag {
    fn from(text: String) -> Self {
        Self(matches!(text.as_str(), "true" | "True" | "1"))
    }
}

/// 204 without a body.
pub struct NoContent;

impl IntoResponse for NoContent {
    fn into_response(self) -> Response {
        StatusCode::NO_CONTENT.into_response()
    }
}

/// Where clients reach this server: as the operator set it, else as this request came.
pub fn public_url(app: &App, headers: &HeaderMap) -> String {
    let text = |name: &str| headers.get(name).and_then(|it| it.to_str().ok());
    app.config.public_url_for(text("host"), text("x-forwarded-proto"))
}

/// What is remembered of the program that logs in.
pub fn client_of(headers: &HeaderMap) -> Client {
    let agent = headers.get(header::USER_AGENT).and_then(|it| it.to_str().ok());
    Client::of_user_agent(agent.unwrap_or(""))
}
