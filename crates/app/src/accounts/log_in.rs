//! Coming in: the password first, then a second factor where the account has one.

use parvis_factors::webauthn::Verification;
use parvis_model::marker::{LoginMarker, UserMarker};
use parvis_model::{Id, SecondFactors};
use parvis_rules::limits;
use parvis_rules::names::UserName;
use parvis_rules::validate::FieldError;
use parvis_store::tables::users::Account;
use parvis_store::{Tx, tables};

use crate::error::{ActionError, ActionResult, Refusal};
use crate::factors::{self, Assertion, Proof, RelyingParty, ToSign, WaitingLogIn};
use crate::logins::{Client, DAY_MS, NewToken};
use crate::{App, Caller, Lane, Outbox};

/// Wrong codes that one ticket bears.
const TRIES: u32 = 5;

/// A login just made.
#[derive(Debug)]
pub struct NewLogin {
    /// Who.
    pub caller: Caller,
    /// The token, told once.
    pub token: String,
}

/// What a right password leads to.
#[derive(Debug)]
pub enum LogIn {
    /// The account asks for nothing more.
    Done(NewLogin),
    /// The account asks for a second factor.
    Waits(SecondStep),
}

/// What the second step of a login takes.
#[derive(Debug)]
pub struct SecondStep {
    /// Who.
    pub user_id: Id<UserMarker>,
    /// What the second step names, for five minutes.
    pub ticket: String,
    /// What the account has.
    pub factors: SecondFactors,
    /// What one of its passkeys may sign, at this address.
    pub passkey: Option<ToSign>,
}

/// A login that is about to be stored.
pub(crate) struct PendingLogin {
    caller: Caller,
    token: NewToken,
    client: Client,
    today: i64,
}

impl PendingLogin {
    pub(crate) fn new(app: &App, user_id: Id<UserMarker>, client: Client) -> Self {
        let login_id = app.ids.next::<LoginMarker>();
        let caller = Caller { user_id, is_bot: client == Client::Bot, login_id };
        let token = NewToken::random(user_id, login_id);
        Self { caller, token, client, today: app.now_ms() / DAY_MS }
    }

    pub(crate) fn insert(self, tx: &mut Tx<'_>) -> ActionResult<NewLogin> {
        let Self { caller, token, client, today } = self;
        let client = client.to_string();
        tables::logins::insert(tx, caller.login_id, caller.user_id, &token.digest, &client, today)?;
        Ok(NewLogin { caller, token: token.text })
    }

    /// The same in the place of every login that the account has.
    pub(crate) fn insert_alone(self, tx: &mut Tx<'_>, out: &mut Outbox) -> ActionResult<NewLogin> {
        let user_id = self.caller.user_id;
        let ended = tables::logins::delete_others(tx, user_id, None)?;
        out.end_logins(user_id, ended);
        self.insert(tx)
    }
}

/// Checks a password. An unknown name, a bot's name and a wrong password have one answer and take one time.
pub async fn log_in(
    app: &App,
    name: &str,
    password: String,
    party: Option<RelyingParty>,
    client: Client,
) -> ActionResult<LogIn> {
    if password.len() > limits::PASSWORD_BYTES_MAX {
        return Err(wrong_login());
    }
    let name = UserName::parse(name).map_err(|_| wrong_login())?;
    let guess = app.guesses.password(name.as_str(), app.now_ms())?;
    let account = app.read(move |tx| Ok(tables::users::account_by_name(tx, name.as_str())?)).await?;
    let password_hash = account.as_ref().and_then(|account| account.password_hash.clone());
    let is_right = app.passwords.verify(password, password_hash).await?;
    let (true, Some(account)) = (is_right, account) else { return Err(wrong_login()) };
    guess.was_right();
    if account.mfa_enabled { wait(app, account, party).await } else { come_in(app, account, client).await }
}

async fn come_in(app: &App, account: Account, client: Client) -> ActionResult<LogIn> {
    let user_id = account.user.id;
    let login = PendingLogin::new(app, user_id, client);
    app.write(Lane::of(user_id), move |tx, _| {
        // The password may have changed while it was checked, or a second factor may have come.
        let now = tables::users::account(tx, user_id)?;
        let is_same = now.is_some_and(|now| now.password_hash == account.password_hash && !now.mfa_enabled);
        if is_same { login.insert(tx).map(LogIn::Done) } else { Err(wrong_login()) }
    })
    .await
}

