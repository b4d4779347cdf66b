//! What people grant to applications by OAuth2 (RFC 6749 with PKCE, RFC 7636): asked for on the consent page, exchanged
//! for tokens, read with them, and ended by either side.

mod consent;
mod tokens;

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use parvis_model::marker::{ApplicationMarker, GrantMarker};
use parvis_model::{Application, Authorization, Id, Scope, Scopes, User};
use parvis_store::tables;
use parvis_store::tables::grants::{Digest, Grant};
use rand::RngCore;
use sha2::{Digest as _, Sha256};

use crate::error::{ActionError, ActionResult, Kind, Refusal};
use crate::{App, Caller, Lane};

pub use consent::{CodeRequest, allow, require_valid};
pub use tokens::{Credentials, Exchange, TokenError, TokenRefusal, Tokens, exchange, revoke};

/// How long a code waits to be exchanged: a redirect takes seconds, on a thin line a minute.
const CODE_MS: i64 = 2 * 60_000;
/// How long an access token is good, as on the platform.
const ACCESS_MS: i64 = 7 * crate::logins::DAY_MS;
/// How long after that it can be renewed.
const REFRESH_MS: i64 = 30 * crate::logins::DAY_MS;

/// Longest token, code or secret that is looked at.
const SECRET_LENGTH_MAX: usize = 128;

/// A token, code or secret of 256 random bits, told once and kept as a digest.
pub(crate) struct NewSecret {
    pub(crate) text: String,
    pub(crate) digest: Digest,
}

impl NewSecret {
    pub(crate) fn random() -> Self {
        let mut secret = [0_u8; 32];
        rand::rng().fill_bytes(&mut secret);
        let text = URL_SAFE_NO_PAD.encode(secret);
        Self { digest: digest_of(&text), text }
    }
}

fn digest_of(text: &str) -> Digest {
    Sha256::digest(text.as_bytes()).into()
}

/// A caller who comes in a person's name, with what that person granted.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Granted {
    /// The person. Its login is the grant, which is none.
    pub caller: Caller,
    /// Who comes.
    pub application_id: Id<ApplicationMarker>,
    /// What was granted.
    pub scopes: Scopes,
    /// Until when.
    pub expires_ms: i64,
}

impl Granted {
    /// The person, if this was granted.
    pub fn require(&self, scope: Scope) -> ActionResult<&Caller> {
        if self.scopes.contains(scope) {
            Ok(&self.caller)
        } else {
            Err(ActionError::Refused(Refusal::MissingScope))
        }
    }
}

impl App {
    /// The grant behind an access token. Looked up each time, so that what is ended has ended.
    pub async fn authenticate_grant(&self, token: &str) -> ActionResult<Granted> {
        let grant = match token {
            "" => None,
            long if long.len() > SECRET_LENGTH_MAX => None,
            token => {
                let digest = digest_of(token);
                self.read(move |tx| Ok(tables::grants::by_access(tx, &digest)?)).await?
            }
        };
        let grant =
            grant.filter(|grant| grant.expires_ms > self.now_ms()).ok_or(ActionError::Unauthorized)?;
        let Grant { id, application_id, user_id, scopes, expires_ms } = grant;
        let caller = Caller { user_id, is_bot: false, login_id: id.cast() };
        Ok(Granted { caller, application_id, scopes, expires_ms })
    }
}

/// What an access token stands for: the application, and the person if it may know who that is.
pub async fn describe(app: &App, granted: &Granted) -> ActionResult<(Application, Option<User>)> {
    let (id, user_id) = (granted.application_id, granted.caller.user_id);
    let may_know = granted.scopes.contains(Scope::Identify);
    app.read(move |tx| {
        let owned = tables::applications::get(tx, id)?.ok_or(ActionError::Unknown(Kind::Application))?;
        let user = if may_know { tables::users::get(tx, user_id)? } else { None };
        Ok((owned.application, user))
    })
    .await
}

/// What the caller has granted, one line for each application, newest first.
pub async fn list(app: &App, caller: &Caller) -> ActionResult<Vec<Authorization>> {
    caller.require_person()?;
    let user_id = caller.user_id;
    app.read(move |tx| {
        let mut listed: Vec<Authorization> = Vec::new();
        for grant in tables::grants::of_user(tx, user_id)? {
            if let Some(line) = listed.iter_mut().find(|line| line.application.id == grant.application_id) {
                line.scopes = line.scopes.iter().chain(grant.scopes.iter()).collect();
            } else if let Some(owned) = tables::applications::get(tx, grant.application_id)? {
                let Grant { id, scopes, .. } = grant;
                listed.push(Authorization { id, application: owned.application, scopes });
            }
        }
        Ok(listed)
    })
    .await
}

/// Ends everything that the caller granted to the application of this grant.
pub async fn end(app: &App, caller: &Caller, id: Id<GrantMarker>) -> ActionResult<()> {
    caller.require_person()?;
    let user_id = caller.user_id;
    app.write(Lane::of(user_id), move |tx, _| {
        if tables::grants::delete_of_application_of(tx, user_id, id)? {
            Ok(())
        } else {
            Err(ActionError::Unknown(Kind::Grant))
        }
    })
    .await
}

/// Removes codes and grants that have had their time.
pub(crate) async fn purge(app: &App) -> ActionResult<()> {
    let now_ms = app.now_ms();
    app.write(Lane::of(Id::<GrantMarker>::new(0)), move |tx, _| {
        Ok(tables::grants::purge(tx, now_ms, now_ms - REFRESH_MS)?)
    })
    .await
}
