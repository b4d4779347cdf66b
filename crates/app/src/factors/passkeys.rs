//! Passkeys: made, listed, named and removed by the account's owner; each opens the account by itself, and stands
//! beside the password as a second factor.

use parvis_factors::webauthn::{self, Asked, Assertion, Attestation, Known, RelyingParty, Verification};
use parvis_model::marker::{PasskeyMarker, UserMarker};
use parvis_model::{Id, PasskeyShown, RecoveryCodeShown, Timestamp};
use parvis_rules::limits;
use parvis_store::Tx;
use parvis_store::tables::{self, passkeys::Passkey};
use rand::RngCore;

use super::{drop_idle_codes, first_codes, tell_owner};
use crate::accounts;
use crate::error::{ActionError, ActionResult, Kind, Refusal};
use crate::logins::DAY_MS;
use crate::{App, Caller, Lane};

/// A passkey that is about to be made.
#[derive(Debug, Clone)]
pub(crate) struct WaitingPasskey {
    user_id: Id<UserMarker>,
    /// The hash that was checked.
    password_hash: String,
    asked: Asked,
}

/// What a browser is asked to make.
#[derive(Debug)]
pub struct ToMake {
    /// What the answer names, for five minutes.
    pub ticket: String,
    /// The challenge, and for which address.
    pub asked: Asked,
    /// What the authenticator keeps in the place of the account's id.
    pub user_handle: [u8; 32],
    /// The account's name.
    pub username: String,
    /// The name that is shown.
    pub display_name: String,
    /// Passkeys that the account has already.
    pub known: Vec<Vec<u8>>,
}

/// What a browser is asked to sign.
#[derive(Debug)]
pub struct ToSign {
    /// The challenge, and for which address.
    pub asked: Asked,
    /// Passkeys that may sign; empty where any may that the authenticator finds by itself.
    pub known: Vec<Vec<u8>>,
}

/// Asks for a passkey to be made, for the caller who knows the password.
pub async fn begin_passkey(
    app: &App,
    caller: &Caller,
    password: Option<String>,
    party: Option<RelyingParty>,
) -> ActionResult<ToMake> {
    caller.require_person()?;
    let asked = ask(party)?;
    let password_hash = accounts::require_password(app, caller, password).await?;
    let user_id = caller.user_id;
    let (account, passkeys) = app
        .read(move |tx| {
            let account = tables::users::account(tx, user_id)?.ok_or(ActionError::Unauthorized)?;
            Ok((account, tables::passkeys::of_user(tx, user_id)?))
        })
        .await?;
    if passkeys.len() >= limits::PASSKEYS_MAX {
        return Err(ActionError::Refused(Refusal::MaxPasskeys));
    }
    let waiting = WaitingPasskey { user_id, password_hash, asked: asked.clone() };
    Ok(ToMake {
        ticket: app.factors.passkeys.put(waiting, app.now_ms()),
        asked,
        user_handle: app.secrets.user_handle(user_id),
        display_name: account.user.display_name().to_owned(),
        username: account.user.username,
        known: passkeys.into_iter().map(|passkey| passkey.credential_id).collect(),
    })
}

/// Keeps a passkey that was made as it was asked for; with it come recovery codes if the account had none.
pub async fn finish_passkey(
    app: &App,
    caller: &Caller,
    ticket: &str,
    attestation: &Attestation,
    name: String,
) -> ActionResult<(PasskeyShown, Vec<RecoveryCodeShown>)> {
    caller.require_person()?;
    let (user_id, now_ms) = (caller.user_id, app.now_ms());
    let waiting = app.factors.passkeys.take(ticket, now_ms).filter(|waiting| waiting.user_id == user_id);
    let waiting = waiting.ok_or(ActionError::Refused(Refusal::InvalidTicket))?;
    let made = webauthn::register(&waiting.asked, attestation).map_err(|flaw| {
        tracing::debug!(?flaw, "a passkey was not kept");
        invalid_credential()
    })?;
    let passkey = Passkey {
        id: app.ids.next(),
        user_id,
        credential_id: made.credential_id,
        public_key: made.public_key,
        rp_id: waiting.asked.party.id().to_owned(),
        sign_count: made.sign_count,
        name,
        last_used_day: None,
    };
    let house = app.clone();
    app.write(Lane::of(user_id), move |tx, out| {
        accounts::require_same_password(tx, user_id, &waiting.password_hash)?;
        if tables::passkeys::of_user(tx, user_id)?.len() >= limits::PASSKEYS_MAX {
            return Err(ActionError::Refused(Refusal::MaxPasskeys));
        }
        tables::passkeys::insert(tx, &passkey).map_err(|error| {
            if error.is_unique("passkeys.credential_id") { invalid_credential() } else { error.into() }
        })?;
        let codes = first_codes(&house, tx, user_id)?;
        tell_owner(tx, out, user_id)?;
        Ok((shown(passkey), codes))
    })
    .await
}

