//! `/parvis/v1/…/reports`

use std::sync::Arc;

use parvis_app::clock::FixedClock;
use parvis_model::Permissions;
use parvis_testing::{ALL_INTENTS, Person, Socket, TestServer};
use serde_json::{Value, json};

const DAY_MS: i64 = 86_400_000;

/// A guild of ada's: eve moderates, mel and kim are members.
struct Square {
    server: TestServer,
    clock: Arc<FixedClock>,
    guild: String,
    channel: String,
    ada: Person,
    eve: Person,
    mel: Person,
    kim: Person,
}

impl Square {
    async fn open() -> Self {
        let clock = Arc::new(FixedClock::at(1_795_328_210_123));
        let server = TestServer::start_with(|_| (), clock.clone()).await;
        let ada = server.person("ada").await;
        let guild = ada.make_guild("The square").await["id"].as_str().expect("an id").to_owned();
        let channel = ada.first_channel(&guild).await;
        let (eve, mel, kim) =
            (server.person("eve").await, server.person("mel").await, server.person("kim").await);
        for person in [&eve, &mel, &kim] {
            ada.bring_in(&channel, person).await;
        }
        let square = Self { server, clock, guild, channel, ada, eve, mel, kim };
        square.make_moderator(&square.eve, Permissions::MODERATE_MEMBERS).await;
        square
    }

    async fn make_moderator(&self, person: &Person, permissions: Permissions) {
        let role = json!({ "name": "m", "permissions": permissions.bits().to_string() });
        let role = self.ada.post(&format!("/guilds/{}/roles", self.guild), role).await.ok();
        let role = role["id"].as_str().expect("an id");
        let path = format!("/guilds/{}/members/{}/roles/{role}", self.guild, person.id);
        self.ada.put(&path, json!({})).await.ok();
    }

    fn of_guild(&self) -> String {
        format!("/parvis/v1/guilds/{}/reports", self.guild)
    }

    async fn seen_by(&self, person: &Person) -> Vec<Value> {
        let page = person.get(&self.of_guild()).await.ok();
        page["reports"].as_array().expect("a list").clone()
    }
}

fn path(message: &Value) -> String {
    let id = |key: &str| message[key].as_str().expect("an id").to_owned();
    format!("/parvis/v1/channels/{}/messages/{}/reports", id("channel_id"), id("id"))
}

#[tokio::test]
async fn a_report_keeps_what_was_said_and_its_maker_learns_what_came_of_it() {
    let square = Square::open().await;
    let said = square.kim.say(&square.channel, "go away").await;
    let body = json!({ "reason": "harassment", "text": "  every day " });
    let made = square.mel.post(&path(&said), body).await.ok();
    assert_eq!(
        (&made["state"], &made["text"], &made["guild_id"]),
        (&json!("open"), &json!("every day"), &json!(square.guild))
    );
    let again = square.mel.post(&path(&said), json!({ "reason": "spam" })).await.ok();
    assert_eq!(again, made, "the report that there is");

    let message = format!("/channels/{}/messages/{}", square.channel, said["id"].as_str().expect("an id"));
    square.kim.patch(&message, json!({ "content": "welcome" })).await.ok();
    square.kim.delete(&message).await.ok();
    let seen = square.seen_by(&square.eve).await;
    assert_eq!(seen.len(), 1);
    assert_eq!(seen[0]["message"]["content"], "go away");
    assert_eq!(
        (&seen[0]["author"]["id"], &seen[0]["reporter"]["id"]),
        (&json!(square.kim.id), &json!(square.mel.id))
    );

    let one = format!("{}/{}", square.of_guild(), made["id"].as_str().expect("an id"));
    let taken = square.eve.patch(&one, json!({ "state": "taken" })).await.ok();
    assert_eq!((&taken["state"], &taken["handler_id"]), (&json!("taken"), &json!(square.eve.id)));
    for wrong in [
        json!({ "state": "closed" }),
        json!({ "state": "open", "outcome": "warned" }),
        json!({ "state": "gone" }),
        json!({ "state": "closed", "outcome": "exile" }),
        json!({}),
    ] {
        assert_eq!(square.eve.patch(&one, wrong.clone()).await.refused(400), 50_035, "{wrong}");
    }
    square.eve.patch(&one, json!({ "state": "closed", "outcome": "warned" })).await.ok();
    let own = square.mel.get("/parvis/v1/users/@me/reports").await.ok();
    assert_eq!((&own[0]["state"], &own[0]["outcome"]), (&json!("closed"), &json!("warned")));
    assert!(own[0].get("handler_id").is_none() && own[0].get("message").is_none());
    let open = square.eve.get(&format!("{}?state=open", square.of_guild())).await.ok();
    assert_eq!(open, json!({ "reports": [], "has_more": false }));
    assert_eq!(square.eve.get(&format!("{}?state=lost", square.of_guild())).await.refused(400), 50_035);
}

