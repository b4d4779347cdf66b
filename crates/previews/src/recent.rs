//! What was looked at lately: no link is fetched again for every message that holds it.

use std::collections::VecDeque;
use std::collections::hash_map::RandomState;
use std::hash::BuildHasher;

use parking_lot::Mutex;
use parvis_model::marker::MessageMarker;
use parvis_model::{Embed, Id};

const MESSAGES_MAX: usize = 1_000;
const PAGES_MAX: usize = 256;
/// How long a page is taken to be what it was.
const PAGE_MS: i64 = 10 * 60_000;

/// Messages and pages that were looked at lately, in bounded memory.
#[derive(Default)]
pub struct Recent {
    state: Mutex<State>,
    hasher: RandomState,
}

#[derive(Default)]
struct State {
    messages: VecDeque<(Id<MessageMarker>, u64)>,
    pages: VecDeque<(String, Option<Embed>, i64)>,
}

impl Recent {
    /// Whether a message with this text comes by for the first time.
    pub fn is_new(&self, id: Id<MessageMarker>, content: &str) -> bool {
        let seen = (id, self.hasher.hash_one(content));
        let messages = &mut self.state.lock().messages;
        if messages.contains(&seen) {
            return false;
        }
        if messages.len() == MESSAGES_MAX {
            messages.pop_front();
        }
        messages.push_back(seen);
        true
    }

    /// What a link led to, if that is known: an embed, or nothing to show.
    pub fn embed(&self, link: &str, now_ms: i64) -> Option<Option<Embed>> {
        let pages = &self.state.lock().pages;
        let is_it = |page: &&(String, Option<Embed>, i64)| page.0 == link && page.2 + PAGE_MS > now_ms;
        pages.iter().find(is_it).map(|page| page.1.clone())
    }

    /// Keeps what a link led to.
    pub fn remember(&self, link: &str, embed: Option<Embed>, now_ms: i64) {
        let pages = &mut self.state.lock().pages;
        pages.retain(|page| page.0 != link && page.2 + PAGE_MS > now_ms);
        if pages.len() == PAGES_MAX {
            pages.pop_front();
        }
        pages.push_back((link.to_owned(), embed, now_ms));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_message_is_new_until_its_text_was_seen() {
        let recent = Recent::default();
        assert!(recent.is_new(Id::new(1), "a") && !recent.is_new(Id::new(1), "a"));
        assert!(recent.is_new(Id::new(1), "b") && recent.is_new(Id::new(2), "a"));
        for id in 3..3 + MESSAGES_MAX as u64 {
            recent.is_new(Id::new(id), "a");
        }
        assert!(recent.is_new(Id::new(1), "a"), "it is long ago");
        assert_eq!(recent.state.lock().messages.len(), MESSAGES_MAX);
    }

    #[test]
    fn a_page_is_known_for_ten_minutes() {
        let recent = Recent::default();
        assert_eq!(recent.embed("a", 0), None);
        recent.remember("a", None, 0);
        assert_eq!(recent.embed("a", PAGE_MS - 1), Some(None));
        assert_eq!(recent.embed("a", PAGE_MS), None);
        for number in 0..2 * PAGES_MAX {
            recent.remember(&number.to_string(), Some(Embed::default()), 0);
        }
        assert_eq!(recent.state.lock().pages.len(), PAGES_MAX);
    }
}
