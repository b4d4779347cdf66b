//! Second factors: what an account asks for beyond its password. An authenticator app adds one-time codes; a passkey
//! signs, and opens the account by itself, too; recovery codes open one whose owner has lost the rest.
//!
//! A factor is spent in the transaction that does what it allows, so that nothing is allowed twice.

mod passkeys;
mod proof;
mod tickets;

use parvis_bus::Audience;
use parvis_factors::recovery::{self, RecoveryCode};
use parvis_factors::totp;
use parvis_model::marker::UserMarker;
use parvis_model::{Event, Id, RecoveryCodeShown, SecondFactors};
use parvis_rules::limits;
use parvis_store::tables;
use parvis_store::tables::totp::Totp;
use parvis_store::{StoreError, Tx};
use rand::RngCore;

use crate::accounts::{self, NewLogin, PendingLogin};
use crate::error::{ActionError, ActionResult, Refusal};
use crate::logins::Client;
use crate::{App, Caller, Lane, Outbox};

pub use parvis_factors::totp::Secret as TotpSecret;
pub use parvis_factors::webauthn::{ALGORITHMS, Asked, Assertion, Attestation, RelyingParty};
pub use passkeys::{
    ToMake, ToSign, ask_anybody, begin_passkey, delete_passkey, finish_passkey, list_passkeys, rename_passkey,
};
pub(crate) use passkeys::{WaitingPasskey, account_of, ask_account};
pub use proof::Proof;
pub(crate) use proof::{WaitingLogIn, require, spend, spend_where_guarded};
pub(crate) use tickets::Tickets;

/// What waits for its second half on this node.
#[derive(Default)]
pub struct Factors {
    pub(crate) log_ins: Tickets<WaitingLogIn>,
    /// Challenges for whichever passkey answers.
    pub(crate) challenges: Tickets<Asked>,
    pub(crate) passkeys: Tickets<WaitingPasskey>,
}

/// A login just made, with recovery codes that are told once.
pub struct Enabled {
    /// The login that stands for those that ended.
    pub login: NewLogin,
    /// None when the account had codes already.
    pub codes: Vec<RecoveryCodeShown>,
}

/// Which factors the caller's account has.
pub async fn of_caller(app: &App, caller: &Caller) -> ActionResult<SecondFactors> {
    caller.require_person()?;
    let user_id = caller.user_id;
    app.read(move |tx| Ok(of_user(tx, user_id)?)).await
}

pub(crate) fn of_user(tx: &mut Tx<'_>, user_id: Id<UserMarker>) -> Result<SecondFactors, StoreError> {
    let totp = tables::totp::of_user(tx, user_id)?.is_some();
    let passkeys = tables::passkeys::count(tx, user_id)?;
    let backup_codes_left = tables::recovery_codes::count(tx, user_id)?;
    Ok(SecondFactors { mfa_enabled: totp || passkeys > 0, totp, passkeys, backup_codes_left })
}

/// Adds an authenticator app that has shown a code of `secret`. Every login ends, because each was made with a
/// password alone; the answer holds a new one.
pub async fn enable_totp(
    app: &App,
    caller: &Caller,
    password: Option<String>,
    secret: TotpSecret,
    code: &str,
    client: Client,
) -> ActionResult<Enabled> {
    caller.require_person()?;
    let checked = accounts::require_password(app, caller, password).await?;
    let step = totp::matching_step(&secret, &plain(code), app.now_ms() / 1_000, 0);
    let last_step = step.ok_or(ActionError::Refused(Refusal::InvalidCode))?;
    let user_id = caller.user_id;
    let totp = Totp { secret: app.secrets.seal(user_id, secret.as_bytes()), last_step };
    let (login, house) = (PendingLogin::new(app, user_id, client), app.clone());
    app.write(Lane::of(user_id), move |tx, out| {
        accounts::require_same_password(tx, user_id, &checked)?;
        if !tables::totp::insert(tx, user_id, &totp)? {
            return Err(ActionError::Refused(Refusal::AlreadyEnrolled));
        }
        let codes = first_codes(&house, tx, user_id)?;
        tell_owner(tx, out, user_id)?;
        Ok(Enabled { login: login.insert_alone(tx, out)?, codes })
    })
    .await
}

