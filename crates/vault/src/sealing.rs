//! Content under a key of its own, and that key under the vault's: where the key is gone, the content is.

use ring::aead::{self, Aad, CHACHA20_POLY1305, LessSafeKey, Nonce, UnboundKey};

use crate::link::About;

/// The key of one record. It seals one content, once.
#[derive(Clone, PartialEq, Eq)]
pub struct RecordKey([u8; 32]);

/// Bytes that do not open: another key, another record, or changed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("does not open: another key, another record, or changed")]
pub struct SealError;

/// How long a wrapped key is: nonce, key, tag.
pub const WRAPPED_KEY_BYTES: usize = aead::NONCE_LEN + 32 + 16;

impl RecordKey {
    /// A key of random bytes that nothing else uses.
    pub const fn new(random: [u8; 32]) -> Self {
        Self(random)
    }

    /// The key itself, for a proof that opens.
    pub(crate) const fn as_bytes(&self) -> &[u8; 32] {
        &self.0
    }
}

impl std::fmt::Debug for RecordKey {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("RecordKey(…)")
    }
}

/// Seals content for this record and no other. The nonce may stay the same because the key is used once.
pub fn seal(key: &RecordKey, about: &About, content: &[u8]) -> Vec<u8> {
    let mut sealed = content.to_vec();
    let nonce = Nonce::assume_unique_for_key([0; aead::NONCE_LEN]);
    cipher(&key.0)
        .seal_in_place_append_tag(nonce, Aad::from(about.to_bytes()), &mut sealed)
        .expect("content that fits into memory is below the cipher's bound of 256 GiB");
    sealed
}

/// The content of sealed bytes.
pub fn open(key: &RecordKey, about: &About, sealed: &[u8]) -> Result<Vec<u8>, SealError> {
    let mut sealed = sealed.to_vec();
    let nonce = Nonce::assume_unique_for_key([0; aead::NONCE_LEN]);
    let content = cipher(&key.0).open_in_place(nonce, Aad::from(about.to_bytes()), &mut sealed);
    content.map(|content| content.to_vec()).map_err(|_| SealError)
}

/// A record's key as it is kept beside the record, under the key of the vault. `nonce` is random.
pub fn wrap_key(
    vault_key: &[u8; 32],
    nonce: [u8; aead::NONCE_LEN],
    record_id: u64,
    key: &RecordKey,
) -> Vec<u8> {
    let mut wrapped = key.0.to_vec();
    cipher(vault_key)
        .seal_in_place_append_tag(
            Nonce::assume_unique_for_key(nonce),
            Aad::from(record_id.to_le_bytes()),
            &mut wrapped,
        )
        .expect("a key is far below the cipher's bound");
    [nonce.to_vec(), wrapped].concat()
}

/// The key of a record from what is kept beside it.
pub fn unwrap_key(vault_key: &[u8; 32], record_id: u64, wrapped: &[u8]) -> Result<RecordKey, SealError> {
    let (nonce, wrapped) = wrapped.split_at_checked(aead::NONCE_LEN).ok_or(SealError)?;
    let nonce = Nonce::try_assume_unique_for_key(nonce).map_err(|_| SealError)?;
    let mut wrapped = wrapped.to_vec();
    let key = cipher(vault_key)
        .open_in_place(nonce, Aad::from(record_id.to_le_bytes()), &mut wrapped)
        .map_err(|_| SealError)?;
    (&*key).try_into().map(RecordKey).map_err(|_| SealError)
}

fn cipher(key: &[u8; 32]) -> LessSafeKey {
    let key = UnboundKey::new(&CHACHA20_POLY1305, key).expect("the key is as long as the cipher's");
    LessSafeKey::new(key)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::link::Kind;

    fn about(record_id: u64) -> About {
        About { record_id, kind: Kind::parse("message").unwrap(), handed_in_ms: 1 }
    }

    #[test]
    fn content_opens_with_its_key_for_its_record_unchanged() {
        let key = RecordKey::new([1; 32]);
        let sealed = seal(&key, &about(1), b"content");
        assert!(!sealed.windows(7).any(|part| part == b"content"));
        assert_eq!(open(&key, &about(1), &sealed).as_deref(), Ok(&b"content"[..]));
        assert_eq!(open(&RecordKey::new([2; 32]), &about(1), &sealed), Err(SealError));
        assert_eq!(open(&key, &about(2), &sealed), Err(SealError));
        assert_eq!(open(&key, &About { handed_in_ms: 2, ..about(1) }, &sealed), Err(SealError));
        for bit in 0..sealed.len() * 8 {
            let mut changed = sealed.clone();
            changed[bit / 8] ^= 1 << (bit % 8);
            assert_eq!(open(&key, &about(1), &changed), Err(SealError), "bit {bit}");
        }
    }

    #[test]
    fn a_wrapped_key_is_of_one_record_and_one_vault() {
        let key = RecordKey::new([3; 32]);
        let wrapped = wrap_key(&[4; 32], [5; 12], 6, &key);
        assert_eq!(wrapped.len(), WRAPPED_KEY_BYTES);
        assert_eq!(unwrap_key(&[4; 32], 6, &wrapped), Ok(key));
        assert_eq!(unwrap_key(&[0; 32], 6, &wrapped), Err(SealError));
        assert_eq!(unwrap_key(&[4; 32], 7, &wrapped), Err(SealError));
        assert_eq!(unwrap_key(&[4; 32], 6, &wrapped[..11]), Err(SealError));
        assert_eq!(format!("{:?}", RecordKey::new([3; 32])), "RecordKey(…)");
    }
}
