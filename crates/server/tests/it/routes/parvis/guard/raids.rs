//! `/parvis/v1/guard/guilds/{guild_id}/raids`

use std::sync::Arc;

use parvis_app::clock::FixedClock;
use parvis_model::{Permissions, Timestamp};
use parvis_testing::{ALL_INTENTS, Person, Socket, TestServer};
use serde_json::{Value, json};

use super::{DAY_MS, id};

const HOUR_MS: i64 = 3_600_000;
const ADVERT: &str =
    "Join the biggest server of them all, free gifts for everybody: https://example.org/gifts";
const RAIDERS: usize = 6;

/// A quiet guild of ada's: eve moderates and manages nothing, mel is a member; all of them since two days.
struct Village {
    server: TestServer,
    clock: Arc<FixedClock>,
    guild: String,
    channel: String,
    invite: String,
    ada: Person,
    eve: Person,
    mel: Person,
}

impl Village {
    async fn open() -> Self {
        let clock = Arc::new(FixedClock::at(1_795_328_210_123));
        let server = TestServer::start_with(|_| (), clock.clone()).await;
        let ada = server.person("ada").await;
        let guild = id(&ada.make_guild("The village").await).to_owned();
        let channel = ada.first_channel(&guild).await;
        let (eve, mel) = (server.person("eve").await, server.person("mel").await);
        ada.bring_in(&channel, &eve).await;
        ada.bring_in(&channel, &mel).await;
        let moderates = Permissions::MODERATE_MEMBERS | Permissions::MANAGE_MESSAGES;
        let role = json!({ "name": "m", "permissions": moderates.bits().to_string() });
        let role = ada.post(&format!("/guilds/{guild}/roles"), role).await.ok();
        ada.put(&format!("/guilds/{guild}/members/{}/roles/{}", eve.id, id(&role)), json!({})).await.ok();
        let invite = ada.post(&format!("/channels/{channel}/invites"), json!({ "max_age": 0 })).await.ok();
        let invite = format!("/invites/{}", invite["code"].as_str().expect("a code"));
        clock.advance_ms(2 * DAY_MS);
        Self { server, clock, guild, channel, invite, ada, eve, mel }
    }

    fn path(&self, rest: &str) -> String {
        format!("/parvis/v1/guard/guilds/{}/raids{rest}", self.guild)
    }

    /// New accounts come by one invitation, a second after one another, and then all say the same.
    async fn raid(&self) -> Vec<Person> {
        let mut raiders = Vec::new();
        for number in 0..RAIDERS {
            raiders.push(self.server.person(&format!("raider_{number}")).await);
        }
        for raider in &raiders {
            raider.post(&self.invite, json!({})).await.ok();
            self.clock.advance_ms(1_000);
        }
        for raider in &raiders {
            raider.say(&self.channel, ADVERT).await;
            self.clock.advance_ms(1_000);
        }
        raiders
    }

    /// What holds for ada, as soon as it is as wanted: every change is told.
    async fn wait(&self, socket: &mut Socket, wanted: impl Fn(&Value) -> bool) -> Value {
        loop {
            let state = self.ada.get(&self.path("")).await.ok();
            if wanted(&state) {
                return state;
            }
            socket.wait_for("GUARD_RAID_UPDATE").await;
        }
    }

    async fn newcomers(&self) -> Vec<Value> {
        let page = self.eve.get(&self.path("/newcomers")).await.ok();
        page["newcomers"].as_array().expect("a list").clone()
    }

    async fn write(&self, person: &Person) -> u16 {
        let path = format!("/channels/{}/messages", self.channel);
        person.post(&path, json!({ "content": "bonjour" })).await.status.as_u16()
    }

    async fn slow_mode(&self) -> Value {
        self.ada.get(&format!("/channels/{}", self.channel)).await.ok()["rate_limit_per_user"].clone()
    }

    async fn round(&self) {
        for job in &self.server.app().hooks.jobs {
            job.keep_up(self.server.app()).await;
        }
    }
}

fn every() -> Value {
    json!({ "quarantine": true, "slow_mode": true, "invitations": true, "direct_messages": true })
}