#[tokio::test]
async fn nobody_sees_reports_about_themself_or_of_channels_out_of_sight() {
    let square = Square::open().await;
    square.make_moderator(&square.kim, Permissions::MANAGE_MESSAGES).await;
    let said = square.kim.say(&square.channel, "go away").await;
    let made = square.mel.post(&path(&said), json!({ "reason": "hate" })).await.ok();
    let one = format!("{}/{}", square.of_guild(), made["id"].as_str().expect("an id"));
    assert_eq!(square.seen_by(&square.kim).await, Vec::<Value>::new());
    assert_eq!(square.kim.patch(&one, json!({ "state": "taken" })).await.refused(404), 10_000);
    assert_eq!(square.mel.get(&square.of_guild()).await.refused(403), 50_013);
    assert_eq!(square.mel.patch(&one, json!({ "state": "taken" })).await.refused(403), 50_013);
    assert_eq!(square.seen_by(&square.eve).await.len(), 1);

    let overwrite = format!("/channels/{}/permissions/{}", square.channel, square.guild);
    square.ada.put(&overwrite, json!({ "type": 0, "allow": "0", "deny": "1024" })).await.ok();
    assert_eq!(square.seen_by(&square.eve).await, Vec::<Value>::new());
    assert_eq!(square.eve.patch(&one, json!({ "state": "taken" })).await.refused(404), 10_000);
    assert_eq!(square.seen_by(&square.ada).await.len(), 1);
    square.ada.delete(&format!("/channels/{}", square.channel)).await.ok();
    assert_eq!(square.seen_by(&square.ada).await.len(), 1, "an administrator sees it also then");
}

#[tokio::test]
async fn those_who_may_see_a_report_hear_of_it_at_once_and_nobody_else_does() {
    let square = Square::open().await;
    square.make_moderator(&square.kim, Permissions::MANAGE_MESSAGES).await;
    let bot = square.server.bot(&square.ada, "helper").await;
    square.ada.add_bot(&square.guild, &bot, Permissions::ADMINISTRATOR.bits()).await;
    let mut eve = Socket::identify(&square.server, &square.eve, 0).await;
    let mut ada = Socket::identify(&square.server, &square.ada, 0).await;
    let mut others = [
        Socket::identify(&square.server, &square.kim, 0).await,
        Socket::identify(&square.server, &square.mel, 0).await,
        Socket::identify(&square.server, &bot, ALL_INTENTS).await,
    ];
    let said = square.kim.say(&square.channel, "go away").await;
    let made = square.mel.post(&path(&said), json!({ "reason": "hate" })).await.ok();
    let told = |state: &str| json!({ "id": made["id"], "guild_id": square.guild, "channel_id": square.channel, "state": state });
    assert_eq!(eve.wait_for("MESSAGE_REPORT_CREATE").await, told("open"));
    let one = format!("{}/{}", square.of_guild(), made["id"].as_str().expect("an id"));
    square.eve.patch(&one, json!({ "state": "taken" })).await.ok();
    assert_eq!(eve.wait_for("MESSAGE_REPORT_UPDATE").await, told("taken"));
    assert_eq!(ada.wait_for("MESSAGE_REPORT_CREATE").await, told("open"));
    assert_eq!(ada.wait_for("MESSAGE_REPORT_UPDATE").await, told("taken"));

    let overwrite = format!("/channels/{}/permissions/{}", square.channel, square.guild);
    square.ada.put(&overwrite, json!({ "type": 0, "allow": "0", "deny": "1024" })).await.ok();
    square.ada.patch(&one, json!({ "state": "open" })).await.ok();
    assert_eq!(ada.wait_for("MESSAGE_REPORT_UPDATE").await, told("open"));
    square.ada.patch(&format!("/guilds/{}", square.guild), json!({ "name": "The end" })).await.ok();
    eve.wait_for("GUILD_UPDATE").await;
    let of_reports =
        |names: Vec<String>| names.into_iter().filter(|it| it.starts_with("MESSAGE_REPORT")).count();
    assert_eq!(of_reports(eve.names()), 2, "not what happened in a channel out of sight");
    for socket in &mut others {
        socket.wait_for("GUILD_UPDATE").await;
        assert_eq!(of_reports(socket.names()), 0);
    }
}