/// Removes the authenticator app, proved by one of its codes or by a recovery code. Every login ends; the answer holds
/// a new one.
pub async fn disable_totp(
    app: &App,
    caller: &Caller,
    proof: Proof,
    client: Client,
) -> ActionResult<NewLogin> {
    caller.require_person()?;
    let user_id = caller.user_id;
    let guess = app.guesses.code(user_id, app.now_ms())?;
    let (login, house) = (PendingLogin::new(app, user_id, client), app.clone());
    let login = app.write(Lane::of(user_id), move |tx, out| {
        if tables::totp::of_user(tx, user_id)?.is_none() {
            return Err(ActionError::Refused(Refusal::NotEnrolled));
        }
        spend(&house, tx, user_id, &proof)?;
        tables::totp::delete(tx, user_id)?;
        drop_idle_codes(tx, user_id)?;
        tell_owner(tx, out, user_id)?;
        login.insert_alone(tx, out)
    });
    let login = login.await?;
    guess.was_right();
    Ok(login)
}

/// New recovery codes, told once; the old ones are void.
pub async fn renew_codes(
    app: &App,
    caller: &Caller,
    password: Option<String>,
) -> ActionResult<Vec<RecoveryCodeShown>> {
    caller.require_person()?;
    let checked = accounts::require_password(app, caller, password).await?;
    let (user_id, house) = (caller.user_id, app.clone());
    app.write(Lane::of(user_id), move |tx, _| {
        accounts::require_same_password(tx, user_id, &checked)?;
        if !of_user(tx, user_id)?.mfa_enabled {
            return Err(ActionError::Refused(Refusal::NotEnrolled));
        }
        Ok(new_codes(&house, tx, user_id)?)
    })
    .await
}

/// Removes every second factor of an account.
pub(crate) fn delete_all(tx: &mut Tx<'_>, user_id: Id<UserMarker>) -> Result<(), StoreError> {
    tables::totp::delete(tx, user_id)?;
    tables::passkeys::delete_all(tx, user_id)?;
    tables::recovery_codes::delete_all(tx, user_id)
}

/// Tells the account's own sessions whether a second factor guards it now.
pub(crate) fn tell_owner(tx: &mut Tx<'_>, out: &mut Outbox, user_id: Id<UserMarker>) -> ActionResult<()> {
    let account = tables::users::account(tx, user_id)?.ok_or(ActionError::Unauthorized)?;
    let user = accounts::as_its_owner_sees(account);
    out.publish(Audience::User(user_id), Event::UserUpdate(Box::new(user)));
    Ok(())
}

/// Codes for an account that gets its first factor; none where it has some.
pub(crate) fn first_codes(
    app: &App,
    tx: &mut Tx<'_>,
    user_id: Id<UserMarker>,
) -> Result<Vec<RecoveryCodeShown>, StoreError> {
    let has_codes = tables::recovery_codes::count(tx, user_id)? > 0;
    if has_codes { Ok(Vec::new()) } else { new_codes(app, tx, user_id) }
}

/// Removes the codes of an account that has nothing left for which they could stand in.
pub(crate) fn drop_idle_codes(tx: &mut Tx<'_>, user_id: Id<UserMarker>) -> Result<(), StoreError> {
    let is_guarded = of_user(tx, user_id)?.mfa_enabled;
    if is_guarded { Ok(()) } else { tables::recovery_codes::delete_all(tx, user_id) }
}

fn new_codes(
    app: &App,
    tx: &mut Tx<'_>,
    user_id: Id<UserMarker>,
) -> Result<Vec<RecoveryCodeShown>, StoreError> {
    let mut codes = Vec::with_capacity(limits::RECOVERY_CODES);
    for _ in 0..limits::RECOVERY_CODES {
        let mut random = [0_u8; recovery::RANDOM_BYTES];
        rand::rng().fill_bytes(&mut random);
        codes.push(RecoveryCode::of_random(random));
    }
    let digests: Vec<_> =
        codes.iter().map(|code| app.secrets.recovery_digest(user_id, code.as_str())).collect();
    tables::recovery_codes::replace(tx, user_id, &digests)?;
    let shown = |code: &RecoveryCode| RecoveryCodeShown { user_id, code: code.to_string(), consumed: false };
    Ok(codes.iter().map(shown).collect())
}

/// A one-time code without the blanks with which apps show it.
fn plain(code: &str) -> String {
    code.chars().filter(|c| !c.is_whitespace()).collect()
}
