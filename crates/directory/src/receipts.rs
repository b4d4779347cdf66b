//! Private links: secrets that stand in for an account. Only their digests are kept.

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use rand::RngCore;
use sha2::{Digest, Sha256};

const SECRET_BYTES: usize = 32;
/// Length of a secret as text.
const TEXT_LENGTH: usize = 43;

/// A new secret: shown once, kept as a digest.
pub struct Receipt {
    /// What is shown.
    pub text: String,
    /// What is kept.
    pub digest: [u8; 32],
}

impl Receipt {
    /// One that nobody can guess.
    pub fn random() -> Self {
        let mut secret = [0; SECRET_BYTES];
        rand::rng().fill_bytes(&mut secret);
        let text = URL_SAFE_NO_PAD.encode(secret);
        let digest = Sha256::digest(text.as_bytes()).into();
        Self { text, digest }
    }
}

/// The digest of a secret that somebody brings; `None` when it is none.
pub fn digest_of(text: &str) -> Option<[u8; 32]> {
    let is_secret = text.len() == TEXT_LENGTH
        && text.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_'));
    is_secret.then(|| Sha256::digest(text.as_bytes()).into())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_secret_is_found_by_its_digest_and_nothing_else_is_looked_up() {
        let receipt = Receipt::random();
        assert_eq!(digest_of(&receipt.text), Some(receipt.digest));
        assert_ne!(Receipt::random().text, receipt.text);
        for wrong in ["", "short", &"é".repeat(22), &format!("{}x", receipt.text)] {
            assert_eq!(digest_of(wrong), None, "{wrong}");
        }
    }
}
