//! `/parvis/v1/directory/actions`, and where events are put on the map.

use std::sync::Arc;

use parvis_app::clock::FixedClock;
use parvis_model::Timestamp;
use parvis_testing::Person;
use serde_json::{Value, json};

use super::{MAP, Town, guild_on_map, id_of, proof};

const HOUR_MS: i64 = 3_600_000;
/// A Sunday evening.
const NOW_MS: i64 = 1_795_374_000_000;

pub(crate) fn at(hours: i64) -> String {
    Timestamp::from_unix_ms(NOW_MS + hours * HOUR_MS).to_string()
}

/// A town in which a guild that stands on the map plans events.
pub(crate) struct Planning {
    pub(crate) town: Town,
    pub(crate) clock: Arc<FixedClock>,
    pub(crate) owner: Person,
    pub(crate) guild: String,
    pub(crate) group: String,
}

impl Planning {
    pub(crate) async fn new() -> Self {
        let clock = Arc::new(FixedClock::at(NOW_MS));
        let town = Town::at(Arc::clone(&clock) as _).await;
        let owner = town.server.person("ada").await;
        let (guild, group) = guild_on_map(&town, &owner, json!({})).await;
        Self { town, clock, owner, guild, group }
    }

    /// An event outside, which begins in so many hours.
    pub(crate) async fn plan(&self, name: &str, hours: i64, change: Value) -> String {
        let mut body = json!({
            "name": name, "description": "Apportez des gâteaux", "privacy_level": 2, "entity_type": 3,
            "entity_metadata": { "location": "Sous les arbres" },
            "scheduled_start_time": at(hours), "scheduled_end_time": at(hours + 1),
        });
        for (key, value) in change.as_object().expect("an object") {
            body[key] = value.clone();
        }
        let made = self.owner.post(&format!("/guilds/{}/scheduled-events", self.guild), body).await.ok();
        id_of(&made)
    }

    pub(crate) async fn show(&self, event: &str, area: &str) -> Value {
        let body = json!({ "area_id": area, "interested": "bucket" });
        self.owner.put(&format!("{MAP}/events/{event}/place"), body).await.ok()
    }

    /// Names of the actions that somebody without an account sees.
    pub(crate) async fn seen(&self, query: &str) -> Vec<String> {
        let page = self.town.visitor().get(&format!("{MAP}/actions{query}")).await.ok();
        let actions = page["actions"].as_array().expect("a list");
        actions.iter().map(|action| action["name"].as_str().expect("a name").to_owned()).collect()
    }
}

#[tokio::test]
async fn an_event_stands_on_the_map_only_when_somebody_puts_it_there() {
    let here = Planning::new().await;
    let later = here.plan("Lecture", 30, json!({})).await;
    let first = here.plan("Thé dans la cour", 3, json!({})).await;
    assert_eq!(here.seen("").await, [""; 0]);
    let put = here.show(&first, &here.town.courtyard).await;
    assert_eq!(
        (&put["public"], &put["why"], &put["interested"]),
        (&json!(true), &json!(null), &json!("bucket"))
    );
    here.show(&later, &here.town.east).await;
    assert_eq!(here.seen("").await, ["Thé dans la cour", "Lecture"], "the next first");
    assert_eq!(here.seen(&format!("?area_id={}", here.town.west)).await, ["Thé dans la cour"]);
    assert_eq!(here.seen(&format!("?after={first}")).await, ["Lecture"]);
    let page = here.town.visitor().get(&format!("{MAP}/actions?limit=1")).await.ok();
    assert_eq!(page["has_more"], true);

    let one = here.town.visitor().get(&format!("{MAP}/actions/{first}")).await;
    let shown = one.ok();
    assert_eq!((&shown["place"], &shown["group_id"]), (&json!("Sous les arbres"), &json!(here.group)));
    assert_eq!(shown["path"][1]["name"], "Фрунзенскі");
    assert_eq!(shown["interested"], json!({ "shown": "bucket", "at_least": 0 }));
    for secret in [here.owner.id.as_str(), "ada", here.guild.as_str(), "creator", "user_count"] {
        assert!(!one.text.contains(secret), "{secret}: {}", one.text);
    }
    here.owner.delete(&format!("{MAP}/events/{first}/place")).await.ok();
    assert_eq!(here.seen("").await, ["Lecture"]);
    assert_eq!(here.town.visitor().get(&format!("{MAP}/actions/{first}")).await.refused(404), 10_000);
}

