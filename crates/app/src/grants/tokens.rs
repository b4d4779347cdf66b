//! Codes and refresh tokens, exchanged for tokens by the application that they were made for, and tokens given back.

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use parvis_model::marker::{ApplicationMarker, GrantMarker};
use parvis_model::{Id, Scopes};
use parvis_rules::limits;
use parvis_store::tables::grants::{Digest, Digests, Grant};
use parvis_store::{Tx, tables};
use sha2::{Digest as _, Sha256};
use subtle::ConstantTimeEq;

use super::{ACCESS_MS, NewSecret, REFRESH_MS, SECRET_LENGTH_MAX, digest_of};
use crate::error::{ActionError, ActionResult};
use crate::{App, Lane};

/// Who an application says that it is, and how it proves it.
pub struct Credentials {
    /// Who.
    pub application_id: Id<ApplicationMarker>,
    /// Its secret; an application that never made one sends none.
    pub secret: Option<String>,
}

/// What an application wants tokens for.
pub enum Exchange {
    /// A code.
    Code {
        /// The code.
        code: String,
        /// Where it was sent to.
        redirect_uri: String,
        /// What the challenge was made of (RFC 7636).
        verifier: Option<String>,
    },
    /// A refresh token.
    Refresh(String),
}

/// What an application gets.
pub struct Tokens {
    /// Reads in the person's name.
    pub access: String,
    /// Renews both.
    pub refresh: String,
    /// How long the first one is good.
    pub expires_in_s: i64,
    /// What was granted.
    pub scopes: Scopes,
}

/// Why an application gets nothing, in the words of RFC 6749, section 5.2.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TokenRefusal {
    /// The application is not known, or did not prove that it is itself.
    InvalidClient,
    /// The code or token is not good (any more), or not for this application.
    InvalidGrant,
}

/// Why there are no tokens.
#[derive(Debug, thiserror::Error)]
pub enum TokenError {
    /// A refusal of the protocol.
    #[error("{0:?}")]
    Refused(TokenRefusal),
    /// Anything else.
    #[error(transparent)]
    Action(#[from] ActionError),
}

impl From<TokenRefusal> for TokenError {
    fn from(refusal: TokenRefusal) -> Self {
        Self::Refused(refusal)
    }
}

/// How an application proved itself.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Proof {
    /// By its secret.
    Secret,
    /// It has none: only the verifier of a challenge shows that a code is its own.
    None,
}

async fn prove(app: &App, credentials: &Credentials) -> Result<Proof, TokenError> {
    let id = credentials.application_id;
    let kept = app.read(move |tx| Ok(tables::applications::client_secret(tx, id)?)).await?;
    match (kept, &credentials.secret) {
        (Some(None), None) => Ok(Proof::None),
        (Some(Some(kept)), Some(secret)) if secret.len() <= SECRET_LENGTH_MAX => {
            let is_right = bool::from(kept.ct_eq(&digest_of(secret)));
            if is_right { Ok(Proof::Secret) } else { Err(TokenRefusal::InvalidClient.into()) }
        }
        _ => Err(TokenRefusal::InvalidClient.into()),
    }
}

