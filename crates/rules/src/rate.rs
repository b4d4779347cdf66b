//! Rate limits as values: fixed windows per route and caller, one window per account over all routes, and a count of
//! refused requests.
//!
//! It must not know a clock (moments are handed in) or network addresses (callers without an account come as a digest
//! that the door makes).

mod patience;
mod routes;
mod windows;

pub use patience::{CODES, PASSWORDS, Patience, WrongGuesses};
pub use routes::{Bucket, GLOBAL, INVALID_REQUESTS, bucket, gateway};
pub use windows::{Limit, Standing, Windows};

use parvis_model::Id;
use parvis_model::marker::UserMarker;

/// Who sends.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Payer {
    /// An account, person or bot.
    Account(Id<UserMarker>),
    /// Somebody without an account, as a keyed digest of the address (of the /64 for IPv6).
    Address(u64),
}

/// Which limit stopped a request; its text is the `X-RateLimit-Scope` header.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Scope {
    /// The route's, for this caller.
    User,
    /// The one over all routes.
    Global,
}

impl Scope {
    /// As the header says it.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::User => "user",
            Self::Global => "global",
        }
    }
}

/// The answer to one request.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Verdict {
    /// What stopped the request, if anything did.
    pub stopped_by: Option<Scope>,
    /// The state of the window that decided, for the headers.
    pub standing: Standing,
}

/// The rate limits of all callers, in bounded memory.
#[derive(Debug)]
pub struct RateLimits {
    routes: Windows<(Payer, &'static str, u64)>,
    global: Windows<Payer>,
    invalid: Windows<Payer>,
}

impl RateLimits {
    /// Limits that remember at most this many windows of each kind.
    pub fn new(windows_max: usize) -> Self {
        Self {
            routes: Windows::new(windows_max),
            global: Windows::new(windows_max),
            invalid: Windows::new(windows_max),
        }
    }

    /// Counts a request to a route. `major` is the id of the channel, guild or webhook in its path, or 0: each has a
    /// window of its own.
    pub fn take(&mut self, payer: Payer, bucket: &Bucket, major: u64, now_unix_ms: i64) -> Verdict {
        if bucket.counts_globally() {
            let global = self.global.take(payer, GLOBAL, now_unix_ms);
            if !global.allowed {
                return Verdict { stopped_by: Some(Scope::Global), standing: global };
            }
        }
        let route = self.routes.take((payer, bucket.name, major), bucket.limit, now_unix_ms);
        Verdict { stopped_by: (!route.allowed).then_some(Scope::User), standing: route }
    }

    /// Counts an answer with 401, 403 or 429.
    pub fn count_invalid(&mut self, payer: Payer, now_unix_ms: i64) {
        self.invalid.take(payer, INVALID_REQUESTS, now_unix_ms);
    }

    /// For how long a caller is shut out for too many refused requests, if it is.
    pub fn shut_out_ms(&self, payer: Payer, now_unix_ms: i64) -> Option<i64> {
        let standing = self.invalid.peek(&payer, INVALID_REQUESTS, now_unix_ms);
        (standing.remaining == 0).then_some(standing.reset_after_ms)
    }
}

/// How long a member still waits in a channel with slow mode; `None` when the message may go.
pub fn slowmode_left_ms(
    last_sent_unix_ms: Option<i64>,
    slowmode_seconds: u32,
    now_unix_ms: i64,
) -> Option<i64> {
    let wait_ms = i64::from(slowmode_seconds) * 1_000;
    let left_ms = last_sent_unix_ms?.saturating_add(wait_ms).saturating_sub(now_unix_ms);
    // A clock that was set back must not silence anybody for longer than the channel asks for.
    (left_ms > 0).then_some(left_ms.min(wait_ms))
}
