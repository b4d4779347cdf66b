//! What an application asks a person for, and the code that it gets when the person agrees.

use parvis_model::marker::ApplicationMarker;
use parvis_model::{Id, Scopes};
use parvis_store::tables::applications::Owned;
use parvis_store::tables::grants::Code;
use parvis_store::{Tx, tables};

use super::{CODE_MS, NewSecret};
use crate::error::{ActionError, ActionResult, Kind};
use crate::{App, Caller, Lane};

/// What an application asks for. Well-formed, but not yet held against what is known of the application.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CodeRequest {
    /// Who asks.
    pub application_id: Id<ApplicationMarker>,
    /// Where the person is to be sent with the code.
    pub redirect_uri: String,
    /// What is asked for.
    pub scopes: Scopes,
    /// Whether the application marked the request, so that it knows the answer to be one to its own question.
    pub has_state: bool,
    /// The S256 challenge of RFC 7636: 43 characters.
    pub challenge: Option<String>,
}

/// Refuses a request that must not lead back to where it says it comes from: another address than those of the
/// application, or one that could be answered with somebody else's code.
pub async fn require_valid(app: &App, caller: &Caller, request: &CodeRequest) -> ActionResult<Owned> {
    caller.require_person()?;
    let request = request.clone();
    app.read(move |tx| check(tx, &request)).await
}

fn check(tx: &mut Tx<'_>, request: &CodeRequest) -> ActionResult<Owned> {
    let unknown = || ActionError::Unknown(Kind::Application);
    let owned = tables::applications::get(tx, request.application_id)?.ok_or_else(unknown)?;
    let has_secret =
        tables::applications::client_secret(tx, request.application_id)?.ok_or_else(unknown)?.is_some();
    if !owned.redirect_uris.contains(&request.redirect_uri) {
        let message = "This is none of the addresses that the application has registered.";
        return Err(ActionError::invalid("redirect_uri", "OAUTH2_REDIRECT_URI_UNKNOWN", message));
    }
    if request.challenge.is_none() && !has_secret {
        let message = "An application without a client secret must send a code_challenge (PKCE, S256).";
        return Err(ActionError::invalid("code_challenge", "BASE_TYPE_REQUIRED", message));
    }
    if request.challenge.is_none() && !request.has_state {
        let message = "A state or a code_challenge is needed: else anybody's code could be put in its place.";
        return Err(ActionError::invalid("state", "BASE_TYPE_REQUIRED", message));
    }
    Ok(owned)
}

/// The caller agrees; the code for the application.
pub async fn allow(app: &App, caller: &Caller, request: CodeRequest) -> ActionResult<String> {
    caller.require_person()?;
    let user_id = caller.user_id;
    let code = NewSecret::random();
    let expires_ms = app.now_ms() + CODE_MS;
    app.write(Lane::of(request.application_id), move |tx, _| {
        check(tx, &request)?;
        let CodeRequest { application_id, redirect_uri, scopes, challenge, .. } = request;
        let row = Code { application_id, user_id, redirect_uri, scopes, challenge, expires_ms };
        tables::grants::insert_code(tx, &code.digest, &row)?;
        Ok(code.text)
    })
    .await
}
