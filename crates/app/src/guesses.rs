//! Wrong passwords and codes, counted by what they were guessed for: whoever guesses waits longer and longer, from
//! whatever address. In memory only, under keyed digests, and nobody is shut out for good.

use std::collections::hash_map::RandomState;
use std::hash::BuildHasher;

use parking_lot::Mutex;
use parvis_model::Id;
use parvis_model::marker::UserMarker;
use parvis_rules::rate::{CODES, PASSWORDS, WrongGuesses};

use crate::error::{ActionError, ActionResult};

/// Names and accounts remembered at the same time.
const TARGETS_MAX: usize = 100_000;

/// The guesses of this node.
pub struct Guesses {
    passwords: Mutex<WrongGuesses<u64>>,
    codes: Mutex<WrongGuesses<u64>>,
    // What was guessed for is only remembered as a digest under a key that dies with the process.
    key: RandomState,
    is_enforced: bool,
}

/// A guess that counts as a wrong one until it is known to be right.
#[must_use]
pub(crate) struct Guess<'a> {
    guesses: &'a Mutex<WrongGuesses<u64>>,
    target: u64,
}

impl Guesses {
    /// No guesses yet. Where limits are off, nobody waits.
    pub fn new(is_enforced: bool) -> Self {
        Self {
            passwords: Mutex::new(WrongGuesses::new(PASSWORDS, TARGETS_MAX)),
            codes: Mutex::new(WrongGuesses::new(CODES, TARGETS_MAX)),
            key: RandomState::new(),
            is_enforced,
        }
    }

    /// A password for this name, whether there is such an account or not.
    pub(crate) fn password(&self, name: &str, now_ms: i64) -> ActionResult<Guess<'_>> {
        self.begin(&self.passwords, self.key.hash_one(name), now_ms)
    }

    /// A code of this account, or what else stands in for one.
    pub(crate) fn code(&self, user_id: Id<UserMarker>, now_ms: i64) -> ActionResult<Guess<'_>> {
        self.begin(&self.codes, self.key.hash_one(user_id), now_ms)
    }

    fn begin<'a>(
        &self,
        guesses: &'a Mutex<WrongGuesses<u64>>,
        target: u64,
        now_ms: i64,
    ) -> ActionResult<Guess<'a>> {
        if self.is_enforced {
            guesses.lock().begin(target, now_ms).map_err(|wait_ms| ActionError::TooFast {
                retry_after_ms: u64::try_from(wait_ms).unwrap_or(1),
            })?;
        }
        Ok(Guess { guesses, target })
    }
}

impl Guess<'_> {
    /// It was right: nothing is held against the account any more.
    pub(crate) fn was_right(self) {
        self.guesses.lock().forget(self.target);
    }
}
