//! Web push: who is notified with the page closed, what a push service sees, and what only the browser can read.

use std::collections::HashMap;
use std::net::SocketAddr;
use std::sync::Arc;

use axum::Router;
use axum::body::Bytes;
use axum::extract::State;
use axum::http::{HeaderMap, Response, StatusCode, Uri};
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use p256::elliptic_curve::sec1::ToEncodedPoint;
use p256::{PublicKey, SecretKey, ecdh};
use parking_lot::Mutex;
use parvis_app::clock::SystemClock;
use parvis_testing::{Person, Socket, TestServer};
use ring::aead::{AES_128_GCM, Aad, LessSafeKey, Nonce, UnboundKey};
use ring::hkdf::{HKDF_SHA256, KeyType, Salt};
use ring::signature::{ECDSA_P256_SHA256_FIXED, UnparsedPublicKey};
use serde_json::{Value, json};
use tokio::net::TcpListener;
use tokio::sync::mpsc;

const KEY: &str = "/parvis/v1/push-key";
const ALL: &str = "/parvis/v1/users/@me/push-subscriptions";
const CURRENT: &str = "/parvis/v1/users/@me/push-subscriptions/@current";

/// A request that the push service got.
struct Pushed {
    path: String,
    headers: HeaderMap,
    body: Bytes,
}

impl Pushed {
    fn header(&self, name: &str) -> &str {
        self.headers.get(name).and_then(|value| value.to_str().ok()).unwrap_or_default()
    }
}

/// What the service answers to the next requests for an address: a status, and how many seconds to wait.
type Answers = Arc<Mutex<HashMap<String, Vec<(u16, Option<u32>)>>>>;

/// A push service.
struct Service {
    address: SocketAddr,
    answers: Answers,
    pushed: mpsc::UnboundedReceiver<Pushed>,
}

impl Service {
    async fn start() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a free port");
        let address = listener.local_addr().expect("an address");
        let (tell, pushed) = mpsc::unbounded_channel();
        let answers = Answers::default();
        let router = Router::new().fallback(take).with_state((tell, Arc::clone(&answers)));
        tokio::spawn(async move { axum::serve(listener, router).await });
        Self { address, answers, pushed }
    }

    async fn next(&mut self) -> Pushed {
        let next = tokio::time::timeout(std::time::Duration::from_secs(20), self.pushed.recv()).await;
        next.expect("a notification comes").expect("the service runs")
    }
}

async fn take(
    State((tell, answers)): State<(mpsc::UnboundedSender<Pushed>, Answers)>,
    uri: Uri,
    headers: HeaderMap,
    body: Bytes,
) -> Response<String> {
    let path = uri.path().to_owned();
    let (status, wait) = match answers.lock().get_mut(&path) {
        Some(answers) if !answers.is_empty() => answers.remove(0),
        _ => (201, None),
    };
    // The test may be over.
    let _ = tell.send(Pushed { path, headers, body });
    let mut response = Response::new(String::new());
    *response.status_mut() = StatusCode::from_u16(status).expect("a status");
    if let Some(seconds) = wait {
        response.headers_mut().insert("retry-after", seconds.into());
    }
    response
}

/// A browser with a subscription.
struct Browser {
    private_key: SecretKey,
    endpoint: String,
}

impl Browser {
    fn new(service: &Service, name: &str) -> Self {
        let mut seed = [7_u8; 32];
        seed[..name.len()].copy_from_slice(name.as_bytes());
        let private_key = SecretKey::from_slice(&seed).expect("a key");
        Self { private_key, endpoint: format!("http://{}/{name}", service.address) }
    }

    fn public_key(&self) -> Vec<u8> {
        self.private_key.public_key().to_encoded_point(false).as_bytes().to_vec()
    }

    const AUTH: [u8; 16] = [9; 16];

    fn subscription(&self) -> Value {
        json!({
            "endpoint": self.endpoint,
            "expirationTime": null,
            "keys": {
                "p256dh": URL_SAFE_NO_PAD.encode(self.public_key()),
                "auth": URL_SAFE_NO_PAD.encode(Self::AUTH),
            },
        })
    }

