//! The root of a day: where the chain ended, signed, so that nobody rewrites what came before.

use ed25519_dalek::{Signature, Signer as _, SigningKey, VerifyingKey};
use serde::{Deserialize, Serialize};

use crate::digest::{Digest, ROOT, hex};
use crate::link::Head;

/// Where the chain ended on a day.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Root {
    /// Days since 1 January 1970, UTC.
    pub day: i64,
    /// The last link of that day or before.
    pub head: Head,
    /// [`Root::digest`] of the root before; [`Digest::NONE`] for the first.
    pub previous: Digest,
}

impl Root {
    /// What is signed, and what the next root names.
    pub fn digest(&self) -> Digest {
        let Self { day, head, previous } = self;
        let (day, number) = (day.to_le_bytes(), head.number.to_le_bytes());
        Digest::derived(ROOT, &[&day, &number, head.digest.as_bytes(), previous.as_bytes()])
    }
}

/// Who signs roots.
pub struct Signer(SigningKey);

impl Signer {
    /// From 32 random bytes that are kept secret.
    pub fn from_seed(seed: &[u8; 32]) -> Self {
        Self(SigningKey::from_bytes(seed))
    }

    /// What everybody may know.
    pub fn public_key(&self) -> PublicKey {
        PublicKey(self.0.verifying_key().to_bytes())
    }
}

/// By which roots are checked.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct PublicKey(#[serde(with = "hex")] [u8; 32]);

impl PublicKey {
    /// As it was kept.
    pub const fn new(bytes: [u8; 32]) -> Self {
        Self(bytes)
    }

    /// As it is kept.
    pub const fn as_bytes(&self) -> &[u8; 32] {
        &self.0
    }
}

/// A root with its signature.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct SignedRoot {
    /// The root.
    pub root: Root,
    /// Whose signature.
    pub key: PublicKey,
    /// ed25519 over the root's digest.
    #[serde(with = "hex")]
    pub signature: [u8; 64],
}

impl SignedRoot {
    /// Signs a root.
    pub fn sign(root: Root, signer: &Signer) -> Self {
        let signature = signer.0.sign(root.digest().as_bytes()).to_bytes();
        Self { root, key: signer.public_key(), signature }
    }

    /// Whether one of these keys signed exactly this.
    pub fn is_signed_by(&self, trusted: &[PublicKey]) -> bool {
        let Ok(key) = VerifyingKey::from_bytes(&self.key.0) else { return false };
        let signature = Signature::from_bytes(&self.signature);
        trusted.contains(&self.key) && key.verify_strict(self.root.digest().as_bytes(), &signature).is_ok()
    }
}