#[tokio::test]
async fn a_burst_rings_within_half_a_minute_for_those_who_look_after_it_and_nothing_else_happens() {
    let village = Village::open().await;
    let mut eve = Socket::identify(&village.server, &village.eve, ALL_INTENTS).await;
    let mut mel = Socket::identify(&village.server, &village.mel, ALL_INTENTS).await;
    let quiet = village.eve.get(&village.path("")).await.ok();
    assert_eq!(
        (&quiet["ringing"], &quiet["wave"], &quiet["mode"]),
        (&json!(false), &Value::Null, &Value::Null)
    );
    assert_eq!(quiet["settled"], true, "two weeks without a join are known");
    let begun_ms = village.server.app().now_ms();
    let raiders = village.raid().await;
    let state = village.wait(&mut eve, |state| state["wave"]["verdict"] == "raid").await;
    assert!(state["wave"]["observed"].as_u64() >= state["wave"]["threshold"].as_u64(), "{state}");
    assert!(village.server.app().now_ms() - begun_ms <= 30_000);
    assert_eq!(state["ringing"], true);
    assert_eq!((&state["held"], &state["mode"]), (&json!(0), &Value::Null));
    assert_eq!(village.write(&raiders[0]).await, 200, "a person decides");

    let newcomers = village.newcomers().await;
    assert_eq!(newcomers.len(), RAIDERS);
    let score = &newcomers[0]["score"];
    let parts = score["contributions"].as_array().expect("parts");
    let sum: u64 = parts.iter().filter_map(|part| part["points"].as_u64()).sum();
    assert_eq!(score["total"].as_u64(), Some(sum));
    assert!(sum >= score["threshold"].as_u64().expect("a threshold"), "{score}");
    let alike =
        parts.iter().find(|part| part["signal"] == "alike_first_message").expect("they said the same");
    assert_eq!((&alike["lowers"], &alike["seconds"]), (&json!("pause"), &json!(600)));
    for stranger in [&village.mel, &raiders[0]] {
        assert_eq!(stranger.get(&village.path("")).await.refused(403), 50_013);
        assert_eq!(stranger.get(&village.path("/newcomers")).await.refused(403), 50_013);
    }
    let outsider = village.server.person("zoe").await;
    assert_eq!(outsider.get(&village.path("")).await.refused(404), 10_004);
    mel.wait_for("MESSAGE_CREATE").await;
    assert!(!mel.names().iter().any(|name| name == "GUARD_RAID_UPDATE"));

    village.clock.advance_ms(HOUR_MS);
    village.round().await;
    let over = village.wait(&mut eve, |state| state["wave"]["ended_at"].is_string()).await;
    assert_eq!(over["ringing"], false);
    village.clock.advance_ms(DAY_MS);
    village.round().await;
    assert_eq!(village.ada.get(&village.path("")).await.ok()["wave"], Value::Null);
    assert_eq!(village.newcomers().await, Vec::<Value>::new(), "nobody is a newcomer for longer");
}

#[tokio::test]
async fn what_a_guild_switches_on_happens_by_itself_and_is_undone_at_one_click() {
    let village = Village::open().await;
    let mut ada = Socket::identify(&village.server, &village.ada, ALL_INTENTS).await;
    let settings = json!({ "automatic": every(), "slow_mode_seconds": 45 });
    village.ada.patch(&village.path("/settings"), settings).await.ok();
    let raiders = village.raid().await;
    let state = village.wait(&mut ada, |it| it["mode"].is_object() && it["held"] == json!(RAIDERS)).await;
    assert_eq!((&state["mode"]["answers"], &state["mode"]["by"]), (&every(), &Value::Null));
    for raider in &raiders {
        assert_eq!(village.write(raider).await, 403);
        let told = raider.get("/parvis/v1/guard/statements/@me").await.ok();
        let facts = told[0]["facts"].as_str().expect("facts");
        assert!(
            facts.len() > 40 && !facts.contains(char::is_numeric),
            "no threshold for whoever raids: {facts}"
        );
        assert_eq!(
            (&told[0]["automated"], &told[0]["measures"][0]["kind"]),
            (&json!("full"), &json!("timeout"))
        );
        let ends = told[0]["ends_at"].as_str().and_then(Timestamp::parse).expect("a moment");
        assert!(ends.unix_ms() <= village.server.app().now_ms() + DAY_MS);
    }
    assert_eq!(village.slow_mode().await, 45);
    let late = village.server.person("late").await;
    assert_eq!(late.post(&village.invite, json!({})).await.refused(403), 50_001);
    let log = village.ada.get(&format!("/guilds/{}/audit-logs?limit=100", village.guild)).await.ok();
    let by_itself = log["audit_log_entries"].as_array().expect("entries").iter();
    let by_itself = by_itself.filter(|entry| entry["user_id"].is_null() && entry["reason"].is_string());
    assert!(by_itself.count() >= RAIDERS + 2, "{log}");

    let app = village.server.app();
    let caller = parvis_app::Caller {
        user_id: raiders[0].id.parse().expect("an id"),
        is_bot: false,
        login_id: parvis_model::Id::new(0),
    };
    let mut kept = Vec::new();
    for holder in &app.hooks.holders {
        kept.extend(holder.data_of(app, &caller).await.expect("what is kept"));
    }
    let held = kept.iter().find(|(kind, _)| *kind == "held_on_arrival").map(|(_, values)| values.len());
    assert_eq!(held, Some(1), "in the copy of their data");

    assert_eq!(village.eve.post(&village.path("/release"), json!({})).await.refused(403), 50_013);
    let free = village.ada.post(&village.path("/release"), json!({})).await.ok();
    assert_eq!((&free["mode"], &free["held"]), (&Value::Null, &json!(0)));
    assert_eq!(village.slow_mode().await, 0);
    late.post(&village.invite, json!({})).await.ok();
    for raider in &raiders {
        assert_eq!(village.write(raider).await, 200, "and is not held back once more");
        let told = raider.get("/parvis/v1/guard/statements/@me").await.ok();
        assert!(told[0]["undone_at"].is_string(), "{told}");
    }
    let state = village.ada.get(&village.path("")).await.ok();
    assert_eq!(
        (&state["mode"], &state["held"]),
        (&Value::Null, &json!(0)),
        "what a person ended stays ended"
    );
}

