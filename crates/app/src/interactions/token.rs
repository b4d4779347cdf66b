//! The secret by which an interaction is answered. It names its interaction; only its digest is kept.

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use parvis_model::Id;
use parvis_model::marker::InteractionMarker;
use rand::RngCore;
use subtle::ConstantTimeEq;

use crate::logins::{TokenDigest, digest};

const SECRET_BYTES: usize = 32;
const TOKEN_LENGTH_MAX: usize = 256;

/// A token just made.
pub(super) struct Token {
    /// What the application gets.
    pub(super) text: String,
    /// What is kept.
    pub(super) digest: TokenDigest,
}

impl Token {
    /// A token of 256 random bits.
    pub(super) fn random(id: Id<InteractionMarker>) -> Self {
        let mut secret = [0_u8; SECRET_BYTES];
        rand::rng().fill_bytes(&mut secret);
        let text = format!("interaction:{id}:{}", URL_SAFE_NO_PAD.encode(secret));
        let text = URL_SAFE_NO_PAD.encode(text);
        Self { digest: digest(&text), text }
    }
}

/// The interaction that a token names; `None` for what is no token of an interaction, such as a webhook's.
pub fn interaction_of(token: &str) -> Option<Id<InteractionMarker>> {
    if token.len() > TOKEN_LENGTH_MAX {
        return None;
    }
    let text = String::from_utf8(URL_SAFE_NO_PAD.decode(token).ok()?).ok()?;
    let (id, _secret) = text.strip_prefix("interaction:")?.split_once(':')?;
    id.parse().ok()
}

/// Whether this is the token with that digest.
pub(super) fn is_token_of(token: &str, kept: &TokenDigest) -> bool {
    bool::from(digest(token).ct_eq(kept))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_token_names_its_interaction_and_fits_its_own_digest_alone() {
        let id = Id::new(1_234_567_890_123);
        let (token, other) = (Token::random(id), Token::random(id));
        assert_eq!(interaction_of(&token.text), Some(id));
        assert!(is_token_of(&token.text, &token.digest));
        assert!(!is_token_of(&other.text, &token.digest));
        assert!(!is_token_of(&format!("{}=", token.text), &token.digest));
    }

    #[test]
    fn the_secret_of_a_webhook_is_no_token_of_an_interaction() {
        let nothing = URL_SAFE_NO_PAD.encode("interaction:x:y");
        for text in ["", "abc", &"a".repeat(68), &"a".repeat(10_000), &nothing] {
            assert_eq!(interaction_of(text), None, "{text}");
        }
    }
}