    /// Decrypts as a browser does (RFC 8291).
    fn read(&self, body: &[u8]) -> Value {
        let (salt, rest) = body.split_at(16);
        let (record_size, rest) = rest.split_at(4);
        assert_eq!((record_size, rest[0]), (4_096_u32.to_be_bytes().as_slice(), 65));
        let (server_key, sealed) = rest[1..].split_at(65);
        let point = PublicKey::from_sec1_bytes(server_key).expect("a point");
        let shared = ecdh::diffie_hellman(self.private_key.to_nonzero_scalar(), point.as_affine());
        let own = self.public_key();
        let agreed = Salt::new(HKDF_SHA256, &Self::AUTH).extract(shared.raw_secret_bytes());
        let key = expand(&agreed, &[b"WebPush: info\0", &own, server_key], 32);
        let derived = Salt::new(HKDF_SHA256, salt).extract(&key);
        let content_key = expand(&derived, &[b"Content-Encoding: aes128gcm\0"], 16);
        let nonce = expand(&derived, &[b"Content-Encoding: nonce\0"], 12);
        let content_key = LessSafeKey::new(UnboundKey::new(&AES_128_GCM, &content_key).expect("16 bytes"));
        let nonce = Nonce::try_assume_unique_for_key(&nonce).expect("12 bytes");
        let mut record = sealed.to_vec();
        let padded = content_key.open_in_place(nonce, Aad::empty(), &mut record).expect("it is for us");
        let end = padded.iter().rposition(|byte| *byte != 0).expect("a delimiter");
        assert_eq!(padded[end], 2, "the last record");
        serde_json::from_slice(&padded[..end]).expect("JSON")
    }
}

struct Length(usize);

impl KeyType for Length {
    fn len(&self) -> usize {
        self.0
    }
}

fn expand(from: &ring::hkdf::Prk, info: &[&[u8]], length: usize) -> Vec<u8> {
    let mut out = vec![0; length];
    from.expand(info, Length(length)).expect("a length").fill(&mut out).expect("filled");
    out
}

/// A guild of ada's; eve is in it, has subscribed and closed the page.
struct Square {
    server: TestServer,
    service: Service,
    ada: Person,
    eve: Person,
    browser: Browser,
    guild: String,
    channel: String,
}

impl Square {
    async fn open() -> Self {
        let service = Service::start().await;
        let address = service.address;
        let change = move |config: &mut parvis_server::Config| {
            config.outgoing_exceptions = vec![address];
            config.public_url = Some("https://square.example".to_owned());
        };
        let server = TestServer::start_with(change, Arc::new(SystemClock)).await;
        let (ada, eve) = (server.person("ada").await, server.person("eve").await);
        let guild = ada.make_guild("The square").await["id"].as_str().expect("an id").to_owned();
        let channel = ada.first_channel(&guild).await;
        ada.bring_in(&channel, &eve).await;
        let calm = json!({ "default_message_notifications": 1 });
        ada.patch(&format!("/guilds/{guild}"), calm).await.ok();
        let browser = Browser::new(&service, "eve");
        eve.put(CURRENT, browser.subscription()).await.ok();
        Self { server, service, ada, eve, browser, guild, channel }
    }

    fn messages(&self) -> String {
        format!("/channels/{}/messages", self.channel)
    }

    /// Ada says something to eve and to nobody else.
    async fn mention(&self) -> Value {
        self.ada.say(&self.channel, &format!("<@{}>", self.eve.id)).await
    }

    /// The next notification, which is of this message and of no other.
    async fn expect(&mut self, message: &Value) -> Value {
        let pushed = self.service.next().await;
        let read = self.browser.read(&pushed.body);
        assert_eq!(read["message_id"], message["id"], "{read}");
        read
    }

    /// What was said before came to nothing: a mention is the only thing that arrives, twice, so that what was decided
    /// before the first has had its time.
    async fn nothing_came(&mut self) {
        for _ in 0..2 {
            let message = self.mention().await;
            self.expect(&message).await;
        }
    }