#[tokio::test]
async fn only_who_may_change_the_event_puts_it_on_the_map_and_moderators_take_it_off() {
    let here = Planning::new().await;
    let event = here.plan("Thé", 3, json!({})).await;
    let path = format!("{MAP}/events/{event}/place");
    let body = json!({ "area_id": here.town.courtyard });
    let eve = here.town.server.person("eve").await;
    assert_eq!(eve.put(&path, body.clone()).await.refused(404), 10_070, "not in the guild");
    let channel = here.owner.first_channel(&here.guild).await;
    here.owner.bring_in(&channel, &eve).await;
    assert_eq!(eve.put(&path, body.clone()).await.refused(403), 50_013);
    assert_eq!(here.owner.put(&path, json!({})).await.refused(400), 50_035);
    let nowhere = json!({ "area_id": here.guild });
    assert_eq!(here.owner.put(&path, nowhere).await.refused(404), 10_000);
    here.owner.put(&path, body.clone()).await.ok();
    let places = format!("{MAP}/guilds/{}/events/places", here.guild);
    assert_eq!(here.owner.get(&places).await.ok()["places"][0]["event_id"], event.as_str());
    assert_eq!(eve.get(&places).await.ok()["places"], json!([]));
    assert_eq!(eve.delete(&path).await.refused(403), 50_013);
    here.town.moderator.delete(&path).await.ok();
    assert_eq!(here.seen("").await, [""; 0]);
    let log = here.town.moderator.get(&format!("{MAP}/log")).await.ok();
    assert_eq!(log["entries"][0]["action"], "action.hide");
    here.owner
        .patch(&format!("/guilds/{}/scheduled-events/{event}", here.guild), json!({ "status": 4 }))
        .await
        .ok();
    assert_eq!(here.owner.put(&path, body).await.refused(400), 180_000);
}

/// Everything that a visitor can open.
async fn surfaces(here: &Planning, event: &str) -> Vec<String> {
    let visitor = here.town.visitor();
    let url = here.town.server.url();
    let mut texts = Vec::new();
    for path in [
        format!("{url}/api{MAP}/actions"),
        format!("{url}/api{MAP}/actions/{event}"),
        format!("{url}/map"),
        format!("{url}/map/area/{}", here.town.courtyard),
        format!("{url}/map/actions"),
        format!("{url}/map/actions?area_id={}", here.town.west),
        format!("{url}/map/action/{event}"),
        format!("{url}/map/actions.ics"),
        format!("{url}/map/area/{}/actions.ics", here.town.courtyard),
        format!("{url}/map/action/{event}.ics"),
    ] {
        texts.push(format!("{path}: {}", visitor.get(&path).await.text));
    }
    texts
}

#[tokio::test]
async fn whatever_hides_the_place_or_the_guild_hides_its_actions_everywhere_at_once() {
    let here = Planning::new().await;
    let event = here.plan("Thé caché", 3, json!({})).await;
    here.show(&event, &here.town.courtyard).await;
    let moderator = &here.town.moderator;
    let told = async || {
        let texts = surfaces(&here, &event).await;
        texts.into_iter().filter(|text| text.contains("Thé caché")).collect::<Vec<_>>()
    };
    let everywhere = told().await.len();
    assert_eq!(everywhere, 10);
    for path in [
        format!("{MAP}/groups/{}/dark", here.group),
        format!("{MAP}/areas/{}/dark", here.town.west),
        format!("{MAP}/dark"),
    ] {
        moderator.put(&path, json!({})).await.ok();
        assert_eq!(told().await, [""; 0], "{path}");
        moderator.delete(&path).await.ok();
        assert_eq!(told().await.len(), everywhere, "{path}");
    }
    let group = format!("{MAP}/groups/{}", here.group);
    here.owner.patch(&group, json!({ "visibility": "vouched" })).await.ok();
    assert_eq!(told().await, [""; 0]);
    let places = here.owner.get(&format!("{MAP}/guilds/{}/events/places", here.guild)).await.ok();
    assert_eq!(
        (&places["places"][0]["public"], &places["places"][0]["why"]),
        (&json!(false), &json!("not_listed"))
    );
    here.owner.patch(&group, json!({ "visibility": "public" })).await.ok();
    assert_eq!(told().await.len(), everywhere);
    here.owner.delete(&group).await.ok();
    assert_eq!(told().await, [""; 0]);
}

/// Asks until something holds: what happens in guilds reaches the map a moment after its answer.
async fn eventually(here: &Planning, wanted: &[&str]) {
    let until = tokio::time::Instant::now() + std::time::Duration::from_secs(30);
    while here.seen("").await != wanted {
        assert!(tokio::time::Instant::now() < until, "the map shows {:?}", here.seen("").await);
        tokio::task::yield_now().await;
    }
}

