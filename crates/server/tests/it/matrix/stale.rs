//! Rights that are taken away: from the answer on, the open session hears nothing more and the next call is refused.

use parvis_testing::{ALL_INTENTS, Answer, Person, Socket, TestServer};
use reqwest::multipart::{Form, Part};
use serde_json::{Value, json};

use super::world::World;

const BEFORE: &str = "avant-4d1b";
const AFTER: &str = "après-9c2e";

/// A member who may see the private channel by the spare role, and listens.
struct Admitted {
    server: TestServer,
    world: World,
    owner: Person,
    target: Person,
    socket: Socket,
}

impl Admitted {
    async fn new() -> Self {
        let server = TestServer::start().await;
        let world = World::new(&server).await;
        let (owner, target) = (world.people["owner"].clone(), world.people["target"].clone());
        let ids = &world.ids;
        let role = format!("/guilds/{}/members/{}/roles/{}", ids["guild"], ids["target"], ids["spare_role"]);
        owner.put(&role, json!({})).await.ok();
        let overwrite = format!("/channels/{}/permissions/{}", ids["private"], ids["spare_role"]);
        owner.put(&overwrite, json!({ "type": 0, "allow": "1024", "deny": "0" })).await.ok();
        let mut socket = Socket::identify(&server, &target, ALL_INTENTS).await;
        owner.say(&world.ids["private"], BEFORE).await;
        socket.wait_until("MESSAGE_CREATE", |message| message["content"] == BEFORE).await;
        target.get(&format!("/channels/{}/messages", world.ids["private"])).await.ok();
        Self { server, world, owner, target, socket }
    }

    fn path(&self, template: &str) -> String {
        let ids = self.world.ids.iter();
        ids.fold(template.to_owned(), |path, (name, id)| path.replace(&format!("{{{name}}}"), id))
    }

    /// The channel goes on without the target, who hears nothing of it and finds nothing there.
    async fn hears_nothing_more(mut self) {
        let refused = self.target.get(&self.path("/channels/{private}/messages")).await;
        assert_eq!(refused.refused(404), 10_003);
        let said = self.owner.say(&self.world.ids["private"], AFTER).await;
        let message =
            self.path(&format!("/channels/{{private}}/messages/{}", said["id"].as_str().expect("an id")));
        self.owner.put(&format!("{message}/reactions/%F0%9F%91%8D/@me"), json!({})).await.ok();
        self.owner.post(&self.path("/channels/{private}/typing"), json!({})).await.ok();
        self.target.patch("/users/@me", json!({ "global_name": "Fini" })).await.ok();
        self.socket.wait_for("USER_UPDATE").await;
        let id = said["id"].as_str().expect("an id");
        for frame in self.socket.received() {
            let text = frame.to_string();
            assert!(!text.contains(AFTER) && !text.contains(id), "{text}");
        }
        let write =
            self.target.post(&self.path("/channels/{private}/messages"), json!({ "content": "x" })).await;
        assert_eq!(write.refused(404), 10_003);
        drop(self.server);
    }
}

async fn after(act: impl AsyncFnOnce(&Admitted) -> parvis_testing::Answer) {
    let here = Admitted::new().await;
    act(&here).await.ok();
    here.hears_nothing_more().await;
}

#[tokio::test]
async fn after_the_role_is_taken() {
    after(async |here| {
        here.owner.delete(&here.path("/guilds/{guild}/members/{target}/roles/{spare_role}")).await
    })
    .await;
}

#[tokio::test]
async fn after_the_roles_are_replaced() {
    let path = "/guilds/{guild}/members/{target}";
    after(async |here| here.owner.patch(&here.path(path), json!({ "roles": [] })).await).await;
}

#[tokio::test]
async fn after_the_role_is_deleted() {
    after(async |here| here.owner.delete(&here.path("/guilds/{guild}/roles/{spare_role}")).await).await;
}

#[tokio::test]
async fn after_the_overwrite_is_deleted() {
    after(async |here| here.owner.delete(&here.path("/channels/{private}/permissions/{spare_role}")).await)
        .await;
}

#[tokio::test]
async fn after_the_overwrites_are_replaced() {
    let body = |guild: &Value| json!({ "permission_overwrites": [{ "id": guild, "type": 0, "allow": "0", "deny": "1024" }] });
    after(async |here| {
        let guild = json!(here.world.ids["guild"]);
        here.owner.patch(&here.path("/channels/{private}"), body(&guild)).await
    })
    .await;
}

