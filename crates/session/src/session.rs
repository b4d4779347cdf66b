//! What was sent to one client and is not yet known to have arrived: numbers, the ring for RESUME, and the backlog of
//! the socket that is attached. Must not know sockets, tasks or clocks; times are milliseconds that the driver
//! hands in.

use std::collections::VecDeque;

use crate::frame::{Body, Bundle, Lost};

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
    bundle: Bundle,
    /// Whether no other session shares it. Such a bundle has one dispatch.
    own: bool,
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
/// number at or above the last heartbeat's replays exactly what is missing.
#[derive(Debug)]
pub struct Session {
    limits: SessionLimits,
    ring: VecDeque<Entry>,
    /// Number of the ring's first dispatch, one past the last if the ring is empty.
    first_seq: u64,
    /// Number of the last dispatch; the ring's last one if it has any.
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
            first_seq: 1,
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

    /// Numbers dispatches that other sessions share.
    pub fn dispatch(&mut self, bundle: Bundle) {
        self.push(Entry { bundle, own: false });
    }

    /// Numbers a dispatch for this session alone that the client asked for: READY, a guild at start, a member chunk.
    /// The driver keeps these bounded by waiting for [`Self::backlog_bytes`] to fall before it makes the next.
    pub fn dispatch_own(&mut self, body: Body) {
        self.excused_bytes += body.len();
        self.push(Entry { bundle: body.into(), own: true });
    }

    fn push(&mut self, entry: Entry) {
        if self.over {
            return;
        }
        self.last_seq += entry.bundle.count();
        self.ring_bytes += entry.bundle.bytes();
        self.backlog_bytes += entry.bundle.bytes();
        self.ring.push_back(entry);
        while self.last_seq - self.first_seq >= self.limits.ring_entries_max as u64
            || self.ring_bytes > self.limits.ring_bytes_max
        {
            if self.front_end() > self.sent_seq + 1 {
                // What nobody has received would be lost. A detached session ends here; an attached one is about to
                // be cut for its backlog, which is smaller, unless the backlog is excused: that has a bound of its own.
                if self.detached_at_ms.is_some() {
                    self.end();
                }
                return;
            }
            self.pop();
        }
    }

    /// One past the number of the last dispatch in the ring's first bundle.
    fn front_end(&self) -> u64 {
        self.first_seq + self.ring.front().map_or(0, |entry| entry.bundle.count())
    }

    fn pop(&mut self) {
        if let Some(entry) = self.ring.pop_front() {
            self.ring_bytes -= entry.bundle.bytes();
            if entry.own && self.first_seq <= self.acknowledged_seq {
                self.acknowledged_own_bytes -= entry.bundle.bytes();
            }
            self.first_seq += entry.bundle.count();
        }
    }

