//! Halves that wait for the other one: a login whose second factor is asked for, a challenge that is to be signed. In
//! memory only, for minutes, and whoever is cut off begins again.

use std::collections::{HashMap, VecDeque};

use parking_lot::Mutex;

use crate::grants::NewSecret;
use crate::logins::{TokenDigest, digest};

/// How long a half waits: long enough to look for the telephone.
pub(crate) const WAITS_MS: i64 = 5 * 60_000;
/// Halves that wait at the same time; beyond it the oldest go.
const WAITING_MAX: usize = 20_000;
/// Longest ticket that is looked at.
const TICKET_LENGTH_MAX: usize = 128;

/// What waits, by ticket. A ticket is 256 random bits, of which only the digest is kept.
pub(crate) struct Tickets<T>(Mutex<Waiting<T>>);

struct Waiting<T> {
    by_ticket: HashMap<TokenDigest, (i64, T)>,
    by_age: VecDeque<(i64, TokenDigest)>,
}

impl<T> Default for Tickets<T> {
    fn default() -> Self {
        Self(Mutex::new(Waiting { by_ticket: HashMap::new(), by_age: VecDeque::new() }))
    }
}

impl<T: Clone> Tickets<T> {
    /// Lets something wait; the ticket leads to it.
    pub(crate) fn put(&self, value: T, now_ms: i64) -> String {
        let NewSecret { text, digest } = NewSecret::random();
        let mut waiting = self.0.lock();
        let until_ms = now_ms.saturating_add(WAITS_MS);
        while let Some((first_ms, first)) = waiting.by_age.front().copied()
            && (first_ms <= now_ms || waiting.by_age.len() >= WAITING_MAX)
        {
            waiting.by_age.pop_front();
            waiting.by_ticket.remove(&first);
        }
        waiting.by_age.push_back((until_ms, digest));
        waiting.by_ticket.insert(digest, (until_ms, value));
        text
    }

    /// What waits behind a ticket; it goes on waiting.
    pub(crate) fn get(&self, ticket: &str, now_ms: i64) -> Option<T> {
        self.with(ticket, now_ms, |value| value.clone())
    }

    /// Changes what waits behind a ticket.
    pub(crate) fn with<R>(&self, ticket: &str, now_ms: i64, change: impl FnOnce(&mut T) -> R) -> Option<R> {
        let digest = (ticket.len() <= TICKET_LENGTH_MAX).then(|| digest(ticket))?;
        let mut waiting = self.0.lock();
        let (until_ms, value) = waiting.by_ticket.get_mut(&digest)?;
        let left_ms = until_ms.saturating_sub(now_ms);
        // More than it had at the beginning means that the clock was set back.
        (0 < left_ms && left_ms <= WAITS_MS).then(|| change(value))
    }

    /// Ends the wait; a ticket leads to its value once.
    pub(crate) fn take(&self, ticket: &str, now_ms: i64) -> Option<T> {
        let found = self.get(ticket, now_ms)?;
        self.0.lock().by_ticket.remove(&digest(ticket)).map(|_| found)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const NOON_MS: i64 = 1_795_348_800_000;

    #[test]
    fn a_ticket_leads_to_its_value_for_minutes_and_is_taken_once() {
        let tickets = Tickets::default();
        let (first, second) = (tickets.put(1, NOON_MS), tickets.put(2, NOON_MS));
        assert_eq!(tickets.get(&first, NOON_MS + WAITS_MS - 1), Some(1));
        assert_eq!(tickets.with(&first, NOON_MS, |value| *value += 10), Some(()));
        assert_eq!(tickets.take(&first, NOON_MS), Some(11));
        assert_eq!(tickets.take(&first, NOON_MS), None);
        assert_eq!(tickets.get(&second, NOON_MS + WAITS_MS), None);
        assert_eq!(tickets.get(&second, NOON_MS - WAITS_MS), None, "the clock was set back");
        for none in ["", "x", &"x".repeat(1_000)] {
            assert_eq!(tickets.get(none, NOON_MS), None);
        }
    }

    #[test]
    fn memory_is_bounded_and_the_oldest_go() {
        let tickets = Tickets::default();
        let first = tickets.put(0, NOON_MS);
        for number in 1..=WAITING_MAX {
            tickets.put(number, NOON_MS);
        }
        assert_eq!(tickets.get(&first, NOON_MS), None);
        assert!(tickets.0.lock().by_ticket.len() <= WAITING_MAX);
        tickets.put(0, NOON_MS + WAITS_MS);
        assert_eq!(tickets.0.lock().by_ticket.len(), 1, "those that had their time went all at once");
    }
}
