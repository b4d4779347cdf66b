//! What somebody shows as a second factor, and what it is worth.

use parvis_factors::recovery::RecoveryCode;
use parvis_factors::totp::{self, Secret};
use parvis_factors::webauthn::{Asked, Assertion, Verification};
use parvis_model::Id;
use parvis_model::marker::UserMarker;
use parvis_rules::limits;
use parvis_store::{Tx, tables};

use super::plain;
use crate::error::{ActionError, ActionResult, Refusal};
use crate::{App, Lane};

/// A second factor that somebody shows.
#[derive(Debug, Clone)]
pub enum Proof {
    /// A one-time code.
    Totp(String),
    /// A recovery code.
    Recovery(RecoveryCode),
    /// What a passkey was asked to sign, and what it has signed.
    Passkey(Box<(Asked, Assertion)>),
}

impl Proof {
    /// A one-time code as it is typed.
    pub fn totp(text: &str) -> ActionResult<Self> {
        let code = Some(text).filter(|text| limits::chars(text) <= limits::CODE_CHARS_MAX).map(plain);
        let is_code =
            |code: &String| code.len() == totp::DIGITS && code.bytes().all(|it| it.is_ascii_digit());
        code.filter(is_code).map(Self::Totp).ok_or(invalid_code())
    }

    /// A recovery code as it is typed.
    pub fn recovery(text: &str) -> ActionResult<Self> {
        let text = Some(text).filter(|text| limits::chars(text) <= limits::CODE_CHARS_MAX);
        text.and_then(RecoveryCode::parse).map(Self::Recovery).ok_or(invalid_code())
    }

    /// What a passkey has signed that any could sign; a ticket is good for one answer.
    pub fn passkey(app: &App, ticket: &str, assertion: Assertion) -> ActionResult<Self> {
        let asked = app.factors.challenges.take(ticket, app.now_ms());
        let asked = asked.ok_or(ActionError::Refused(Refusal::InvalidTicket))?;
        Ok(Self::Passkey(Box::new((asked, assertion))))
    }

    /// A code of either kind, which nobody takes for the other.
    pub fn code(text: &str) -> ActionResult<Self> {
        Self::totp(text).or_else(|_| Self::recovery(text))
    }
}

/// A login whose password was right.
#[derive(Debug, Clone)]
pub(crate) struct WaitingLogIn {
    pub(crate) user_id: Id<UserMarker>,
    /// The hash that was checked: a password changed meanwhile ends the wait.
    pub(crate) password_hash: Option<String>,
    /// Wrong codes that it still bears.
    pub(crate) tries_left: u32,
    /// What a passkey may sign in the place of a code.
    pub(crate) asked: Option<Asked>,
}

/// Uses up a factor of an account, or refuses it.
pub(crate) fn spend(app: &App, tx: &mut Tx<'_>, user_id: Id<UserMarker>, proof: &Proof) -> ActionResult<()> {
    let is_good = match proof {
        Proof::Totp(code) => spend_totp(app, tx, user_id, code)?,
        Proof::Recovery(code) => {
            let digest = app.secrets.recovery_digest(user_id, code.as_str());
            tables::recovery_codes::spend(tx, user_id, &digest)?
        }
        Proof::Passkey(shown) => {
            let (asked, assertion) = &**shown;
            super::account_of(app, tx, asked, assertion, Verification::NotRequired)? == Some(user_id)
        }
    };
    if is_good { Ok(()) } else { Err(invalid_code()) }
}

fn spend_totp(app: &App, tx: &mut Tx<'_>, user_id: Id<UserMarker>, code: &str) -> ActionResult<bool> {
    let Some(row) = tables::totp::of_user(tx, user_id)? else { return Ok(false) };
    let Some(secret) = app.secrets.unseal(user_id, &row.secret).and_then(Secret::of_bytes) else {
        // The row comes from another server, whose key is not here: nobody can check a code against it.
        tracing::error!(%user_id, "the secret of an authenticator app cannot be opened with this server's key");
        return Ok(false);
    };
    match totp::matching_step(&secret, code, app.now_ms() / 1_000, row.last_step) {
        Some(step) => Ok(tables::totp::spend(tx, user_id, step)?),
        None => Ok(false),
    }
}

/// Uses up the factor that is shown; refused without one where the account has some.
pub(crate) fn spend_where_guarded(
    app: &App,
    tx: &mut Tx<'_>,
    user_id: Id<UserMarker>,
    proof: Option<&Proof>,
) -> ActionResult<()> {
    if !super::of_user(tx, user_id)?.mfa_enabled {
        return Ok(());
    }
    spend(app, tx, user_id, proof.ok_or(ActionError::Refused(Refusal::SecondFactorRequired))?)
}

/// Refuses whoever shows no second factor although the account has some, and uses up the one that is shown.
pub(crate) async fn require(app: &App, user_id: Id<UserMarker>, proof: Option<Proof>) -> ActionResult<()> {
    if !app.read(move |tx| Ok(super::of_user(tx, user_id)?)).await?.mfa_enabled {
        return Ok(());
    }
    let proof = proof.ok_or(ActionError::Refused(Refusal::SecondFactorRequired))?;
    let guess = app.guesses.code(user_id, app.now_ms())?;
    let house = app.clone();
    app.write(Lane::of(user_id), move |tx, _| spend(&house, tx, user_id, &proof)).await?;
    guess.was_right();
    Ok(())
}

fn invalid_code() -> ActionError {
    ActionError::Refused(Refusal::InvalidCode)
}
