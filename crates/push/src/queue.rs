//! What waits to be sent, as a value: for each person and channel the last notice, and services that want to be left
//! alone for a while. Time is handed in.

use std::collections::{BTreeSet, HashMap};

use parvis_model::Id;
use parvis_model::marker::{ChannelMarker, GuildMarker, LoginMarker, MessageMarker, UserMarker};

use crate::decision::Kind;

/// Notices that wait at most; what matters least is refused before.
const WAITING_MAX: usize = 10_000;
/// Of these, plain messages.
const PLAIN_MAX: usize = 7_500;
/// How often a device is tried before its notice is dropped.
const ATTEMPTS_MAX: u32 = 5;
/// The pause after the first attempt; each further one is four times as long.
const PAUSE_MS: i64 = 15_000;
/// No service is waited for longer than this.
const PAUSE_MS_MAX: i64 = 3_600_000;
/// Devices that are being waited for; beyond it the memory is emptied.
const HOLDS_MAX: usize = 10_000;

/// For whom, and of where.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Key {
    /// The person.
    pub user_id: Id<UserMarker>,
    /// The channel.
    pub channel_id: Id<ChannelMarker>,
}

/// Of what.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Notice {
    /// What the message is to the person.
    pub kind: Kind,
    /// Its guild.
    pub guild_id: Option<Id<GuildMarker>>,
    /// The message.
    pub message_id: Id<MessageMarker>,
    /// To which devices: `None` is all of them.
    pub only: Option<Vec<Id<LoginMarker>>>,
}

#[derive(Debug, Clone, Copy)]
struct Hold {
    until_ms: i64,
    attempts: u32,
}

/// What waits.
#[derive(Debug, Default)]
pub struct Queue {
    waiting: HashMap<Key, (i64, Notice)>,
    order: BTreeSet<(i64, Key)>,
    holds: HashMap<Id<LoginMarker>, Hold>,
}

impl Queue {
    /// Puts a notice in place of the one of the same channel, unless that one matters more. Whether there was room.
    pub fn put(&mut self, key: Key, notice: Notice, due_ms: i64) -> bool {
        if let Some((due_before_ms, waiting)) = self.waiting.get_mut(&key) {
            if waiting.kind <= notice.kind {
                *waiting = notice;
            } else {
                waiting.only = None;
            }
            let before_ms = std::mem::replace(due_before_ms, due_ms.min(*due_before_ms));
            self.order.remove(&(before_ms, key));
            self.order.insert((due_ms.min(before_ms), key));
            return true;
        }
        let most = if notice.kind == Kind::Message { PLAIN_MAX } else { WAITING_MAX };
        if self.waiting.len() >= most {
            return false;
        }
        self.order.insert((due_ms, key));
        self.waiting.insert(key, (due_ms, notice));
        true
    }

    /// Takes what is due longest.
    pub fn take_due(&mut self, now_ms: i64) -> Option<(Key, Notice)> {
        let (due_ms, key) = self.order.first().copied().filter(|(due_ms, _)| *due_ms <= now_ms)?;
        self.order.remove(&(due_ms, key));
        self.waiting.remove(&key).map(|(_, notice)| (key, notice))
    }

    /// When something is due next.
    pub fn next_due_ms(&self) -> Option<i64> {
        self.order.first().map(|(due_ms, _)| *due_ms)
    }

    /// Puts the part of a notice back that some devices could not get, unless something newer waits: that is for all.
    pub fn put_back(&mut self, key: Key, notice: Notice, due_ms: i64) {
        if !self.waiting.contains_key(&key) {
            self.put(key, notice, due_ms);
        }
    }

    /// Until when a device is left alone.
    pub fn held_until_ms(&self, login_id: Id<LoginMarker>, now_ms: i64) -> Option<i64> {
        self.holds.get(&login_id).map(|hold| hold.until_ms).filter(|until_ms| *until_ms > now_ms)
    }

    /// Leaves a device alone after a failed attempt, as long as its service asks or longer each time. Until when;
    /// `None` when it was tried often enough.
    pub fn hold(
        &mut self,
        login_id: Id<LoginMarker>,
        retry_after_ms: Option<i64>,
        now_ms: i64,
    ) -> Option<i64> {
        let attempts = self.holds.get(&login_id).map_or(0, |hold| hold.attempts) + 1;
        if attempts >= ATTEMPTS_MAX {
            self.holds.remove(&login_id);
            return None;
        }
        if self.holds.len() >= HOLDS_MAX {
            self.holds.clear();
        }
        let pause_ms = retry_after_ms.unwrap_or(PAUSE_MS << (2 * (attempts - 1)));
        let until_ms = now_ms + pause_ms.clamp(1_000, PAUSE_MS_MAX);
        self.holds.insert(login_id, Hold { until_ms, attempts });
        Some(until_ms)
    }

