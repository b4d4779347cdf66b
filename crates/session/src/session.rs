//! What was sent to one client and is not yet known to have arrived: numbers, the ring for RESUME, and the backlog of
//! the socket that is attached. Must not know sockets, tasks or clocks; times are milliseconds that the driver
//! hands in.

use std::collections::VecDeque;

use crate::frame::{Body, Lost};

/// Bounds of a session. The default is what the server uses; tests take smaller ones.
#[derive(Debug, Clone)]
pub struct SessionLimits {
    /// Dispatches that are kept for a RESUME.
    pub ring_entries_max: usize,
    /// Bytes that are kept for a RESUME, shared ones counted in full.
    pub ring_bytes_max: usize,
    /// Acknowledged dispatches that are still kept, for a client that resumes a little before its last heartbeat.
    pub acknowledged_entries_max: usize,
    /// Of those, bytes that no other session shares.
    pub acknowledged_own_bytes_max: usize,
    /// Live bytes that may wait for the socket. What the client asked for itself (its start, a replay) comes on top.
    pub backlog_bytes_max: usize,
    /// How long after a disconnect a RESUME is accepted.
    pub resume_ms_max: u64,
}

impl Default for SessionLimits {
    fn default() -> Self {
        Self {
            ring_entries_max: 8_192,
            ring_bytes_max: 8 << 20,
            acknowledged_entries_max: 256,
            acknowledged_own_bytes_max: 2 << 10,
            backlog_bytes_max: 1 << 20,
            resume_ms_max: 300_000,
        }
    }
}

#[derive(Debug)]
struct Entry {
    /// `None`: the right to it was lost; its number stays.
    body: Option<Body>,
    own: bool,
}

impl Entry {
    fn len(&self) -> usize {
        self.body.as_deref().map_or(0, <[u8]>::len)
    }
}

/// Why a RESUME is refused.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ResumeRefusal {
    /// The number was never sent: close 4007.
    NeverSent,
    /// Something after the number is gone, or the session is over: op 9.
    Lost,
}

/// One gateway session, which outlives the sockets it is attached to.
///
/// Dispatches are numbered from 1. An entry stays until the client has acknowledged it, so that a RESUME from any
/// number
/// at or above the last heartbeat's replays exactly what is missing.
#[derive(Debug)]
pub struct Session {
    limits: SessionLimits,
    ring: VecDeque<Entry>,
    /// Number of the last dispatch; the ring's last entry if it has one.
    last_seq: u64,
    acknowledged_seq: u64,
    acknowledged_own_bytes: usize,
    ring_bytes: usize,
    /// Number of the last dispatch that went to the attached socket.
    sent_seq: u64,
    backlog_bytes: usize,
    /// Part of the backlog that the client brought about itself.
    excused_bytes: usize,
    /// Places that the client has lost since its last RESUME, with the number of the last dispatch before.
    losses: Vec<(u64, Lost)>,
    detached_at_ms: Option<u64>,
    over: bool,
}

impl Session {
    /// A session whose first socket is attached.
    pub fn new(limits: SessionLimits) -> Self {
        Self {
            limits,
            ring: VecDeque::new(),
            last_seq: 0,
            acknowledged_seq: 0,
            acknowledged_own_bytes: 0,
            ring_bytes: 0,
            sent_seq: 0,
            backlog_bytes: 0,
            excused_bytes: 0,
            losses: Vec::new(),
            detached_at_ms: None,
            over: false,
        }
    }

    /// Numbers a dispatch that other sessions share.
    pub fn dispatch(&mut self, body: Body) {
        self.push(Entry { body: Some(body), own: false });
    }

    /// Numbers a dispatch for this session alone that the client asked for: READY, a guild at start, a member chunk.
    /// The driver keeps these bounded by waiting for [`Self::backlog_bytes`] to fall before it makes the next.
    pub fn dispatch_own(&mut self, body: Body) {
        self.excused_bytes += body.len();
        self.push(Entry { body: Some(body), own: true });
    }

