//! `/guilds/{guild_id}/scheduled-events`

mod calendar;
mod course;
mod exceptions;
mod interest;

use std::sync::Arc;

use parvis_app::clock::FixedClock;
use parvis_model::Timestamp;
use parvis_testing::{ALL_INTENTS, Answer, Person, Socket, TestServer};
use serde_json::{Value, json};

use crate::matrix::world::PIXEL;

const HOUR_MS: i64 = 3_600_000;
/// A Sunday evening.
const NOW_MS: i64 = 1_795_374_000_000;

/// A guild of Ada's in which Eve is, with a voice channel and one that Ada alone sees.
struct Village {
    server: TestServer,
    clock: Arc<FixedClock>,
    ada: Person,
    eve: Person,
    guild: String,
    path: String,
    voice: String,
    hidden: String,
}

impl Village {
    async fn new() -> Self {
        let clock = Arc::new(FixedClock::at(NOW_MS));
        let server = TestServer::start_with(|_| (), Arc::clone(&clock) as _).await;
        let (ada, eve) = (server.person("ada").await, server.person("eve").await);
        let made = ada.make_guild("Place").await;
        let guild = made["id"].as_str().expect("an id").to_owned();
        ada.bring_in(made["system_channel_id"].as_str().expect("an id"), &eve).await;
        let channels = format!("/guilds/{guild}/channels");
        let voice = id_of(&ada.post(&channels, json!({ "name": "Voix", "type": 2 })).await.ok());
        let closed = json!([{ "id": guild, "type": 0, "allow": "0", "deny": "1024" }]);
        let body = json!({ "name": "Bureau", "type": 2, "permission_overwrites": closed });
        let hidden = id_of(&ada.post(&channels, body).await.ok());
        let path = format!("/guilds/{guild}/scheduled-events");
        Self { server, clock, ada, eve, guild, path, voice, hidden }
    }

    /// An event of Ada's outside, from the first to the second hour from now on.
    fn plan(&self) -> Value {
        json!({
            "name": "Fête", "description": "Apportez des gâteaux", "privacy_level": 2, "entity_type": 3,
            "entity_metadata": { "location": "La place" },
            "scheduled_start_time": at(1), "scheduled_end_time": at(2),
        })
    }

    async fn planned(&self, change: Value) -> Value {
        self.ada.post(&self.path, with(self.plan(), change)).await.ok()
    }

    fn one(&self, event: &Value) -> String {
        format!("{}/{}", self.path, id_of(event))
    }
}

/// A moment so many hours after the beginning, as the API writes it.
fn at(hours: i64) -> String {
    Timestamp::from_unix_ms(NOW_MS + hours * HOUR_MS).to_string()
}

fn with(mut body: Value, change: Value) -> Value {
    for (key, value) in change.as_object().expect("an object") {
        body[key] = value.clone();
    }
    body
}

fn id_of(value: &Value) -> String {
    value["id"].as_str().expect("an id").to_owned()
}

/// The first field of a refusal for wrong fields.
fn wrong_field(answer: &Answer) -> String {
    assert_eq!(answer.refused(400), 50_035);
    let errors = answer.json()["errors"].clone();
    errors.as_object().and_then(|it| it.keys().next().cloned()).unwrap_or_default()
}