    async fn settings(&self, change: Value) {
        self.eve.patch(&format!("/users/@me/guilds/{}/settings", self.guild), change).await.ok();
    }
}

#[tokio::test]
async fn a_server_without_pushes_says_so_and_takes_no_subscription() {
    let server = TestServer::start_with(|config| config.web_push = false, Arc::new(SystemClock)).await;
    let ada = server.person("ada").await;
    let instance = ada.get(&format!("{}/api/parvis/v1/instance", server.url())).await.ok();
    assert_eq!(instance["push"], false);
    for path in [KEY, ALL] {
        assert_eq!(ada.get(path).await.refused(404), 0, "{path}");
    }
    assert_eq!(ada.put(CURRENT, json!({})).await.refused(404), 0);
}

#[tokio::test]
async fn a_service_sees_that_something_came_and_the_browser_what() {
    let mut square = Square::open().await;
    let key = square.eve.get(KEY).await.ok()["public_key"].as_str().expect("a key").to_owned();
    assert_eq!(square.ada.get(KEY).await.ok()["public_key"], json!(key));
    let direct = square.ada.post("/users/@me/channels", json!({ "recipient_id": square.eve.id })).await.ok();
    let channel = direct["id"].as_str().expect("an id").to_owned();
    let first = square.ada.say(&channel, "canary").await;
    let pushed = square.service.next().await;
    let expected = json!({
        "v": 1, "kind": "direct", "user_id": square.eve.id, "guild_id": null, "channel_id": channel,
        "message_id": first["id"], "count": 1,
    });
    assert_eq!(square.browser.read(&pushed.body), expected);
    assert_eq!((pushed.path.as_str(), pushed.header("content-encoding")), ("/eve", "aes128gcm"));
    assert_eq!((pushed.header("ttl"), pushed.header("urgency")), ("86400", "high"));
    let seen = format!("{:?} {:?}", pushed.headers, pushed.body);
    for hidden in ["canary", channel.as_str(), square.eve.id.as_str()] {
        assert!(!seen.contains(hidden), "{hidden} in {seen}");
    }

    let token = pushed.header("authorization").strip_prefix("vapid t=").expect("a token").to_owned();
    let (token, own_key) = token.split_once(", k=").expect("a key");
    assert_eq!(own_key, key);
    let (signed, signature) = token.rsplit_once('.').expect("three parts");
    let decode = |text: &str| URL_SAFE_NO_PAD.decode(text).expect("base64url");
    let verifier = UnparsedPublicKey::new(&ECDSA_P256_SHA256_FIXED, decode(&key));
    verifier.verify(signed.as_bytes(), &decode(signature)).expect("signed by this server");
    let claims: Value =
        serde_json::from_slice(&decode(signed.split('.').nth(1).expect("claims"))).expect("JSON");
    assert_eq!(
        (&claims["aud"], &claims["sub"]),
        (&json!(format!("http://{}", square.service.address)), &json!("https://square.example"))
    );

    let second = square.ada.say(&channel, "and more").await;
    let again = square.service.next().await;
    let read = square.browser.read(&again.body);
    assert_eq!((&read["message_id"], &read["count"]), (&second["id"], &json!(2)));
    assert_eq!((again.header("topic"), again.body.len()), (pushed.header("topic"), pushed.body.len()));
    let mention = square.mention().await;
    let elsewhere = square.service.next().await;
    assert_ne!(elsewhere.header("topic"), pushed.header("topic"));
    let read = square.browser.read(&elsewhere.body);
    assert_eq!(
        (&read["kind"], &read["guild_id"], &read["message_id"]),
        (&json!("mention"), &json!(square.guild), &mention["id"])
    );
}