    fn push(&mut self, entry: Entry) {
        if self.over {
            return;
        }
        self.last_seq += 1;
        self.ring_bytes += entry.len();
        self.backlog_bytes += entry.len();
        self.ring.push_back(entry);
        while self.ring.len() > self.limits.ring_entries_max || self.ring_bytes > self.limits.ring_bytes_max {
            if self.first_seq() > self.sent_seq {
                // What nobody has received would be lost. A detached session ends here; an attached one is about to
                // be
                // cut for its backlog, which is smaller, unless the backlog is excused: that has a bound of its own.
                if self.detached_at_ms.is_some() {
                    self.end();
                }
                return;
            }
            self.pop();
        }
    }

    /// Number of the ring's first entry, one past the last dispatch if the ring is empty.
    fn first_seq(&self) -> u64 {
        self.last_seq + 1 - self.ring.len() as u64
    }

    fn pop(&mut self) {
        let first = self.first_seq();
        if let Some(entry) = self.ring.pop_front() {
            self.ring_bytes -= entry.len();
            if entry.own && first <= self.acknowledged_seq {
                self.acknowledged_own_bytes -= entry.len();
            }
        }
    }

    /// Takes the number of a heartbeat: everything up to it has arrived. Numbers that were never sent say nothing.
    pub fn acknowledge(&mut self, seq: u64) {
        let seq = seq.min(self.sent_seq);
        while self.acknowledged_seq < seq {
            self.acknowledged_seq += 1;
            let first = self.first_seq();
            let entry = self.acknowledged_seq.checked_sub(first).and_then(|at| self.ring.get(at as usize));
            if let Some(entry) = entry.filter(|entry| entry.own) {
                self.acknowledged_own_bytes += entry.len();
            }
        }
        while self.first_seq() <= self.acknowledged_seq {
            let kept = self.acknowledged_seq + 1 - self.first_seq();
            if kept <= self.limits.acknowledged_entries_max as u64
                && self.acknowledged_own_bytes <= self.limits.acknowledged_own_bytes_max
            {
                break;
            }
            self.pop();
        }
        // Bursts leave a large ring behind; quiet sessions are the many, and they shall be small.
        if self.ring.capacity() > 64 && self.ring.len() < self.ring.capacity() / 4 {
            self.ring.shrink_to(self.ring.len() * 2);
        }
    }

    /// Whether there are dispatches that the socket has not accepted.
    pub fn has_backlog(&self) -> bool {
        self.sent_seq < self.last_seq
    }

    /// The dispatches that wait for the socket, in order, with their numbers.
    pub fn backlog(&self) -> impl Iterator<Item = (u64, &Body)> {
        let first = self.first_seq();
        debug_assert!(first <= self.sent_seq + 1, "an unsent dispatch is never dropped from the ring");
        let from = (self.sent_seq + 1 - first) as usize;
        let next = first + from as u64;
        (next..).zip(self.ring.range(from..)).filter_map(|(seq, entry)| Some((seq, entry.body.as_ref()?)))
    }

    /// The client has lost a place: a RESUME from now on skips what happened there before. The socket that is attached
    /// still gets what was on its way.
    pub fn forget(&mut self, lost: Lost) {
        if !self.over {
            let first = self.first_seq();
            self.losses.retain(|(seq, _)| *seq >= first);
            self.losses.push((self.last_seq, lost));
        }
    }

    fn take_losses(&mut self) {
        let first = self.first_seq();
        for (last, lost) in std::mem::take(&mut self.losses) {
            for (_, entry) in (first..=last).zip(self.ring.iter_mut()) {
                if !entry.own && entry.body.as_ref().is_some_and(|body| lost.covers(body.topic())) {
                    self.ring_bytes -= entry.len();
                    entry.body = None;
                }
            }
        }
    }

    /// Takes note that the socket has accepted the backlog up to this number.
    pub fn sent(&mut self, seq: u64) {
        let first = self.first_seq();
        while self.sent_seq < seq.min(self.last_seq) {
            self.sent_seq += 1;
            self.backlog_bytes -= self.ring[(self.sent_seq - first) as usize].len();
        }
        if self.backlog_bytes == 0 {
            self.excused_bytes = 0;
        }
    }

    /// Bytes that wait for the socket.
    pub fn backlog_bytes(&self) -> usize {
        self.backlog_bytes
    }

    /// Whether so much waits for the socket that it must be cut.
    pub fn is_too_slow(&self) -> bool {
        if self.detached_at_ms.is_some() || self.sent_seq == self.last_seq {
            return false;
        }
        self.backlog_bytes > self.limits.backlog_bytes_max + self.excused_bytes
            || self.ring.len() > self.limits.ring_entries_max
    }

