//! What stood in several channels within the last seven days, and how much each channel posted.

use std::collections::{HashMap, VecDeque};

/// Days that are remembered.
const DAYS: usize = 7;
/// Channels of an item that are told apart. An item of more is everybody's, and its pairs would be too many.
const APPEARANCES_MAX: usize = 32;

/// A post, without what it says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Appearance {
    pub channel: u64,
    pub author: u64,
    pub at_s: i64,
}

#[derive(Debug, Clone)]
struct Item {
    day: i64,
    appearances: Vec<Appearance>,
}

/// Different posts of a channel, by the day.
#[derive(Debug, Clone, Default)]
struct Counts([u32; DAYS]);

#[derive(Debug, Clone)]
pub(super) struct Items {
    day: i64,
    held_max: usize,
    /// The number of the first item that is still held.
    first: u32,
    held: VecDeque<Item>,
    counts: HashMap<u64, Counts>,
    /// Invitations from one channel to another: the last day, and how many since it was first remembered.
    links: HashMap<(u64, u64), (i64, u32)>,
}

impl Items {
    pub fn new(held_max: usize) -> Self {
        let (counts, links) = (HashMap::new(), HashMap::new());
        Self { day: 0, held_max, first: 0, held: VecDeque::new(), counts, links }
    }

    /// Forgets what is over when a day begins.
    pub fn pass_time(&mut self, now_s: i64) {
        let today = now_s.div_euclid(86_400);
        if today <= self.day {
            return;
        }
        let days = DAYS as i64;
        for day in (self.day + 1).max(today - days + 1)..=today {
            let slot = day.rem_euclid(days) as usize;
            self.counts.values_mut().for_each(|counts| counts.0[slot] = 0);
        }
        self.counts.retain(|_, counts| counts.0.iter().any(|count| *count > 0));
        self.links.retain(|_, (last, _)| today - *last < days);
        while self.held.front().is_some_and(|item| today - item.day >= days) {
            self.drop_first();
        }
        self.day = today;
    }

    pub fn count(&mut self, channel: u64) {
        let slot = self.day.rem_euclid(DAYS as i64) as usize;
        self.counts.entry(channel).or_default().0[slot] += 1;
    }

    pub fn link(&mut self, from: u64, to: u64) {
        let (last, count) = self.links.entry((from, to)).or_default();
        (*last, *count) = (self.day, count.saturating_add(1));
    }

    pub fn holds(&self, item: u32) -> bool {
        (item.wrapping_sub(self.first) as usize) < self.held.len()
    }

    /// A second channel has it.
    pub fn begin(&mut self, first: Appearance) -> u32 {
        if self.held.len() >= self.held_max {
            self.drop_first();
        }
        self.held.push_back(Item { day: self.day, appearances: vec![first] });
        self.first.wrapping_add(self.held.len() as u32 - 1)
    }

    /// Adds a channel to an item that is held; false when it was there already, or when there is no more room.
    pub fn appear(&mut self, item: u32, appearance: Appearance) -> bool {
        let appearances = &mut self.held[item.wrapping_sub(self.first) as usize].appearances;
        let is_new = appearances.iter().all(|other| other.channel != appearance.channel);
        let is_taken = is_new && appearances.len() < APPEARANCES_MAX;
        if is_taken {
            appearances.push(appearance);
        }
        is_taken
    }

    /// All items, with who had them when.
    pub fn all(&self) -> impl Iterator<Item = &[Appearance]> {
        self.held.iter().map(|item| item.appearances.as_slice())
    }

    /// Different posts of each channel.
    pub fn posts(&self) -> impl Iterator<Item = (u64, u32)> {
        self.counts.iter().map(|(channel, counts)| (*channel, counts.0.iter().sum()))
    }

    /// Invitations to one channel in another.
    pub fn links(&self, from: u64, to: u64) -> u32 {
        self.links.get(&(from, to)).map_or(0, |(_, count)| *count)
    }

    pub fn memory_bytes(&self) -> usize {
        let items: usize =
            self.held.iter().map(|item| item.appearances.capacity() * size_of::<Appearance>()).sum();
        let map = |capacity: usize, entry: usize| capacity * 8 / 7 * (entry + 1);
        items
            + self.held.capacity() * size_of::<Item>()
            + map(self.counts.capacity(), size_of::<(u64, Counts)>())
            + map(self.links.capacity(), size_of::<((u64, u64), (i64, u32))>())
    }

    fn drop_first(&mut self) {
        self.held.pop_front();
        self.first = self.first.wrapping_add(1);
    }
}