#[tokio::test]
async fn everything_ends_within_a_day_and_what_somebody_changed_by_hand_stays() {
    let village = Village::open().await;
    let mut ada = Socket::identify(&village.server, &village.ada, ALL_INTENTS).await;
    let other = json!({ "name": "slow", "rate_limit_per_user": 5 });
    let other = village.ada.post(&format!("/guilds/{}/channels", village.guild), other).await.ok();
    let other = format!("/channels/{}", id(&other));
    let raiders = village.raid().await;
    village.wait(&mut ada, |state| state["wave"]["verdict"] == "raid").await;
    village.ada.put(&village.path("/mode"), every()).await.ok();
    // Who came before, too; what the last of them wrote may be judged after that.
    let mode = loop {
        let state = village.ada.get(&village.path("")).await.ok();
        if state["held"] == RAIDERS {
            break state;
        }
        tokio::task::yield_now().await;
    };
    assert_eq!(mode["mode"]["slowed_channels"], 2);
    assert_eq!(mode["mode"]["by"]["id"], village.ada.id);
    assert_eq!((village.write(&raiders[0]).await, village.slow_mode().await), (403, json!(30)));
    village.ada.patch(&other, json!({ "rate_limit_per_user": 120 })).await.ok();

    village.clock.advance_ms(DAY_MS - 60_000);
    village.round().await;
    let confirmed = village.ada.post(&village.path("/confirm"), json!({})).await.ok();
    assert_eq!(confirmed["mode"]["confirmed_by"]["id"], village.ada.id);
    village.clock.advance_ms(60_000);
    village.round().await;
    let state = village.ada.get(&village.path("")).await.ok();
    assert_eq!(
        (&state["held"], state["mode"].is_object()),
        (&json!(0), true),
        "each by its own time: {state}"
    );
    assert_eq!(village.slow_mode().await, 30);
    village.clock.advance_ms(DAY_MS);
    village.round().await;
    let state = village.ada.get(&village.path("")).await.ok();
    assert_eq!(state["mode"], Value::Null);
    assert_eq!(village.slow_mode().await, 0);
    assert_eq!(village.ada.get(&other).await.ok()["rate_limit_per_user"], 120, "by hand");
    for raider in &raiders {
        assert_eq!(village.write(raider).await, 200);
    }
    village.server.person("late").await.post(&village.invite, json!({})).await.ok();
}

