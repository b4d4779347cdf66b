//! A gateway session as a client sees it: connects, identifies, keeps itself alive, and remembers everything it was
//! sent.

use std::time::Duration;

use futures_util::{SinkExt, StreamExt};
use serde_json::{Value, json};
use tokio::net::TcpStream;
use tokio::sync::mpsc;
use tokio_tungstenite::tungstenite::Message;
use tokio_tungstenite::{MaybeTlsStream, WebSocketStream, connect_async};

use crate::{Person, TestServer};

/// All intents, privileged ones included: their bits as the API documents them.
pub const ALL_INTENTS: u64 = ((1 << 17) - 1) | (1 << 20) | (1 << 21) | (1 << 24) | (1 << 25);
/// All intents that need no permission of the operator.
pub const UNPRIVILEGED_INTENTS: u64 = ALL_INTENTS & !(1 << 1 | 1 << 8 | 1 << 15);
/// An event that has not come after this time does not come.
const PATIENCE: Duration = Duration::from_secs(20);

/// What a socket was told.
enum Told {
    Frame(Value),
    Closed(Option<u16>),
}

/// An open gateway connection.
pub struct Socket {
    told: mpsc::UnboundedReceiver<Told>,
    orders: mpsc::UnboundedSender<Message>,
    received: Vec<Value>,
    looked_at: usize,
    closed: Option<Option<u16>>,
}

impl Socket {
    /// Connects and takes HELLO; from then on the connection stays alive by itself.
    pub async fn open(server: &TestServer) -> Self {
        let url = format!("{}/?v=10&encoding=json", server.gateway_url());
        let (stream, _) = connect_async(url).await.expect("the gateway takes the connection");
        let (tell, told) = mpsc::unbounded_channel();
        let (orders, ordered) = mpsc::unbounded_channel();
        tokio::spawn(run(stream, tell, ordered));
        let mut socket = Self { told, orders, received: Vec::new(), looked_at: 0, closed: None };
        let hello = socket.wait_for_frame("HELLO", |frame| frame["op"] == 10).await;
        assert!(hello["d"]["heartbeat_interval"].is_u64(), "{hello}");
        socket
    }

    /// A started session. People's sessions have no intents, theirs are left out.
    pub async fn identify(server: &TestServer, person: &Person, intents: u64) -> Self {
        let mut socket = Self::open(server).await;
        let token = person.token.as_deref().expect("somebody with an account");
        let mut payload = json!({ "token": token.trim_start_matches("Bot "), "properties": {} });
        if token.starts_with("Bot ") {
            payload["intents"] = json!(intents);
        }
        socket.send(json!({ "op": 2, "d": payload }));
        socket.wait_for("READY").await;
        socket
    }

    /// What the session began with.
    pub fn ready(&mut self) -> Value {
        let ready = self.received().iter().find(|frame| frame["t"] == "READY");
        ready.expect("the session has started")["d"].clone()
    }

    /// Sends a payload.
    pub fn send(&self, payload: Value) {
        // Whoever sends on a closed socket learns of it by what does not come.
        let _ = self.orders.send(Message::text(payload.to_string()));
    }

    /// Looks at guilds as our own client does: a person's session gets their typing, presences and comings and goings.
    pub fn watch(&self, guild_id: &str) {
        self.send(json!({ "op": 14, "d": { "guild_id": guild_id, "typing": true, "activities": true } }));
    }

    /// The data of the next event of this name that was not returned yet.
    pub async fn wait_for(&mut self, name: &str) -> Value {
        self.wait_until(name, |_| true).await
    }

    /// The data of the next event of this name that `wanted` takes. Events before it count as looked at.
    pub async fn wait_until(&mut self, name: &str, wanted: impl Fn(&Value) -> bool) -> Value {
        let mut frame = self
            .wait_for_frame(name, |frame| frame["op"] == 0 && frame["t"] == name && wanted(&frame["d"]))
            .await;
        frame["d"].take()
    }