#[tokio::test]
async fn mentions_answers_and_what_was_asked_for_come() {
    let mut square = Square::open().await;
    let messages = square.messages();
    square.ada.say(&square.channel, "to nobody").await;
    square.nothing_came().await;
    let role = json!({ "name": "bakers", "mentionable": true });
    let role = square.ada.post(&format!("/guilds/{}/roles", square.guild), role).await.ok();
    let role = role["id"].as_str().expect("an id").to_owned();
    let given = format!("/guilds/{}/members/{}/roles/{role}", square.guild, square.eve.id);
    square.ada.put(&given, json!({})).await.ok();
    for content in [format!("<@&{role}>"), "@everyone".to_owned()] {
        let said = square.ada.say(&square.channel, &content).await;
        assert_eq!(square.expect(&said).await["kind"], "mention");
    }
    let own = square.eve.say(&square.channel, "a question").await;
    let answer = json!({ "content": "yes", "message_reference": { "message_id": own["id"] } });
    let answered = square.ada.post(&messages, answer.clone()).await.ok();
    assert_eq!(square.expect(&answered).await["kind"], "reply");
    let mut silent = answer;
    silent["allowed_mentions"] = json!({ "parse": [], "replied_user": false });
    square.ada.post(&messages, silent).await.ok();
    let hushed = json!({ "content": format!("<@{}>", square.eve.id), "flags": 4096 });
    square.ada.post(&messages, hushed).await.ok();
    square.nothing_came().await;

    square.settings(json!({ "message_notifications": 0 })).await;
    let said = square.ada.say(&square.channel, "anything").await;
    let pushed = square.service.next().await;
    assert_eq!((pushed.header("urgency"), pushed.header("ttl")), ("normal", "14400"));
    let read = square.browser.read(&pushed.body);
    assert_eq!((&read["kind"], &read["message_id"]), (&json!("message"), &said["id"]));
    square
        .settings(json!({ "channel_overrides": { &square.channel: { "message_notifications": 1 } } }))
        .await;
    square.ada.say(&square.channel, "not any more").await;
    square.nothing_came().await;
}

#[tokio::test]
async fn who_wants_silence_has_it() {
    let mut square = Square::open().await;
    let settings = "/users/@me/settings";
    let always = json!({ "from": 0, "to": 0, "days": [1, 2, 3, 4, 5, 6, 7], "time_zone": "Asia/Tokyo" });
    for (silence, end) in [
        (json!({ "status": "dnd" }), json!({ "status": "online" })),
        (json!({ "quiet_hours": always }), json!({ "quiet_hours": null })),
    ] {
        square.eve.patch(settings, silence).await.ok();
        square.mention().await;
        square.eve.patch(settings, end).await.ok();
        square.nothing_came().await;
    }
    for (silence, end) in [
        (json!({ "muted": true }), json!({ "muted": false })),
        (json!({ "mobile_push": false }), json!({ "mobile_push": true })),
    ] {
        square.settings(silence).await;
        square.mention().await;
        square.settings(end).await;
        square.nothing_came().await;
    }
    let mel = square.server.person("mel").await;
    square.ada.bring_in(&square.channel, &mel).await;
    let block = format!("/users/@me/relationships/{}", square.ada.id);
    square.eve.put(&block, json!({ "type": 2 })).await.ok();
    square.mention().await;
    // From here on somebody else speaks.
    square.ada = mel;
    square.nothing_came().await;
}

#[tokio::test]
async fn nothing_is_pushed_to_somebody_who_is_there_until_they_look_away() {
    let mut square = Square::open().await;
    let mut there = Socket::identify(&square.server, &square.eve, 0).await;
    there.watch(&square.guild);
    let witness = square.server.person("witness").await;
    square.ada.bring_in(&square.channel, &witness).await;
    let browser_of_witness = Browser::new(&square.service, "witness");
    witness.put(CURRENT, browser_of_witness.subscription()).await.ok();
    let said = square.mention().await;
    there.wait_until("MESSAGE_CREATE", |message| message["id"] == said["id"]).await;
    // It is decided in the order of the messages: when the next has arrived, this one came to nothing.
    let next = square.ada.say(&square.channel, &format!("<@{}>", witness.id)).await;
    let pushed = square.service.next().await;
    assert_eq!(browser_of_witness.read(&pushed.body)["message_id"], next["id"]);
    let idle = json!({ "op": 3, "d": { "since": 1, "activities": [], "status": "idle", "afk": true } });
    there.send(idle);
    there.wait_until("PRESENCE_UPDATE", |presence| presence["status"] == "idle").await;
    square.nothing_came().await;
}

