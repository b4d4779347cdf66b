//! `/oauth2/authorize`

pub mod create;
pub mod get;

use parvis_app::grants::CodeRequest;
use parvis_model::marker::{ApplicationMarker, GuildMarker};
use parvis_model::{Id, Permissions, Scope, Scopes};
use parvis_rules::limits::URL_CHARS_MAX;
use parvis_rules::validate::{self, FieldError};
use serde::Deserialize;

use crate::error::{ApiResult, invalid_fields};

/// Longest `state`: it comes back in the address.
const STATE_CHARS_MAX: usize = 1_024;
/// Length of an S256 challenge (RFC 7636, 4.2).
const CHALLENGE_CHARS: usize = 43;

/// What is asked for, as the address of the consent page says it.
#[derive(Debug, Deserialize)]
pub struct AuthorizeQuery {
    client_id: Id<ApplicationMarker>,
    #[serde(default)]
    scope: String,
    permissions: Option<Permissions>,
    guild_id: Option<Id<GuildMarker>>,
    response_type: Option<String>,
    redirect_uri: Option<String>,
    state: Option<String>,
    code_challenge: Option<String>,
    code_challenge_method: Option<String>,
}

/// What an application wants.
pub struct Asked {
    /// What it may do then.
    pub scopes: Scopes,
    /// A code, to be sent back with; without one only its bot is added.
    pub code: Option<CodeRequest>,
}

impl AuthorizeQuery {
    /// What is asked for, or every parameter that is wrong.
    fn asked(&self) -> ApiResult<Asked> {
        let mut errors = Vec::new();
        let scopes: Scopes = self.scope.parse().unwrap_or_default();
        let code = match self.response_type.as_deref() {
            None if scopes.contains(Scope::Bot) && scopes.readable().is_empty() => None,
            None => {
                let both = [Scope::Bot, Scope::ApplicationsCommands].map(Scope::as_str).join(" ");
                errors.push(FieldError::choices("scope", [Scope::Bot.as_str(), &both]));
                None
            }
            Some("code") => {
                if scopes.is_empty() {
                    errors.push(FieldError::choices("scope", Scope::ALL));
                }
                self.code_request(&scopes, &mut errors)
            }
            Some(_) => {
                errors.push(FieldError::choices("response_type", ["code"]));
                None
            }
        };
        if errors.is_empty() { Ok(Asked { scopes, code }) } else { Err(invalid_fields(errors)) }
    }

    fn code_request(&self, scopes: &Scopes, errors: &mut Vec<FieldError>) -> Option<CodeRequest> {
        let state = self.state.as_deref().unwrap_or_default();
        errors.extend(validate::length("state", state.chars().count(), 0..=STATE_CHARS_MAX).err());
        if let Some(challenge) = &self.code_challenge {
            let is_base64url = challenge.bytes().all(|b| b.is_ascii_alphanumeric() || b"-_".contains(&b));
            if challenge.len() != CHALLENGE_CHARS || !is_base64url {
                let message = "Must be the base64url of a SHA-256 digest: 43 characters.";
                errors.push(FieldError::new("code_challenge", "BASE_TYPE_BAD_LENGTH", message));
            }
            if self.code_challenge_method.as_deref() != Some("S256") {
                errors.push(FieldError::choices("code_challenge_method", ["S256"]));
            }
        }
        let Some(redirect_uri) = self.redirect_uri.clone() else {
            errors.push(FieldError::required("redirect_uri"));
            return None;
        };
        errors
            .extend(validate::length("redirect_uri", redirect_uri.chars().count(), 1..=URL_CHARS_MAX).err());
        Some(CodeRequest {
            application_id: self.client_id,
            redirect_uri,
            scopes: scopes.clone(),
            has_state: !state.is_empty(),
            challenge: self.code_challenge.clone(),
        })
    }

    /// Where the person goes with an answer.
    fn location(&self, request: &CodeRequest, answer: &[(&str, &str)]) -> String {
        let mut pairs = form_urlencoded::Serializer::new(String::new());
        pairs.extend_pairs(answer);
        if let Some(state) = &self.state {
            pairs.append_pair("state", state);
        }
        let divider = if request.redirect_uri.contains('?') { '&' } else { '?' };
        format!("{}{divider}{}", request.redirect_uri, pairs.finish())
    }
}
