//! Fixed windows by key, in bounded memory.
//!
//! The first request of a key opens its window; when the window ends, the count starts anew.

use std::collections::{BTreeSet, HashMap};
use std::hash::Hash;

/// So many requests in so long a window.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Limit {
    /// How many.
    pub requests: u32,
    /// In how long.
    pub window_ms: i64,
}

impl Limit {
    /// So many requests in so many milliseconds, both at least 1.
    pub const fn new(requests: u32, window_ms: i64) -> Self {
        assert!(requests > 0 && window_ms > 0, "a limit lets something through, and ends");
        Self { requests, window_ms }
    }
}

/// Where a key stands after a request, with all that the headers say.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Standing {
    /// Whether the request may go.
    pub allowed: bool,
    /// Requests per window.
    pub limit: u32,
    /// Requests that are left in this window.
    pub remaining: u32,
    /// When the window ends, in Unix milliseconds.
    pub reset_unix_ms: i64,
    /// How long until then.
    pub reset_after_ms: i64,
}

#[derive(Debug, Clone, Copy)]
struct Window {
    used: u32,
    reset_unix_ms: i64,
}

/// Windows of many keys. When they are too many, those that end first are forgotten first: they are over already, or
/// are the least loss.
#[derive(Debug)]
pub struct Windows<K> {
    windows_max: usize,
    by_key: HashMap<K, Window>,
    by_reset: BTreeSet<(i64, K)>,
}

impl<K: Copy + Eq + Hash + Ord> Windows<K> {
    /// Remembers at most this many windows, at least one.
    pub fn new(windows_max: usize) -> Self {
        Self { windows_max: windows_max.max(1), by_key: HashMap::new(), by_reset: BTreeSet::new() }
    }

    /// Counts one request. A refused request is not counted: it does not prolong the wait.
    pub fn take(&mut self, key: K, limit: Limit, now_unix_ms: i64) -> Standing {
        self.forget_ended(now_unix_ms);
        let mut window = match self.running(&key, limit, now_unix_ms) {
            Some(window) => window,
            None => self.open(key, limit, now_unix_ms),
        };
        let allowed = window.used < limit.requests;
        if allowed {
            window.used += 1;
            self.by_key.insert(key, window);
        }
        Standing { allowed, ..standing(window, limit, now_unix_ms) }
    }

    /// Where a key stands, without counting.
    pub fn peek(&self, key: &K, limit: Limit, now_unix_ms: i64) -> Standing {
        let fresh = Window { used: 0, reset_unix_ms: now_unix_ms.saturating_add(limit.window_ms) };
        standing(self.running(key, limit, now_unix_ms).unwrap_or(fresh), limit, now_unix_ms)
    }

    /// How many windows are remembered.
    pub fn len(&self) -> usize {
        self.by_key.len()
    }

    /// Whether none is.
    pub fn is_empty(&self) -> bool {
        self.by_key.is_empty()
    }

    fn running(&self, key: &K, limit: Limit, now_unix_ms: i64) -> Option<Window> {
        let window = *self.by_key.get(key)?;
        let left_ms = window.reset_unix_ms.saturating_sub(now_unix_ms);
        // More than a window's length left means that the clock was set back: nobody waits for it to catch up.
        (0 < left_ms && left_ms <= limit.window_ms).then_some(window)
    }

    fn open(&mut self, key: K, limit: Limit, now_unix_ms: i64) -> Window {
        if let Some(old) = self.by_key.remove(&key) {
            self.by_reset.remove(&(old.reset_unix_ms, key));
        }
        if self.by_key.len() >= self.windows_max
            && let Some((_, first)) = self.by_reset.pop_first()
        {
            self.by_key.remove(&first);
        }
        let window = Window { used: 0, reset_unix_ms: now_unix_ms.saturating_add(limit.window_ms) };
        self.by_key.insert(key, window);
        self.by_reset.insert((window.reset_unix_ms, key));
        window
    }

    /// Forgets two windows that are over, if there are: each request opens at most one, so memory follows use down.
    fn forget_ended(&mut self, now_unix_ms: i64) {
        for _ in 0..2 {
            match self.by_reset.first() {
                Some((reset_unix_ms, key)) if *reset_unix_ms <= now_unix_ms => {
                    self.by_key.remove(key);
                    self.by_reset.pop_first();
                }
                _ => return,
            }
        }
    }
}

fn standing(window: Window, limit: Limit, now_unix_ms: i64) -> Standing {
    let remaining = limit.requests.saturating_sub(window.used);
    Standing {
        allowed: remaining > 0,
        limit: limit.requests,
        remaining,
        reset_unix_ms: window.reset_unix_ms,
        reset_after_ms: window.reset_unix_ms.saturating_sub(now_unix_ms),
    }
}