async fn wait(app: &App, account: Account, party: Option<RelyingParty>) -> ActionResult<LogIn> {
    let user_id = account.user.id;
    let (factors, passkey) = app
        .read(move |tx| Ok((factors::of_user(tx, user_id)?, factors::ask_account(tx, user_id, party)?)))
        .await?;
    let asked = passkey.as_ref().map(|passkey| passkey.asked.clone());
    let waiting = WaitingLogIn { user_id, password_hash: account.password_hash, tries_left: TRIES, asked };
    let ticket = app.factors.log_ins.put(waiting, app.now_ms());
    Ok(LogIn::Waits(SecondStep { user_id, ticket, factors, passkey }))
}

/// The second step of a login. Wrong codes use up the ticket, and make the next ones of the account wait.
pub async fn finish_log_in(app: &App, ticket: &str, proof: Proof, client: Client) -> ActionResult<NewLogin> {
    let now_ms = app.now_ms();
    let waiting = app.factors.log_ins.get(ticket, now_ms).ok_or(invalid_ticket())?;
    let user_id = waiting.user_id;
    let guess = app.guesses.code(user_id, now_ms)?;
    // Counted before it is checked, so that many at once are not more than so many.
    let may_try = app.factors.log_ins.with(ticket, now_ms, |waiting| {
        let left = waiting.tries_left.checked_sub(1);
        waiting.tries_left = left.unwrap_or(0);
        left.is_some()
    });
    if may_try != Some(true) {
        return Err(invalid_ticket());
    }
    let (login, house) = (PendingLogin::new(app, user_id, client), app.clone());
    let login = app.write(Lane::of(user_id), move |tx, _| {
        let now = tables::users::account(tx, user_id)?;
        if now.and_then(|now| now.password_hash) != waiting.password_hash {
            return Err(invalid_ticket());
        }
        factors::spend(&house, tx, user_id, &proof)?;
        login.insert(tx)
    });
    let login = login.await?;
    guess.was_right();
    app.factors.log_ins.take(ticket, now_ms);
    Ok(login)
}

/// The second step of a login, with a passkey that has signed what the first one asked.
pub async fn finish_log_in_with_passkey(
    app: &App,
    ticket: &str,
    assertion: Assertion,
    client: Client,
) -> ActionResult<NewLogin> {
    let waiting = app.factors.log_ins.get(ticket, app.now_ms()).ok_or(invalid_ticket())?;
    let asked = waiting.asked.ok_or(ActionError::Refused(Refusal::InvalidCode))?;
    finish_log_in(app, ticket, Proof::Passkey(Box::new((asked, assertion))), client).await
}

/// Logs in whoever holds a passkey that says whose it is, and has shown it who holds it.
pub async fn log_in_with_passkey(
    app: &App,
    ticket: &str,
    assertion: Assertion,
    client: Client,
) -> ActionResult<NewLogin> {
    let asked = app.factors.challenges.take(ticket, app.now_ms()).ok_or(invalid_ticket())?;
    let known = assertion.credential_id.clone();
    let passkey = app.read(move |tx| Ok(tables::passkeys::by_credential(tx, &known)?)).await?;
    let user_id = passkey.ok_or(ActionError::Refused(Refusal::InvalidCode))?.user_id;
    let (login, house) = (PendingLogin::new(app, user_id, client), app.clone());
    app.write(Lane::of(user_id), move |tx, _| {
        let signed = factors::account_of(&house, tx, &asked, &assertion, Verification::Required)?;
        if signed != Some(user_id) {
            return Err(ActionError::Refused(Refusal::InvalidCode));
        }
        login.insert(tx)
    })
    .await
}

fn invalid_ticket() -> ActionError {
    ActionError::Refused(Refusal::InvalidTicket)
}

fn wrong_login() -> ActionError {
    let error = |path| FieldError::new(path, "INVALID_LOGIN", "Login or password is invalid.");
    ActionError::Invalid(vec![error("login"), error("password")])
}
