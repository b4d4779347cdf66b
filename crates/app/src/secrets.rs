//! Keys of this server, made on its first start and kept in the database; signatures of file addresses and secrets of
//! webhooks, derived from them.

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use hmac::{Hmac, Mac};
use parvis_model::Id;
use parvis_model::marker::WebhookMarker;
use parvis_store::{Store, StoreError, tables};
use rand::RngCore;
use sha2::{Sha256, Sha512};
use subtle::ConstantTimeEq;

const KEY_BYTES: usize = 32;
const WEBHOOK_TOKEN_BYTES: usize = 51;

/// The keys.
pub struct Secrets {
    files_key: [u8; KEY_BYTES],
    webhooks_key: [u8; KEY_BYTES],
}

impl Secrets {
    /// Reads the keys, or makes them on the first start.
    pub async fn load_or_make(store: &Store) -> Result<Self, StoreError> {
        Ok(Self { files_key: key(store, "files").await?, webhooks_key: key(store, "webhooks").await? })
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
