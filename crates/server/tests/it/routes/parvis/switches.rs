//! `/parvis/v1/channels/{channel_id}/switches` and `/parvis/v1/guilds/{guild_id}/switches/log`

use std::sync::Arc;

use parvis_app::clock::FixedClock;
use parvis_model::Permissions;
use parvis_testing::{ALL_INTENTS, Answer, Person, Socket, TestServer};
use reqwest::multipart::{Form, Part};
use serde_json::{Value, json};

const MINUTE_MS: i64 = 60_000;
const HOUR_MS: i64 = 60 * MINUTE_MS;
/// What the code of a refused message is.
const SCREENED: u64 = 200_000;

/// A guild of ada's with one channel.
struct Square {
    server: TestServer,
    clock: Arc<FixedClock>,
    guild: String,
    channel: String,
    ada: Person,
}

impl Square {
    async fn open() -> Self {
        let clock = Arc::new(FixedClock::at(1_795_328_210_123));
        let server = TestServer::start_with(|_| (), clock.clone()).await;
        let ada = server.person("ada").await;
        let guild = ada.make_guild("The square").await["id"].as_str().expect("an id").to_owned();
        let channel = ada.first_channel(&guild).await;
        Self { server, clock, guild, channel, ada }
    }

    /// Somebody who comes in.
    async fn newcomer(&self, name: &str) -> Person {
        let person = self.server.person(name).await;
        self.ada.bring_in(&self.channel, &person).await;
        person
    }

    fn switches(&self, channel: &str) -> String {
        format!("/parvis/v1/channels/{channel}/switches")
    }

    async fn set(&self, change: Value) -> Value {
        self.ada.patch(&self.switches(&self.channel), change).await.ok()
    }

    /// The round of every minute.
    async fn round(&self) {
        let app = self.server.app();
        for job in &app.hooks.jobs {
            job.keep_up(app).await;
        }
    }

    async fn messages(&self, channel: &str) -> Vec<Value> {
        let page = self.ada.get(&format!("/channels/{channel}/messages?limit=100")).await.ok();
        page.as_array().expect("a list").clone()
    }

    async fn log(&self) -> Vec<Value> {
        let path = format!("/parvis/v1/guilds/{}/switches/log", self.guild);
        self.ada.get(&path).await.ok()["entries"].as_array().expect("a list").clone()
    }

    async fn undo(&self, entry: &Value) -> Answer {
        let id = entry["id"].as_str().expect("an id");
        let path = format!("/parvis/v1/guilds/{}/switches/log/{id}/undo", self.guild);
        self.ada.post(&path, json!({})).await
    }

    async fn send_file(&self, person: &Person, channel: &str, filename: &str) -> Answer {
        let file =
            Part::bytes(include_bytes!("../../schema/pixel.png").to_vec()).file_name(filename.to_owned());
        let form = Form::new().part("files[0]", file);
        person.post_form(&format!("/channels/{channel}/messages"), form).await
    }

    async fn write(&self, person: &Person, text: &str) -> Answer {
        person.post(&format!("/channels/{}/messages", self.channel), json!({ "content": text })).await
    }
}

fn id(of: &Value) -> &str {
    of["id"].as_str().expect("an id")
}