#[tokio::test]
async fn an_event_is_planned_told_seen_changed_and_called_off() {
    let here = Village::new().await;
    let mut socket = Socket::identify(&here.server, &here.eve, ALL_INTENTS).await;
    let made = here.planned(json!({ "image": PIXEL })).await;
    assert_eq!(
        (&made["status"], &made["entity_type"], &made["creator_id"]),
        (&json!(1), &json!(3), &json!(here.ada.id))
    );
    assert_eq!(made["creator"]["username"], "ada");
    assert_eq!(
        (&made["channel_id"], &made["entity_id"], &made["recurrence_rule"]),
        (&json!(null), &json!(null), &json!(null))
    );
    assert_eq!(made["scheduled_start_time"], at(1));
    let told = socket.wait_for("GUILD_SCHEDULED_EVENT_CREATE").await;
    assert_eq!((&told["id"], &told["name"]), (&made["id"], &json!("Fête")));
    let hash = made["image"].as_str().expect("a hash");
    let address = format!("{}/guild-events/{}/{hash}.png?size=512", here.server.url(), id_of(&made));
    let picture = here.server.anonymous().get(&address).await;
    assert_eq!(
        (picture.status.as_u16(), picture.headers["content-type"].as_bytes()),
        (200, &b"image/png"[..])
    );

    let listed = here.eve.get(&format!("{}?with_user_count=true", here.path)).await.ok();
    assert_eq!(listed[0]["id"], made["id"]);
    assert_eq!(listed[0]["user_count"], 0, "who plans an event may stay away");
    assert_eq!(here.eve.get(&here.path).await.ok()[0].get("user_count"), None);
    let mut late = Socket::identify(&here.server, &here.eve, ALL_INTENTS).await;
    assert_eq!(late.ready()["guilds"][0]["guild_scheduled_events"][0]["user_count"], 0);

    let one = here.one(&made);
    let change =
        json!({ "name": "Grande fête", "description": null, "image": null, "scheduled_end_time": at(3) });
    let edited = here.ada.patch(&one, change).await.ok();
    assert_eq!((&edited["name"], &edited["image"]), (&json!("Grande fête"), &json!(null)));
    let told = socket.wait_for("GUILD_SCHEDULED_EVENT_UPDATE").await;
    assert_eq!((&told["name"], &told["scheduled_end_time"]), (&json!("Grande fête"), &json!(at(3))));
    assert_eq!(here.server.anonymous().get(&address).await.status, 404);

    here.ada.patch(&one, json!({ "status": 4 })).await.ok();
    socket.wait_until("GUILD_SCHEDULED_EVENT_UPDATE", |it| it["status"] == 4).await;
    assert_eq!(here.eve.get(&here.path).await.ok(), json!([]));
    assert_eq!(here.eve.get(&one).await.ok()["status"], 4, "what is over can still be looked up");
    assert_eq!(here.ada.patch(&one, json!({ "name": "Trop tard" })).await.refused(400), 180_000);
    here.ada.delete(&one).await.ok();
    socket.wait_for("GUILD_SCHEDULED_EVENT_DELETE").await;
    assert_eq!(here.eve.get(&one).await.refused(404), 10_070);
    let log = here.ada.get(&format!("/guilds/{}/audit-logs", here.guild)).await.ok();
    let acts: Vec<_> = log["audit_log_entries"].as_array().expect("entries").iter().collect();
    let kinds: Vec<_> =
        acts.iter().filter_map(|it| it["action_type"].as_u64()).filter(|it| *it >= 100).collect();
    assert_eq!(kinds, [102, 101, 101, 100]);
}

