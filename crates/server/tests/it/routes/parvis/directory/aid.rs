//! `/parvis/v1/directory/aid`: rides and mutual aid

mod agreement;
mod matches;
mod moderation;
mod secrecy;
mod upkeep;

use std::sync::Arc;

use parvis_app::clock::FixedClock;
use parvis_model::Timestamp;
use parvis_testing::Person;
use serde_json::{Value, json};

use super::{MAP, Town, id_of};

const NOW_MS: i64 = 1_790_000_000_000;
const HOUR_MS: i64 = 3_600_000;
const DAY_MS: i64 = 24 * HOUR_MS;

/// A town whose clock stands still, and somebody who offers something in it.
pub(crate) struct Street {
    pub(crate) town: Town,
    clock: Arc<FixedClock>,
    pub(crate) ada: Person,
    pub(crate) eve: Person,
    mo: Person,
}

impl Street {
    pub(crate) async fn new() -> Self {
        let clock = Arc::new(FixedClock::at(NOW_MS));
        let town = Town::at(clock.clone()).await;
        let ada = town.server.person("ada").await;
        let eve = town.server.person("eve").await;
        let mo = town.server.person("mo").await;
        Self { town, clock, ada, eve, mo }
    }

    /// A ride from the courtyard to the east, tomorrow.
    pub(crate) fn ride(&self) -> Value {
        json!({
            "kind": "ride_offer", "area_id": self.town.courtyard, "destination_area_id": self.town.east,
            "from": after(24), "until": after(26), "total": 3, "conditions": ["luggage"],
            "cost_share": "5 BYN", "text": "Еду на вакзал, ёсць месца для валіз",
        })
    }

    /// A thing to lend in the courtyard.
    pub(crate) fn thing(&self) -> Value {
        json!({
            "kind": "lend", "area_id": self.town.courtyard, "from": after(0), "until": after(240), "total": 1,
            "category": "tools", "text": "Une perceuse",
        })
    }

    pub(crate) async fn post(&self, who: &Person, body: Value) -> String {
        let made = who.post(&aid(""), body).await;
        assert_eq!(made.status.as_u16(), 201, "{}", made.text);
        id_of(&made.json())
    }

    async fn ask(&self, who: &Person, id: &str, amount: u32) -> String {
        let asked = who.post(&aid(&format!("/{id}/asks")), json!({ "amount": amount })).await;
        assert_eq!(asked.status.as_u16(), 201, "{}", asked.text);
        id_of(&asked.json())
    }

    async fn decide(&self, id: &str, ask: &str, state: &str) -> Value {
        self.ada.patch(&aid(&format!("/{id}/asks/{ask}")), json!({ "state": state })).await.ok()
    }
}

fn aid(rest: &str) -> String {
    format!("{MAP}/aid{rest}")
}

/// So many hours after the clock's first moment.
fn after(hours: i64) -> Value {
    serde_json::to_value(Timestamp::from_unix_ms(NOW_MS + hours * HOUR_MS)).expect("a time")
}

/// Ids of the listings that somebody sees.
async fn seen(person: &Person, query: &str) -> Vec<String> {
    let page = person.get(&aid(query)).await.ok();
    page["listings"].as_array().expect("a list").iter().map(id_of).collect()
}

#[tokio::test]
async fn a_listing_is_told_to_everybody_and_its_author_to_nobody() {
    let street = Street::new().await;
    let id = street.post(&street.ada, street.ride()).await;
    let visitor = street.town.visitor();
    for person in [&visitor, &street.eve, &street.town.moderator] {
        let page = person.get(&aid("")).await.ok();
        let listing = &page["listings"][0];
        assert_eq!((&listing["id"], &listing["mine"]), (&json!(id), &json!(false)));
        assert_eq!(
            (&listing["total"], &listing["left"], &listing["state"]),
            (&json!(3), &json!(3), &json!("open"))
        );
        assert_eq!(listing["path"][2]["name"], "Двор на Прытыцкага");
        assert_eq!(listing["destination"]["area_id"], json!(street.town.east));
        assert_eq!(listing["ends_at"], after(26 + 7 * 24));
        assert_eq!(person.get(&aid(&format!("/{id}"))).await.ok(), *listing);
    }
    let own = street.ada.get(&aid("/mine")).await.ok();
    let own = &own["listings"][0];
    assert_eq!((&own["mine"], &own["asks_waiting"], &own["dark"]), (&json!(true), &json!(0), &json!(false)));
    assert_eq!(street.eve.get(&aid("/mine")).await.ok()["listings"], json!([]));
    assert_eq!(visitor.post(&aid(""), street.ride()).await.status.as_u16(), 401, "an account is needed");
}

