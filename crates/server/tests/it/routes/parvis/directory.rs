//! `/parvis/v1/directory`

pub(crate) mod actions;
pub(crate) mod aid;
mod areas;
mod darkness;
mod files;
mod flags;
mod groups;
mod moderation;
mod privacy;
mod requests;
mod search;
mod sheets;
mod submissions;

pub(crate) use groups::guild_on_map;

use std::sync::Arc;

use parvis_app::clock::{Clock, SystemClock};
use parvis_testing::{Person, TestServer};
use serde_json::{Value, json};
use sha2::{Digest, Sha256};

/// Where everything of the map is.
pub(crate) const MAP: &str = "/parvis/v1/directory";

/// A town on the map, of which somebody takes care.
pub(crate) struct Town {
    pub(crate) server: TestServer,
    pub(crate) moderator: Person,
    pub(crate) city: String,
    /// In the west of the city.
    pub(crate) west: String,
    /// In the east of the city.
    pub(crate) east: String,
    /// In the west.
    pub(crate) courtyard: String,
}

impl Town {
    pub(crate) async fn new() -> Self {
        Self::at(Arc::new(SystemClock)).await
    }

    pub(crate) async fn at(clock: Arc<dyn Clock>) -> Self {
        let server = TestServer::start_with(|_| (), clock).await;
        let moderator = moderator(&server, "garde").await;
        let city = area(&moderator, "Minsk", 8, None, [27.40, 53.80, 27.70, 54.00]).await;
        let west = area(&moderator, "Фрунзенскі", 9, Some(&city), [27.40, 53.80, 27.55, 54.00]).await;
        let east = area(&moderator, "Першамайскі", 9, Some(&city), [27.55, 53.80, 27.70, 54.00]).await;
        let courtyard =
            area(&moderator, "Двор на Прытыцкага", 14, Some(&west), [27.45, 53.90, 27.46, 53.91]).await;
        Self { server, moderator, city, west, east, courtyard }
    }

    /// Whoever has no account.
    pub(crate) fn visitor(&self) -> Person {
        self.server.anonymous()
    }

    /// Hands a group in without an account; its id and its private link.
    pub(crate) async fn hand_in(&self, body: Value) -> (String, String) {
        let visitor = self.visitor();
        let mut body = body;
        body["agreed"] = json!(true);
        body["proof"] = proof(&visitor).await;
        let made = visitor.post(&format!("{MAP}/submissions"), body).await;
        assert_eq!(made.status.as_u16(), 201, "{}", made.text);
        (id_of(&made.json()), made.json()["receipt"].as_str().expect("a private link").to_owned())
    }

    /// The same, and a moderator accepts it.
    pub(crate) async fn list(&self, body: Value) -> (String, String) {
        let (id, receipt) = self.hand_in(body).await;
        self.decide(&id, json!({ "decision": "accept" })).await;
        (id, receipt)
    }

    pub(crate) async fn decide(&self, id: &str, body: Value) -> Value {
        self.moderator.post(&format!("{MAP}/submissions/{id}/decision"), body).await.ok()
    }

    /// What a group of the courtyard says of itself.
    pub(crate) fn group(&self, name: &str) -> Value {
        json!({
            "name": name,
            "description": { "be": "Суседзі двара", "fr": "Les voisins de la cour" },
            "languages": ["be", "ru"],
            "tags": ["Entraide"],
            "area_id": self.courtyard,
            "target": { "type": "link", "url": "https://t.me/dvor_prytyckaha?utm=1" },
            "join": { "mode": "open" },
            "members": { "shown": "bucket", "declared": 64 },
        })
    }

    /// Names of the groups in a place and below it that somebody sees.
    pub(crate) async fn names(&self, person: &Person, area_id: &str) -> Vec<String> {
        let page = person.get(&format!("{MAP}/areas/{area_id}/groups")).await.ok();
        let groups = page["groups"].as_array().expect("a list");
        groups.iter().map(|group| group["name"].as_str().expect("a name").to_owned()).collect()
    }
}

/// Somebody who looks after the map.
pub(crate) async fn moderator(server: &TestServer, name: &str) -> Person {
    let person = server.person(name).await;
    let id = person.id.parse().expect("an id");
    assert!(parvis_directory::moderators::add(server.app(), id).await.expect("the operator may"));
    person
}

/// Draws a place, west, south, east and north of which are given.
pub(crate) async fn area(
    moderator: &Person,
    name: &str,
    level: u8,
    parent_id: Option<&str>,
    bounds: [f64; 4],
) -> String {
    let body = json!({
        "name": name, "level": level, "kind": "quarter", "parent_id": parent_id, "shape": rectangle(bounds),
    });
    let made = moderator.post(&format!("{MAP}/areas"), body).await;
    assert_eq!(made.status.as_u16(), 201, "{}", made.text);
    id_of(&made.json())
}

fn rectangle([west, south, east, north]: [f64; 4]) -> Value {
    let ring = [[west, south], [east, south], [east, north], [west, north], [west, south]];
    json!({ "type": "Polygon", "coordinates": [ring] })
}

/// The work that is asked of who has no account.
pub(crate) async fn proof(visitor: &Person) -> Value {
    let asked = visitor.post(&format!("{MAP}/challenges"), json!({})).await.ok();
    let challenge = asked["challenge"].as_str().expect("a challenge").to_owned();
    let bits = asked["difficulty"].as_u64().expect("a number") as u32;
    let is_solution = |number: &u64| {
        let digest = Sha256::digest(format!("{challenge}.{number}"));
        u64::from_be_bytes(digest[..8].try_into().expect("eight bytes")).leading_zeros() >= bits
    };
    let solution = (0..).find(is_solution).expect("there is one").to_string();
    json!({ "challenge": challenge, "solution": solution })
}

pub(crate) fn id_of(value: &Value) -> String {
    value["id"].as_str().unwrap_or_else(|| panic!("no id in {value}")).to_owned()
}
