//! `interactions_endpoint_url` of `PATCH /applications/{application_id}`, and what is delivered there.

use std::net::SocketAddr;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use axum::Router;
use axum::body::Bytes;
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Response};
use ed25519_dalek::{Signature, VerifyingKey};
use parking_lot::Mutex;
use parvis_app::clock::SystemClock;
use parvis_app::endpoints::{self, Undelivered};
use parvis_model::Id;
use parvis_testing::{Person, TestServer};
use serde_json::{Value, json};
use tokio::net::TcpListener;

/// What the application's web server does.
#[derive(Clone, Copy, PartialEq)]
enum Manners {
    /// Checks signatures and answers.
    Good,
    /// Answers everybody.
    BelievesAnybody,
    /// Answers nobody.
    RefusesEverybody,
    /// Checks signatures and says something else than PONG.
    NoPong,
    /// Checks signatures and takes note.
    AnswersLater,
    /// Checks signatures and fails.
    Fails,
}

struct Shared {
    key: Mutex<Option<VerifyingKey>>,
    manners: Mutex<Manners>,
    requests: AtomicUsize,
    received: Mutex<Vec<Value>>,
}

/// An application's web server.
struct Endpoint {
    address: SocketAddr,
    shared: Arc<Shared>,
}

impl Endpoint {
    async fn start() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a free port");
        let address = listener.local_addr().expect("an address");
        let shared = Arc::new(Shared {
            key: Mutex::new(None),
            manners: Mutex::new(Manners::Good),
            requests: AtomicUsize::new(0),
            received: Mutex::new(Vec::new()),
        });
        let router = Router::new().fallback(answer).with_state(Arc::clone(&shared));
        tokio::spawn(async move { axum::serve(listener, router).await });
        Self { address, shared }
    }

    fn url(&self) -> String {
        format!("http://{}/interactions", self.address)
    }

    fn behaves(&self, manners: Manners) {
        *self.shared.manners.lock() = manners;
    }
}

async fn answer(State(shared): State<Arc<Shared>>, headers: HeaderMap, body: Bytes) -> Response {
    shared.requests.fetch_add(1, Ordering::SeqCst);
    let is_signed = shared.key.lock().is_some_and(|key| is_signed(&key, &headers, &body));
    let manners = *shared.manners.lock();
    let pong = json!({ "type": 1 }).to_string();
    match manners {
        Manners::BelievesAnybody => return pong.into_response(),
        Manners::RefusesEverybody => return StatusCode::UNAUTHORIZED.into_response(),
        _ if !is_signed => return StatusCode::UNAUTHORIZED.into_response(),
        _ => {}
    }
    let interaction: Value = serde_json::from_slice(&body).expect("JSON");
    let is_ping = interaction["type"] == 1;
    shared.received.lock().push(interaction);
    match manners {
        Manners::NoPong => json!({ "type": 4 }).to_string().into_response(),
        Manners::AnswersLater if !is_ping => StatusCode::ACCEPTED.into_response(),
        Manners::Fails if !is_ping => StatusCode::INTERNAL_SERVER_ERROR.into_response(),
        _ if is_ping => pong.into_response(),
        _ => {
            let message = json!({ "type": 4, "data": { "content": "there" } });
            ([("content-type", "application/json")], message.to_string()).into_response()
        }
    }
}

fn is_signed(key: &VerifyingKey, headers: &HeaderMap, body: &[u8]) -> bool {
    let text = |name: &str| headers.get(name).and_then(|value| value.to_str().ok()).unwrap_or_default();
    let bytes = bytes_of_hex(text("x-signature-ed25519"));
    let Ok(signature) = Signature::from_slice(&bytes) else { return false };
    let message = [text("x-signature-timestamp").as_bytes(), body].concat();
    key.verify_strict(&message, &signature).is_ok()
}

fn bytes_of_hex(text: &str) -> Vec<u8> {
    let digits = (0..text.len() / 2).filter_map(|at| text.get(at * 2..at * 2 + 2));
    digits.map(|pair| u8::from_str_radix(pair, 16).expect("hex digits")).collect()
}

/// A server that may reach the endpoint, and an application whose key the endpoint knows.
async fn application(endpoint: &Endpoint) -> (TestServer, Person, String) {
    let address = endpoint.address;
    let server =
        TestServer::start_with(|config| config.outgoing_exceptions = vec![address], Arc::new(SystemClock))
            .await;
    let ada = server.person("ada").await;
    let made = ada.post("/applications", json!({ "name": "helper" })).await.ok();
    let key = bytes_of_hex(made["verify_key"].as_str().expect("a key"));
    let key = VerifyingKey::try_from(key.as_slice()).expect("32 bytes");
    *endpoint.shared.key.lock() = Some(key);
    let path = format!("/applications/{}", made["id"].as_str().expect("an id"));
    (server, ada, path)
}

