//! A gateway client that hides nothing: every payload, every close code, and sockets that are cut. Written on an
//! independent WebSocket library.

use std::time::Duration;

use futures_util::{SinkExt, StreamExt};
use serde_json::{Value, json};
use tokio::net::TcpStream;
use tokio_tungstenite::tungstenite::Message;
use tokio_tungstenite::{MaybeTlsStream, WebSocketStream, connect_async};

/// A test that waits longer than this has failed.
const WITHIN: Duration = Duration::from_secs(20);

/// What came.
#[derive(Debug, Clone, PartialEq)]
pub enum Incoming {
    /// A payload.
    Payload(Value),
    /// The server closed with this code; `None`: without one.
    Closed(Option<u16>),
}

/// One socket.
pub struct GatewayClient {
    socket: WebSocketStream<MaybeTlsStream<TcpStream>>,
    inflate: Option<flate2::Decompress>,
    zstd: Option<zstd::stream::raw::Decoder<'static>>,
    /// The last number that came.
    pub seq: u64,
    /// Whether numbers may be left out: a RESUME after a loss of rights does that, and nothing else.
    pub numbers_may_be_skipped: bool,
    /// From READY.
    pub session_id: String,
}

impl GatewayClient {
    /// Opens a socket and waits for HELLO. `query`: what follows the address, such as `?v=10&encoding=json`.
    pub async fn connect(gateway_url: &str, query: &str) -> Self {
        let (socket, _) =
            connect_async(format!("{gateway_url}{query}")).await.expect("the handshake succeeds");
        let compressed = |name: &str| query.contains(name);
        let mut client = Self {
            socket,
            inflate: compressed("zlib-stream").then(|| flate2::Decompress::new(true)),
            zstd: compressed("zstd-stream").then(|| zstd::stream::raw::Decoder::new().expect("a decoder")),
            seq: 0,
            numbers_may_be_skipped: false,
            session_id: String::new(),
        };
        let hello = client.payload().await;
        assert_eq!(hello["op"], 10, "{hello}");
        client
    }

    /// Opens a socket, identifies and waits for READY, which is returned.
    pub async fn identified(gateway_url: &str, identify: Value) -> (Self, Value) {
        let mut client = Self::connect(gateway_url, "?v=10&encoding=json").await;
        let ready = client.identify(identify).await;
        (client, ready)
    }

    /// Identifies and waits for READY, which is returned.
    pub async fn identify(&mut self, identify: Value) -> Value {
        self.send(json!({ "op": 2, "d": identify })).await;
        let ready = self.event("READY").await;
        self.session_id = ready["session_id"].as_str().expect("READY names the session").to_owned();
        ready
    }

    /// Opens a socket and asks to go on where this client is.
    pub async fn resumed(&self, gateway_url: &str, token: &str) -> Self {
        let mut client = Self::connect(gateway_url, "?v=10&encoding=json").await;
        client.seq = self.seq;
        client.session_id.clone_from(&self.session_id);
        let resume = json!({ "token": token, "session_id": self.session_id, "seq": self.seq });
        client.send(json!({ "op": 6, "d": resume })).await;
        client
    }

    /// Sends a payload.
    pub async fn send(&mut self, payload: Value) {
        self.send_raw(Message::text(payload.to_string())).await;
    }

    /// Sends any message. A socket that the server has closed is not an error: the next read says so.
    pub async fn send_raw(&mut self, message: Message) {
        let _ = self.socket.send(message).await;
    }

    /// Whatever comes next.
    pub async fn next(&mut self) -> Incoming {
        tokio::time::timeout(WITHIN, self.take_next()).await.expect("something comes in time")
    }

    async fn take_next(&mut self) -> Incoming {
        loop {
            let text = match self.socket.next().await {
                Some(Ok(Message::Text(text))) => text.as_bytes().to_vec(),
                Some(Ok(Message::Binary(bytes))) => self.decompress(&bytes),
                Some(Ok(Message::Close(frame))) => {
                    return Incoming::Closed(frame.map(|frame| frame.code.into()));
                }
                Some(Ok(_)) => continue,
                Some(Err(_)) | None => return Incoming::Closed(None),
            };
            let payload: Value = serde_json::from_slice(&text).expect("payloads are JSON");
            if let Some(seq) = payload["s"].as_u64() {
                let next = self.seq + 1;
                let follows = seq == next || (self.numbers_may_be_skipped && seq > next);
                assert!(follows, "{next} follows: {payload}");
                self.seq = seq;
            }
            return Incoming::Payload(payload);
        }
    }

    fn decompress(&mut self, bytes: &[u8]) -> Vec<u8> {
        let mut text = Vec::new();
        if let Some(inflate) = &mut self.inflate {
            assert!(bytes.ends_with(&[0, 0, 0xff, 0xff]), "every message is flushed");
            let before = inflate.total_in();
            while (inflate.total_in() - before) < bytes.len() as u64 {
                text.reserve(64 << 10);
                let at = (inflate.total_in() - before) as usize;
                inflate.decompress_vec(&bytes[at..], &mut text, flate2::FlushDecompress::Sync).expect("zlib");
            }
        } else if let Some(decoder) = &mut self.zstd {
            use zstd::stream::raw::{InBuffer, Operation, OutBuffer};
            let mut input = InBuffer::around(bytes);
            loop {
                let mut room = vec![0; 64 << 10];
                let mut output = OutBuffer::around(&mut room[..]);
                decoder.run(&mut input, &mut output).expect("zstd");
                let filled = output.as_slice().len();
                text.extend_from_slice(output.as_slice());
                if input.pos() == bytes.len() && filled < 64 << 10 {
                    break;
                }
            }
        } else {
            text.extend_from_slice(bytes);
        }
        text
    }

    /// The next payload; a closed socket fails the test.
    pub async fn payload(&mut self) -> Value {
        match self.next().await {
            Incoming::Payload(payload) => payload,
            Incoming::Closed(code) => panic!("the server closed with {code:?}"),
        }
    }

    /// The `d` of the next event of this name; others before it are passed over.
    pub async fn event(&mut self, name: &str) -> Value {
        loop {
            let payload = self.payload().await;
            if payload["t"] == name {
                return payload["d"].clone();
            }
        }
    }

    /// All events up to the first that `last` accepts, which is the last of them.
    pub async fn events_until(&mut self, last: impl Fn(&Value) -> bool) -> Vec<Value> {
        let mut events = Vec::new();
        loop {
            let payload = self.payload().await;
            if payload["op"] == 0 {
                let done = last(&payload);
                events.push(payload);
                if done {
                    return events;
                }
            }
        }
    }

    /// The code that the server closes with; what comes before is passed over.
    pub async fn closed(&mut self) -> Option<u16> {
        loop {
            if let Incoming::Closed(code) = self.next().await {
                return code;
            }
        }
    }
}
