//! What was found in messages that are about to be written, until they are.

use std::collections::VecDeque;
use std::hash::{DefaultHasher, Hash, Hasher};

use parvis_model::Id;
use parvis_model::marker::{ChannelMarker, UserMarker};

/// Messages that may wait at once.
const WAITING_MAX: usize = 1_000;
/// After this time a message was not written.
const WAITING_MS: i64 = 60_000;

/// Findings by the message that they are about: where, by whom, and its text.
pub(crate) struct Passing<T>(VecDeque<Entry<T>>);

struct Entry<T> {
    channel_id: Id<ChannelMarker>,
    author_id: Id<UserMarker>,
    text: u64,
    at_ms: i64,
    found: T,
}

impl<T> Default for Passing<T> {
    fn default() -> Self {
        Self(VecDeque::new())
    }
}

impl<T> Passing<T> {
    /// Keeps what was found in a message that may pass.
    pub(crate) fn put(
        &mut self,
        channel_id: Id<ChannelMarker>,
        author_id: Id<UserMarker>,
        text: &str,
        found: T,
        now_ms: i64,
    ) {
        let is_over = |it: &Entry<T>| it.at_ms < now_ms - WAITING_MS;
        while self.0.len() >= WAITING_MAX || self.0.front().is_some_and(is_over) {
            self.0.pop_front();
        }
        let text = fingerprint(text);
        self.0.push_back(Entry { channel_id, author_id, text, at_ms: now_ms, found });
    }

    /// What was found in a message that was written now.
    pub(crate) fn take(
        &mut self,
        channel_id: Id<ChannelMarker>,
        author_id: Id<UserMarker>,
        text: &str,
    ) -> Option<T> {
        if self.0.is_empty() {
            return None;
        }
        let text = fingerprint(text);
        let is_it =
            |it: &Entry<T>| it.channel_id == channel_id && it.author_id == author_id && it.text == text;
        let at = self.0.iter().position(is_it)?;
        self.0.remove(at).map(|it| it.found)
    }
}

/// Stands for a text that need not be kept.
pub(crate) fn fingerprint(text: &str) -> u64 {
    let mut hasher = DefaultHasher::new();
    text.hash(&mut hasher);
    hasher.finish()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_found_is_taken_once_and_by_its_own_message() {
        let mut passing = Passing::default();
        passing.put(Id::new(1), Id::new(2), "a", "first", 0);
        assert_eq!(passing.take(Id::new(1), Id::new(3), "a"), None);
        assert_eq!(passing.take(Id::new(1), Id::new(2), "b"), None);
        assert_eq!(passing.take(Id::new(1), Id::new(2), "a"), Some("first"));
        assert_eq!(passing.take(Id::new(1), Id::new(2), "a"), None);
    }

    #[test]
    fn what_was_never_written_is_forgotten() {
        let mut passing = Passing::default();
        passing.put(Id::new(1), Id::new(2), "a", 1, 0);
        passing.put(Id::new(1), Id::new(2), "b", 2, WAITING_MS + 1);
        assert_eq!(passing.take(Id::new(1), Id::new(2), "a"), None);
        for number in 0..WAITING_MAX {
            passing.put(Id::new(1), Id::new(3), &number.to_string(), 3, WAITING_MS + 2);
        }
        assert_eq!(passing.take(Id::new(1), Id::new(2), "b"), None);
    }
}
