//! Mention raids: several accounts that mention many people within a minute.
//!
//! A single message with too many mentions is judged by its number alone; this looks at messages that are each within
//! the limit, and together are not.

use std::collections::VecDeque;

/// Within which time mentions count together.
const WINDOW_MS: i64 = 60_000;
/// For how long mentions are ruled out after a raid was seen.
const LOCKED_MS: i64 = 10 * 60_000;
/// From how many accounts mentions must come: one alone is slowed down by its own limit.
const AUTHORS_MIN: usize = 3;
/// Fewer mentions are no raid, however low the limit of a message is.
const MENTIONS_MIN: u32 = 40;
/// How many messages at the limit make a raid.
const FULL_MESSAGES: u32 = 4;
/// Messages that are remembered; a raid is seen long before.
const MESSAGES_MAX: usize = 256;

/// What is remembered of one guild: moments, numbers of accounts, numbers of mentions.
#[derive(Debug, Clone, Default)]
pub struct MentionRaids {
    recent: VecDeque<(i64, u64, u32)>,
    locked_until_ms: i64,
}

impl MentionRaids {
    /// Takes note of a message with mentions; whether it belongs to a raid. `limit`: mentions that one message may
    /// have.
    pub fn belongs_to_raid(&mut self, now_ms: i64, author: u64, mentions: u32, limit: u32) -> bool {
        if mentions == 0 {
            return false;
        }
        while self.recent.front().is_some_and(|(at_ms, ..)| *at_ms <= now_ms - WINDOW_MS) {
            self.recent.pop_front();
        }
        if self.recent.len() >= MESSAGES_MAX {
            self.recent.pop_front();
        }
        self.recent.push_back((now_ms, author, mentions));
        let total: u32 = self.recent.iter().map(|(.., count)| count).sum();
        if total >= MENTIONS_MIN.max(limit.saturating_mul(FULL_MESSAGES)) && self.authors() >= AUTHORS_MIN {
            self.locked_until_ms = now_ms + LOCKED_MS;
        }
        now_ms < self.locked_until_ms
    }

    fn authors(&self) -> usize {
        let mut authors: Vec<u64> = self.recent.iter().map(|(_, author, _)| *author).collect();
        authors.sort_unstable();
        authors.dedup();
        authors.len()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn several_accounts_with_many_mentions_are_a_raid_until_it_is_over() {
        let mut raids = MentionRaids::default();
        assert!(!raids.belongs_to_raid(0, 1, 10, 10));
        assert!(!raids.belongs_to_raid(1_000, 2, 10, 10));
        assert!(!raids.belongs_to_raid(2_000, 3, 10, 10));
        assert!(raids.belongs_to_raid(3_000, 1, 10, 10), "forty within a minute");
        assert!(!raids.belongs_to_raid(4_000, 4, 0, 10), "nothing is mentioned");
        assert!(raids.belongs_to_raid(500_000, 4, 1, 10), "still locked");
        assert!(!raids.belongs_to_raid(3_000 + LOCKED_MS, 5, 1, 10));
    }

    #[test]
    fn one_account_alone_or_slowly_is_no_raid() {
        let mut raids = MentionRaids::default();
        assert!((0..50).all(|at| !raids.belongs_to_raid(at * 1_000, at as u64 % 2, 10, 10)));
        let mut raids = MentionRaids::default();
        assert!((0..50).all(|at| !raids.belongs_to_raid(at * 20_000, at as u64, 10, 10)));
    }

    #[test]
    fn memory_is_bounded() {
        let mut raids = MentionRaids::default();
        for at in 0..10_000 {
            raids.belongs_to_raid(0, at, 1, 50);
        }
        assert!(raids.recent.len() <= MESSAGES_MAX);
    }
}