#[tokio::test]
async fn an_address_that_checks_signatures_is_kept_until_it_is_taken_away() {
    let endpoint = Endpoint::start().await;
    let (_server, ada, path) = application(&endpoint).await;
    let kept = ada.patch(&path, json!({ "interactions_endpoint_url": endpoint.url() })).await.ok();
    assert_eq!(kept["interactions_endpoint_url"], endpoint.url());
    let ping = endpoint.shared.received.lock()[0].clone();
    assert_eq!((&ping["type"], &ping["version"]), (&json!(1), &json!(1)));
    assert_eq!(path, format!("/applications/{}", ping["application_id"].as_str().expect("an id")));
    assert_eq!(endpoint.shared.requests.load(Ordering::SeqCst), 2, "one forged, one real");
    // The same address again is not asked again.
    ada.patch(&path, json!({ "interactions_endpoint_url": endpoint.url() })).await.ok();
    assert_eq!(endpoint.shared.requests.load(Ordering::SeqCst), 2);
    let gone = ada.patch(&path, json!({ "interactions_endpoint_url": null })).await.ok();
    assert_eq!(gone["interactions_endpoint_url"], json!(null));
}

#[tokio::test]
async fn an_address_that_would_believe_anybody_or_answers_nobody_is_refused() {
    let endpoint = Endpoint::start().await;
    let (_server, ada, path) = application(&endpoint).await;
    for manners in [Manners::BelievesAnybody, Manners::RefusesEverybody, Manners::NoPong] {
        endpoint.behaves(manners);
        let refused = ada.patch(&path, json!({ "interactions_endpoint_url": endpoint.url() })).await;
        assert_eq!(refused.refused(400), 50_035);
        assert!(refused.json()["errors"]["interactions_endpoint_url"].is_object(), "{}", refused.text);
    }
    assert_eq!(ada.get(&path).await.ok()["interactions_endpoint_url"], json!(null));
}

#[tokio::test]
async fn an_address_inside_is_refused_without_a_connection() {
    let (endpoint, inner) = (Endpoint::start().await, Endpoint::start().await);
    let (_server, ada, path) = application(&endpoint).await;
    let port = inner.address.port();
    let plain = format!("http://localhost:{}/", endpoint.address.port());
    for url in [
        inner.url(),
        format!("https://127.0.0.1:{port}/"),
        format!("https://[::ffff:127.0.0.1]:{port}/"),
        "https://169.254.169.254/latest/meta-data/".to_owned(),
        "https://user@example.org/".to_owned(),
        "https://example.org:22/".to_owned(),
        "ftp://example.org/".to_owned(),
        plain,
    ] {
        let refused = ada.patch(&path, json!({ "interactions_endpoint_url": url })).await;
        assert_eq!(refused.refused(400), 50_035, "{url}");
        assert!(refused.json()["errors"]["interactions_endpoint_url"].is_object(), "{url}: {}", refused.text);
    }
    assert_eq!(inner.shared.requests.load(Ordering::SeqCst), 0);
    assert_eq!(endpoint.shared.requests.load(Ordering::SeqCst), 0);
}

#[tokio::test]
async fn an_interaction_is_delivered_signed_and_its_answer_comes_back() {
    let endpoint = Endpoint::start().await;
    let (server, ada, path) = application(&endpoint).await;
    let id = path.rsplit('/').next().and_then(|id| id.parse::<u64>().ok()).expect("an id");
    let app = server.app();
    assert!(endpoints::endpoint_of(app, Id::new(id)).await.expect("a read").is_none(), "by the gateway");
    ada.patch(&path, json!({ "interactions_endpoint_url": endpoint.url() })).await.ok();
    let known = endpoints::endpoint_of(app, Id::new(id)).await.expect("a read").expect("an endpoint");
    let interaction = json!({ "type": 2, "token": "t" }).to_string();
    let reply = endpoints::deliver(app, &known, interaction.clone()).await.expect("an answer");
    assert_eq!(reply.content_type.as_deref(), Some("application/json"));
    let answer: Value = serde_json::from_slice(&reply.body).expect("JSON");
    assert_eq!(answer["data"]["content"], "there");
    assert_eq!(endpoint.shared.received.lock().last().expect("it came")["token"], "t");

    endpoint.behaves(Manners::AnswersLater);
    let later = endpoints::deliver(app, &known, interaction.clone()).await.expect("taken note of");
    assert!(later.body.is_empty());
    endpoint.behaves(Manners::Fails);
    let failed = endpoints::deliver(app, &known, interaction.clone()).await.expect_err("it fails");
    assert_eq!(failed, Undelivered::Refused(500));
    // A key that the endpoint does not know is nobody's.
    endpoint.behaves(Manners::Good);
    *endpoint.shared.key.lock() = None;
    let unknown = endpoints::deliver(app, &known, interaction).await.expect_err("not believed");
    assert_eq!(unknown, Undelivered::Refused(401));
}