    /// Takes the number of a heartbeat: everything up to it has arrived. Numbers that were never sent say nothing.
    pub fn acknowledge(&mut self, seq: u64) {
        let seq = seq.min(self.sent_seq);
        if seq > self.acknowledged_seq {
            let mut start = self.first_seq;
            for entry in &self.ring {
                if entry.own && start > self.acknowledged_seq && start <= seq {
                    self.acknowledged_own_bytes += entry.bundle.bytes();
                }
                start += entry.bundle.count();
            }
            self.acknowledged_seq = seq;
        }
        while !self.ring.is_empty() && self.front_end() <= self.acknowledged_seq + 1 {
            let left = self.acknowledged_seq + 1 - self.front_end();
            if left < self.limits.acknowledged_entries_max as u64
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
        debug_assert!(
            self.first_seq <= self.sent_seq + 1,
            "an unsent dispatch is never dropped from the ring"
        );
        let (mut at, mut start) = (self.ring.len(), self.last_seq + 1);
        while start > self.sent_seq + 1 {
            at -= 1;
            start -= self.ring[at].bundle.count();
        }
        let bodies = self.ring.range(at..).flat_map(|entry| entry.bundle.bodies());
        let sent = (self.sent_seq + 1 - start) as usize;
        (start..).zip(bodies).skip(sent).filter_map(|(seq, body)| Some((seq, body?)))
    }

    /// The client has lost a place: a RESUME from now on skips what happened there before. The socket that is attached
    /// still gets what was on its way.
    pub fn forget(&mut self, lost: Lost) {
        if !self.over {
            self.losses.retain(|(seq, _)| *seq >= self.first_seq);
            self.losses.push((self.last_seq, lost));
        }
    }

    fn take_losses(&mut self) {
        for (last, lost) in std::mem::take(&mut self.losses) {
            let mut start = self.first_seq;
            for entry in &mut self.ring {
                if start > last {
                    break;
                }
                let begun_before = (last + 1 - start) as usize;
                start += entry.bundle.count();
                if !entry.own
                    && let Some(rest) = entry.bundle.without(lost, begun_before)
                {
                    self.ring_bytes -= entry.bundle.bytes() - rest.bytes();
                    entry.bundle = rest;
                }
            }
        }
    }

    /// Takes note that the socket has accepted the backlog up to this number.
    pub fn sent(&mut self, seq: u64) {
        if seq >= self.last_seq {
            self.sent_seq = self.last_seq;
            self.backlog_bytes = 0;
        } else if seq > self.sent_seq {
            let taken: usize =
                self.backlog().take_while(|(number, _)| *number <= seq).map(|(_, body)| body.len()).sum();
            self.sent_seq = seq;
            self.backlog_bytes -= taken;
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
            || self.last_seq - self.first_seq >= self.limits.ring_entries_max as u64
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
        if seq + 1 < self.first_seq {
            return Err(ResumeRefusal::Lost);
        }
        Ok(())
    }

    /// Attaches another socket, whose client has received everything up to `seq`: the rest becomes the backlog.
    /// To be asked first: [`Self::may_resume`].
    pub fn resume(&mut self, seq: u64) {
        assert!(
            seq <= self.last_seq && seq + 1 >= self.first_seq,
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
        self.first_seq = self.last_seq + 1;
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
        (0..3).for_each(|n| session.dispatch(text(n).into()));
        assert_eq!(numbers(&session), [1, 2, 3]);
        session.sent(2);
        assert_eq!(numbers(&session), [3]);
        session.sent(3);
        assert_eq!((numbers(&session), session.backlog_bytes()), (vec![], 0));
    }

    #[test]
    fn resume_replays_what_follows_the_number_and_refuses_what_never_was() {
        let mut session = Session::new(small());
        (0..5).for_each(|n| session.dispatch(text(n).into()));
        session.sent(5);
        session.detach(1);
        session.dispatch(text(5).into());
        assert_eq!(resume(&mut session, 7, 3), Err(ResumeRefusal::NeverSent));
        assert_eq!(resume(&mut session, 3, 3), Ok(()));
        assert_eq!(numbers(&session), [4, 5, 6]);
        assert!(session.is_attached());
    }

    #[test]
    fn acknowledged_entries_leave_but_for_the_last_few() {
        let mut session = Session::new(small());
        (0..6).for_each(|n| session.dispatch(text(n).into()));
        session.sent(6);
        session.acknowledge(5);
        session.detach(0);
        assert_eq!(resume(&mut session, 2, 0), Err(ResumeRefusal::Lost));
        assert_eq!(resume(&mut session, 3, 0), Ok(()));
        assert_eq!(numbers(&session), [4, 5, 6]);
    }

    fn texts(numbers: std::ops::Range<usize>) -> Bundle {
        let texts: Vec<Body> = numbers.map(text).collect();
        texts.iter().collect()
    }

    #[test]
    fn a_socket_may_take_part_of_a_bundle() {
        let mut session = Session::new(small());
        session.dispatch(texts(0..3));
        session.dispatch(texts(3..5));
        let bytes = session.backlog_bytes();
        session.sent(2);
        assert_eq!(numbers(&session), [3, 4, 5]);
        assert_eq!(session.backlog_bytes(), bytes - text(0).len() - text(1).len());
        session.sent(4);
        assert_eq!((numbers(&session), session.backlog_bytes()), (vec![5], text(4).len()));
    }

    #[test]
    fn a_bundle_leaves_when_all_of_it_is_acknowledged_and_enough_follows() {
        let mut session = Session::new(small());
        session.dispatch(texts(0..3));
        session.dispatch(texts(3..6));
        session.sent(6);
        session.acknowledge(4);
        session.detach(0);
        assert_eq!(resume(&mut session, 0, 0), Ok(()), "one acknowledged dispatch after it is too few");
        session.sent(6);
        session.acknowledge(5);
        session.detach(0);
        assert_eq!(resume(&mut session, 2, 0), Err(ResumeRefusal::Lost));
        assert_eq!(resume(&mut session, 3, 0), Ok(()));
        assert_eq!(numbers(&session), [4, 5, 6]);
    }

    #[test]
    fn a_loss_takes_what_happened_before_it_out_of_a_bundle() {
        let lost = Id::new(7);
        let topic = Topic { guild_id: Some(Id::new(1)), channel_id: Some(lost), parent_id: None };
        let bodies = [text(0), body_in(topic, "MESSAGE_CREATE", &"canary"), text(2)];
        let mut session = Session::new(small());
        let bundle: Bundle = bodies.iter().collect();
        session.dispatch(bundle.clone());
        session.detach(0);
        session.forget(Lost::Channel(lost));
        session.dispatch(bundle);
        assert_eq!(resume(&mut session, 0, 0), Ok(()));
        assert_eq!(numbers(&session), [1, 3, 4, 5, 6]);
    }

    #[test]
    fn own_bytes_that_have_arrived_are_let_go() {
        let mut session = Session::new(SessionLimits { acknowledged_own_bytes_max: 10, ..small() });
        session.dispatch_own(body("READY", &"a long greeting"));
        session.dispatch(text(1).into());
        session.sent(2);
        session.acknowledge(2);
        session.detach(0);
        assert_eq!(resume(&mut session, 0, 0), Err(ResumeRefusal::Lost));
        assert_eq!(resume(&mut session, 1, 0), Ok(()));
    }

    #[test]
    fn heartbeat_numbers_that_were_never_sent_acknowledge_nothing_more() {
        let mut session = Session::new(small());
        (0..4).for_each(|n| session.dispatch(text(n).into()));
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
        (0..9).for_each(|n| session.dispatch(text(n).into()));
        assert!(session.is_expired(0));
        assert_eq!(session.ring.len(), 0);
    }

    #[test]
    fn an_attached_session_drops_the_oldest_it_has_sent() {
        let mut session = Session::new(small());
        for n in 0..100 {
            session.dispatch(text(n).into());
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
        session.dispatch(text(1).into());
        session.dispatch(secret().into());
        session.sent(2);
        session.detach(0);
        session.dispatch(secret().into());
        session.dispatch(text(4).into());
        session.dispatch(secret().into());
        session.forget(Lost::Channel(lost));
        session.dispatch(secret().into());
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
        session.dispatch(large.clone().into());
        assert!(!session.is_too_slow());
        session.dispatch(large.clone().into());
        assert!(session.is_too_slow());
        session.detach(0);
        assert_eq!(resume(&mut session, 0, 0), Ok(()));
        assert!(!session.is_too_slow());
        session.sent(3);
        session.dispatch(large.clone().into());
        session.dispatch(large.into());
        assert!(session.is_too_slow());
    }
}
