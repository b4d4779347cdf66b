//! What goes out on one socket: the few frames outside the sequence, then the session's backlog, as many as fit in one
//! system call, written straight to the socket. Must not know who listens or what the events say.

use std::collections::VecDeque;
use std::io::{ErrorKind, IoSlice};
use std::ops::Range;
use std::sync::Arc;

use parvis_model::gateway::CloseCode;
use parvis_session::Session;
use parvis_session::frame::{Body, Envelope};
use rustix::io::Errno;
use rustix::net::SendFlags;
use tokio::net::TcpStream;
use tokio::sync::Notify;

use crate::compression::Compression;
use crate::websocket::{self, Kind};

/// How long a full socket may take nothing.
pub const STALL_MS_MAX: u64 = 20_000;
/// Bytes that leave in one system call at most, one large frame excepted.
const BATCH_BYTES: usize = 64 << 10;
/// Bodies above this are not copied together with their header but handed to the kernel where they are.
const COPY_BYTES_MAX: usize = 2 << 10;
/// Pieces that one vectored write has at most.
const PIECES_MAX: usize = 128;

/// A socket that a connection's task reads and any thread may write, under the lock of its line.
///
/// This is the one place that names the transport: TLS ends in front of the server.
#[derive(Debug)]
pub struct Wire {
    /// The socket.
    pub stream: TcpStream,
    /// Wakes the connection's task: the socket is full, or the line was taken away or closed.
    pub wake: Notify,
}

/// A frame outside the sequence.
#[derive(Debug)]
enum Aside {
    Text(&'static str),
    Pong(Vec<u8>),
    Close(CloseCode),
}

/// How a flush ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Flushed {
    /// Everything is with the kernel.
    All,
    /// The socket is full: the connection's task goes on when it is writable.
    Full,
    /// The socket is dead.
    Broken,
}

/// The writing half of one socket.
pub struct Line {
    wire: Arc<Wire>,
    compression: Compression,
    asides: VecDeque<Aside>,
    /// What the socket has not taken of a frame that was begun.
    rest: Vec<u8>,
    full: bool,
    /// When the socket last took something.
    moved_at_ms: u64,
    closed_with: Option<CloseCode>,
}

/// Room for putting frames together, one per thread that writes. The last batch stays in it: most sessions get the
/// same events as the one before them, and then only the numbers differ.
#[derive(Debug, Default)]
pub struct Scratch {
    bytes: Vec<u8>,
    frames: Vec<Frame>,
}

/// One frame of a batch: `bytes[..bytes_end]` of the scratch belong to it and its predecessors; a large body follows.
#[derive(Debug)]
struct Frame {
    bytes_end: usize,
    /// `None` for asides and compressed frames, which left their queue when they were gathered.
    dispatch: Option<Dispatch>,
}

/// A frame that leaves the session's backlog when it is begun.
#[derive(Debug)]
struct Dispatch {
    seq: u64,
    body: Body,
    /// Where its envelope stands in the scratch.
    envelope: Range<usize>,
}

impl Frame {
    /// The body, if it is not copied.
    fn large_body(&self) -> Option<&[u8]> {
        self.dispatch.as_ref().map(|dispatch| &*dispatch.body).filter(|body| body.len() > COPY_BYTES_MAX)
    }
}

impl Scratch {
    /// Lets go of the last batch.
    pub fn clear(&mut self) {
        self.bytes.clear();
        self.frames.clear();
    }

    fn end_frame(&mut self, dispatch: Option<Dispatch>) {
        self.frames.push(Frame { bytes_end: self.bytes.len(), dispatch });
    }

    /// Puts dispatches behind what is there: small frames are copied together; the body of a large one stays where it
    /// is.
    fn put_dispatches<'a>(&mut self, backlog: impl Iterator<Item = (u64, &'a Body)>) {
        let mut total = self.bytes.len();
        for (seq, body) in backlog {
            let text = Envelope::new(seq);
            let text = text.as_bytes();
            websocket::put_header(&mut self.bytes, Kind::Text, text.len() + body.len());
            let envelope = self.bytes.len()..self.bytes.len() + text.len();
            self.bytes.extend_from_slice(text);
            if body.len() <= COPY_BYTES_MAX {
                self.bytes.extend_from_slice(body);
            }
            self.end_frame(Some(Dispatch { seq, body: body.clone(), envelope }));
            total += text.len() + body.len();
            if total > BATCH_BYTES || self.frames.len() >= PIECES_MAX {
                return;
            }
        }
    }

    /// Makes the last batch this backlog's by writing other numbers into it. False: it is another backlog, or its
    /// numbers are longer or shorter, and the scratch holds nothing of use any more.
    fn renumber<'a>(&mut self, backlog: impl Iterator<Item = (u64, &'a Body)>) -> bool {
        let mut frames = self.frames.iter_mut();
        for (seq, body) in backlog {
            let Some(Frame { dispatch: Some(last), .. }) = frames.next() else { return false };
            let envelope = Envelope::new(seq);
            if !last.body.is_same(body) || last.envelope.len() != envelope.as_bytes().len() {
                return false;
            }
            self.bytes[last.envelope.clone()].copy_from_slice(envelope.as_bytes());
            last.seq = seq;
        }
        frames.next().is_none() && !self.frames.is_empty()
    }
}