#[tokio::test]
async fn after_an_overwrite_of_the_member_denies() {
    let body = json!({ "type": 1, "allow": "0", "deny": "1024" });
    after(async |here| here.owner.put(&here.path("/channels/{private}/permissions/{target}"), body).await)
        .await;
}

#[tokio::test]
async fn after_a_kick() {
    after(async |here| here.owner.delete(&here.path("/guilds/{guild}/members/{target}")).await).await;
}

#[tokio::test]
async fn after_a_ban() {
    after(async |here| here.owner.put(&here.path("/guilds/{guild}/bans/{target}"), json!({})).await).await;
}

#[tokio::test]
async fn after_leaving() {
    after(async |here| here.target.delete(&here.path("/users/@me/guilds/{guild}")).await).await;
}

#[tokio::test]
async fn the_private_channel_goes_out_of_sight_when_the_role_is_taken() {
    let mut here = Admitted::new().await;
    here.owner.delete(&here.path("/guilds/{guild}/members/{target}/roles/{spare_role}")).await.ok();
    let gone = here.socket.wait_for("CHANNEL_DELETE").await;
    assert_eq!(gone["id"], here.world.ids["private"].as_str());
}

/// Everything that leads to a thread, to what was said in it, and to who is in it.
const DOORS: &[(&str, &str)] = &[
    ("GET", "/channels/{thread}"),
    ("GET", "/channels/{thread}/messages"),
    ("GET", "/channels/{thread}/messages/{said}"),
    ("GET", "/channels/{thread}/messages/pins"),
    ("GET", "/channels/{thread}/pins"),
    ("GET", "/channels/{thread}/messages/{said}/reactions/%F0%9F%8C%B3"),
    ("PUT", "/channels/{thread}/messages/{said}/reactions/%F0%9F%8C%B3/@me"),
    ("POST", "/channels/{thread}/messages/{said}/ack"),
    ("POST", "/channels/{thread}/messages"),
    ("POST", "/channels/{thread}/typing"),
    ("PATCH", "/channels/{thread}"),
    ("GET", "/channels/{thread}/thread-members"),
    ("GET", "/channels/{thread}/thread-members/{owner}"),
    ("PUT", "/channels/{thread}/thread-members/@me"),
    ("PATCH", "/channels/{thread}/thread-members/@me/settings"),
    ("DELETE", "/channels/{thread}/thread-members/@me"),
    ("GET", "/channels/{private}/threads/archived/public"),
    ("GET", "/channels/{private}/users/@me/threads/archived/private"),
];

#[tokio::test]
async fn with_a_channel_every_door_to_its_threads_is_closed_and_opens_again_with_it() {
    for kind in [11, 12] {
        let mut here = Admitted::new().await;
        let body = json!({ "name": BEFORE, "type": kind });
        let made = here.owner.post(&here.path("/channels/{private}/threads"), body).await.ok();
        here.world.ids.insert("thread".to_owned(), made["id"].as_str().expect("an id").to_owned());
        let target = here.path("/channels/{thread}/thread-members/{target}");
        here.owner.put(&target, json!({})).await.ok();
        let file = Form::new().part("files[0]", Part::bytes(BEFORE.as_bytes()).file_name("a.txt"));
        let said = here.owner.post_form(&here.path("/channels/{thread}/messages"), file).await.ok();
        here.world.ids.insert("said".to_owned(), said["id"].as_str().expect("an id").to_owned());
        let react = here.path("/channels/{thread}/messages/{said}/reactions/%F0%9F%8C%B3/@me");
        here.owner.put(&react, json!({})).await.ok();
        here.socket.wait_for("MESSAGE_REACTION_ADD").await;
        let address = json!({ "attachment_urls": [said["attachments"][0]["url"]] });
        let renewed = |answer: Value| answer["refreshed_urls"][0]["refreshed"].clone();
        let asked = here.target.post("/attachments/refresh-urls", address.clone()).await.ok();
        assert!(renewed(asked).is_string(), "the file is open to the target");

        let role = here.path("/guilds/{guild}/members/{target}/roles/{spare_role}");
        here.owner.delete(&role).await.ok();
        for (method, door) in DOORS {
            let method = method.parse().expect("a method");
            let request = here.target.request(method, &here.path(door)).json(&json!({ "flags": 2 }));
            assert_eq!(Answer::of(request).await.refused(404), 10_003, "{door}");
        }
        let asked = here.target.post("/attachments/refresh-urls", address).await.ok();
        assert!(renewed(asked).is_null());
        let active = here.target.get(&here.path("/guilds/{guild}/threads/active")).await.ok();
        assert_eq!(active["threads"], json!([]));
        let mut fresh = Socket::identify(&here.server, &here.target, ALL_INTENTS).await;
        assert!(!fresh.ready().to_string().contains(&here.world.ids["thread"]));
        here.owner.say(&here.world.ids["thread"], AFTER).await;
        here.target.patch("/users/@me", json!({ "global_name": "Fini" })).await.ok();
        here.socket.wait_for("USER_UPDATE").await;
        assert!(here.socket.received().iter().all(|frame| !frame.to_string().contains(AFTER)));

        here.owner.put(&role, json!({})).await.ok();
        let list = here.socket.wait_for("THREAD_LIST_SYNC").await;
        assert_eq!(list["channel_ids"], json!([here.world.ids["private"]]));
        assert_eq!(list["threads"][0]["id"], made["id"]);
        assert!(list["threads"][0]["last_message_id"].is_string(), "{list}");
        assert_eq!(list["members"][0]["user_id"], json!(here.world.ids["target"]));
        here.owner.say(&here.world.ids["thread"], AFTER).await;
        here.socket.wait_until("MESSAGE_CREATE", |message| message["content"] == AFTER).await;
    }
}

