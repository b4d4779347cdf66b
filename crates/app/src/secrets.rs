//! Keys of this server, made on its first start and kept in the database; signatures of file addresses, secrets of
//! webhooks and seals of second factors, derived from them.

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use hmac::{Hmac, Mac};
use parvis_model::Id;
use parvis_model::marker::{UserMarker, WebhookMarker};
use parvis_store::{Store, StoreError, tables};
use rand::RngCore;
use ring::aead;
use sha2::{Sha256, Sha512};
use subtle::ConstantTimeEq;

const KEY_BYTES: usize = 32;
const WEBHOOK_TOKEN_BYTES: usize = 51;

/// The keys.
pub struct Secrets {
    files_key: [u8; KEY_BYTES],
    webhooks_key: [u8; KEY_BYTES],
    factors_key: [u8; KEY_BYTES],
}

impl Secrets {
    /// Reads the keys, or makes them on the first start.
    pub async fn load_or_make(store: &Store) -> Result<Self, StoreError> {
        Ok(Self {
            files_key: key(store, "files").await?,
            webhooks_key: key(store, "webhooks").await?,
            factors_key: key(store, "factors").await?,
        })
    }

    /// The signature of a file's address that is valid until `expires_s` (Unix seconds), as 64 hex digits.
    pub fn sign_file(&self, path: &str, expires_s: i64) -> String {
        hex(&self.file_mac(path, expires_s).finalize().into_bytes())
    }

    /// Whether `signature` is the one of this address and end.
    pub fn file_signature_is_valid(&self, path: &str, expires_s: i64, signature: &str) -> bool {
        let expected = self.sign_file(path, expires_s);
        bool::from(expected.as_bytes().ct_eq(signature.as_bytes()))
    }

    /// The secret of a webhook: 68 characters that fit into an address, as many as on Discord.
    pub fn webhook_token(&self, id: Id<WebhookMarker>, salt: &[u8]) -> String {
        let mut mac =
            Hmac::<Sha512>::new_from_slice(&self.webhooks_key).expect("HMAC takes a key of any length");
        mac.update(&id.get().to_be_bytes());
        mac.update(salt);
        URL_SAFE_NO_PAD.encode(&mac.finalize().into_bytes()[..WEBHOOK_TOKEN_BYTES])
    }

    /// Whether `token` is the secret of this webhook.
    pub fn webhook_token_is_valid(&self, id: Id<WebhookMarker>, salt: &[u8], token: &str) -> bool {
        bool::from(self.webhook_token(id, salt).as_bytes().ct_eq(token.as_bytes()))
    }

    /// A secret of an account as it is stored: nobody reads it, or moves it to another account, without the key.
    pub(crate) fn seal(&self, owner: Id<UserMarker>, secret: &[u8]) -> Vec<u8> {
        let mut nonce = [0_u8; aead::NONCE_LEN];
        rand::rng().fill_bytes(&mut nonce);
        let mut sealed = secret.to_vec();
        let owner = aead::Aad::from(owner.get().to_be_bytes());
        let (key, random) = (self.sealing_key(), aead::Nonce::assume_unique_for_key(nonce));
        key.seal_in_place_append_tag(random, owner, &mut sealed)
            .expect("a secret is far from the cipher's bound");
        [nonce.to_vec(), sealed].concat()
    }

    /// The secret that was sealed for this account; `None` when it was sealed for another one or with another key.
    pub(crate) fn unseal(&self, owner: Id<UserMarker>, sealed: &[u8]) -> Option<Vec<u8>> {
        let (nonce, sealed) = sealed.split_at_checked(aead::NONCE_LEN)?;
        let (mut sealed, nonce) = (sealed.to_vec(), aead::Nonce::try_assume_unique_for_key(nonce).ok()?);
        let owner = aead::Aad::from(owner.get().to_be_bytes());
        self.sealing_key().open_in_place(nonce, owner, &mut sealed).ok().map(|secret| secret.to_vec())
    }