#[tokio::test]
async fn people_release_confirm_and_are_told_what_they_may_not() {
    let village = Village::open().await;
    let mut ada = Socket::identify(&village.server, &village.ada, ALL_INTENTS).await;
    let refused =
        village.eve.put(&village.path("/mode"), json!({ "quarantine": true, "invitations": true })).await;
    assert_eq!(refused.refused(403), 50_013, "pausing invitations is for those who manage the guild");
    let edit = json!({ "automatic": { "quarantine": true } });
    assert_eq!(village.eve.patch(&village.path("/settings"), edit.clone()).await.refused(403), 50_013);
    for (body, field) in [(json!({}), "quarantine"), (json!({ "quarantine": true, "hours": 25 }), "hours")] {
        let wrong = village.ada.put(&village.path("/mode"), body).await;
        assert_eq!(wrong.refused(400), 50_035);
        assert!(wrong.json()["errors"][field].is_object(), "{}", wrong.text);
    }
    let state = village.eve.put(&village.path("/mode"), json!({ "quarantine": true })).await.ok();
    let may =
        json!({ "quarantine": true, "slow_mode": false, "invitations": false, "direct_messages": false });
    assert_eq!((&state["may"], &state["mode"]["answers"]), (&may, &may));
    let raiders = village.raid().await;
    village.wait(&mut ada, |state| state["held"] == json!(RAIDERS)).await;

    let one = json!({ "user_ids": [raiders[0].id], "seconds": 3_600 });
    let state = village.eve.post(&village.path("/confirm"), one.clone()).await.ok();
    assert_eq!(state["held"], json!(RAIDERS - 1));
    assert_eq!(village.eve.post(&village.path("/confirm"), one).await.refused(404), 10_007, "decided");
    let told = raiders[0].get("/parvis/v1/guard/statements/@me").await.ok();
    assert_eq!(
        (&told[0]["automated"], &told[0]["source"]),
        (&json!("none"), &json!("own")),
        "a person's now"
    );
    village.eve.post(&village.path("/release"), json!({ "user_ids": [raiders[1].id] })).await.ok();
    assert_eq!((village.write(&raiders[0]).await, village.write(&raiders[1]).await), (403, 200));
    let by_hand = format!("/guilds/{}/members/{}", village.guild, raiders[2].id);
    village.eve.patch(&by_hand, json!({ "communication_disabled_until": null })).await.ok();
    village.wait(&mut ada, |state| state["held"] == json!(RAIDERS - 3)).await;
    let newcomers = village.newcomers().await;
    let held = |person: &Person| {
        let found = newcomers.iter().find(|it| it["user"]["id"] == person.id).expect("a newcomer");
        found["hold"]["state"].clone()
    };
    let states: Vec<_> = raiders[..4].iter().map(held).collect();
    assert_eq!(states, ["confirmed", "released", "released", "held"]);

    village.ada.put(&format!("/guilds/{}/bans/{}", village.guild, raiders[3].id), json!({})).await.ok();
    let again = village.server.person("raider_99").await;
    again.post(&village.invite, json!({})).await.ok();
    let state = village.eve.delete(&village.path("/mode")).await.ok();
    assert_eq!(state["mode"], Value::Null);
    let back = loop {
        let newcomers = village.newcomers().await;
        if let Some(found) = newcomers.iter().find(|it| it["user"]["id"] == again.id) {
            break found["score"]["contributions"].clone();
        }
        tokio::task::yield_now().await;
    };
    let signals: Vec<_> = back.as_array().expect("parts").iter().map(|part| part["signal"].clone()).collect();
    assert!(signals.contains(&json!("near_removed")), "{back}");
}

#[tokio::test]
async fn writing_to_strangers_counts_and_writing_to_friends_or_back_does_not() {
    let village = Village::open().await;
    let mut others = Vec::new();
    for number in 0..7 {
        let other = village.server.person(&format!("villager_{number}")).await;
        other.post(&village.invite, json!({})).await.ok();
        others.push(other);
    }
    let nico = village.server.person("nico").await;
    village.clock.advance_ms(2 * DAY_MS);
    nico.post(&village.invite, json!({})).await.ok();
    let (friend, first) = (&others[5], &others[6]);
    friend.put(&format!("/users/@me/relationships/{}", nico.id), json!({})).await.ok();
    nico.put(&format!("/users/@me/relationships/{}", friend.id), json!({})).await.ok();
    let to_nico = first.post("/users/@me/channels", json!({ "recipients": [nico.id] })).await.ok();
    first.say(id(&to_nico), "who are you?").await;
    for other in &others {
        let private = nico.post("/users/@me/channels", json!({ "recipients": [other.id] })).await.ok();
        nico.say(id(&private), "hello").await;
    }
    // What happened before is seen before this.
    nico.say(&village.channel, "have a look: https://example.org/").await;
    let parts = loop {
        let newcomers = village.newcomers().await;
        let nico = newcomers.iter().find(|it| it["user"]["id"] == nico.id);
        let parts = nico.and_then(|it| it["score"]["contributions"].as_array().cloned()).unwrap_or_default();
        if parts.iter().any(|part| part["signal"] == "link_first") {
            break parts;
        }
        tokio::task::yield_now().await;
    };
    let part = parts.iter().find(|part| part["signal"] == "writes_strangers").expect("five strangers");
    assert_eq!(
        (&part["observed"], &part["points"], &part["lowers"]),
        (&json!(5), &json!(2), &json!("pause"))
    );
}