#[tokio::test]
async fn what_is_out_of_sight_or_in_a_thread_of_others_stays_unheard() {
    let mut square = Square::open().await;
    square.settings(json!({ "message_notifications": 0 })).await;
    let private = json!({
        "name": "cellar", "type": 0,
        "permission_overwrites": [{ "id": square.guild, "type": 0, "deny": "1024", "allow": "0" }],
    });
    let cellar = square.ada.post(&format!("/guilds/{}/channels", square.guild), private).await.ok();
    let cellar = cellar["id"].as_str().expect("an id").to_owned();
    square.ada.say(&cellar, &format!("<@{}> @everyone", square.eve.id)).await;
    let thread = json!({ "name": "a thread", "type": 11 });
    let thread = square.ada.post(&format!("/channels/{}/threads", square.channel), thread).await.ok();
    let thread = thread["id"].as_str().expect("an id").to_owned();
    square.ada.say(&thread, "@everyone").await;
    square.nothing_came().await;
    square.eve.put(&format!("/channels/{thread}/thread-members/@me"), json!({})).await.ok();
    let said = square.ada.say(&thread, "welcome").await;
    assert_eq!(square.expect(&said).await["kind"], "message");
    let flags = json!({ "flags": 8 });
    square.eve.patch(&format!("/channels/{thread}/thread-members/@me/settings"), flags).await.ok();
    square.ada.say(&thread, &format!("<@{}>", square.eve.id)).await;
    square.nothing_came().await;
    // Who leaves hears nothing any more.
    square.eve.delete(&format!("/users/@me/guilds/{}", square.guild)).await.ok();
    square.ada.say(&square.channel, "@everyone").await;
    square.ada.bring_in(&square.channel, &square.eve).await;
    square.nothing_came().await;
}

#[tokio::test]
async fn a_busy_service_is_asked_again_and_one_that_knows_nobody_is_not() {
    let mut square = Square::open().await;
    let answers = Arc::clone(&square.service.answers);
    answers.lock().insert("/eve".to_owned(), vec![(429, Some(1)), (503, Some(1))]);
    let said = square.mention().await;
    for _ in 0..3 {
        square.expect(&said).await;
    }
    // What was read meanwhile is not sent again.
    answers.lock().insert("/eve".to_owned(), vec![(503, Some(1))]);
    let said = square.mention().await;
    square.expect(&said).await;
    let ack = format!("{}/{}/ack", square.messages(), said["id"].as_str().expect("an id"));
    square.eve.post(&ack, json!({})).await.ok();
    square.nothing_came().await;

    answers.lock().insert("/eve".to_owned(), vec![(410, None)]);
    let said = square.mention().await;
    square.expect(&said).await;
    let mel = square.server.person("mel").await;
    square.ada.bring_in(&square.channel, &mel).await;
    let other = Browser::new(&square.service, "mel");
    mel.put(CURRENT, other.subscription()).await.ok();
    for _ in 0..2 {
        let both = format!("<@{}> <@{}>", square.eve.id, mel.id);
        square.ada.say(&square.channel, &both).await;
        assert_eq!(square.service.next().await.path, "/mel");
    }
    assert_eq!(square.eve.get(ALL).await.ok(), json!([]));
}

