//! Link previews: what is fetched for whom, and what its readers see.

use std::net::SocketAddr;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use axum::Router;
use axum::extract::State;
use axum::http::Uri;
use axum::response::{Html, IntoResponse, Response};
use parvis_app::clock::SystemClock;
use parvis_testing::{Person, Socket, TestServer};
use serde_json::{Value, json};
use tokio::net::TcpListener;

/// A site that somebody links to.
struct Site {
    address: SocketAddr,
    hits: Arc<AtomicUsize>,
}

impl Site {
    async fn start() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a free port");
        let address = listener.local_addr().expect("an address");
        let hits = Arc::new(AtomicUsize::new(0));
        let router = Router::new().fallback(page).with_state(Arc::clone(&hits));
        tokio::spawn(async move { axum::serve(listener, router).await });
        Self { address, hits }
    }

    fn link(&self, path: &str) -> String {
        format!("http://{}{path}", self.address)
    }

    fn hits(&self) -> usize {
        self.hits.load(Ordering::SeqCst)
    }
}

async fn page(State(hits): State<Arc<AtomicUsize>>, uri: Uri) -> Response {
    hits.fetch_add(1, Ordering::SeqCst);
    let title = uri.path();
    let html = format!(
        "<title>{title}</title><meta property=og:site_name content='The Site'>
         <meta property=og:image content='https://tracker.example/pixel.png'>
         <meta name=description content='<b>words</b>'>"
    );
    if title == "/text" { html.into_response() } else { Html(html).into_response() }
}

/// A server with previews that may reach the site, a guild, and its owner's open session.
struct Square {
    server: TestServer,
    site: Site,
    ada: Person,
    guild: String,
    channel: String,
    socket: Socket,
}

impl Square {
    async fn open(link_previews: bool) -> Self {
        let site = Site::start().await;
        let address = site.address;
        let change = |config: &mut parvis_server::Config| {
            config.outgoing_exceptions = vec![address];
            config.link_previews = link_previews;
        };
        let server = TestServer::start_with(change, Arc::new(SystemClock)).await;
        let ada = server.person("ada").await;
        let guild = ada.make_guild("The square").await["id"].as_str().expect("an id").to_owned();
        let channel = ada.first_channel(&guild).await;
        let socket = Socket::identify(&server, &ada, 0).await;
        Self { server, site, ada, guild, channel, socket }
    }

    fn messages(&self) -> String {
        format!("/channels/{}/messages", self.channel)
    }

    /// The next change of a message by which it has embeds.
    async fn embedded(&mut self, id: &Value) -> Value {
        let id = id.clone();
        let is_it = |message: &Value| message["id"] == id && message["embeds"] != json!([]);
        self.socket.wait_until("MESSAGE_UPDATE", is_it).await
    }

    /// Waits until everything that was written before has been looked at.
    async fn looked_at(&mut self) {
        let link = self.site.link(&format!("/{}", self.site.hits()));
        let last = self.ada.say(&self.channel, &link).await;
        self.embedded(&last["id"]).await;
    }
}

#[tokio::test]
async fn a_link_gets_an_embed_that_is_no_edit() {
    let mut square = Square::open(true).await;
    let link = square.site.link("/spring");
    let said = square.ada.say(&square.channel, &format!("look: {link}.")).await;
    assert_eq!(said["embeds"], json!([]));
    let shown = square.embedded(&said["id"]).await;
    let embed = json!({
        "type": "link",
        "url": link,
        "title": "/spring",
        "description": "<b>words</b>",
        "provider": { "name": "The Site" },
    });
    assert_eq!(shown["embeds"], json!([embed]));
    assert_eq!((&shown["edited_timestamp"], &shown["content"]), (&json!(null), &said["content"]));
    let id = said["id"].as_str().expect("an id");
    let kept = square.ada.get(&format!("{}/{id}", square.messages())).await.ok();
    assert_eq!(kept["embeds"], json!([embed]));
    assert_eq!(square.site.hits(), 1);
    // The same link in another message is not fetched again.
    let again = square.ada.say(&square.channel, &link).await;
    square.embedded(&again["id"]).await;
    assert_eq!(square.site.hits(), 1);
}