    /// What is stored of a recovery code.
    pub(crate) fn recovery_digest(&self, owner: Id<UserMarker>, code: &str) -> [u8; 32] {
        let mut mac = self.factors_mac("recovery code");
        mac.update(&owner.get().to_be_bytes());
        mac.update(code.as_bytes());
        mac.finalize().into_bytes().into()
    }

    /// What authenticators keep in the place of an account's id: it says nothing to whoever reads it there.
    pub(crate) fn user_handle(&self, owner: Id<UserMarker>) -> [u8; 32] {
        let mut mac = self.factors_mac("user handle");
        mac.update(&owner.get().to_be_bytes());
        mac.finalize().into_bytes().into()
    }

    fn sealing_key(&self) -> aead::LessSafeKey {
        let key: [u8; KEY_BYTES] = self.factors_mac("seal").finalize().into_bytes().into();
        let key =
            aead::UnboundKey::new(&aead::AES_256_GCM, &key).expect("the key is as long as the cipher's");
        aead::LessSafeKey::new(key)
    }

    /// One key for each use.
    fn factors_mac(&self, purpose: &str) -> Hmac<Sha256> {
        let mut mac =
            Hmac::<Sha256>::new_from_slice(&self.factors_key).expect("HMAC takes a key of any length");
        mac.update(purpose.as_bytes());
        mac.update(&[0]);
        mac
    }

    fn file_mac(&self, path: &str, expires_s: i64) -> Hmac<Sha256> {
        let mut mac =
            Hmac::<Sha256>::new_from_slice(&self.files_key).expect("HMAC takes a key of any length");
        mac.update(path.as_bytes());
        mac.update(&[0]);
        mac.update(&expires_s.to_be_bytes());
        mac
    }
}

/// The key of this name; made on the first start.
async fn key(store: &Store, name: &'static str) -> Result<[u8; KEY_BYTES], StoreError> {
    let mut fresh = [0_u8; KEY_BYTES];
    rand::rng().fill_bytes(&mut fresh);
    let kept = store.write(0, move |tx| tables::secrets::get_or_insert(tx, name, &fresh)).await?;
    Ok(kept.try_into().unwrap_or(fresh))
}

/// Lower-case hex digits of bytes.
pub fn hex(bytes: &[u8]) -> String {
    use std::fmt::Write;
    bytes.iter().fold(String::with_capacity(bytes.len() * 2), |mut text, byte| {
        let _ = write!(text, "{byte:02x}");
        text
    })
}

/// Random bytes as lower-case hex digits: names of files and codes that nobody can guess.
pub fn random_hex(bytes: usize) -> String {
    let mut random = vec![0_u8; bytes];
    rand::rng().fill_bytes(&mut random);
    hex(&random)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn secrets(key: u8) -> Secrets {
        Secrets { files_key: [1; 32], webhooks_key: [2; 32], factors_key: [key; 32] }
    }

    #[test]
    fn a_sealed_secret_opens_for_its_owner_under_its_key_alone() {
        let (ada, eve) = (Id::new(1), Id::new(2));
        let sealed = secrets(3).seal(ada, b"secret");
        assert_ne!(secrets(3).seal(ada, b"secret"), sealed, "each seal has a number of its own");
        assert!(!sealed.windows(6).any(|part| part == b"secret"));
        assert_eq!(secrets(3).unseal(ada, &sealed).as_deref(), Some(&b"secret"[..]));
        assert_eq!(secrets(3).unseal(eve, &sealed), None);
        assert_eq!(secrets(4).unseal(ada, &sealed), None);
        assert_eq!(secrets(3).unseal(ada, &sealed[..11]), None);
        let digest = secrets(3).recovery_digest(ada, "abcdefghijkl");
        assert_ne!(digest, secrets(3).recovery_digest(eve, "abcdefghijkl"));
        assert_ne!(digest, secrets(4).recovery_digest(ada, "abcdefghijkl"));
    }
}
