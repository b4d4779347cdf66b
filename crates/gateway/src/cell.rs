//! One session shared by those who deliver to it and the task that reads its socket: everything behind one small lock
//! that is never held across an await. Must not know who may receive what.

use std::sync::Arc;

use parking_lot::Mutex;
use parvis_model::Id;
use parvis_model::marker::{LoginMarker, UserMarker};
use parvis_session::admission::Admission;
use parvis_session::frame::Body;
use parvis_model::gateway::CloseCode;
use parvis_session::{ResumeRefusal, Session, SessionLimits};

use crate::line::{Flushed, Line, Scratch, Wire};

/// Dispatches that may wait while a session or one of its guilds is being started.
const HELD_MAX: usize = 8_192;

/// Who listens, and with which wishes.
#[derive(Debug, Clone)]
pub struct Listener {
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
    state: Mutex<State>,
}

struct State {
    session: Session,
    line: Option<Line>,
    /// How many parts are being started; while it is not zero, deliveries wait in `held`.
    holds: usize,
    held: Vec<Body>,
    /// Whether the session's writer has it on the list of those to flush.
    listed: bool,
}

impl SessionCell {
    /// A session that is being started: what is delivered waits until [`Self::release`].
    pub fn starting(listener: Listener, line: Line) -> Arc<Self> {
        let state = State {
            session: Session::new(SessionLimits::default()),
            line: Some(line),
            holds: 1,
            held: Vec::new(),
            listed: false,
        };
        Arc::new(Self { listener, state: Mutex::new(state) })
    }

    /// Numbers a dispatch. True if the session has to be put on its writer's list of those to flush.
    pub fn deliver(&self, body: &Body) -> bool {
        let mut state = self.state.lock();
        if state.holds > 0 {
            if state.held.len() < HELD_MAX {
                state.held.push(Arc::clone(body));
                return false;
            }
            state.end(CloseCode::UNKNOWN_ERROR);
        }
        state.session.dispatch(Arc::clone(body));
        !std::mem::replace(&mut state.listed, true)
    }

    /// Numbers dispatches that this client asked for itself, before everything that is held, and writes them.
    pub fn deliver_own(&self, bodies: impl IntoIterator<Item = Body>, now_ms: u64) {
        let mut state = self.state.lock();
        for body in bodies {
            state.session.dispatch_own(body);
        }
        state.flush(&mut Scratch::default(), now_ms);
    }

    /// Something more is being started: deliveries wait.
    pub fn hold(&self) {
        self.state.lock().holds += 1;
    }

    /// One thing has been started. After the last one, what has waited goes out.
    pub fn release(&self, now_ms: u64) {
        let mut state = self.state.lock();
        state.holds = state.holds.saturating_sub(1);
        if state.holds == 0 {
            for body in std::mem::take(&mut state.held) {
                state.session.dispatch(body);
            }
            state.flush(&mut Scratch::default(), now_ms);
        }
    }

    /// Writes what waits. The session's writer calls this once per batch.
    pub fn flush(&self, scratch: &mut Scratch, now_ms: u64) {
        let mut state = self.state.lock();
        state.listed = false;
        state.flush(scratch, now_ms);
    }

    /// Bytes that wait for the socket; 0 without one.
    pub fn backlog_bytes(&self) -> usize {
        let state = self.state.lock();
        if state.line.as_ref().is_some_and(|line| line.closed_with().is_none()) {
            state.session.backlog_bytes()
        } else {
            0
        }
    }

    /// Runs `work` on the line if it is still this one. `None`: the session has another socket or none.
    pub fn on_line<R>(&self, wire: &Arc<Wire>, work: impl FnOnce(&mut Line, &mut Session) -> R) -> Option<R> {
        let mut state = self.state.lock();
        let State { session, line, .. } = &mut *state;
        let line = line.as_mut().filter(|line| Arc::ptr_eq(line.wire(), wire))?;
        Some(work(line, session))
    }

    /// Closes the socket; the session stays for a RESUME unless `ends`.
    pub fn close(&self, code: CloseCode, ends: bool, now_ms: u64) {
        let mut state = self.state.lock();
        state.close(code, &mut Scratch::default(), now_ms);
        if ends {
            state.session.end();
            state.held = Vec::new();
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
                state.session.end();
                state.held = Vec::new();
            }
        }
    }

    /// Goes on with another socket after `seq`. The socket that the session still has, if any, is closed.
    pub fn resume(&self, line: Line, seq: u64, resumed: Body, now_ms: u64) -> Result<(), (Line, ResumeRefusal)> {
        let mut state = self.state.lock();
        if state.holds > 0 {
            // Not yet started, so there is nothing to go on with.
            return Err((line, ResumeRefusal::Lost));
        }
        if let Err(refusal) = state.session.resume(seq, now_ms) {
            return Err((line, refusal));
        }
        state.close(CloseCode::SESSION_TIMED_OUT, &mut Scratch::default(), now_ms);
        state.line = Some(line);
        // `close` has detached the session again if it had a socket.
        if !state.session.is_attached() {
            state.session.resume(seq, now_ms).map_err(|_| ()).expect("it was accepted a moment ago");
        }
        state.session.dispatch_own(resumed);
        state.flush(&mut Scratch::default(), now_ms);
        Ok(())
    }

    /// Whether the session has ended or nobody came back in time.
    pub fn is_expired(&self, now_ms: u64) -> bool {
        self.state.lock().session.is_expired(now_ms)
    }

    /// Whether a client is there.
    pub fn is_attached(&self) -> bool {
        self.state.lock().session.is_attached()
    }
}

impl State {
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

    fn end(&mut self, code: CloseCode) {
        self.close(code, &mut Scratch::default(), 0);
        self.session.end();
        self.held = Vec::new();
        self.holds = 0;
    }
}