#[tokio::test]
async fn a_channel_follows_its_category_until_something_is_set_on_it() {
    let square = Square::open().await;
    let made = format!("/guilds/{}/channels", square.guild);
    let category = square.ada.post(&made, json!({ "name": "Yard", "type": 4 })).await.ok();
    let body = json!({ "name": "inside", "parent_id": id(&category) });
    let inside = square.ada.post(&made, body).await.ok();
    let expiry = json!({ "on": true, "after_hours": 48, "keep_pinned": true });
    square.ada.patch(&square.switches(id(&category)), json!({ "expiry": expiry })).await.ok();
    let path = square.switches(id(&inside));
    let nothing = json!({ "notices": null, "media": null, "newcomers": null, "expiry": null });
    let seen = square.ada.get(&path).await.ok();
    assert_eq!((&seen["own"], &seen["effective"]["expiry"]), (&nothing, &expiry));
    assert_eq!((&seen["channel_id"], &seen["parent_id"]), (&inside["id"], &category["id"]));

    let off = square.ada.patch(&path, json!({ "expiry": { "on": false } })).await.ok();
    assert_eq!((&off["own"]["expiry"]["on"], &off["effective"]["expiry"]), (&json!(false), &Value::Null));
    let unset = square.ada.patch(&path, json!({ "expiry": null })).await.ok();
    assert_eq!(unset["effective"]["expiry"], expiry);
    let log = square.ada.get(&format!("/guilds/{}/audit-logs?action_type=11", square.guild)).await.ok();
    assert_eq!(log["audit_log_entries"][0]["changes"][0]["key"], "switches.expiry");

    for wrong in [
        json!({ "expiry": { "on": true, "after_hours": 0 } }),
        json!({ "expiry": { "after_hours": 1 } }),
        json!({ "media": { "on": true, "exempt_role_ids": ["1"] } }),
        json!({ "silence": true }),
        json!({ "newcomers": { "on": true } }),
    ] {
        assert_eq!(square.ada.patch(&path, wrong.clone()).await.refused(400), 50_035, "{wrong}");
    }
}

#[tokio::test]
async fn notices_of_joining_go_after_their_minutes_and_nothing_else_does() {
    let square = Square::open().await;
    square.newcomer("eve").await;
    let kept = square.ada.say(&square.channel, "welcome").await;
    square.set(json!({ "notices": { "on": true, "after_minutes": 5 } })).await;
    square.clock.advance_ms(5 * MINUTE_MS - 1);
    square.round().await;
    assert_eq!(square.messages(&square.channel).await.len(), 2, "four minutes and some");
    let mut socket = Socket::identify(&square.server, &square.ada, ALL_INTENTS).await;
    square.clock.advance_ms(1 + MINUTE_MS);
    square.newcomer("mel").await;
    square.round().await;
    assert_eq!(socket.wait_for("MESSAGE_DELETE").await["channel_id"], json!(square.channel));
    let left = square.messages(&square.channel).await;
    assert_eq!(left.len(), 2, "mel's is young");
    assert_eq!((&left[0]["type"], &left[1]["id"]), (&json!(7), &kept["id"]));
    square.clock.advance_ms(6 * MINUTE_MS);
    square.round().await;
    assert_eq!(square.messages(&square.channel).await.len(), 1);
    let log = square.log().await;
    assert_eq!((log.len(), &log[0]["done"], &log[0]["count"]), (1, &json!("notices_deleted"), &json!(2)));
    assert_eq!(square.undo(&log[0]).await.refused(400), 50_035);
}

#[tokio::test]
async fn pictures_are_refused_wherever_they_come_from() {
    let square = Square::open().await;
    let eve = square.newcomer("eve").await;
    let elsewhere = eve.make_guild("Elsewhere").await;
    let elsewhere = eve.first_channel(id(&elsewhere)).await;
    let mine = square.send_file(&eve, &elsewhere, "cat.png").await.ok();
    let before = square.write(&eve, "look").await.ok();
    square.set(json!({ "media": { "on": true, "videos": false } })).await;
    assert_eq!(square.send_file(&eve, &square.channel, "cat.png").await.refused(400), SCREENED);
    assert_eq!(square.send_file(&eve, &square.channel, "cat.JPEG").await.refused(400), SCREENED);
    square.send_file(&eve, &square.channel, "film.mp4").await.ok();
    square.send_file(&eve, &square.channel, "notes.txt").await.ok();
    let forward = json!({ "type": 1, "channel_id": elsewhere, "message_id": id(&mine) });
    let path = format!("/channels/{}/messages", square.channel);
    let forwarded = eve.post(&path, json!({ "message_reference": forward })).await;
    assert_eq!(forwarded.refused(400), SCREENED, "what is forwarded shows its pictures");
    let picture = Part::bytes(include_bytes!("../../schema/pixel.png").to_vec()).file_name("cat.png");
    let edit = eve.request(reqwest::Method::PATCH, &format!("{path}/{}", id(&before)));
    let edit = Answer::of(edit.multipart(Form::new().part("files[0]", picture))).await;
    assert_eq!(edit.refused(400), SCREENED, "what is added later, too");
    let threads = format!("/channels/{}/threads", square.channel);
    let thread = eve.post(&threads, json!({ "name": "t", "type": 11 })).await.ok();
    assert_eq!(square.send_file(&eve, id(&thread), "cat.png").await.refused(400), SCREENED);
    square.send_file(&square.ada, &square.channel, "cat.png").await.ok();
    let log = square.log().await;
    assert_eq!((log.len(), &log[0]["done"], &log[0]["count"]), (1, &json!("media_refused"), &json!(5)));
    assert_eq!(log[0]["user"]["id"], json!(eve.id));
}