    /// The socket is gone. Everything that follows is kept for a RESUME.
    pub fn detach(&mut self, now_ms: u64) {
        self.detached_at_ms = Some(now_ms);
    }

    /// Whether a client that has received everything up to `seq` can go on.
    pub fn may_resume(&self, seq: u64, now_ms: u64) -> Result<(), ResumeRefusal> {
        if self.is_expired(now_ms) {
            return Err(ResumeRefusal::Lost);
        }
        if seq > self.last_seq {
            return Err(ResumeRefusal::NeverSent);
        }
        if seq + 1 < self.first_seq() {
            return Err(ResumeRefusal::Lost);
        }
        Ok(())
    }

    /// Attaches another socket, whose client has received everything up to `seq`: the rest becomes the backlog.
    /// To be asked first: [`Self::may_resume`].
    pub fn resume(&mut self, seq: u64) {
        assert!(
            seq <= self.last_seq && seq + 1 >= self.first_seq(),
            "a resume was accepted without its dispatches"
        );
        self.sent_seq = seq;
        self.acknowledge(seq);
        self.take_losses();
        self.backlog_bytes = self.backlog().map(|(_, body)| body.len()).sum();
        self.excused_bytes = self.backlog_bytes;
        self.detached_at_ms = None;
    }

    /// Ends the session: it can be resumed no more and holds nothing.
    pub fn end(&mut self) {
        self.over = true;
        self.ring = VecDeque::new();
        self.losses = Vec::new();
        self.ring_bytes = 0;
        self.backlog_bytes = 0;
        self.acknowledged_own_bytes = 0;
        self.sent_seq = self.last_seq;
        self.acknowledged_seq = self.last_seq;
    }

    /// Whether the session was ended, or nobody came back in time.
    pub fn is_expired(&self, now_ms: u64) -> bool {
        let late = |since: u64| now_ms.saturating_sub(since) > self.limits.resume_ms_max;
        self.over || self.detached_at_ms.is_some_and(late)
    }

    /// Whether a socket is attached.
    pub fn is_attached(&self) -> bool {
        self.detached_at_ms.is_none()
    }

    /// Since when no socket is attached; `None` while one is.
    pub fn detached_at_ms(&self) -> Option<u64> {
        self.detached_at_ms
    }