/// The caller's passkeys, oldest first.
pub async fn list_passkeys(app: &App, caller: &Caller) -> ActionResult<Vec<PasskeyShown>> {
    caller.require_person()?;
    let user_id = caller.user_id;
    let passkeys = app.read(move |tx| Ok(tables::passkeys::of_user(tx, user_id)?)).await?;
    Ok(passkeys.into_iter().map(shown).collect())
}

/// Gives a passkey of the caller another name.
pub async fn rename_passkey(
    app: &App,
    caller: &Caller,
    id: Id<PasskeyMarker>,
    name: String,
) -> ActionResult<PasskeyShown> {
    caller.require_person()?;
    let user_id = caller.user_id;
    let renamed = app.write(Lane::of(user_id), move |tx, _| {
        tables::passkeys::rename(tx, user_id, id, &name)?.ok_or(ActionError::Unknown(Kind::Passkey))
    });
    renamed.await.map(shown)
}

/// Removes a passkey of the caller, who knows the password.
pub async fn delete_passkey(
    app: &App,
    caller: &Caller,
    id: Id<PasskeyMarker>,
    password: Option<String>,
) -> ActionResult<()> {
    caller.require_person()?;
    let checked = accounts::require_password(app, caller, password).await?;
    let user_id = caller.user_id;
    app.write(Lane::of(user_id), move |tx, out| {
        accounts::require_same_password(tx, user_id, &checked)?;
        if !tables::passkeys::delete(tx, user_id, id)? {
            return Err(ActionError::Unknown(Kind::Passkey));
        }
        drop_idle_codes(tx, user_id)?;
        tell_owner(tx, out, user_id)
    })
    .await
}

/// Asks for any passkey of this address; the ticket is good for one answer.
pub fn ask_anybody(app: &App, party: Option<RelyingParty>) -> ActionResult<(String, ToSign)> {
    let asked = ask(party)?;
    let ticket = app.factors.challenges.put(asked.clone(), app.now_ms());
    Ok((ticket, ToSign { asked, known: Vec::new() }))
}

/// Asks for one of an account's passkeys, as far as it has some for this address.
pub(crate) fn ask_account(
    tx: &mut Tx<'_>,
    user_id: Id<UserMarker>,
    party: Option<RelyingParty>,
) -> ActionResult<Option<ToSign>> {
    let Some(party) = party else { return Ok(None) };
    let mut passkeys = tables::passkeys::of_user(tx, user_id)?;
    passkeys.retain(|passkey| passkey.rp_id == party.id());
    if passkeys.is_empty() {
        return Ok(None);
    }
    let known = passkeys.into_iter().map(|passkey| passkey.credential_id).collect();
    Ok(Some(ToSign { asked: ask(Some(party))?, known }))
}

/// The account whose passkey has signed what was asked, and notes the use; `None` when none has.
pub(crate) fn account_of(
    app: &App,
    tx: &mut Tx<'_>,
    asked: &Asked,
    assertion: &Assertion,
    verification: Verification,
) -> ActionResult<Option<Id<UserMarker>>> {
    let Some(passkey) = tables::passkeys::by_credential(tx, &assertion.credential_id)? else {
        return Ok(None);
    };
    let handle = app.secrets.user_handle(passkey.user_id);
    let is_named = assertion.user_handle.as_ref().is_some_and(|named| *named == handle);
    // Where nobody has said who comes, the authenticator does (section 7.2, step 6).
    let may_be_silent = verification == Verification::NotRequired && assertion.user_handle.is_none();
    if passkey.rp_id != asked.party.id() || !(is_named || may_be_silent) {
        return Ok(None);
    }
    let known = Known { public_key: &passkey.public_key, sign_count: passkey.sign_count };
    match webauthn::verify(asked, known, assertion, verification) {
        Ok(sign_count) => {
            let is_first = tables::passkeys::touch(tx, &passkey, sign_count, app.now_ms() / DAY_MS)?;
            Ok(is_first.then_some(passkey.user_id))
        }
        Err(flaw) => {
            tracing::debug!(?flaw, "a passkey was not accepted");
            Ok(None)
        }
    }
}

fn ask(party: Option<RelyingParty>) -> ActionResult<Asked> {
    let party = party.ok_or(ActionError::Refused(Refusal::NoPasskeysHere))?;
    let mut challenge = [0_u8; webauthn::CHALLENGE_BYTES];
    rand::rng().fill_bytes(&mut challenge);
    Ok(Asked { party, challenge })
}

fn shown(passkey: Passkey) -> PasskeyShown {
    PasskeyShown {
        id: passkey.id,
        kind: 1,
        name: passkey.name,
        created_at: Timestamp::from_unix_ms(passkey.id.created_unix_ms()),
        last_used_at: passkey.last_used_day.map(|day| Timestamp::from_unix_ms(day * DAY_MS)),
    }
}

fn invalid_credential() -> ActionError {
    ActionError::invalid(
        "credential",
        "INVALID_CREDENTIAL",
        "This passkey is not what was asked for, or is known.",
    )
}