    /// A device got something: nothing is held against it.
    pub fn release(&mut self, login_id: Id<LoginMarker>) {
        self.holds.remove(&login_id);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn key(user: u64, channel: u64) -> Key {
        Key { user_id: Id::new(user), channel_id: Id::new(channel) }
    }

    fn notice(kind: Kind, message: u64) -> Notice {
        Notice { kind, guild_id: None, message_id: Id::new(message), only: None }
    }

    #[test]
    fn a_channel_waits_once_with_what_matters_most_or_came_last() {
        let mut queue = Queue::default();
        assert!(queue.put(key(1, 1), notice(Kind::Message, 1), 10));
        assert!(queue.put(key(1, 1), notice(Kind::Mention, 2), 11));
        assert!(queue.put(key(1, 1), notice(Kind::Message, 3), 12));
        assert!(queue.put(key(1, 2), notice(Kind::Message, 4), 9));
        assert_eq!((queue.next_due_ms(), queue.take_due(8)), (Some(9), None));
        assert_eq!(queue.take_due(20), Some((key(1, 2), notice(Kind::Message, 4))));
        assert_eq!(queue.take_due(20), Some((key(1, 1), notice(Kind::Mention, 2))));
        assert_eq!((queue.take_due(20), queue.next_due_ms()), (None, None));
    }

    #[test]
    fn a_retry_gives_way_to_what_is_newer_and_for_all() {
        let mut queue = Queue::default();
        let retry = Notice { only: Some(vec![Id::new(7)]), ..notice(Kind::Direct, 1) };
        queue.put(key(1, 1), notice(Kind::Direct, 2), 10);
        queue.put_back(key(1, 1), retry.clone(), 500);
        assert_eq!(queue.take_due(10), Some((key(1, 1), notice(Kind::Direct, 2))));
        queue.put_back(key(1, 1), retry.clone(), 500);
        assert_eq!((queue.take_due(10), queue.take_due(500)), (None, Some((key(1, 1), retry.clone()))));
        queue.put_back(key(1, 1), retry, 500);
        queue.put(key(1, 1), notice(Kind::Direct, 3), 20);
        assert_eq!(queue.take_due(20), Some((key(1, 1), notice(Kind::Direct, 3))));
    }

    #[test]
    fn there_is_room_for_what_matters_when_there_is_none_for_the_rest() {
        let mut queue = Queue::default();
        for user in 0..PLAIN_MAX as u64 {
            assert!(queue.put(key(user, 1), notice(Kind::Message, 1), 0));
        }
        assert!(!queue.put(key(99_999, 1), notice(Kind::Message, 1), 0));
        assert!(queue.put(key(0, 1), notice(Kind::Message, 2), 0), "what waits already may be renewed");
        for user in PLAIN_MAX as u64..WAITING_MAX as u64 {
            assert!(queue.put(key(user, 1), notice(Kind::Direct, 1), 0));
        }
        assert!(!queue.put(key(99_999, 1), notice(Kind::Direct, 1), 0));
    }

    #[test]
    fn pauses_grow_until_a_device_is_given_up_or_answers() {
        let (mut queue, device) = (Queue::default(), Id::new(7));
        let mut pauses = Vec::new();
        while let Some(until_ms) = queue.hold(device, None, 1_000) {
            assert_eq!(queue.held_until_ms(device, 1_000), Some(until_ms));
            pauses.push(until_ms - 1_000);
        }
        assert_eq!(pauses, [15_000, 60_000, 240_000, 960_000]);
        assert_eq!(queue.held_until_ms(device, 1_000), None);
        assert_eq!(queue.hold(device, Some(5_000), 0), Some(5_000));
        assert_eq!(queue.held_until_ms(device, 5_000), None);
        assert_eq!(queue.hold(device, Some(i64::MAX / 2), 0), Some(PAUSE_MS_MAX));
        queue.release(device);
        assert_eq!((queue.held_until_ms(device, 0), queue.hold(device, Some(0), 0)), (None, Some(1_000)));
    }
}
