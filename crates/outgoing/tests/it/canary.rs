//! A listener that counts who comes, and answers with bytes that a test has chosen.

use std::net::SocketAddr;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use parvis_outgoing::{Caps, Client, Settings};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};

/// What the listener does with a connection after it has read a request.
#[derive(Clone)]
pub enum Act {
    /// Says this and closes.
    Say(String),
    /// Says this, and then the letter `x` until nobody reads it any more.
    SayEndlessly(String),
    /// Says this and then nothing, with the connection open.
    Stall(String),
}

/// The listener.
pub struct Canary {
    pub address: SocketAddr,
    hits: Arc<AtomicUsize>,
    requests: Arc<parking_lot::Mutex<Vec<String>>>,
}

impl Canary {
    /// Listens at any port of 127.0.0.1 and does the same with everybody.
    pub async fn start(act: Act) -> Self {
        Self::start_at("127.0.0.1:0", move |_| act.clone()).await
    }

    /// Listens somewhere, and decides by the path.
    pub async fn start_at(at: &str, act: impl Fn(&str) -> Act + Send + Sync + 'static) -> Self {
        let listener = TcpListener::bind(at).await.expect("a free port");
        let address = listener.local_addr().expect("an address");
        let hits = Arc::new(AtomicUsize::new(0));
        let requests = Arc::new(parking_lot::Mutex::new(Vec::new()));
        let (counted, kept, act) = (Arc::clone(&hits), Arc::clone(&requests), Arc::new(act));
        tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                counted.fetch_add(1, Ordering::SeqCst);
                let (kept, act) = (Arc::clone(&kept), Arc::clone(&act));
                tokio::spawn(async move { serve(stream, &kept, act.as_ref()).await });
            }
        });
        Self { address, hits, requests }
    }

    /// Connections so far.
    pub fn hits(&self) -> usize {
        self.hits.load(Ordering::SeqCst)
    }

    /// Requests so far, as they came.
    pub fn requests(&self) -> Vec<String> {
        self.requests.lock().clone()
    }

    /// An address here.
    pub fn url(&self, path: &str) -> String {
        format!("http://{}{path}", self.address)
    }

    /// A client that may reach this listener, and nothing else of this machine.
    pub fn client(&self) -> Client {
        Client::new(Settings { exceptions: vec![self.address], ..Settings::default() })
    }
}

async fn serve(
    mut stream: TcpStream,
    kept: &parking_lot::Mutex<Vec<String>>,
    act: &(impl Fn(&str) -> Act + ?Sized),
) {
    let mut request = vec![0; 8_192];
    let Ok(length) = stream.read(&mut request).await else { return };
    let request = String::from_utf8_lossy(&request[..length]).into_owned();
    let path = request.split(' ').nth(1).unwrap_or_default().to_owned();
    kept.lock().push(request);
    match act(&path) {
        Act::Say(text) => {
            let _ = stream.write_all(text.as_bytes()).await;
        }
        Act::SayEndlessly(text) => {
            let _ = stream.write_all(text.as_bytes()).await;
            while stream.write_all(&[b'x'; 4_096]).await.is_ok() {}
        }
        Act::Stall(text) => {
            let _ = stream.write_all(text.as_bytes()).await;
            // Until the other side gives up.
            let _ = stream.read(&mut [0]).await;
        }
    }
}

/// A whole answer with this body.
pub fn page(body: &str) -> String {
    format!("HTTP/1.1 200 OK\r\nContent-Length: {}\r\n\r\n{body}", body.len())
}

/// An answer that sends us elsewhere.
pub fn redirect(to: &str) -> String {
    format!("HTTP/1.1 302 Found\r\nLocation: {to}\r\nContent-Length: 0\r\n\r\n")
}

/// Caps that no honest answer of this machine reaches.
pub const CAPS: Caps = Caps { within: Duration::from_secs(20), body_bytes_max: 10_000, cuts: false };