#[tokio::test]
async fn what_an_owner_or_a_partner_wrote_goes_to_the_operator() {
    let square = Square::open().await;
    let of_owner = square.ada.say(&square.channel, "my house").await;
    square.mel.post(&path(&of_owner), json!({ "reason": "other", "text": "threats" })).await.ok();
    let direct = square.kim.post("/users/@me/channels", json!({ "recipient_id": square.mel.id })).await.ok();
    let private = square.kim.say(direct["id"].as_str().expect("an id"), "psst").await;
    let made = square.mel.post(&path(&private), json!({ "reason": "violence" })).await.ok();
    assert_eq!(made["guild_id"], Value::Null);
    assert_eq!(square.seen_by(&square.eve).await, Vec::<Value>::new());
    assert_eq!(square.eve.post(&path(&private), json!({ "reason": "spam" })).await.refused(404), 10_003);

    let app = square.server.app();
    let last = parvis_model::Id::new(i64::MAX as u64);
    let listed = parvis_app::reports::for_operator(app, last, 10).await.expect("the reports");
    let contents: Vec<_> = listed.iter().map(|report| report.message.content.as_str()).collect();
    assert_eq!(contents, ["psst", "my house"]);

    square.clock.advance_ms(89 * DAY_MS);
    app.keep_up().await.expect("upkeep");
    assert_eq!(square.mel.get("/parvis/v1/users/@me/reports").await.ok().as_array().map(Vec::len), Some(2));
    square.clock.advance_ms(2 * DAY_MS);
    app.keep_up().await.expect("upkeep");
    assert_eq!(square.mel.get("/parvis/v1/users/@me/reports").await.ok(), json!([]));
}

#[tokio::test]
async fn a_report_needs_a_message_of_somebody_else_a_known_reason_and_patience() {
    let square = Square::open().await;
    let said = square.kim.say(&square.channel, "hello").await;
    assert_eq!(square.kim.post(&path(&said), json!({ "reason": "spam" })).await.refused(403), 50_013);
    for wrong in [
        json!({}),
        json!({ "reason": "boredom" }),
        json!({ "reason": 1 }),
        json!({ "reason": "spam", "text": "x".repeat(1_001) }),
    ] {
        assert_eq!(square.mel.post(&path(&said), wrong.clone()).await.refused(400), 50_035, "{wrong}");
    }
    for number in 0..50 {
        let said = square.kim.say(&square.channel, &number.to_string()).await;
        square.mel.post(&path(&said), json!({ "reason": "spam" })).await.ok();
    }
    assert_eq!(square.mel.post(&path(&said), json!({ "reason": "spam" })).await.refused(429), 0);
    let page = square.eve.get(&format!("{}?limit=2", square.of_guild())).await.ok();
    assert_eq!((page["reports"].as_array().map(Vec::len), &page["has_more"]), (Some(2), &json!(true)));
    let before = page["reports"][1]["id"].as_str().expect("an id");
    let next = square.eve.get(&format!("{}?limit=100&before={before}", square.of_guild())).await.ok();
    assert_eq!((next["reports"].as_array().map(Vec::len), &next["has_more"]), (Some(48), &json!(false)));
}