    /// The next payload of this operation that was not returned yet, such as 9 for a session that cannot be resumed.
    pub async fn wait_for_op(&mut self, op: u64) -> Value {
        self.wait_for_frame(&format!("operation {op}"), |frame| frame["op"] == op).await
    }

    /// The code with which the server closes, when it does; waits for it.
    pub async fn closed(&mut self) -> Option<u16> {
        while self.closed.is_none() {
            self.take_one("the end of the connection").await;
        }
        self.closed.flatten()
    }

    /// Every frame received so far, HELLO included, those that nobody waited for too.
    pub fn received(&mut self) -> &[Value] {
        while let Ok(told) = self.told.try_recv() {
            self.note(told);
        }
        &self.received
    }

    /// Names of the events received so far.
    pub fn names(&mut self) -> Vec<String> {
        self.received().iter().filter_map(|frame| frame["t"].as_str()).map(str::to_owned).collect()
    }

    /// Sequence number of the last event received so far.
    pub fn last_seq(&mut self) -> u64 {
        self.received().iter().filter_map(|frame| frame["s"].as_u64()).max().unwrap_or(0)
    }

    async fn wait_for_frame(&mut self, what: &str, wanted: impl Fn(&Value) -> bool) -> Value {
        loop {
            while self.looked_at < self.received.len() {
                self.looked_at += 1;
                if wanted(&self.received[self.looked_at - 1]) {
                    return self.received[self.looked_at - 1].clone();
                }
            }
            assert!(self.closed.is_none(), "closed with {:?} before {what}; {}", self.closed, self.summary());
            self.take_one(what).await;
        }
    }

    async fn take_one(&mut self, what: &str) {
        match tokio::time::timeout(PATIENCE, self.told.recv()).await {
            Ok(Some(told)) => self.note(told),
            Ok(None) => self.closed = Some(self.closed.flatten()),
            Err(_) => panic!("{what} does not come; {}", self.summary()),
        }
    }

    fn note(&mut self, told: Told) {
        match told {
            Told::Frame(frame) => self.received.push(frame),
            Told::Closed(code) => self.closed = Some(code),
        }
    }

    fn summary(&self) -> String {
        let all: Vec<String> = self.received.iter().map(Value::to_string).collect();
        let short = all.iter().map(|text| text.chars().take(300).collect::<String>());
        format!("received:\n{}", short.collect::<Vec<_>>().join("\n"))
    }
}

/// Reads until the end, and heartbeats meanwhile.
async fn run(
    stream: WebSocketStream<MaybeTlsStream<TcpStream>>,
    tell: mpsc::UnboundedSender<Told>,
    mut orders: mpsc::UnboundedReceiver<Message>,
) {
    let (mut sink, mut source) = stream.split();
    let mut beat = tokio::time::interval(Duration::from_secs(3_600));
    let mut last_seq = Value::Null;
    loop {
        let read = tokio::select! {
            read = source.next() => read,
            order = orders.recv() => {
                let Some(message) = order else { return };
                if sink.send(message).await.is_err() {
                    return;
                }
                continue;
            }
            _ = beat.tick() => {
                let heartbeat = Message::text(json!({ "op": 1, "d": last_seq }).to_string());
                if sink.send(heartbeat).await.is_err() {
                    return;
                }
                continue;
            }
        };
        let text = match read {
            Some(Ok(Message::Text(text))) => text,
            Some(Ok(Message::Close(close))) => {
                let _ = tell.send(Told::Closed(close.map(|close| close.code.into())));
                return;
            }
            Some(Ok(_)) => continue,
            Some(Err(_)) | None => return,
        };
        let frame: Value = serde_json::from_str(&text).expect("the gateway sends JSON");
        if frame["op"] == 10 {
            let interval_ms = frame["d"]["heartbeat_interval"].as_u64().expect("HELLO has an interval");
            let interval = Duration::from_millis(interval_ms);
            beat = tokio::time::interval_at(tokio::time::Instant::now() + interval, interval);
        }
        if frame["s"].is_u64() {
            last_seq = frame["s"].clone();
        }
        if tell.send(Told::Frame(frame)).is_err() {
            return;
        }
    }
}
