//! The receiving end: WebSocket clients as bare as can be, so that the generator leaves the processors to the server.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Instant;

use anyhow::{Context, bail};
use parking_lot::Mutex;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;
use tokio::sync::Notify;

const READ_BYTES: usize = 16 << 10;

/// What all receivers together have seen.
#[derive(Default)]
pub struct Tally {
    frames: AtomicU64,
    wanted: AtomicU64,
    reached: Notify,
    /// Payload bytes of the last frame.
    pub last_payload_bytes: AtomicU64,
    /// When each numbered message was sent.
    pub sent_at: Mutex<Vec<Instant>>,
    /// How long each delivery of a numbered message took, in microseconds.
    pub latencies_us: Mutex<Vec<u32>>,
}

impl Tally {
    /// Waits until so many frames more have come.
    pub async fn more(&self, frames: u64) {
        let wanted = self.wanted.fetch_add(frames, Ordering::SeqCst) + frames;
        loop {
            let reached = self.reached.notified();
            tokio::pin!(reached);
            reached.as_mut().enable();
            if self.frames.load(Ordering::SeqCst) >= wanted {
                return;
            }
            reached.await;
        }
    }

    fn count(&self, frames: u64) {
        let before = self.frames.fetch_add(frames, Ordering::SeqCst);
        let wanted = self.wanted.load(Ordering::SeqCst);
        if before < wanted && before + frames >= wanted {
            self.reached.notify_waiters();
        }
    }

    /// A delivery of message `m<number>`: how long it took.
    fn time(&self, payload: &[u8], timed: &mut Vec<u32>) {
        const KEY: &[u8] = b"\"content\":\"m";
        let Some(at) = payload.windows(KEY.len()).position(|window| window == KEY) else { return };
        let digits = payload[at + KEY.len()..].iter().take_while(|byte| byte.is_ascii_digit());
        let number = digits.fold(0, |number: usize, digit| number * 10 + usize::from(digit - b'0'));
        if let Some(sent_at) = self.sent_at.lock().get(number) {
            timed.push(u32::try_from(sent_at.elapsed().as_micros()).unwrap_or(u32::MAX));
        }
    }
}

/// A socket that is open and has said what it has to say.
pub struct Receiver {
    stream: TcpStream,
    buffer: Vec<u8>,
}

impl Receiver {
    /// A socket without any handshake.
    pub async fn plain(address: &str) -> anyhow::Result<Self> {
        Ok(Self { stream: TcpStream::connect(address).await?, buffer: Vec::new() })
    }

    /// A bot's gateway session that has received its guild and sent its first heartbeat.
    pub async fn session(address: &str, token: &str, intents: u64) -> anyhow::Result<Self> {
        Self::begun(address, token, intents, (b"\"t\":\"GUILD_CREATE\"", 2)).await
    }

    /// A person's gateway session, whose guilds come with READY.
    pub async fn person(address: &str, token: &str) -> anyhow::Result<Self> {
        Self::begun(address, token, 0, (b"\"t\":\"READY\"", 1)).await
    }

