//! Passkeys as browsers speak of them: options on the way out, `toJSON()` of a credential on the way in. Both travel as
//! JSON in a text, as clients of this ecosystem send them.

use axum::http::HeaderMap;
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use parvis_app::App;
use parvis_app::factors::{ALGORITHMS, Assertion, Attestation, RelyingParty, ToMake, ToSign};
use parvis_rules::validate::FieldError;
use serde::Deserialize;
use serde_json::{Value, json};

use crate::error::{ApiResult, invalid_fields};
use crate::extract::public_url;

/// Longest text of a credential: what browsers send is a few kB.
const CREDENTIAL_BYTES_MAX: usize = 64 * 1024;
/// How long a browser waits for a hand: as long as the ticket.
const TIMEOUT_MS: u32 = 300_000;

#[derive(Deserialize)]
struct Credential<R> {
    #[serde(rename = "rawId")]
    raw_id: Bytes,
    response: R,
}

#[derive(Deserialize)]
struct Made {
    #[serde(rename = "clientDataJSON")]
    client_data: Bytes,
    #[serde(rename = "attestationObject")]
    object: Bytes,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Signed {
    #[serde(rename = "clientDataJSON")]
    client_data: Bytes,
    authenticator_data: Bytes,
    signature: Bytes,
    #[serde(default)]
    user_handle: Option<Bytes>,
}

/// Bytes in base64url.
#[derive(Deserialize)]
#[serde(try_from = "String")]
struct Bytes(Vec<u8>);

impl TryFrom<String> for Bytes {
    type Error = base64::DecodeError;
    fn try_from(text: String) -> Result<Self, Self::Error> {
        URL_SAFE_NO_PAD.decode(text.trim_end_matches('=')).map(Self)
    }
}

/// The party of the address at which this request came.
pub(crate) fn party_of(app: &App, headers: &HeaderMap) -> Option<RelyingParty> {
    RelyingParty::of_address(&public_url(app, headers))
}

/// A passkey just made, from the text in this field.
pub(crate) fn attestation(field: &str, text: &str) -> ApiResult<Attestation> {
    let credential: Credential<Made> = parse(field, text)?;
    let Made { client_data, object } = credential.response;
    Ok(Attestation { client_data: client_data.0, object: object.0 })
}

/// What a passkey has signed, from the text in this field.
pub(crate) fn assertion(field: &str, text: &str) -> ApiResult<Assertion> {
    let Credential { raw_id, response } = parse::<Credential<Signed>>(field, text)?;
    Ok(Assertion {
        credential_id: raw_id.0,
        client_data: response.client_data.0,
        authenticator_data: response.authenticator_data.0,
        signature: response.signature.0,
        user_handle: response.user_handle.map(|handle| handle.0).filter(|handle| !handle.is_empty()),
    })
}

fn parse<T: serde::de::DeserializeOwned>(field: &str, text: &str) -> ApiResult<T> {
    let parsed = (text.len() <= CREDENTIAL_BYTES_MAX).then(|| serde_json::from_str(text).ok()).flatten();
    let message = "Must be the text of a PublicKeyCredential's toJSON().";
    parsed.ok_or_else(|| invalid_fields(FieldError::new(field, "INVALID_CREDENTIAL", message)))
}

/// `PublicKeyCredentialCreationOptionsJSON`, as a text.
pub(crate) fn creation_options(to_make: &ToMake) -> String {
    let party = &to_make.asked.party;
    let parameter = |algorithm: &i64| json!({ "type": "public-key", "alg": algorithm });
    json!({ "publicKey": {
        "rp": { "id": party.id(), "name": party.id() },
        "user": {
            "id": URL_SAFE_NO_PAD.encode(to_make.user_handle),
            "name": to_make.username,
            "displayName": to_make.display_name,
        },
        "challenge": URL_SAFE_NO_PAD.encode(to_make.asked.challenge),
        "pubKeyCredParams": ALGORITHMS.iter().map(parameter).collect::<Vec<_>>(),
        "timeout": TIMEOUT_MS,
        "excludeCredentials": descriptors(&to_make.known),
        "authenticatorSelection": { "residentKey": "preferred", "userVerification": "preferred" },
        "attestation": "none",
        "extensions": { "credProps": true },
    } })
    .to_string()
}

/// `PublicKeyCredentialRequestOptionsJSON`, as a text.
pub(crate) fn request_options(to_sign: &ToSign) -> String {
    // A passkey that stands alone must have made sure who holds it.
    let verification = if to_sign.known.is_empty() { "required" } else { "preferred" };
    json!({ "publicKey": {
        "rpId": to_sign.asked.party.id(),
        "challenge": URL_SAFE_NO_PAD.encode(to_sign.asked.challenge),
        "timeout": TIMEOUT_MS,
        "allowCredentials": descriptors(&to_sign.known),
        "userVerification": verification,
    } })
    .to_string()
}

fn descriptors(known: &[Vec<u8>]) -> Vec<Value> {
    known.iter().map(|id| json!({ "type": "public-key", "id": URL_SAFE_NO_PAD.encode(id) })).collect()
}