    /// Number of the last dispatch.
    pub fn last_seq(&self) -> u64 {
        self.last_seq
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use parvis_model::Id;

    use crate::frame::{Topic, body, body_in};

    fn text(n: usize) -> Body {
        body("X", &n)
    }

    fn small() -> SessionLimits {
        SessionLimits { ring_entries_max: 8, acknowledged_entries_max: 2, ..SessionLimits::default() }
    }

    fn resume(session: &mut Session, seq: u64, now_ms: u64) -> Result<(), ResumeRefusal> {
        session.may_resume(seq, now_ms).map(|()| session.resume(seq))
    }

    fn numbers(session: &Session) -> Vec<u64> {
        session.backlog().map(|(seq, _)| seq).collect()
    }

    #[test]
    fn numbers_start_at_one_and_wait_until_they_are_sent() {
        let mut session = Session::new(small());
        (0..3).for_each(|n| session.dispatch(text(n)));
        assert_eq!(numbers(&session), [1, 2, 3]);
        session.sent(2);
        assert_eq!(numbers(&session), [3]);
        session.sent(3);
        assert_eq!((numbers(&session), session.backlog_bytes()), (vec![], 0));
    }

    #[test]
    fn resume_replays_what_follows_the_number_and_refuses_what_never_was() {
        let mut session = Session::new(small());
        (0..5).for_each(|n| session.dispatch(text(n)));
        session.sent(5);
        session.detach(1);
        session.dispatch(text(5));
        assert_eq!(resume(&mut session, 7, 3), Err(ResumeRefusal::NeverSent));
        assert_eq!(resume(&mut session, 3, 3), Ok(()));
        assert_eq!(numbers(&session), [4, 5, 6]);
        assert!(session.is_attached());
    }

    #[test]
    fn acknowledged_entries_leave_but_for_the_last_few() {
        let mut session = Session::new(small());
        (0..6).for_each(|n| session.dispatch(text(n)));
        session.sent(6);
        session.acknowledge(5);
        session.detach(0);
        assert_eq!(resume(&mut session, 2, 0), Err(ResumeRefusal::Lost));
        assert_eq!(resume(&mut session, 3, 0), Ok(()));
        assert_eq!(numbers(&session), [4, 5, 6]);
    }

    #[test]
    fn own_bytes_that_have_arrived_are_let_go() {
        let mut session = Session::new(SessionLimits { acknowledged_own_bytes_max: 10, ..small() });
        session.dispatch_own(body("READY", &"a long greeting"));
        session.dispatch(text(1));
        session.sent(2);
        session.acknowledge(2);
        session.detach(0);
        assert_eq!(resume(&mut session, 0, 0), Err(ResumeRefusal::Lost));
        assert_eq!(resume(&mut session, 1, 0), Ok(()));
    }

    #[test]
    fn heartbeat_numbers_that_were_never_sent_acknowledge_nothing_more() {
        let mut session = Session::new(small());
        (0..4).for_each(|n| session.dispatch(text(n)));
        session.sent(2);
        session.acknowledge(u64::MAX);
        assert_eq!(numbers(&session), [3, 4]);
    }

    #[test]
    fn a_session_expires_five_minutes_after_the_disconnect() {
        let mut session = Session::new(SessionLimits::default());
        session.detach(1_000);
        assert_eq!(resume(&mut session, 0, 301_000), Ok(()));
        session.detach(400_000);
        assert_eq!(resume(&mut session, 0, 700_001), Err(ResumeRefusal::Lost));
    }

    #[test]
    fn a_detached_session_that_outgrows_its_ring_is_over_and_holds_nothing() {
        let mut session = Session::new(small());
        session.detach(0);
        (0..9).for_each(|n| session.dispatch(text(n)));
        assert!(session.is_expired(0));
        assert_eq!(session.ring.len(), 0);
    }

    #[test]
    fn an_attached_session_drops_the_oldest_it_has_sent() {
        let mut session = Session::new(small());
        for n in 0..100 {
            session.dispatch(text(n));
            session.sent(n as u64 + 1);
        }
        assert_eq!(session.ring.len(), 8);
        session.detach(0);
        assert_eq!(resume(&mut session, 92, 0), Ok(()));
        assert_eq!(numbers(&session).len(), 8);
    }

    #[test]
    fn what_was_lost_meanwhile_is_not_replayed_and_its_numbers_are_skipped() {
        let lost = Id::new(7);
        let secret = || {
            let topic = Topic { guild_id: Some(Id::new(1)), channel_id: Some(lost), parent_id: None };
            body_in(topic, "MESSAGE_CREATE", &"canary")
        };
        let mut session = Session::new(small());
        session.dispatch(text(1));
        session.dispatch(secret());
        session.sent(2);
        session.detach(0);
        session.dispatch(secret());
        session.dispatch(text(4));
        session.dispatch(secret());
        session.forget(Lost::Channel(lost));
        session.dispatch(secret());
        assert_eq!(resume(&mut session, 1, 0), Ok(()));
        assert_eq!(numbers(&session), [4, 6], "what happened there later is the hub's decision");
        assert_eq!(session.backlog_bytes(), text(4).len() + secret().len());
        session.sent(6);
        assert_eq!((numbers(&session), session.backlog_bytes()), (vec![], 0));
    }

    #[test]
    fn too_much_live_backlog_is_too_slow_but_a_replay_is_not() {
        let limits = SessionLimits { backlog_bytes_max: 100, ..SessionLimits::default() };
        let mut session = Session::new(limits);
        let large = body("X", &"x".repeat(60));
        session.dispatch_own(body("READY", &"x".repeat(500)));
        session.dispatch(large.clone());
        assert!(!session.is_too_slow());
        session.dispatch(large.clone());
        assert!(session.is_too_slow());
        session.detach(0);
        assert_eq!(resume(&mut session, 0, 0), Ok(()));
        assert!(!session.is_too_slow());
        session.sent(3);
        session.dispatch(large.clone());
        session.dispatch(large);
        assert!(session.is_too_slow());
    }
}