#[tokio::test]
async fn an_action_follows_its_event_and_its_channel() {
    let here = Planning::new().await;
    let channels = format!("/guilds/{}/channels", here.guild);
    let voice = id_of(&here.owner.post(&channels, json!({ "name": "Voix", "type": 2 })).await.ok());
    let inside = json!({ "entity_type": 2, "entity_metadata": null, "channel_id": voice });
    let event = here.plan("Débat", 3, inside).await;
    here.show(&event, &here.town.courtyard).await;
    eventually(&here, &["Débat"]).await;
    let shown = here.town.visitor().get(&format!("{MAP}/actions/{event}")).await.ok();
    assert_eq!(shown["place"], json!(null), "a channel is no place to go to");
    let path = format!("/guilds/{}/scheduled-events/{event}", here.guild);
    here.owner.patch(&path, json!({ "name": "Grand débat" })).await.ok();
    eventually(&here, &["Grand débat"]).await;
    let closed = format!("/channels/{voice}/permissions/{}", here.guild);
    here.owner.put(&closed, json!({ "type": 0, "deny": "1024" })).await.ok();
    eventually(&here, &[]).await;
    here.owner.delete(&closed).await.ok();
    eventually(&here, &["Grand débat"]).await;
    here.owner.patch(&path, json!({ "status": 4 })).await.ok();
    let url = format!("{}/map/action/{event}.ics", here.town.server.url());
    let until = tokio::time::Instant::now() + std::time::Duration::from_secs(30);
    while !here.town.visitor().get(&url).await.text.contains("STATUS:CANCELLED") {
        assert!(tokio::time::Instant::now() < until);
        tokio::task::yield_now().await;
    }
    here.owner.delete(&path).await.ok();
    eventually(&here, &[]).await;
}

#[tokio::test]
async fn what_is_over_leaves_the_map() {
    let here = Planning::new().await;
    let event = here.plan("Thé", 1, json!({})).await;
    here.show(&event, &here.town.courtyard).await;
    for _ in 0..2 {
        here.clock.advance_ms(HOUR_MS);
        parvis_app::scheduled_events::keep_up(here.town.server.app()).await.expect("the upkeep runs");
    }
    eventually(&here, &[]).await;
    // The proof of work goes on by the same clock.
    assert!(proof(&here.town.visitor()).await["solution"].is_string());
}

#[tokio::test]
async fn calendars_are_read_by_others_and_say_when_they_are_the_same() {
    let here = Planning::new().await;
    let name = "Thé, gâteaux; \\ et \r\nBEGIN:VALARM اجتماع الجيران في الساحة الكبيرة مع الأطفال والكبار";
    let rule = json!({ "start": at(3), "frequency": 2, "interval": 2 });
    let event = here.plan(name, 3, json!({ "recurrence_rule": rule })).await;
    here.show(&event, &here.town.courtyard).await;
    let url = format!("{}/map/actions.ics", here.town.server.url());
    let answer = here.town.visitor().get(&url).await;
    assert_eq!(answer.headers["content-type"], "text/calendar; charset=utf-8");
    assert!(answer.text.split("\r\n").all(|line| line.len() <= 75), "{}", answer.text);
    let parser = ical::IcalParser::new(answer.text.as_bytes());
    let calendars: Vec<_> = parser.collect::<Result<_, _>>().expect("others read it");
    assert_eq!((calendars.len(), calendars[0].events.len()), (1, 1));
    let read = &calendars[0].events[0];
    assert!(read.alarms.is_empty(), "words are no structure");
    let value = |name: &str| {
        let found = read.properties.iter().find(|it| it.name == name);
        found.and_then(|it| it.value.clone()).unwrap_or_else(|| panic!("no {name}"))
    };
    let unescaped =
        value("SUMMARY").replace("\\n", "\n").replace("\\,", ",").replace("\\;", ";").replace("\\\\", "\\");
    assert_eq!(unescaped, name.replace("\r\n", "\n"));
    assert_eq!(value("RRULE"), "FREQ=WEEKLY;INTERVAL=2");
    assert!(value("UID").starts_with(&format!("{event}@")));
    assert!(value("LOCATION").starts_with("Sous les arbres\\, Двор на Прытыцкага"), "{}", value("LOCATION"));
    let tag = answer.headers["etag"].to_str().expect("text").to_owned();
    let again = here.town.visitor().request(reqwest::Method::GET, &url).header("if-none-match", &tag);
    assert_eq!(parvis_testing::Answer::of(again).await.status, 304);
    let other = here.plan("Autre", 5, json!({})).await;
    here.show(&other, &here.town.east).await;
    let again = here.town.visitor().request(reqwest::Method::GET, &url).header("if-none-match", &tag);
    assert_eq!(parvis_testing::Answer::of(again).await.status, 200);
}