#[tokio::test]
async fn every_wrong_field_is_named() {
    let here = Village::new().await;
    let rule =
        |change: Value| json!({ "recurrence_rule": with(json!({ "start": at(1), "frequency": 3 }), change) });
    let cases = [
        ("name", json!({ "name": "" })),
        ("name", json!({ "name": " \n " })),
        ("name", json!({ "name": "x".repeat(101) })),
        ("name", json!({ "name": null })),
        ("description", json!({ "description": "x".repeat(1_001) })),
        ("entity_metadata", json!({ "entity_metadata": { "location": "" } })),
        ("entity_metadata", json!({ "entity_metadata": { "location": "x".repeat(101) } })),
        ("entity_metadata", json!({ "entity_metadata": null })),
        ("scheduled_start_time", json!({ "scheduled_start_time": at(-1) })),
        (
            "scheduled_start_time",
            json!({ "scheduled_start_time": "2040-01-01T00:00:00Z", "scheduled_end_time": "2040-01-01T01:00:00Z" }),
        ),
        ("scheduled_start_time", json!({ "scheduled_start_time": "demain" })),
        ("scheduled_end_time", json!({ "scheduled_end_time": at(1) })),
        ("scheduled_end_time", json!({ "scheduled_end_time": "2040-01-01T00:00:00Z" })),
        ("scheduled_end_time", json!({ "scheduled_end_time": null })),
        ("privacy_level", json!({ "privacy_level": 1 })),
        ("privacy_level", json!({ "privacy_level": null })),
        ("entity_type", json!({ "entity_type": 4 })),
        ("channel_id", json!({ "channel_id": here.voice })),
        ("channel_id", json!({ "entity_type": 2 })),
        ("image", json!({ "image": "data:image/svg+xml;base64,PHN2Zy8+" })),
        ("recurrence_rule", rule(json!({ "count": 3 }))),
        ("recurrence_rule", rule(json!({ "interval": 2 }))),
        ("recurrence_rule", rule(json!({ "frequency": 9 }))),
        // The event begins on a Sunday.
        ("recurrence_rule", rule(json!({ "by_weekday": [0, 1, 2, 3, 4] }))),
    ];
    for (field, change) in cases {
        let answer = here.ada.post(&here.path, with(here.plan(), change.clone())).await;
        assert_eq!(wrong_field(&answer), field, "{change}: {}", answer.text);
    }
    let made = here.planned(json!({})).await;
    for (field, change) in [
        ("status", json!({ "status": 3 })),
        ("status", json!({ "status": 9 })),
        ("entity_metadata", json!({ "entity_metadata": { "location": " " } })),
        ("scheduled_start_time", json!({ "scheduled_start_time": at(-5) })),
        ("scheduled_end_time", json!({ "scheduled_end_time": null })),
        ("channel_id", json!({ "entity_type": 2 })),
        ("name", json!({ "name": "" })),
    ] {
        let answer = here.ada.patch(&here.one(&made), change.clone()).await;
        assert_eq!(wrong_field(&answer), field, "{change}: {}", answer.text);
    }
    assert_eq!(here.ada.get(&here.one(&made)).await.ok()["name"], "Fête", "nothing changed");
}

#[tokio::test]
async fn only_the_documented_changes_of_status_are_made() {
    let here = Village::new().await;
    let change =
        async |event: &Value, status: u8| here.ada.patch(&here.one(event), json!({ "status": status })).await;
    for (path, is_valid) in
        [(&[2, 3][..], true), (&[4], true), (&[3], false), (&[2, 4], false), (&[2, 1], false)]
    {
        let event = here.planned(json!({})).await;
        let (last, first) = path.split_last().expect("there are steps");
        for status in first {
            change(&event, *status).await.ok();
        }
        let answer = change(&event, *last).await;
        assert_eq!(answer.status.is_success(), is_valid, "{path:?}: {}", answer.text);
        if path == [2, 3] {
            assert_eq!(change(&event, 2).await.refused(400), 180_000);
        }
    }
    let event = here.planned(json!({})).await;
    change(&event, 2).await.ok();
    let moved = here.ada.patch(&here.one(&event), json!({ "scheduled_start_time": at(4) })).await;
    assert_eq!(wrong_field(&moved), "scheduled_start_time", "what is under way has begun");
}

#[tokio::test]
async fn a_guild_plans_a_hundred_events_at_most() {
    let here = Village::new().await;
    let mut last = json!({});
    for number in 0..100 {
        last = here.planned(json!({ "name": format!("Fête {number}") })).await;
    }
    assert_eq!(here.ada.post(&here.path, here.plan()).await.refused(400), 30_038);
    here.ada.patch(&here.one(&last), json!({ "status": 4 })).await.ok();
    here.planned(json!({})).await;
}

