#![doc = include_str!("../README.md")]
#![forbid(unsafe_code)]

mod digest;
mod link;
mod proof;
mod root;
mod sealing;
mod verify;

pub use digest::Digest;
pub use link::{About, Act, Ground, Head, Kind, KindError, Link};
pub use proof::{Proof, ProofFault, SealedContent};
pub use root::{PublicKey, Root, SignedRoot, Signer};
pub use sealing::{RecordKey, SealError, WRAPPED_KEY_BYTES, open, seal, unwrap_key, wrap_key};
pub use verify::{Fault, Stored, Verdict, Verifier};
