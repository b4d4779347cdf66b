//! One session shared by those who deliver to it and the task that reads its socket: everything behind one small lock
//! that is never held across an await. Must not know who may receive what.

use std::collections::VecDeque;
use std::sync::{Arc, OnceLock};

use parking_lot::Mutex;
use parvis_model::Id;
use parvis_model::gateway::CloseCode;
use parvis_model::marker::{LoginMarker, UserMarker};
use parvis_session::admission::Admission;
use parvis_session::frame::{Body, Bundle, Lost};
use parvis_session::{ResumeRefusal, Session, SessionLimits};
use tokio::sync::Notify;

use crate::line::{Flushed, Line, Scratch, Wire};

/// Dispatches that may wait while a session or one of its guilds is being started.
const HELD_MAX: usize = 8_192;

/// A place in a session's stream for something that is still being made: a guild's GUILD_CREATE, or the whole start.
/// What follows waits until it is filled; `None` fills it with nothing.
pub type Place = Arc<OnceLock<Option<Body>>>;

enum Held {
    Text(Body),
    Place(Place),
}

/// Who listens, and with which wishes.
#[derive(Debug, Clone)]
pub struct Listener {
    /// The session's number on this node.
    pub key: u64,
    /// The session's public name: 32 hex digits from 128 random bits.
    pub session_id: String,
    /// The account.
    pub user_id: Id<UserMarker>,
    /// The login whose end ends the session.
    pub login_id: Id<LoginMarker>,
    /// Whether the account is a bot: intents apply to bots, subscriptions to people.
    pub is_bot: bool,
    /// What IDENTIFY came to.
    pub admission: Admission,
    /// Which writer serves the session.
    pub writer: usize,
}

/// One session.
pub struct SessionCell {
    /// Who listens.
    pub listener: Listener,
    /// Woken whenever nothing waits for the socket any more, or there is none: who makes long answers waits here.
    pub drained: Notify,
    /// Held by the one long answer that is being made.
    pub answering: tokio::sync::Mutex<()>,
    state: Mutex<State>,
}

struct State {
    session: Session,
    line: Option<Line>,
    /// What waits behind a place that is not filled. Empty most of the time.
    held: VecDeque<Held>,
    /// Whether the session's writer has it on the list of those to flush.
    listed: bool,
    /// Whether somebody waits until nothing waits for the socket.
    awaited: bool,
}

impl SessionCell {
    /// A session that is being started: what is delivered waits until `start` is filled.
    pub fn starting(listener: Listener, line: Line, start: Place) -> Arc<Self> {
        let state = State {
            session: Session::new(SessionLimits::default()),
            line: Some(line),
            held: VecDeque::from([Held::Place(start)]),
            listed: false,
            awaited: false,
        };
        Arc::new(Self {
            listener,
            drained: Notify::new(),
            answering: tokio::sync::Mutex::new(()),
            state: Mutex::new(state),
        })
    }

    /// Numbers dispatches in their order. True if the session has to be put on its writer's list of those to flush.
    pub fn deliver(&self, bundle: &Bundle) -> bool {
        let mut state = self.state.lock();
        state.take(bundle) && !std::mem::replace(&mut state.listed, true)
    }

    /// Numbers the last dispatches of a batch and writes at once, while the session is in the processor's cache.
    pub fn deliver_last(&self, bundle: &Bundle, scratch: &mut Scratch, now_ms: u64) {
        let mut state = self.state.lock();
        if state.take(bundle) {
            state.flush(scratch, now_ms);
            self.wake_if_drained(&mut state);
        }
    }

    /// The account has lost a place: what is kept of it for a RESUME, or waits for the session's start, goes.
    pub fn forget(&self, lost: Lost) {
        let mut state = self.state.lock();
        state.session.forget(lost);
        state.held.retain(|held| !matches!(held, Held::Text(body) if lost.covers(body.topic())));
    }

    /// Keeps a place in the stream.
    pub fn keep_place(&self, place: Place) {
        self.state.lock().hold(Held::Place(place));
    }

    /// A place has been filled: what has waited for it goes out.
    pub fn settle(&self, now_ms: u64) {
        let mut state = self.state.lock();
        while let Some(held) = state.held.pop_front() {
            match held {
                Held::Text(body) => state.session.dispatch(body.into()),
                Held::Place(place) => match place.get() {
                    Some(Some(body)) => state.session.dispatch_own(body.clone()),
                    Some(None) => {}
                    None => {
                        state.held.push_front(Held::Place(place));
                        break;
                    }
                },
            }
        }
        state.flush(&mut Scratch::default(), now_ms);
    }

    /// Numbers dispatches that this client asked for itself and writes them, before everything that is held.
    pub fn deliver_own(&self, bodies: impl IntoIterator<Item = Body>, now_ms: u64) {
        let mut state = self.state.lock();
        for body in bodies {
            state.session.dispatch_own(body);
        }
        state.flush(&mut Scratch::default(), now_ms);
    }

    /// Writes what waits. The session's writer calls this once per batch.
    pub fn flush(&self, scratch: &mut Scratch, now_ms: u64) {
        let mut state = self.state.lock();
        state.listed = false;
        state.flush(scratch, now_ms);
        self.wake_if_drained(&mut state);
    }

    fn wake_if_drained(&self, state: &mut State) {
        if state.awaited && state.backlog_bytes() == 0 {
            state.awaited = false;
            self.drained.notify_waiters();
        }
    }