impl Line {
    /// The writing half of a socket that was just opened.
    pub fn new(wire: Arc<Wire>, compression: Compression) -> Self {
        Self {
            wire,
            compression,
            asides: VecDeque::new(),
            rest: Vec::new(),
            full: false,
            moved_at_ms: 0,
            closed_with: None,
        }
    }

    /// The socket.
    pub fn wire(&self) -> &Arc<Wire> {
        &self.wire
    }

    /// Queues a control payload. It overtakes dispatches, which have their own order.
    pub fn send(&mut self, text: &'static str) {
        self.aside(Aside::Text(text));
    }

    /// Queues the answer to a ping.
    pub fn pong(&mut self, payload: &[u8]) {
        self.aside(Aside::Pong(payload.to_vec()));
    }

    /// Queues the last frame; what the session still holds waits for a RESUME.
    pub fn close(&mut self, code: CloseCode) {
        self.aside(Aside::Close(code));
        self.closed_with.get_or_insert(code);
    }

    fn aside(&mut self, aside: Aside) {
        if self.closed_with.is_none() {
            self.asides.push_back(aside);
        }
    }

    /// What the line was closed with, if it was.
    pub fn closed_with(&self) -> Option<CloseCode> {
        self.closed_with
    }

    /// Whether the socket took nothing more the last time.
    pub fn is_full(&self) -> bool {
        self.full
    }

    /// Whether the socket has been full without taking anything for so long that it must be cut.
    pub fn is_stalled(&self, now_ms: u64) -> bool {
        self.full && now_ms.saturating_sub(self.moved_at_ms) > STALL_MS_MAX
    }

    /// Answers that wait because the client does not read. More than a few are somebody who only asks.
    pub fn asides_waiting(&self) -> usize {
        self.asides.len()
    }

    /// The socket can be written again.
    pub fn writable(&mut self) {
        self.full = false;
    }

    /// Writes what waits until nothing is left or the socket is full.
    pub fn flush(
        &mut self,
        mut session: Option<&mut Session>,
        scratch: &mut Scratch,
        now_ms: u64,
    ) -> Flushed {
        if self.full {
            return Flushed::Full;
        }
        loop {
            match self.write_rest(now_ms) {
                Flushed::All => {}
                other => return self.ended(other),
            }
            if !self.gather(session.as_deref_mut(), scratch) {
                return Flushed::All;
            }
            let ended = self.write_batch(session.as_deref_mut(), scratch, now_ms);
            if ended != Flushed::All {
                return self.ended(ended);
            }
        }
    }

    fn ended(&mut self, flushed: Flushed) -> Flushed {
        if flushed == Flushed::Full {
            self.full = true;
            self.wire.wake.notify_one();
        }
        flushed
    }

    /// Writes what is left of a begun frame.
    fn write_rest(&mut self, now_ms: u64) -> Flushed {
        while !self.rest.is_empty() {
            match self.wire.stream.try_write(&self.rest) {
                Ok(0) => return Flushed::Broken,
                Ok(length) => {
                    self.rest.drain(..length);
                    self.moved_at_ms = now_ms;
                }
                Err(error) if error.kind() == ErrorKind::WouldBlock => return Flushed::Full,
                Err(_) => return Flushed::Broken,
            }
        }
        if self.rest.capacity() > 0 {
            self.rest = Vec::new();
        }
        Flushed::All
    }

    /// Puts the next frames together: asides first, then dispatches. False: nothing waits.
    fn gather(&mut self, session: Option<&mut Session>, scratch: &mut Scratch) -> bool {
        let session = session.filter(|session| self.closed_with.is_none() && session.has_backlog());
        if self.asides.is_empty() {
            let Some(session) = &session else { return false };
            if self.compression.is_none() && scratch.renumber(session.backlog()) {
                return true;
            }
        }
        scratch.clear();
        self.gather_asides(scratch);
        match session {
            Some(session) if self.compression.is_none() => scratch.put_dispatches(session.backlog()),
            Some(session) => self.gather_compressed(session, scratch),
            None => {}
        }
        !scratch.frames.is_empty()
    }