#[tokio::test]
async fn a_role_or_an_older_account_may_send_pictures() {
    let square = Square::open().await;
    let (eve, mel) = (square.newcomer("eve").await, square.newcomer("mel").await);
    let role = json!({ "name": "trusted" });
    let role = square.ada.post(&format!("/guilds/{}/roles", square.guild), role).await.ok();
    let path = format!("/guilds/{}/members/{}/roles/{}", square.guild, eve.id, id(&role));
    square.ada.put(&path, json!({})).await.ok();
    let media = json!({ "on": true, "exempt_role_ids": [id(&role)], "exempt_account_hours": 24 });
    square.set(json!({ "media": media })).await;
    square.send_file(&eve, &square.channel, "cat.png").await.ok();
    assert_eq!(square.send_file(&mel, &square.channel, "cat.png").await.refused(400), SCREENED);
    square.clock.advance_ms(24 * HOUR_MS);
    square.send_file(&mel, &square.channel, "cat.png").await.ok();
}

#[tokio::test]
async fn pictures_may_stay_a_while_instead() {
    let square = Square::open().await;
    let eve = square.newcomer("eve").await;
    let bot = square.server.bot(&square.ada, "camera").await;
    square.ada.add_bot(&square.guild, &bot, Permissions::ATTACH_FILES.bits()).await;
    square.set(json!({ "media": { "on": true, "act": "delete", "after_minutes": 10 } })).await;
    let gone = square.send_file(&eve, &square.channel, "cat.png").await.ok();
    let address = gone["attachments"][0]["url"].as_str().expect("an address").to_owned();
    let words = square.write(&eve, "only words").await.ok();
    let of_bot = square.send_file(&bot, &square.channel, "cat.png").await.ok();
    let of_ada = square.send_file(&square.ada, &square.channel, "cat.png").await.ok();
    square.clock.advance_ms(10 * MINUTE_MS + 1);
    square.round().await;
    let left = square.messages(&square.channel).await;
    let left: Vec<_> = left.iter().filter(|it| it["type"] == 0).map(|it| it["id"].clone()).collect();
    assert_eq!(left, [of_ada["id"].clone(), of_bot["id"].clone(), words["id"].clone()]);
    square.server.app().keep_up().await.expect("upkeep");
    assert_eq!(square.server.anonymous().get(&address).await.status, 404, "the file is gone, too");
    square.round().await;
    assert_eq!(square.log().await[0]["count"], 1);
}