/// Exchanges a code or a refresh token for tokens. Each can be exchanged once; whoever comes with it a second time ends
/// what came of the first (RFC 6749, 4.1.2; RFC 9700, 4.14).
pub async fn exchange(app: &App, credentials: Credentials, wanted: Exchange) -> Result<Tokens, TokenError> {
    let proof = prove(app, &credentials).await?;
    let id = credentials.application_id;
    let (access, refresh) = (NewSecret::random(), NewSecret::random());
    let now_ms = app.now_ms();
    let next_id = app.ids.next::<GrantMarker>();
    let spent = match &wanted {
        Exchange::Code { code, .. } => digest_of(code),
        Exchange::Refresh(token) => digest_of(token),
    };
    let digests = Digests { access: access.digest, refresh: refresh.digest, spent };
    let expires_ms = now_ms + ACCESS_MS;
    // A refusal is no error of the transaction: what it used up stays used up.
    let result = app.write(Lane::of(id), move |tx, _| match wanted {
        Exchange::Code { redirect_uri, verifier, .. } => {
            let Some(code) = tables::grants::take_code(tx, id, &spent)? else {
                return refuse(tx, id, &spent);
            };
            let is_bound = code.challenge.is_some() || proof == Proof::Secret;
            let is_right = code.expires_ms > now_ms
                && code.redirect_uri == redirect_uri
                && is_bound
                && verifies(code.challenge.as_deref(), verifier.as_deref());
            if !is_right {
                return Ok(Err(TokenRefusal::InvalidGrant));
            }
            let user_id = code.user_id;
            let grant =
                Grant { id: next_id, application_id: id, user_id, scopes: code.scopes.clone(), expires_ms };
            tables::grants::insert(tx, &grant, &digests)?;
            tables::grants::keep_newest(tx, id, user_id, limits::APPLICATION_GRANTS_MAX)?;
            Ok(Ok(code.scopes))
        }
        Exchange::Refresh(_) => {
            let found = tables::grants::by_refresh(tx, id, &spent)?;
            let Some(grant) = found.filter(|grant| grant.expires_ms + REFRESH_MS > now_ms) else {
                return refuse(tx, id, &spent);
            };
            tables::grants::renew(tx, grant.id, &digests, expires_ms)?;
            Ok(Ok(grant.scopes))
        }
    });
    let scopes = result.await??;
    Ok(Tokens { access: access.text, refresh: refresh.text, expires_in_s: ACCESS_MS / 1_000, scopes })
}

/// Neither a code nor a refresh token. If it was one, it has been stolen from or by whoever exchanged it first.
fn refuse(
    tx: &mut Tx<'_>,
    id: Id<ApplicationMarker>,
    spent: &Digest,
) -> ActionResult<Result<Scopes, TokenRefusal>> {
    if tables::grants::delete_by_spent(tx, id, spent)? {
        tracing::warn!(application = %id, "a code or refresh token came a second time: the grant has ended");
    }
    Ok(Err(TokenRefusal::InvalidGrant))
}

/// Whether the verifier is the one of the challenge. One without the other is wrong: somebody took the challenge out of
/// the request on its way (RFC 9700, 4.8.2).
fn verifies(challenge: Option<&str>, verifier: Option<&str>) -> bool {
    match (challenge, verifier) {
        (None, None) => true,
        (Some(challenge), Some(verifier)) => {
            let computed = URL_SAFE_NO_PAD.encode(Sha256::digest(verifier.as_bytes()));
            (43..=128).contains(&verifier.len())
                && bool::from(computed.as_bytes().ct_eq(challenge.as_bytes()))
        }
        _ => false,
    }
}

/// Ends the grant of a token. A token of nobody is ended already (RFC 7009, 2.2).
pub async fn revoke(app: &App, credentials: Credentials, token: &str) -> Result<(), TokenError> {
    prove(app, &credentials).await?;
    let (id, digest) = (credentials.application_id, digest_of(token));
    app.write(Lane::of(id), move |tx, _| {
        tables::grants::delete_by_token(tx, id, &digest)?;
        Ok(())
    })
    .await?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::verifies;

    // RFC 7636, appendix B.
    const VERIFIER: &str = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk";
    const CHALLENGE: &str = "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM";

    #[test]
    fn the_verifier_of_the_rfc_fits_its_challenge() {
        assert!(verifies(Some(CHALLENGE), Some(VERIFIER)));
        assert!(verifies(None, None));
    }

    #[test]
    fn any_other_combination_is_wrong() {
        assert!(!verifies(Some(CHALLENGE), Some(CHALLENGE)));
        assert!(!verifies(Some(VERIFIER), Some(VERIFIER)), "the plain method");
        assert!(!verifies(Some(CHALLENGE), None));
        assert!(!verifies(None, Some(VERIFIER)));
        assert!(!verifies(Some("47DEQpj8HBSa-_TImW-5JCeuQeRkm5NMpJWZG3hSuFU"), Some("")), "too short");
    }
}