    fn gather_asides(&mut self, scratch: &mut Scratch) {
        while let Some(aside) = self.asides.pop_front() {
            match aside {
                Aside::Text(text) if self.compression.is_none() => {
                    websocket::put_header(&mut scratch.bytes, Kind::Text, text.len());
                    scratch.bytes.extend_from_slice(text.as_bytes());
                }
                Aside::Text(text) => self.put_compressed(&[text.as_bytes()], &mut scratch.bytes),
                Aside::Pong(payload) => {
                    websocket::put_header(&mut scratch.bytes, Kind::Pong, payload.len());
                    scratch.bytes.extend_from_slice(&payload);
                }
                Aside::Close(code) => websocket::put_close(&mut scratch.bytes, code),
            }
            scratch.end_frame(None);
        }
    }

    /// Compressed frames belong to the context from now on, so they count as sent; what the socket does not take of
    /// them stays in `rest`.
    fn gather_compressed(&mut self, session: &mut Session, scratch: &mut Scratch) {
        let mut last = None;
        for (seq, body) in session.backlog() {
            let envelope = Envelope::new(seq);
            self.put_compressed(&[envelope.as_bytes(), body], &mut scratch.bytes);
            last = Some(seq);
            if scratch.bytes.len() > BATCH_BYTES {
                break;
            }
        }
        if let Some(last) = last {
            session.sent(last);
            scratch.end_frame(None);
        }
    }

    fn put_compressed(&mut self, parts: &[&[u8]], out: &mut Vec<u8>) {
        let mut message = Vec::with_capacity(512);
        self.compression.compress(parts, &mut message);
        websocket::put_header(out, Kind::Binary, message.len());
        out.extend_from_slice(&message);
    }

    /// Writes a batch in one system call and settles what the socket took of it.
    fn write_batch(&mut self, session: Option<&mut Session>, scratch: &Scratch, now_ms: u64) -> Flushed {
        let written = match write_pieces(&self.wire.stream, scratch) {
            Ok(0) => return Flushed::Broken,
            Ok(written) => written,
            Err(error) if error.kind() == ErrorKind::WouldBlock => 0,
            Err(_) => return Flushed::Broken,
        };
        if written > 0 {
            self.moved_at_ms = now_ms;
        }
        self.settle(session, scratch, written)
    }

    fn settle(&mut self, session: Option<&mut Session>, scratch: &Scratch, written: usize) -> Flushed {
        let mut frame_start = 0;
        let mut bytes_start = 0;
        let mut sent = None;
        let mut all = true;
        for frame in &scratch.frames {
            let body = frame.large_body().unwrap_or_default();
            let head = &scratch.bytes[bytes_start..frame.bytes_end];
            let frame_end = frame_start + head.len() + body.len();
            // An aside or compressed frame left its queue when it was gathered; a dispatch leaves when it is begun.
            let begun = written > frame_start || frame.dispatch.is_none();
            if frame_end > written {
                all = false;
                if begun {
                    let taken = written.saturating_sub(frame_start);
                    self.rest.extend_from_slice(&head[taken.min(head.len())..]);
                    self.rest.extend_from_slice(&body[taken.saturating_sub(head.len())..]);
                }
            }
            if begun {
                sent = frame.dispatch.as_ref().map(|dispatch| dispatch.seq).or(sent);
            }
            frame_start = frame_end;
            bytes_start = frame.bytes_end;
        }
        if let (Some(session), Some(seq)) = (session, sent) {
            session.sent(seq);
        }
        if all { Flushed::All } else { Flushed::Full }
    }
}

fn write_pieces(stream: &TcpStream, scratch: &Scratch) -> std::io::Result<usize> {
    if scratch.frames.iter().all(|frame| frame.large_body().is_none()) {
        return write(stream, &scratch.bytes);
    }
    let mut pieces = Vec::with_capacity(16);
    let mut start = 0;
    for frame in &scratch.frames {
        if let Some(body) = frame.large_body() {
            pieces.push(IoSlice::new(&scratch.bytes[start..frame.bytes_end]));
            pieces.push(IoSlice::new(body));
            start = frame.bytes_end;
        }
    }
    if start < scratch.bytes.len() {
        pieces.push(IoSlice::new(&scratch.bytes[start..]));
    }
    stream.try_write_vectored(&pieces)
}

/// Writes without asking the runtime whether the socket can be written: what it keeps of that is rarely in the
/// processor's cache. Only when the socket is full does it have to know, and finds out by itself.
fn write(stream: &TcpStream, bytes: &[u8]) -> std::io::Result<usize> {
    match rustix::net::send(stream, bytes, SendFlags::DONTWAIT | SendFlags::NOSIGNAL) {
        Ok(written) => Ok(written),
        Err(Errno::AGAIN) => stream.try_write(bytes),
        Err(error) => Err(error.into()),
    }
}

#[cfg(test)]
mod tests;