#[tokio::test]
async fn messages_expire_in_channels_and_threads_with_all_that_hangs_on_them() {
    let square = Square::open().await;
    let eve = square.newcomer("eve").await;
    let pinned = square.ada.say(&square.channel, "the rules").await;
    square
        .ada
        .put(&format!("/channels/{}/messages/pins/{}", square.channel, id(&pinned)), json!({}))
        .await
        .ok();
    let thread = json!({ "name": "a thread", "type": 11 });
    let thread = square.ada.post(&format!("/channels/{}/threads", square.channel), thread).await.ok();
    square.ada.say(id(&thread), "in the thread").await;
    square.ada.patch(&format!("/channels/{}", id(&thread)), json!({ "archived": true })).await.ok();
    for number in 0..3 {
        square.write(&eve, &format!("number {number}")).await.ok();
    }
    square.set(json!({ "expiry": { "on": true, "after_hours": 2, "keep_pinned": true } })).await;
    square.clock.advance_ms(2 * HOUR_MS);
    let young = square.write(&eve, "young").await.ok();
    let mut socket = Socket::identify(&square.server, &eve, ALL_INTENTS).await;
    square.clock.advance_ms(1);
    square.round().await;
    let told = socket.wait_for("MESSAGE_DELETE_BULK").await;
    assert_eq!(told["channel_id"], json!(square.channel));
    let left: Vec<_> = square.messages(&square.channel).await.iter().map(|it| it["id"].clone()).collect();
    assert_eq!(left, [young["id"].clone(), pinned["id"].clone()]);
    assert_eq!(square.messages(id(&thread)).await, Vec::<Value>::new());
    square.set(json!({ "expiry": { "on": true, "after_hours": 2 } })).await;
    square.round().await;
    let left = square.messages(&square.channel).await;
    assert_eq!(left.iter().map(|it| &it["id"]).collect::<Vec<_>>(), [&young["id"]], "pins, too");
    let pins = square.ada.get(&format!("/channels/{}/messages/pins", square.channel)).await.ok();
    assert_eq!(pins["items"], json!([]));
    assert!(square.log().await.iter().all(|entry| entry["done"] == "messages_expired"));
}

#[tokio::test]
async fn a_young_account_waits_until_somebody_lets_it_in() {
    let square = Square::open().await;
    let newcomers = json!({ "on": true, "account_hours": 24, "no_avatar": true, "signals_needed": 2 });
    square.set(json!({ "newcomers": newcomers })).await;
    let eve = square.newcomer("eve").await;
    assert_eq!(square.write(&eve, "hello").await.refused(400), SCREENED);
    let log = square.log().await;
    assert_eq!((log.len(), &log[0]["done"]), (1, &json!("newcomer_held")));
    let signals = json!([{ "signal": "young_account", "hours": 0 }, { "signal": "no_avatar" }]);
    assert_eq!((&log[0]["signals"], &log[0]["user"]["id"]), (&signals, &json!(eve.id)));
    assert_eq!(log[0]["can_be_undone"], true);
    let undone = square.undo(&log[0]).await.ok();
    assert_eq!(
        (&undone["entry"]["undone_by"], &undone["invite_code"]),
        (&json!(square.ada.id), &Value::Null)
    );
    square.write(&eve, "hello").await.ok();
    assert_eq!(square.log().await[0]["can_be_undone"], false);

    let mel = square.newcomer("mel").await;
    assert_eq!(square.write(&mel, "hello").await.refused(400), SCREENED);
    square.clock.advance_ms(24 * HOUR_MS);
    square.write(&mel, "a day later").await.ok();
    assert_eq!(
        eve.get(&format!("/parvis/v1/guilds/{}/switches/log", square.guild)).await.refused(403),
        50_013
    );
}

