//! What the map must not tell: where exactly, how many exactly, who, and what only some may see.

use std::collections::BTreeSet;

use parvis_testing::Person;
use serde_json::{Value, json};

use super::groups::guild_on_map;
use super::{MAP, Town};

/// Where people really are, within one cell of the grid or two.
fn houses() -> impl Iterator<Item = [f64; 2]> {
    (0..30).map(|n| [27.4512 + f64::from(n) * 0.000_011, 53.9041 + f64::from(n % 7) * 0.000_013])
}

#[tokio::test]
async fn a_point_is_told_as_its_cell_however_often_one_asks_and_moves() {
    let town = Town::new().await;
    let mut body = town.group("Двор");
    body["area_id"] = Value::Null;
    body["point"] = json!([27.4512, 53.9041]);
    body["precision"] = json!("cell");
    let (id, receipt) = town.list(body).await;
    let (visitor, path) = (town.visitor(), format!("{MAP}/groups/{id}"));
    let mut told = BTreeSet::new();
    let mut cells = BTreeSet::new();
    for house in houses() {
        // Keepers propose, a moderator accepts, and the group has moved.
        let moved = json!({ "point": house, "precision": "cell" });
        visitor.patch(&format!("{MAP}/receipts/{receipt}"), moved).await.ok();
        if town.moderator.get(&format!("{MAP}/submissions/{id}")).await.ok()["proposed"].is_object() {
            town.decide(&id, json!({ "decision": "accept" })).await;
        }
        for _ in 0..3 {
            let place = visitor.get(&path).await.ok()["place"].clone();
            assert_eq!(place["type"], "cell");
            cells.insert(place["cell"].as_str().expect("a cell").to_owned());
            told.insert(place["centre"].to_string());
        }
    }
    assert_eq!(told.len(), cells.len(), "one middle for each cell, and nothing between");
    assert!(cells.len() <= 2, "the houses lie side by side");
    // What is kept, what moderators see and what was before is no finer either.
    let versions = town.moderator.get(&format!("{path}/versions")).await.ok();
    let kept = visitor.get(&format!("{MAP}/receipts/{receipt}")).await.ok();
    let geojson = visitor.get(&format!("{MAP}/groups.geojson")).await.text;
    for text in [versions.to_string(), kept.to_string(), geojson] {
        for [lon, lat] in houses() {
            for digits in [format!("{lon:.5}"), format!("{lat:.5}")] {
                assert!(!text.contains(&digits), "{digits} in {text}");
            }
        }
    }
}

#[tokio::test]
async fn the_area_of_a_cell_says_no_more_than_the_cell() {
    let town = Town::new().await;
    let mut areas = BTreeSet::new();
    // Both sides of the border between west and east, in one cell: the area must not say which side it was.
    let cell_of = async |point: [f64; 2]| {
        let at = town
            .visitor()
            .post(&format!("{MAP}/place"), json!({ "lon": point[0], "lat": point[1] }))
            .await
            .ok();
        at["cell"]["id"].as_str().expect("a cell").to_owned()
    };
    let (left, right) = ([27.54995, 53.85], [27.55005, 53.85]);
    assert_eq!(cell_of(left).await, cell_of(right).await);
    for point in [left, right] {
        let mut body = town.group("Двор");
        body["area_id"] = Value::Null;
        body["point"] = json!(point);
        body["precision"] = json!("cell");
        let (id, _) = town.list(body).await;
        let group = town.visitor().get(&format!("{MAP}/groups/{id}")).await.ok();
        areas.insert(group["area_id"].to_string());
    }
    assert_eq!(areas.len(), 1);
}