    /// Waits until little enough waits for the socket. False: the session is over, or has no socket.
    pub async fn has_room(&self, backlog_bytes_max: usize) -> bool {
        loop {
            let drained = self.drained.notified();
            tokio::pin!(drained);
            // From here on nothing is missed.
            drained.as_mut().enable();
            {
                let mut state = self.state.lock();
                if state.line.is_none() {
                    return false;
                }
                if state.backlog_bytes() <= backlog_bytes_max {
                    return true;
                }
                state.awaited = true;
            }
            drained.await;
        }
    }

    /// Runs `work` on the line if it is still this one. `None`: the session has another socket or none.
    pub fn on_line<R>(&self, wire: &Arc<Wire>, work: impl FnOnce(&mut Line, &mut Session) -> R) -> Option<R> {
        let mut state = self.state.lock();
        let State { session, line, .. } = &mut *state;
        let line = line.as_mut().filter(|line| Arc::ptr_eq(line.wire(), wire))?;
        let result = work(line, session);
        self.wake_if_drained(&mut state);
        Some(result)
    }

    /// Whether this socket is still the session's.
    pub fn has_line(&self, wire: &Arc<Wire>) -> bool {
        self.on_line(wire, |_, _| ()).is_some()
    }

    /// The socket can be written again, or it is time to look whether it ever will be.
    pub fn go_on(&self, wire: &Arc<Wire>, writable: bool, now_ms: u64) {
        let mut state = self.state.lock();
        if let Some(line) = state.line.as_mut().filter(|line| Arc::ptr_eq(line.wire(), wire)) {
            if writable {
                line.writable();
            }
            state.flush(&mut Scratch::default(), now_ms);
            self.wake_if_drained(&mut state);
        }
    }

    /// Closes the socket; the session stays for a RESUME unless `ends`.
    pub fn close(&self, code: CloseCode, ends: bool, now_ms: u64) {
        let mut state = self.state.lock();
        state.close(code, &mut Scratch::default(), now_ms);
        if ends {
            state.end();
        }
    }

    /// Sends a control payload, if there is a socket.
    pub fn send(&self, text: &'static str, now_ms: u64) {
        let mut state = self.state.lock();
        if let Some(line) = &mut state.line {
            line.send(text);
        }
        state.flush(&mut Scratch::default(), now_ms);
    }

    /// The socket is gone. `ends`: the client wanted the session to end with it.
    pub fn detach(&self, wire: &Arc<Wire>, ends: bool, now_ms: u64) {
        let mut state = self.state.lock();
        if state.line.as_ref().is_some_and(|line| Arc::ptr_eq(line.wire(), wire)) {
            state.line = None;
            if state.session.is_attached() {
                state.session.detach(now_ms);
            }
            if ends {
                state.end();
            }
            self.drained.notify_waiters();
        }
    }

    /// Goes on with another socket after `seq`. The socket that the session still has, if any, is closed.
    pub fn resume(
        &self,
        line: Line,
        seq: u64,
        resumed: Body,
        now_ms: u64,
    ) -> Result<(), (Line, ResumeRefusal)> {
        let mut state = self.state.lock();
        if !state.held.is_empty() {
            // Not yet started, so there is nothing to go on with.
            return Err((line, ResumeRefusal::Lost));
        }
        if let Err(refusal) = state.session.may_resume(seq, now_ms) {
            return Err((line, refusal));
        }
        state.close(CloseCode::SESSION_TIMED_OUT, &mut Scratch::default(), now_ms);
        state.session.resume(seq);
        state.line = Some(line);
        state.session.dispatch_own(resumed);
        state.flush(&mut Scratch::default(), now_ms);
        Ok(())
    }

    /// Whether the session has ended or nobody came back in time.
    pub fn is_expired(&self, now_ms: u64) -> bool {
        self.state.lock().session.is_expired(now_ms)
    }

    /// Since when no client is there; `None` while one is.
    pub fn gone_since_ms(&self) -> Option<u64> {
        self.state.lock().session.detached_at_ms()
    }
}

impl State {
    /// Bytes that wait for the socket; 0 without one.
    fn backlog_bytes(&self) -> usize {
        if self.line.is_some() { self.session.backlog_bytes() } else { 0 }
    }

    /// Numbers dispatches, or keeps them behind a place that is not filled. True: they can go out.
    fn take(&mut self, bundle: &Bundle) -> bool {
        if self.held.is_empty() {
            self.session.dispatch(bundle.clone());
            return true;
        }
        for body in bundle.bodies().flatten() {
            self.hold(Held::Text(body.clone()));
        }
        false
    }

    fn flush(&mut self, scratch: &mut Scratch, now_ms: u64) {
        let Some(line) = &mut self.line else { return };
        if line.flush(Some(&mut self.session), scratch, now_ms) == Flushed::Broken {
            self.lose_line(now_ms);
        } else if line.closed_with().is_none() && (self.session.is_too_slow() || line.is_stalled(now_ms)) {
            self.close(CloseCode::UNKNOWN_ERROR, scratch, now_ms);
        }
    }

    fn lose_line(&mut self, now_ms: u64) {
        if let Some(line) = self.line.take() {
            line.wire().wake.notify_one();
            self.session.detach(now_ms);
        }
    }

    /// Takes the line away with a last frame. Its task sees that it has no line any more and ends.
    fn close(&mut self, code: CloseCode, scratch: &mut Scratch, now_ms: u64) {
        if let Some(line) = &mut self.line {
            line.close(code);
            line.flush(None, scratch, now_ms);
        }
        self.lose_line(now_ms);
    }

    fn hold(&mut self, held: Held) {
        self.held.push_back(held);
        if self.held.len() > HELD_MAX {
            self.close(CloseCode::UNKNOWN_ERROR, &mut Scratch::default(), 0);
            self.end();
        }
    }

    fn end(&mut self) {
        self.session.end();
        self.held = VecDeque::new();
    }
}