#[tokio::test]
async fn many_who_come_together_are_sent_away_and_can_be_asked_back() {
    let square = Square::open().await;
    let together = json!({ "members": 3, "minutes": 10 });
    square.set(json!({ "newcomers": { "on": true, "act": "kick", "together": together } })).await;
    let mut socket = Socket::identify(&square.server, &square.ada, ALL_INTENTS).await;
    let first = square.newcomer("first").await;
    square.clock.advance_ms(11 * MINUTE_MS);
    let second = square.newcomer("second").await;
    square.write(&second, "hello").await.ok();
    square.newcomer("third").await;
    let fourth = square.newcomer("fourth").await;
    let sent_away = async |socket: &mut Socket, who: &Person| {
        let is_kick = |entry: &Value| entry["action_type"] == 20 && entry["target_id"] == json!(who.id);
        socket.wait_until("GUILD_AUDIT_LOG_ENTRY_CREATE", is_kick).await;
    };
    sent_away(&mut socket, &fourth).await;
    assert_eq!(square.write(&second, "hello again").await.refused(400), SCREENED, "now there are three");
    sent_away(&mut socket, &second).await;
    square.write(&first, "I was here before").await.ok();

    let log = square.log().await;
    let of_second = log.iter().find(|entry| entry["user"]["id"] == json!(second.id)).expect("an entry");
    assert_eq!(of_second["signals"], json!([{ "signal": "together", "members": 3, "minutes": 10 }]));
    let code = square.undo(of_second).await.ok()["invite_code"].as_str().expect("a code").to_owned();
    second.post(&format!("/invites/{code}"), json!({})).await.ok();
    square.write(&second, "thank you").await.ok();
    assert_eq!(square.undo(of_second).await.ok()["invite_code"], Value::Null, "once");
}

#[tokio::test]
async fn what_happened_in_a_channel_out_of_sight_stands_in_nobodys_log() {
    let square = Square::open().await;
    let eve = square.newcomer("eve").await;
    let needed = (Permissions::MANAGE_CHANNELS | Permissions::CREATE_INSTANT_INVITE).bits().to_string();
    let role = json!({ "name": "keeper", "permissions": needed });
    let role = square.ada.post(&format!("/guilds/{}/roles", square.guild), role).await.ok();
    let path = format!("/guilds/{}/members/{}/roles/{}", square.guild, eve.id, id(&role));
    square.ada.put(&path, json!({})).await.ok();
    square.set(json!({ "newcomers": { "on": true, "no_avatar": true } })).await;
    let mel = square.newcomer("mel").await;
    assert_eq!(square.write(&mel, "hello").await.refused(400), SCREENED);
    let seen = format!("/parvis/v1/guilds/{}/switches/log", square.guild);
    assert_eq!(eve.get(&seen).await.ok()["entries"].as_array().map(Vec::len), Some(1));
    let overwrite = format!("/channels/{}/permissions/{}", square.channel, square.guild);
    square.ada.put(&overwrite, json!({ "type": 0, "allow": "0", "deny": "1024" })).await.ok();
    assert_eq!(eve.get(&seen).await.ok(), json!({ "entries": [], "has_more": false }));
    let entry = &square.log().await[0];
    let undo = format!("{seen}/{}/undo", id(entry));
    assert_eq!(eve.post(&undo, json!({})).await.refused(404), 10_000);
    square.ada.delete(&format!("/channels/{}", square.channel)).await.ok();
    assert_eq!(square.ada.post(&undo, json!({})).await.refused(404), 10_000);
}

#[tokio::test]
async fn the_log_reaches_back_as_far_as_the_audit_log_and_comes_in_pages() {
    let square = Square::open().await;
    square.set(json!({ "newcomers": { "on": true, "no_avatar": true } })).await;
    for name in ["eve", "mel", "kim"] {
        let person = square.newcomer(name).await;
        assert_eq!(square.write(&person, "hello").await.refused(400), SCREENED);
    }
    let path = format!("/parvis/v1/guilds/{}/switches/log", square.guild);
    let page = square.ada.get(&format!("{path}?limit=2&done=newcomer_held")).await.ok();
    assert_eq!((page["entries"].as_array().map(Vec::len), &page["has_more"]), (Some(2), &json!(true)));
    let before = id(&page["entries"][1]);
    let rest = format!("{path}?before={before}&channel_id={}", square.channel);
    assert_eq!(square.ada.get(&rest).await.ok()["entries"].as_array().map(Vec::len), Some(1));
    for wrong in ["limit=0", "limit=101", "done=nothing", "channel_id=x"] {
        assert_eq!(square.ada.get(&format!("{path}?{wrong}")).await.refused(400), 50_035, "{wrong}");
    }
    square.clock.advance_ms(184 * 24 * HOUR_MS);
    square.round().await;
    assert_eq!(square.log().await, Vec::<Value>::new());
}