#[tokio::test]
async fn who_no_longer_manages_threads_hears_nothing_of_private_ones() {
    let mut here = Admitted::new().await;
    let role = here.path("/guilds/{guild}/roles/{spare_role}");
    here.owner.patch(&role, json!({ "permissions": (1_u64 << 34).to_string() })).await.ok();
    let body = json!({ "name": BEFORE, "type": 12 });
    let made = here.owner.post(&here.path("/channels/{public}/threads"), body).await.ok();
    let thread = made["id"].as_str().expect("an id").to_owned();
    here.socket.wait_for("THREAD_CREATE").await;
    here.owner.say(&thread, "encore").await;
    here.socket.wait_until("MESSAGE_CREATE", |message| message["content"] == "encore").await;
    here.owner.patch(&role, json!({ "permissions": "0" })).await.ok();
    here.owner.say(&thread, AFTER).await;
    here.target.patch("/users/@me", json!({ "global_name": "Fini" })).await.ok();
    here.socket.wait_for("USER_UPDATE").await;
    assert!(here.socket.received().iter().all(|frame| !frame.to_string().contains(AFTER)));
    assert_eq!(here.target.get(&format!("/channels/{thread}")).await.refused(404), 10_003);
}

#[tokio::test]
async fn a_login_that_ends_closes_its_sockets_and_no_others() {
    let server = TestServer::start().await;
    let first = server.person("deux_fois").await;
    let login = json!({ "login": "deux_fois", "password": "un mot de passe pour les essais" });
    let again = server.anonymous().post("/auth/login", login).await.ok();
    let second = Person::of_token(&server, again["token"].as_str().expect("a token").to_owned()).await;
    let mut ended = Socket::identify(&server, &first, 0).await;
    let mut other = Socket::identify(&server, &second, 0).await;
    first.post("/auth/logout", json!({})).await.ok();
    assert_eq!(ended.closed().await, Some(4004));
    assert_eq!(first.get("/users/@me").await.status, 401);
    second.patch("/users/@me", json!({ "global_name": "Encore là" })).await.ok();
    other.wait_for("USER_UPDATE").await;
}

#[tokio::test]
async fn a_new_password_ends_the_other_logins_and_their_sockets() {
    let server = TestServer::start().await;
    let here = server.person("prudence").await;
    let login = json!({ "login": "prudence", "password": "un mot de passe pour les essais" });
    let again = server.anonymous().post("/auth/login", login).await.ok();
    let stolen = Person::of_token(&server, again["token"].as_str().expect("a token").to_owned()).await;
    let mut thief = Socket::identify(&server, &stolen, 0).await;
    let change = json!({ "password": "un mot de passe pour les essais", "new_password": "un tout autre mot de passe" });
    here.patch("/users/@me", change).await.ok();
    assert_eq!(thief.closed().await, Some(4004));
    assert_eq!(stolen.get("/users/@me").await.status, 401);
}

#[tokio::test]
async fn a_reset_bot_token_closes_the_bot_s_socket() {
    let server = TestServer::start().await;
    let owner = server.person("maison").await;
    let bot = server.bot(&owner, "aide").await;
    let mut socket = Socket::identify(&server, &bot, 1).await;
    owner.post(&format!("/applications/{}/bot/reset", bot.id), json!({})).await.ok();
    assert_eq!(socket.closed().await, Some(4004));
    assert_eq!(bot.get("/users/@me").await.status, 401);
}
