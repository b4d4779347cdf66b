//! How long whoever guessed wrong waits before the next guess: the more wrong ones, the longer, and never for good.
//!
//! What is guarded is a target, an account's password or its codes, whoever guesses and from wherever.

use std::collections::{BTreeSet, HashMap};
use std::hash::Hash;

/// How patient a guard is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Patience {
    /// Wrong guesses that cost nothing: people mistype.
    pub free: u32,
    /// Wait after the first wrong guess beyond them; each further one doubles it.
    pub wait_ms: i64,
    /// Longest wait.
    pub wait_ms_max: i64,
    /// How long after the last wrong guess all of them are forgotten.
    pub forgotten_after_ms: i64,
}

/// With wrong passwords for one name: a guess a minute at most, and nobody is shut out for longer than that by what
/// others try.
pub const PASSWORDS: Patience =
    Patience { free: 10, wait_ms: 1_000, wait_ms_max: 60_000, forgotten_after_ms: 3_600_000 };
/// With wrong codes of one account, which only those try who have its password or one of its tokens: at a hundred a
/// day, a code of six digits is found within nine years.
pub const CODES: Patience =
    Patience { free: 10, wait_ms: 30_000, wait_ms_max: 900_000, forgotten_after_ms: 86_400_000 };

#[derive(Debug, Clone, Copy)]
struct Record {
    wrong: u32,
    last_unix_ms: i64,
}

/// Wrong guesses by target, in bounded memory: when they are too many, the oldest are forgotten first.
#[derive(Debug)]
pub struct WrongGuesses<K> {
    patience: Patience,
    targets_max: usize,
    by_target: HashMap<K, Record>,
    by_age: BTreeSet<(i64, K)>,
}

impl<K: Copy + Eq + Hash + Ord> WrongGuesses<K> {
    /// Remembers at most this many targets, at least one.
    pub fn new(patience: Patience, targets_max: usize) -> Self {
        let targets_max = targets_max.max(1);
        Self { patience, targets_max, by_target: HashMap::new(), by_age: BTreeSet::new() }
    }

    /// Lets a guess through and counts it as a wrong one until [`Self::forget`] says otherwise, so that guesses sent
    /// at once do not all pass; or says how many milliseconds to wait. A guess that has to wait is not counted.
    pub fn begin(&mut self, target: K, now_unix_ms: i64) -> Result<(), i64> {
        let known =
            self.by_target.get(&target).copied().filter(|known| self.is_remembered(known, now_unix_ms));
        let wrong = known.map_or(0, |known| known.wrong);
        if let Some(known) = known {
            let wait_ms = self.wait_after(known.wrong);
            let left_ms = known.last_unix_ms.saturating_add(wait_ms).saturating_sub(now_unix_ms);
            // A clock that was set back must not make anybody wait for longer than the rule says.
            if left_ms > 0 {
                return Err(left_ms.min(wait_ms));
            }
        }
        self.put(target, Record { wrong: wrong.saturating_add(1), last_unix_ms: now_unix_ms });
        Ok(())
    }

    /// The guess was right: nothing is held against the target any more.
    pub fn forget(&mut self, target: K) {
        if let Some(known) = self.by_target.remove(&target) {
            self.by_age.remove(&(known.last_unix_ms, target));
        }
    }

    /// How many targets are remembered.
    pub fn len(&self) -> usize {
        self.by_target.len()
    }

    /// Whether none is.
    pub fn is_empty(&self) -> bool {
        self.by_target.is_empty()
    }

    fn is_remembered(&self, known: &Record, now_unix_ms: i64) -> bool {
        now_unix_ms.saturating_sub(known.last_unix_ms) < self.patience.forgotten_after_ms
    }

    fn wait_after(&self, wrong: u32) -> i64 {
        let Some(beyond) = wrong.checked_sub(self.patience.free).filter(|beyond| *beyond > 0) else {
            return 0;
        };
        let doubled = self.patience.wait_ms.saturating_mul(1_i64 << (beyond - 1).min(40));
        doubled.min(self.patience.wait_ms_max)
    }

    fn put(&mut self, target: K, record: Record) {
        self.forget(target);
        if self.by_target.len() >= self.targets_max
            && let Some((_, oldest)) = self.by_age.pop_first()
        {
            self.by_target.remove(&oldest);
        }
        self.by_target.insert(target, record);
        self.by_age.insert((record.last_unix_ms, target));
    }
}