#[tokio::test]
async fn one_s_own_events_may_be_changed_and_those_of_others_with_manage_events() {
    let here = Village::new().await;
    let body = with(here.plan(), json!({}));
    assert_eq!(here.eve.post(&here.path, body.clone()).await.refused(403), 50_013);
    let role = json!({ "name": "Fêtes", "permissions": (1_u64 << 44).to_string() });
    let role = here.ada.post(&format!("/guilds/{}/roles", here.guild), role).await.ok();
    let member = format!("/guilds/{}/members/{}", here.guild, here.eve.id);
    here.ada.patch(&member, json!({ "roles": [role["id"]] })).await.ok();
    let own = here.eve.post(&here.path, body).await.ok();
    let other = here.planned(json!({})).await;
    here.eve.patch(&here.one(&own), json!({ "name": "La mienne" })).await.ok();
    assert_eq!(here.eve.patch(&here.one(&other), json!({ "name": "x" })).await.refused(403), 50_013);
    assert_eq!(here.eve.delete(&here.one(&other)).await.refused(403), 50_013);
    let manages = json!({ "permissions": (1_u64 << 33).to_string() });
    let role = format!("/guilds/{}/roles/{}", here.guild, id_of(&role));
    here.ada.patch(&role, manages).await.ok();
    here.eve.delete(&here.one(&other)).await.ok();
    assert_eq!(here.eve.post(&here.path, here.plan()).await.refused(403), 50_013, "to plan is another right");
    here.eve.delete(&here.one(&own)).await.ok();
}

#[tokio::test]
async fn stages_ask_for_what_a_stage_s_moderators_may() {
    let here = Village::new().await;
    let stage = json!({ "name": "Scène", "type": 13 });
    let stage = id_of(&here.ada.post(&format!("/guilds/{}/channels", here.guild), stage).await.ok());
    let plan = |channel: &str, kind: u8| json!({ "entity_type": kind, "channel_id": channel, "entity_metadata": null, "scheduled_end_time": null });
    let needed = [44_u64, 4, 22, 24].map(|bit| 1 << bit);
    let path = format!("/guilds/{}/roles", here.guild);
    let role = here.ada.post(&path, json!({ "name": "Scène", "permissions": "0" })).await.ok();
    let role = (id_of(&role), format!("{path}/{}", id_of(&role)));
    let member = format!("/guilds/{}/members/{}", here.guild, here.eve.id);
    here.ada.patch(&member, json!({ "roles": [role.0] })).await.ok();
    for missing in needed {
        let bits = needed.iter().filter(|bit| **bit != missing).sum::<u64>();
        here.ada.patch(&role.1, json!({ "permissions": bits.to_string() })).await.ok();
        let answer = here.eve.post(&here.path, with(here.plan(), plan(&stage, 1))).await;
        assert_eq!(answer.refused(403), 50_013, "without {missing}");
    }
    here.ada.patch(&role.1, json!({ "permissions": needed.iter().sum::<u64>().to_string() })).await.ok();
    let made = here.eve.post(&here.path, with(here.plan(), plan(&stage, 1))).await.ok();
    assert_eq!((&made["entity_type"], &made["channel_id"]), (&json!(1), &json!(stage)));
    assert_eq!(here.ada.post(&here.path, with(here.plan(), plan(&stage, 2))).await.refused(400), 50_024);
    assert_eq!(here.ada.post(&here.path, with(here.plan(), plan(&here.voice, 1))).await.refused(400), 50_024);
}