#[tokio::test]
async fn a_subscription_belongs_to_a_login_and_ends_with_it() {
    let mut square = Square::open().await;
    let shown = square.eve.get(ALL).await.ok();
    let session = square.eve.get("/auth/sessions").await.ok()["user_sessions"][0]["id"].clone();
    let created_at = &shown[0]["created_at"];
    let expected =
        json!([{ "session_id": session, "service": "127.0.0.1", "created_at": created_at, "current": true }]);
    assert_eq!(shown, expected);
    // Another account in the same browser takes the address over.
    square.ada.put(CURRENT, square.browser.subscription()).await.ok();
    assert_eq!(square.eve.get(ALL).await.ok(), json!([]));
    square.eve.put(CURRENT, square.browser.subscription()).await.ok();
    assert_eq!(square.ada.get(ALL).await.ok(), json!([]));

    let body = json!({ "login": "eve", "password": "un mot de passe pour les essais" });
    let token = square.server.anonymous().post("/auth/login", body).await.ok()["token"].clone();
    let phone = Person::of_token(&square.server, token.as_str().expect("a token").to_owned()).await;
    let other = Browser::new(&square.service, "phone");
    phone.put(CURRENT, other.subscription()).await.ok();
    let said = square.mention().await;
    let mut paths = Vec::new();
    for _ in 0..2 {
        let pushed = square.service.next().await;
        let browser = if pushed.path == "/phone" { &other } else { &square.browser };
        assert_eq!(browser.read(&pushed.body)["message_id"], said["id"]);
        paths.push(pushed.path);
    }
    paths.sort();
    assert_eq!(paths, ["/eve", "/phone"]);
    phone.post("/auth/logout", json!({})).await.ok();
    square.nothing_came().await;
    let path = format!("{ALL}/{}", session.as_str().expect("an id"));
    assert_eq!(square.ada.delete(&path).await.refused(404), 10_020);
    square.eve.delete(&path).await.ok();
    assert_eq!(square.eve.delete(CURRENT).await.refused(404), 10_020);
    assert_eq!(square.eve.get(ALL).await.ok(), json!([]));
}

#[tokio::test]
async fn a_subscription_must_be_one() {
    let square = Square::open().await;
    let right = square.browser.subscription();
    let inner = format!("http://127.0.0.1:{}/", square.service.address.port() ^ 1);
    for (pointer, value, field) in [
        ("/endpoint", json!(inner), "endpoint"),
        ("/endpoint", json!("https://169.254.169.254/"), "endpoint"),
        ("/endpoint", json!("http://push.example/"), "endpoint"),
        ("/endpoint", json!("https://push.example:22/"), "endpoint"),
        ("/endpoint", json!(format!("https://push.example/{}", "x".repeat(2_048))), "endpoint"),
        ("/endpoint", json!("file:///etc/passwd"), "endpoint"),
        ("/keys/p256dh", json!(URL_SAFE_NO_PAD.encode([4; 65])), "keys.p256dh"),
        ("/keys/p256dh", json!("AAAA"), "keys.p256dh"),
        ("/keys/auth", json!("AAAA"), "keys.auth"),
        ("/keys/auth", json!(1), "keys.auth"),
        ("/expirationTime", json!(1), "expirationTime"),
    ] {
        let mut wrong = right.clone();
        *wrong.pointer_mut(pointer).expect("it is there") = value;
        let answer = square.eve.put(CURRENT, wrong.clone()).await;
        assert_eq!(answer.refused(400), 50_035, "{wrong}");
        let errors = answer.json()["errors"].clone();
        let named = format!("/{}", field.replace('.', "/"));
        assert!(errors.pointer(&named).is_some(), "{field} in {errors}");
    }
    assert_eq!(square.eve.get(ALL).await.ok().as_array().map(Vec::len), Some(1), "the one that there was");
}

#[tokio::test]
async fn an_order_of_an_authority_calls_the_house_at_any_hour() {
    let mut square = Square::open().await;
    let eve_id = square.eve.id.parse().expect("an id");
    parvis_guard::moderators::add(square.server.app(), eve_id).await.expect("named");
    let body = json!({
        "kind": "order", "authority": "PHAROS", "member_state": "FR", "reference": "1",
        "urls": ["https://square.example/channels/1/2/3"],
    });
    let order = square.eve.post("/parvis/v1/guard/orders", body).await.ok();
    let pushed = square.service.next().await;
    let said = square.browser.read(&pushed.body);
    assert_eq!(
        (&said["kind"], &said["channel_id"], &said["guild_id"]),
        (&json!("call"), &order["id"], &Value::Null)
    );
    assert_eq!(pushed.header("urgency"), "high");
}
