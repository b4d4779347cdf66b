//! What members of a guild did within the last ten minutes, as numbers: no text is kept, and moments are handed in.

use std::collections::VecDeque;

use parvis_model::Id;
use parvis_model::marker::{ChannelMarker, UserMarker};

use super::facts::HistoryFacts;

const MINUTE_MS: i64 = 60_000;
const LOOK_BACK_MS: i64 = 10 * MINUTE_MS;
/// Messages of one guild that are remembered.
const SEEN_MAX: usize = 5_000;

/// One message.
#[derive(Debug, Clone, Copy)]
pub struct Seen {
    /// When.
    pub at_ms: i64,
    /// By whom.
    pub author_id: Id<UserMarker>,
    /// Where.
    pub channel_id: Id<ChannelMarker>,
    /// Stands for its text; 0 for none.
    pub text: u64,
    /// Whether it has an address.
    pub has_link: bool,
    /// Different people mentioned.
    pub mentions: i64,
}

/// The last messages of one guild.
#[derive(Debug, Default)]
pub struct History {
    seen: VecDeque<Seen>,
}

impl History {
    /// What came before a message, which is remembered from now on.
    pub fn note(&mut self, next: Seen) -> HistoryFacts {
        while self.seen.len() >= SEEN_MAX
            || self.seen.front().is_some_and(|it| it.at_ms <= next.at_ms - LOOK_BACK_MS)
        {
            self.seen.pop_front();
        }
        let facts = self.facts(&next);
        self.seen.push_back(next);
        facts
    }

    /// Messages that are remembered.
    pub fn len(&self) -> usize {
        self.seen.len()
    }

    /// Whether none is.
    pub fn is_empty(&self) -> bool {
        self.seen.is_empty()
    }

    /// Whether all of it is too long ago to count.
    pub fn is_stale(&self, now_ms: i64) -> bool {
        self.seen.back().is_none_or(|it| it.at_ms <= now_ms - LOOK_BACK_MS)
    }

    fn facts(&self, next: &Seen) -> HistoryFacts {
        let mut facts = HistoryFacts::default();
        let (mut channels, mut others) = (Vec::new(), Vec::new());
        for it in &self.seen {
            let is_same = it.text != 0 && it.text == next.text;
            if it.author_id != next.author_id {
                if is_same && !others.contains(&it.author_id) {
                    others.push(it.author_id);
                }
                continue;
            }
            facts.messages_1_minute += i64::from(it.at_ms > next.at_ms - MINUTE_MS);
            facts.messages_10_minutes += 1;
            facts.same_text_10_minutes += i64::from(is_same);
            facts.links_10_minutes += i64::from(it.has_link);
            facts.mentions_10_minutes += it.mentions;
            if !channels.contains(&it.channel_id) {
                channels.push(it.channel_id);
            }
        }
        facts.channels_10_minutes = channels.len() as i64;
        facts.same_text_authors_10_minutes = others.len() as i64;
        facts
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn seen(at_s: i64, author: u64, channel: u64, text: u64) -> Seen {
        let (author_id, channel_id) = (Id::new(author), Id::new(channel));
        Seen { at_ms: at_s * 1_000, author_id, channel_id, text, has_link: text == 7, mentions: 2 }
    }

    #[test]
    fn what_came_before_is_counted_for_ten_minutes() {
        let mut history = History::default();
        history.note(seen(0, 1, 1, 7));
        history.note(seen(30, 2, 1, 7));
        history.note(seen(500, 1, 2, 8));
        let facts = history.note(seen(540, 1, 3, 7));
        assert_eq!((facts.messages_1_minute, facts.messages_10_minutes), (1, 2));
        assert_eq!((facts.channels_10_minutes, facts.same_text_10_minutes), (2, 1));
        assert_eq!((facts.same_text_authors_10_minutes, facts.links_10_minutes), (1, 1));
        assert_eq!(facts.mentions_10_minutes, 4);
        assert!(!history.is_stale(1_139_000) && history.is_stale(1_140_000));
        let later = history.note(seen(1_200, 1, 1, 7));
        assert_eq!(later.messages_10_minutes, 0);
    }

    #[test]
    fn a_text_that_is_empty_is_like_no_other() {
        let mut history = History::default();
        history.note(seen(0, 1, 1, 0));
        assert_eq!(history.note(seen(1, 1, 1, 0)).same_text_10_minutes, 0);
    }
}