#[tokio::test]
async fn listings_are_found_by_place_kind_subject_and_time() {
    let street = Street::new().await;
    let (ride, thing) =
        (street.post(&street.ada, street.ride()).await, street.post(&street.eve, street.thing()).await);
    let town = &street.town;
    let both = vec![thing.clone(), ride.clone()];
    for (query, expected) in [
        (String::new(), both.clone()),
        (format!("?area_id={}", town.city), both.clone()),
        (format!("?area_id={}", town.courtyard), both),
        (format!("?area_id={}", town.east), vec![]),
        (format!("?to_area_id={}", town.city), vec![ride.clone()]),
        ("?kind=lend".to_owned(), vec![thing.clone()]),
        ("?category=tools".to_owned(), vec![thing.clone()]),
        ("?condition=luggage".to_owned(), vec![ride.clone()]),
        (format!("?until={}", after(23).as_str().expect("a time").replace('+', "%2B")), vec![thing.clone()]),
        (format!("?from={}", after(27).as_str().expect("a time").replace('+', "%2B")), vec![thing.clone()]),
        ("?scope=guild".to_owned(), vec![]),
        ("?limit=1".to_owned(), vec![thing.clone()]),
        (format!("?limit=1&after={thing}"), vec![ride]),
    ] {
        assert_eq!(seen(&street.mo, &query).await, expected, "{query}");
    }
    assert_eq!(street.mo.get(&aid("?limit=1")).await.ok()["has_more"], json!(true));
    for wrong in ["?limit=0", "?limit=101", "?limit=x", "?kind=sell", "?from=yesterday", "?area_id=-1"] {
        assert_eq!(street.mo.get(&aid(wrong)).await.refused(400), 50_035, "{wrong}");
    }
    assert_eq!(street.mo.get(&aid("?area_id=1")).await.refused(404), 10_000);
    assert_eq!(street.mo.get(&aid("?guild_id=1")).await.refused(404), 10_004);
}

#[tokio::test]
async fn what_is_wrong_with_a_listing_is_named() {
    let street = Street::new().await;
    let with = |body: Value, key: &str, value: Value| {
        let mut body = body;
        body[key] = value;
        body
    };
    let (ride, thing) = (street.ride(), street.thing());
    for (body, field) in [
        (with(ride.clone(), "total", json!(0)), "total"),
        (with(ride.clone(), "total", json!(61)), "total"),
        (with(ride.clone(), "total", json!(i64::MAX)), "total"),
        (with(thing.clone(), "total", json!(1_001)), "total"),
        (with(ride.clone(), "area_id", json!("1")), "area_id"),
        (with(ride.clone(), "destination_area_id", json!("1")), "destination_area_id"),
        (with(ride.clone(), "destination_area_id", Value::Null), "destination_area_id"),
        (with(ride.clone(), "via_area_ids", json!(["1"])), "via_area_ids"),
        (with(ride.clone(), "via_area_ids", json!([street.town.west, "1", "1", "1"])), "via_area_ids"),
        (with(ride.clone(), "category", json!("tools")), "category"),
        (with(thing.clone(), "category", Value::Null), "category"),
        (with(thing.clone(), "destination_area_id", json!(street.town.east)), "destination_area_id"),
        (with(thing.clone(), "via_area_ids", json!([street.town.east])), "via_area_ids"),
        (with(ride.clone(), "until", after(23)), "until"),
        (with(ride.clone(), "from", after(-2)), "from"),
        (with(thing.clone(), "until", after(90 * 24 + 1)), "until"),
        (with(ride.clone(), "text", json!("x".repeat(501))), "text"),
        (with(ride.clone(), "text", json!("Тэлефануйце: 8 029 123-45-67")), "text"),
        (with(ride.clone(), "cost_share", json!("x".repeat(61))), "cost_share"),
        (with(ride.clone(), "cell", json!("8f1f1d4894b2c01")), "cell"),
        (with(ride.clone(), "cell", json!("maison")), "cell"),
    ] {
        let refused = street.ada.post(&aid(""), body.clone()).await;
        assert_eq!(refused.refused(400), 50_035, "{body}");
        assert!(refused.json()["errors"][field].is_object(), "{field}: {}", refused.text);
    }
    assert_eq!(street.ada.post(&aid(""), with(ride, "guild_id", json!("1"))).await.refused(404), 10_004);
    assert_eq!(seen(&street.mo, "").await, [""; 0], "nothing of it was posted");
}

#[tokio::test]
async fn a_cell_is_kept_in_its_area() {
    let street = Street::new().await;
    let point = json!({ "lon": 27.4551, "lat": 53.9049 });
    let place = street.ada.post(&format!("{MAP}/place"), point).await.ok();
    let mut body = street.thing();
    body["cell"] = place["cell"]["id"].clone();
    body["area_id"] = json!(street.town.west);
    let made = street.ada.post(&aid(""), body.clone()).await.ok();
    assert_eq!(
        made["place"],
        json!({ "type": "cell", "cell": body["cell"], "centre": place["cell"]["centre"] })
    );
    body["area_id"] = json!(street.town.east);
    assert_eq!(street.ada.post(&aid(""), body).await.refused(400), 50_035, "it lies elsewhere");
}

#[tokio::test]
async fn one_account_posts_ten_a_day_and_keeps_twenty() {
    let street = Street::new().await;
    let mut thing = street.thing();
    thing["from"] = after(60);
    for day in 0..2 {
        for _ in 0..10 {
            street.post(&street.ada, thing.clone()).await;
        }
        let refused = street.ada.post(&aid(""), thing.clone()).await;
        if day == 0 {
            assert_eq!(refused.status.as_u16(), 429, "{}", refused.text);
        }
        street.clock.advance_ms(DAY_MS + 1);
    }
    let refused = street.ada.post(&aid(""), thing.clone()).await;
    assert_eq!(refused.refused(400), 50_035);
    assert_eq!(refused.json()["errors"]["kind"]["_errors"][0]["code"], "AID_TOO_MANY_OPEN");
    let first = seen(&street.ada, "?limit=1").await.remove(0);
    street.ada.delete(&aid(&format!("/{first}"))).await.ok();
    street.post(&street.ada, thing).await;
}
