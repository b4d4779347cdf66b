//! `POST /users/@me/mfa/webauthn/credentials`, called twice: with the password for a challenge, with what was made
//! then.

use axum::extract::State;
use axum::http::HeaderMap;
use parvis_app::{App, factors};
use parvis_model::{PasskeyShown, RecoveryCodeShown};
use parvis_rules::validate::FieldError;
use serde::{Deserialize, Serialize};

use super::passkey_name;
use crate::error::{ApiResult, invalid_fields};
use crate::extract::{Json, Person};
use crate::passkeys::{attestation, creation_options, party_of};

/// The password, or a ticket with what it was for.
#[derive(Deserialize)]
pub struct CreatePasskey {
    password: Option<String>,
    ticket: Option<String>,
    credential: Option<String>,
    name: Option<String>,
}

/// What comes of it.
#[derive(Serialize)]
#[serde(untagged)]
pub enum Answer {
    /// What a browser is asked to make.
    Asked {
        /// What the second call names.
        ticket: String,
        /// JSON text.
        challenge: String,
    },
    /// What was made.
    Made {
        /// The passkey.
        #[serde(flatten)]
        passkey: PasskeyShown,
        /// Recovery codes, if the account had none.
        backup_codes: Vec<RecoveryCodeShown>,
    },
}

/// Adds a passkey to the caller's account, in two steps.
pub async fn create_passkey(
    State(app): State<App>,
    Person(caller): Person,
    headers: HeaderMap,
    Json(body): Json<CreatePasskey>,
) -> ApiResult<Json<Answer>> {
    let Some(ticket) = body.ticket else {
        let party = party_of(&app, &headers);
        let to_make = factors::begin_passkey(&app, &caller, body.password, party).await?;
        let challenge = creation_options(&to_make);
        return Ok(Json(Answer::Asked { ticket: to_make.ticket, challenge }));
    };
    let required = |field| invalid_fields(FieldError::required(field));
    let made = attestation("credential", &body.credential.ok_or_else(|| required("credential"))?)?;
    let name = passkey_name(&body.name.ok_or_else(|| required("name"))?)?;
    let (passkey, backup_codes) = factors::finish_passkey(&app, &caller, &ticket, &made, name).await?;
    Ok(Json(Answer::Made { passkey, backup_codes }))
}
