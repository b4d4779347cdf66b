//! Keys of this server, made on its first start and kept in the database; signatures of file addresses.

use hmac::{Hmac, Mac};
use parvis_store::{Store, StoreError, tables};
use rand::RngCore;
use sha2::Sha256;
use subtle::ConstantTimeEq;

const KEY_BYTES: usize = 32;

/// The keys.
pub struct Secrets {
    files_key: [u8; KEY_BYTES],
}

impl Secrets {
    /// Reads the keys, or makes them on the first start.
    pub async fn load_or_make(store: &Store) -> Result<Self, StoreError> {
        let mut fresh = [0_u8; KEY_BYTES];
        rand::rng().fill_bytes(&mut fresh);
        let kept = store.write(0, move |tx| tables::secrets::get_or_insert(tx, "files", &fresh)).await?;
        let mut files_key = fresh;
        if kept.len() == KEY_BYTES {
            files_key.copy_from_slice(&kept);
        }
        Ok(Self { files_key })
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

    fn file_mac(&self, path: &str, expires_s: i64) -> Hmac<Sha256> {
        let mut mac =
            Hmac::<Sha256>::new_from_slice(&self.files_key).expect("HMAC takes a key of any length");
        mac.update(path.as_bytes());
        mac.update(&[0]);
        mac.update(&expires_s.to_be_bytes());
        mac
    }
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
