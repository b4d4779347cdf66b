//! Argon2id, a few at a time: hashing is the most expensive thing that a stranger can ask for.

use std::sync::Arc;

use argon2::password_hash::{PasswordHash, PasswordHasher, PasswordVerifier, SaltString};
use argon2::{Algorithm, Argon2, Params, Version};
use rand::RngCore;
use tokio::sync::Semaphore;

use crate::error::{ActionError, ActionResult};

/// 19 MiB, two passes, one lane: OWASP's minimum for Argon2id.
const MEMORY_KIB: u32 = 19_456;
const PASSES: u32 = 2;
/// Hashes that may wait for a place; beyond it callers are told to come back.
const WAITING_MAX: usize = 64;
const RETRY_AFTER_MS: u64 = 2_000;
/// A hash of a password that nobody has, so that an unknown name takes as long as a known one.
const NOBODYS: &str =
    "$argon2id$v=19$m=19456,t=2,p=1$c29tZWJvZHlzc2FsdA$4l7BXv0yQyZ6Oe7cDjqE1aHl8K7m0yoXyKfQzE4fN5o";

/// The bounded hasher.
pub struct Passwords {
    places: Arc<Semaphore>,
    waiting: Arc<Semaphore>,
}

impl Passwords {
    /// At most `at_once` hashes at the same time.
    pub fn new(at_once: usize) -> Self {
        Self {
            places: Arc::new(Semaphore::new(at_once.max(1))),
            waiting: Arc::new(Semaphore::new(WAITING_MAX)),
        }
    }

    /// The PHC string of a password.
    pub async fn hash(&self, password: String) -> ActionResult<String> {
        self.work(move || {
            let mut salt = [0_u8; 16];
            rand::rng().fill_bytes(&mut salt);
            let salt = SaltString::encode_b64(&salt).expect("16 bytes make a salt");
            hasher()
                .hash_password(password.as_bytes(), &salt)
                .expect("the parameters are within Argon2's bounds")
                .to_string()
        })
        .await
    }

    /// Whether `password` belongs to `phc`. `None` (no such account, or one without password) takes as long and
    /// says no.
    pub async fn verify(&self, password: String, phc: Option<String>) -> ActionResult<bool> {
        self.work(move || {
            let known = phc.is_some();
            let text = phc.unwrap_or_else(|| NOBODYS.to_owned());
            let matches = PasswordHash::new(&text)
                .is_ok_and(|hash| hasher().verify_password(password.as_bytes(), &hash).is_ok());
            matches && known
        })
        .await
    }

    async fn work<T: Send + 'static>(&self, job: impl FnOnce() -> T + Send + 'static) -> ActionResult<T> {
        let busy = || ActionError::TooFast { retry_after_ms: RETRY_AFTER_MS };
        let _waiting = self.waiting.try_acquire().map_err(|_| busy())?;
        let place = Arc::clone(&self.places).acquire_owned().await.expect("the semaphore is never closed");
        let done = tokio::task::spawn_blocking(move || {
            let value = job();
            drop(place);
            value
        });
        Ok(done.await.expect("hashing does not panic"))
    }
}

fn hasher() -> Argon2<'static> {
    let params = Params::new(MEMORY_KIB, PASSES, 1, None).expect("the constants are within Argon2's bounds");
    Argon2::new(Algorithm::Argon2id, Version::V0x13, params)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn the_right_password_and_only_it_is_accepted() {
        let passwords = Passwords::new(1);
        let hash = passwords.hash("un mot de passe".to_owned()).await.expect("hash");
        assert!(passwords.verify("un mot de passe".to_owned(), Some(hash.clone())).await.expect("verify"));
        assert!(!passwords.verify("un autre".to_owned(), Some(hash)).await.expect("verify"));
        assert!(!passwords.verify("un mot de passe".to_owned(), None).await.expect("verify"));
    }

    #[test]
    fn the_hash_of_nobody_can_be_read() {
        assert!(PasswordHash::new(NOBODYS).is_ok());
    }
}