#[tokio::test]
async fn another_link_takes_the_place_of_the_first() {
    let mut square = Square::open(true).await;
    let said = square.ada.say(&square.channel, &square.site.link("/first")).await;
    square.embedded(&said["id"]).await;
    let path = format!("{}/{}", square.messages(), said["id"].as_str().expect("an id"));
    let edited = square.ada.patch(&path, json!({ "content": square.site.link("/second") })).await.ok();
    assert_eq!(edited["embeds"], json!([]));
    let shown = square.embedded(&said["id"]).await;
    assert_eq!((shown["embeds"][0]["title"].as_str(), shown["embeds"][1].is_null()), (Some("/second"), true));
    let hidden = square.ada.patch(&path, json!({ "flags": 4 })).await.ok();
    assert_eq!(hidden["flags"], 4);
}

#[tokio::test]
async fn links_that_are_marked_hidden_private_or_not_allowed_are_fetched_by_nobody() {
    let mut square = Square::open(true).await;
    let eve = square.server.person("eve").await;
    square.ada.bring_in(&square.channel, &eve).await;
    let path = square.messages();
    let link = |path: &str| square.site.link(path);
    for content in [format!("<{}>", link("/a")), format!("`{}`", link("/b")), format!("||{}||", link("/c"))] {
        square.ada.say(&square.channel, &content).await;
    }
    square.ada.post(&path, json!({ "content": link("/d"), "flags": 4 })).await.ok();
    let overwrite = format!("/channels/{}/permissions/{}", square.channel, square.guild);
    square.ada.put(&overwrite, json!({ "type": 0, "allow": "0", "deny": (1 << 14).to_string() })).await.ok();
    eve.say(&square.channel, &link("/e")).await;
    let direct = square.ada.post("/users/@me/channels", json!({ "recipient_id": eve.id })).await.ok();
    square.ada.say(direct["id"].as_str().expect("an id"), &link("/f")).await;
    square.looked_at().await;
    assert_eq!(square.site.hits(), 1, "the last one alone");
}

#[tokio::test]
async fn no_link_leads_inside_and_no_other_file_is_shown() {
    let mut square = Square::open(true).await;
    let inner = Site::start().await;
    let port = inner.address.port();
    for link in [
        inner.link("/"),
        format!("http://localhost:{port}/"),
        format!("http://[::ffff:127.0.0.1]:{port}/"),
        format!("http://2130706433:{port}/"),
        "http://169.254.169.254/latest/meta-data/".to_owned(),
    ] {
        square.ada.say(&square.channel, &link).await;
    }
    let text = square.ada.say(&square.channel, &square.site.link("/text")).await;
    square.looked_at().await;
    assert_eq!(inner.hits(), 0);
    let path = format!("{}/{}", square.messages(), text["id"].as_str().expect("an id"));
    assert_eq!(square.ada.get(&path).await.ok()["embeds"], json!([]));
}

#[tokio::test]
async fn nothing_is_fetched_unless_the_operator_wants_it() {
    let square = Square::open(false).await;
    square.ada.say(&square.channel, &square.site.link("/off")).await;
    // Without its job there is nothing to wait for: the next message comes after whatever this one started.
    let mut socket = square.socket;
    let next = square.ada.say(&square.channel, "next").await;
    socket.wait_until("MESSAGE_CREATE", |message| message["id"] == next["id"]).await;
    assert_eq!(
        square.server.app().hooks.jobs.len(),
        13,
        "those of the map, of switches, of guides, of notifications, of Guard and of its parts"
    );
    assert_eq!(square.site.hits(), 0);
}
