//! The task of one socket: reads what the client sends, passes it through the protocol, and does what the protocol asks
//! for. Writing is only its business when the socket was full. Must hold no buffer while it waits.

use std::collections::VecDeque;
use std::io::ErrorKind;
use std::sync::Arc;
use std::time::Duration;

use parvis_model::gateway::CloseCode;
use parvis_session::{Connection, Output, Parameters, Request};
use tokio::io::Interest;
use tokio::time::Instant;

use crate::cell::SessionCell;
use crate::line::{Flushed, Line, Scratch, Wire};
use crate::websocket::{Incoming, Reader};
use crate::{Parts, chunks, identify};

/// Bytes that are read in one go. On the stack, and never across an await.
const READ_BYTES: usize = 4 << 10;
/// Reads before others get their turn.
const READS_MAX: usize = 16;
/// How often a full socket is looked at.
const FULL_LOOK_EVERY: Duration = Duration::from_secs(5);
/// How long a closed socket may take to say goodbye.
const GOODBYE_WITHIN: Duration = Duration::from_secs(2);
/// Bytes of a closed socket that are read away before it is dropped.
const GOODBYE_BYTES_MAX: usize = 4 << 20;
/// Answers outside the sequence that may wait because the client only asks and does not read.
const ASIDES_MAX: usize = 64;

/// Where the writing half is.
pub enum Side {
    /// Here: there is no session yet.
    Alone(Line),
    /// With the session.
    Session(Arc<SessionCell>),
    /// Nowhere: the socket is about to be dropped.
    Over,
}

/// What the address and the headers said of the client.
#[derive(Debug, Clone)]
pub struct Terms {
    /// 9 or 10.
    pub version: u8,
    /// Where the client shall come back to.
    pub resume_url: String,
}

/// One socket's task.
pub struct Driver {
    pub(crate) parts: Arc<Parts>,
    pub(crate) wire: Arc<Wire>,
    pub(crate) terms: Arc<Terms>,
    pub(crate) connection: Connection,
    pub(crate) side: Side,
    reader: Reader,
    requests: VecDeque<Request>,
}

impl Driver {
    /// A socket that has just been upgraded. HELLO is queued.
    pub fn new(
        parts: Arc<Parts>,
        wire: Arc<Wire>,
        line: Line,
        parameters: &Parameters,
        terms: Terms,
    ) -> Self {
        let limited = parts.app.config.rate_limits;
        let (connection, output) = Connection::open(parameters, limited, parts.uptime.now_ms());
        let mut driver = Self {
            parts,
            wire,
            terms: Arc::new(terms),
            connection,
            side: Side::Alone(line),
            reader: Reader::default(),
            requests: VecDeque::new(),
        };
        driver.act(output);
        driver
    }

    /// Serves the socket until it is gone. `early`: bytes that came with the upgrade.
    pub async fn run(mut self, early: Vec<u8>) {
        if !early.is_empty() {
            self.take_bytes(&mut { early });
        }
        loop {
            while let Some(request) = self.requests.pop_front() {
                self.serve(request).await;
            }
            if self.is_over() {
                break;
            }
            self.wait().await;
        }
        let wire = Arc::clone(&self.wire);
        drop(self);
        say_goodbye(&wire).await;
    }

    async fn wait(&mut self) {
        let full = self.is_full();
        let interest = if full { Interest::READABLE | Interest::WRITABLE } else { Interest::READABLE };
        let now_ms = self.parts.uptime.now_ms();
        let quiet = Duration::from_millis(self.connection.deadline_ms().saturating_sub(now_ms) + 1);
        let look_at = Instant::now() + if full { quiet.min(FULL_LOOK_EVERY) } else { quiet };
        let ready = tokio::select! {
            ready = self.wire.stream.ready(interest) => Some(ready),
            () = self.wire.wake.notified() => None,
            () = tokio::time::sleep_until(look_at) => {
                self.look();
                None
            }
        };
        match ready {
            None => {}
            Some(Err(_)) => self.gone(false),
            Some(Ok(ready)) => {
                if full && ready.is_writable() {
                    self.write_on(true);
                }
                if ready.is_readable() || ready.is_read_closed() {
                    self.read();
                }
            }
        }
    }

    /// Time has passed: is the client still there, does it still read?
    fn look(&mut self) {
        let output = self.connection.tick(self.parts.uptime.now_ms());
        self.act(output);
        self.write_on(false);
    }

    fn write_on(&mut self, writable: bool) {
        let now_ms = self.parts.uptime.now_ms();
        match &mut self.side {
            Side::Session(cell) => cell.go_on(&self.wire, writable, now_ms),
            Side::Alone(line) => {
                if writable {
                    line.writable();
                }
                let flushed = line.flush(None, &mut Scratch::default(), now_ms);
                if flushed == Flushed::Broken || line.is_stalled(now_ms) {
                    self.side = Side::Over;
                }
            }
            Side::Over => {}
        }
    }