#[tokio::test]
async fn numbers_are_told_as_exactly_as_keepers_want_and_sums_tell_no_more() {
    let town = Town::new().await;
    let sizes = [
        ("hidden", 123, json!({ "shown": "hidden", "count": null, "at_least": null })),
        ("bucket", 123, json!({ "shown": "bucket", "count": null, "at_least": 50 })),
        // What is only said of a chat elsewhere is never told as if it had been counted.
        ("exact", 123, json!({ "shown": "bucket", "count": null, "at_least": 50 })),
    ];
    let mut sum = 0;
    for (shown, declared, told) in sizes {
        let mut body = town.group(shown);
        body["members"] = json!({ "shown": shown, "declared": declared });
        let (id, _) = town.list(body).await;
        assert_eq!(town.visitor().get(&format!("{MAP}/groups/{id}")).await.ok()["members"], told);
        sum += told["at_least"].as_u64().unwrap_or(0);
        let city = town.visitor().get(&format!("{MAP}/areas/{}", town.city)).await.ok();
        assert_eq!(city["members_at_least"], json!(sum), "{shown}");
        let geojson = town.visitor().get(&format!("{MAP}/groups.geojson")).await.json();
        for feature in geojson["features"].as_array().expect("a list") {
            assert_ne!(feature["properties"]["members_at_least"], json!(declared));
        }
        let csv = town.visitor().get(&format!("{MAP}/groups.csv")).await.text;
        assert!(!csv.contains(&format!(",{declared},")), "{csv}");
    }
}

#[tokio::test]
async fn what_is_not_public_is_seen_by_who_belongs_there_and_by_nobody_else() {
    let town = Town::new().await;
    let (ada, eve, mo) =
        (town.server.person("ada").await, town.server.person("eve").await, town.server.person("mo").await);
    let (guild, _) = guild_on_map(&town, &ada, json!({ "name": "Адкрыты двор" })).await;
    ada.bring_in(&ada.first_channel(&guild).await, &eve).await;
    for (visibility, name) in [("area", "Толькі для двара"), ("vouched", "Толькі для сваіх")]
    {
        let mut body = town.group(name);
        body["visibility"] = json!(visibility);
        body["target"]["url"] = json!(format!("https://t.me/{visibility}_dvor"));
        town.list(body).await;
    }
    let seen = async |who: &Person| {
        let mut names = town.names(who, &town.city).await;
        names.sort_unstable();
        names
    };
    assert_eq!(seen(&town.visitor()).await, ["Адкрыты двор"]);
    assert_eq!(seen(&mo).await, ["Адкрыты двор"]);
    assert_eq!(seen(&eve).await, ["Адкрыты двор", "Толькі для двара"], "she is in a group of this place");
    assert_eq!(seen(&town.moderator).await.len(), 3);
    for format in ["geojson", "kml", "csv"] {
        let file = town.moderator.get(&format!("{MAP}/groups.{format}")).await.text;
        assert!(!file.contains("Толькі"), "files hold what is public, whoever asks");
    }
    assert_eq!(town.visitor().get(MAP).await.ok()["groups"], json!(1));
    let city = eve.get(&format!("{MAP}/areas/{}", town.city)).await.ok();
    assert_eq!(city["groups"], json!(1), "sums are the same for everybody");
    let similar =
        town.visitor().post(&format!("{MAP}/similar"), json!({ "name": "Толькі для сваіх" })).await.ok();
    assert_eq!(similar["groups"], json!([]), "names are not found by trying");
}

#[tokio::test]
async fn nothing_says_who_keeps_a_group() {
    let town = Town::new().await;
    let ada = town.server.person("ada").await;
    let (_, id) = guild_on_map(&town, &ada, json!({})).await;
    for who in [&town.visitor(), &town.moderator] {
        for path in
            [format!("/groups/{id}"), format!("/areas/{}/groups", town.city), "/groups.geojson".to_owned()]
        {
            let answer = who.get(&format!("{MAP}{path}")).await;
            assert!(!answer.text.contains(&ada.id) && !answer.text.contains("\"ada\""), "{path}");
        }
    }
    for path in [format!("/submissions/{id}"), format!("/groups/{id}/versions"), "/log".to_owned()] {
        let answer = town.moderator.get(&format!("{MAP}{path}")).await;
        assert!(answer.status.is_success() && !answer.text.contains(&ada.id), "{path}: {}", answer.text);
    }
}