#[tokio::test]
async fn an_event_is_seen_by_those_who_see_its_channel_and_goes_with_it() {
    let here = Village::new().await;
    let mut socket = Socket::identify(&here.server, &here.eve, ALL_INTENTS).await;
    let inside = json!({ "entity_type": 2, "entity_metadata": null, "scheduled_end_time": null });
    let in_channel = |id: &str| with(inside.clone(), json!({ "channel_id": id }));
    let hidden = here.planned(in_channel(&here.hidden)).await;
    let open = here.planned(in_channel(&here.voice)).await;
    let seen = here.eve.get(&here.path).await.ok();
    assert_eq!(seen.as_array().map(Vec::len), Some(1));
    assert_eq!(seen[0]["id"], open["id"]);
    assert_eq!(here.eve.get(&here.one(&hidden)).await.refused(404), 10_070);
    assert_eq!(here.eve.get(&format!("{}/users", here.one(&hidden))).await.refused(404), 10_070);

    // Into a channel that Eve does not see: the event goes for her.
    here.ada.patch(&here.one(&open), json!({ "channel_id": here.hidden })).await.ok();
    let gone = socket.wait_for("GUILD_SCHEDULED_EVENT_DELETE").await;
    assert_eq!(gone["id"], open["id"]);
    assert_eq!(gone["channel_id"], here.voice.as_str(), "as she knew it");
    // And back into one that she sees.
    here.ada.patch(&here.one(&open), json!({ "channel_id": here.voice })).await.ok();
    socket.wait_until("GUILD_SCHEDULED_EVENT_CREATE", |it| it["channel_id"] == here.voice.as_str()).await;
    // Out into the world.
    let outside = json!({ "entity_type": 3, "channel_id": null, "entity_metadata": { "location": "Le parc" }, "scheduled_end_time": at(5) });
    let out = here.ada.patch(&here.one(&hidden), outside).await.ok();
    assert_eq!((&out["channel_id"], &out["entity_metadata"]["location"]), (&json!(null), &json!("Le parc")));
    socket.wait_until("GUILD_SCHEDULED_EVENT_UPDATE", |it| it["id"] == hidden["id"]).await;
    assert!(!socket.received().iter().any(|frame| frame.to_string().contains(&here.hidden)));

    here.ada.delete(&format!("/channels/{}", here.voice)).await.ok();
    socket.wait_until("GUILD_SCHEDULED_EVENT_DELETE", |it| it["channel_id"] == here.voice.as_str()).await;
    assert_eq!(here.ada.get(&here.one(&open)).await.refused(404), 10_070);
}

#[tokio::test]
async fn bots_hear_of_events_by_their_intent() {
    let here = Village::new().await;
    let bot = here.server.bot(&here.ada, "robot").await;
    here.ada.add_bot(&here.guild, &bot, 0).await;
    let mut with_intent = Socket::identify(&here.server, &bot, 1 | 1 << 16).await;
    let mut without = Socket::identify(&here.server, &bot, 1).await;
    with_intent.wait_for("GUILD_CREATE").await;
    without.wait_for("GUILD_CREATE").await;
    here.planned(json!({})).await;
    with_intent.wait_for("GUILD_SCHEDULED_EVENT_CREATE").await;
    here.ada.patch(&format!("/guilds/{}", here.guild), json!({ "name": "Ailleurs" })).await.ok();
    without.wait_for("GUILD_UPDATE").await;
    assert!(!without.names().iter().any(|name| name.starts_with("GUILD_SCHEDULED")));
}

#[tokio::test]
async fn who_plans_is_forgotten_with_the_account_and_the_event_stays() {
    let here = Village::new().await;
    let role = json!({ "name": "Fêtes", "permissions": (1_u64 << 44).to_string() });
    let role = here.ada.post(&format!("/guilds/{}/roles", here.guild), role).await.ok();
    let member = format!("/guilds/{}/members/{}", here.guild, here.eve.id);
    here.ada.patch(&member, json!({ "roles": [role["id"]] })).await.ok();
    let made = here.eve.post(&here.path, here.plan()).await.ok();
    let body = json!({ "password": "un mot de passe pour les essais" });
    here.eve.post("/users/@me/delete", body).await.ok();
    let left = here.ada.get(&format!("{}?with_user_count=true", here.one(&made))).await.ok();
    assert_eq!((&left["creator_id"], &left["user_count"]), (&json!(null), &json!(0)));
}