    fn read(&mut self) {
        let mut buffer = [0; READ_BYTES];
        for _ in 0..READS_MAX {
            match self.wire.stream.try_read(&mut buffer) {
                Ok(0) => return self.gone(false),
                Ok(length) => self.take_bytes(&mut buffer[..length]),
                Err(error) if error.kind() == ErrorKind::WouldBlock => return,
                Err(_) => return self.gone(false),
            }
            if self.is_over() || !self.requests.is_empty() {
                return;
            }
        }
    }

    fn take_bytes(&mut self, bytes: &mut [u8]) {
        let mut reader = std::mem::take(&mut self.reader);
        let bytes_max = self.connection.payload_bytes_max();
        let result = reader.feed(bytes, bytes_max, |incoming| self.take(incoming));
        self.reader = reader;
        if let Err(code) = result {
            let output = self.connection.close(code);
            self.act(output);
        }
    }

    fn take(&mut self, incoming: Incoming<'_>) {
        match incoming {
            Incoming::Message(text) => {
                let output = self.connection.receive(text, self.parts.uptime.now_ms());
                self.act(output);
            }
            Incoming::Ping(payload) => self.on_line(|line| line.pong(payload)),
            Incoming::Close(code) => {
                self.on_line(|line| line.close(CloseCode::NORMAL));
                self.gone(code.is_some_and(|code| !code.keeps_session()));
            }
        }
    }

    /// Does what the protocol says.
    pub(crate) fn act(&mut self, output: Output) {
        match output {
            Output::Nothing => {}
            Output::Send(text) => self.on_line(|line| line.send(text)),
            Output::Acknowledge(seq, text) => {
                if let (Side::Session(cell), Some(seq)) = (&self.side, seq) {
                    cell.on_line(&self.wire, |_, session| session.acknowledge(seq));
                }
                self.on_line(|line| line.send(text));
            }
            Output::Close(code) => {
                self.on_line(|line| line.close(code));
                self.gone(false);
            }
            Output::Request(request) => self.requests.push_back(request),
        }
    }

    /// Queues something outside the sequence and writes it.
    fn on_line(&mut self, work: impl FnOnce(&mut Line)) {
        let now_ms = self.parts.uptime.now_ms();
        let flooded = match &mut self.side {
            Side::Alone(line) => {
                work(line);
                line.flush(None, &mut Scratch::default(), now_ms);
                line.asides_waiting() > ASIDES_MAX
            }
            Side::Session(cell) => {
                let flooded = cell.on_line(&self.wire, |line, session| {
                    work(line);
                    line.flush(Some(session), &mut Scratch::default(), now_ms);
                    line.asides_waiting() > ASIDES_MAX
                });
                flooded.unwrap_or(true)
            }
            Side::Over => false,
        };
        if flooded {
            self.gone(false);
        }
    }

    /// The socket is done. `ends`: the session with it.
    fn gone(&mut self, ends: bool) {
        if let Side::Session(cell) = std::mem::replace(&mut self.side, Side::Over) {
            cell.detach(&self.wire, ends, self.parts.uptime.now_ms());
            if ends {
                self.parts.ended(&cell);
            }
        }
    }

    fn is_over(&self) -> bool {
        match &self.side {
            Side::Alone(line) => line.closed_with().is_some(),
            Side::Session(cell) => !cell.has_line(&self.wire),
            Side::Over => true,
        }
    }

    fn is_full(&self) -> bool {
        match &self.side {
            Side::Alone(line) => line.is_full(),
            Side::Session(cell) => cell.on_line(&self.wire, |line, _| line.is_full()).unwrap_or(false),
            Side::Over => false,
        }
    }

    async fn serve(&mut self, request: Request) {
        match request {
            Request::Identify(identify) => Box::pin(identify::identify(self, *identify)).await,
            Request::Resume(resume) => Box::pin(identify::resume(self, resume)).await,
            other => {
                if let Side::Session(cell) = &self.side {
                    chunks::serve(&self.parts, cell, other);
                }
            }
        }
    }
}

/// Reads away what the client still sends, so that the last frame is not lost to a reset, for a short while.
async fn say_goodbye(wire: &Wire) {
    let goodbye = async {
        let mut read = 0;
        while read < GOODBYE_BYTES_MAX && wire.stream.readable().await.is_ok() {
            read += match read_away(wire) {
                Some(length) => length,
                None => return,
            };
        }
    };
    // Whoever takes longer is dropped.
    let _ = tokio::time::timeout(GOODBYE_WITHIN, goodbye).await;
}

fn read_away(wire: &Wire) -> Option<usize> {
    let mut buffer = [0; READ_BYTES];
    match wire.stream.try_read(&mut buffer) {
        Ok(0) => None,
        Ok(length) => Some(length),
        Err(error) if error.kind() == ErrorKind::WouldBlock => Some(0),
        Err(_) => None,
    }
}