    async fn begun(
        address: &str,
        token: &str,
        intents: u64,
        (last, seq): (&[u8], u64),
    ) -> anyhow::Result<Self> {
        let mut receiver = Self::plain(address).await?;
        let request = format!(
            "GET /gateway?v=10&encoding=json HTTP/1.1\r\nHost: {address}\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n\
             Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n"
        );
        receiver.stream.write_all(request.as_bytes()).await?;
        receiver.expect_switch().await?;
        let identify =
            format!(r#"{{"op":2,"d":{{"token":"{token}","intents":{intents},"properties":{{}}}}}}"#);
        receiver.send(&identify).await?;
        loop {
            let payload = receiver.payload().await?;
            if contains(&payload, last) {
                break;
            }
            if contains(&payload, b"\"op\":9") {
                bail!("the server does not let the session start");
            }
        }
        receiver.send(&format!(r#"{{"op":1,"d":{seq}}}"#)).await?;
        while !contains(&receiver.payload().await?, b"\"op\":11") {}
        Ok(receiver)
    }

    async fn expect_switch(&mut self) -> anyhow::Result<()> {
        loop {
            if let Some(end) = self.buffer.windows(4).position(|window| window == b"\r\n\r\n") {
                let head = String::from_utf8_lossy(&self.buffer[..end]).into_owned();
                if !head.starts_with("HTTP/1.1 101") {
                    bail!("the handshake was answered with {head}");
                }
                self.buffer.drain(..end + 4);
                return Ok(());
            }
            self.fill().await?;
        }
    }

    async fn fill(&mut self) -> anyhow::Result<()> {
        self.buffer.reserve(READ_BYTES);
        if self.stream.read_buf(&mut self.buffer).await? == 0 {
            bail!("the server hung up");
        }
        Ok(())
    }

    async fn send(&mut self, text: &str) -> anyhow::Result<()> {
        let mut frame = vec![0x81];
        match u8::try_from(text.len()) {
            Ok(short @ 0..=125) => frame.push(0x80 | short),
            _ => {
                frame.push(0x80 | 126);
                frame.extend_from_slice(&u16::try_from(text.len()).context("too long")?.to_be_bytes());
            }
        }
        // A mask of zeros is lawful and changes nothing.
        frame.extend_from_slice(&[0; 4]);
        frame.extend_from_slice(text.as_bytes());
        Ok(self.stream.write_all(&frame).await?)
    }

    /// The next payload.
    pub async fn payload(&mut self) -> anyhow::Result<Vec<u8>> {
        loop {
            if let Some((start, end)) = first_frame(&self.buffer) {
                let payload = self.buffer[start..end].to_vec();
                self.buffer.drain(..end);
                return Ok(payload);
            }
            self.fill().await?;
        }
    }

    /// Counts whatever comes until the server hangs up; the socket stays open as long as the task.
    pub async fn count(mut self, tally: Arc<Tally>, timed: bool) {
        self.buffer = Vec::new();
        let mut partial: Vec<u8> = Vec::new();
        loop {
            if self.stream.readable().await.is_err() {
                return;
            }
            let mut room = [0; READ_BYTES];
            let length = match self.stream.try_read(&mut room) {
                Ok(0) => return,
                Ok(length) => length,
                Err(error) if error.kind() == std::io::ErrorKind::WouldBlock => continue,
                Err(_) => return,
            };
            partial.extend_from_slice(&room[..length]);
            let mut frames = 0;
            let mut used = 0;
            let mut latencies = Vec::new();
            while let Some((start, end)) = first_frame(&partial[used..]) {
                let payload = &partial[used + start..used + end];
                tally.last_payload_bytes.store(payload.len() as u64, Ordering::Relaxed);
                if timed {
                    tally.time(payload, &mut latencies);
                }
                frames += 1;
                used += end;
            }
            if used == partial.len() {
                partial.clear();
            } else {
                partial.drain(..used);
            }
            if !latencies.is_empty() {
                tally.latencies_us.lock().append(&mut latencies);
            }
            tally.count(frames);
        }
    }
}

fn contains(payload: &[u8], part: &[u8]) -> bool {
    payload.windows(part.len()).any(|window| window == part)
}

/// Where the payload of the first whole frame begins and ends. Servers do not mask.
fn first_frame(bytes: &[u8]) -> Option<(usize, usize)> {
    let (start, length) = match *bytes.get(1)? {
        126 => (4, u64::from(u16::from_be_bytes(bytes.get(2..4)?.try_into().ok()?))),
        127 => (10, u64::from_be_bytes(bytes.get(2..10)?.try_into().ok()?)),
        short => (2, u64::from(short)),
    };
    let end = start + usize::try_from(length).ok()?;
    (bytes.len() >= end).then_some((start, end))
}
