//! `/parvis/v1/directory/…/dark`: one action, and nothing shows any more; see `surfaces.rs`.

use serde_json::json;

use super::{MAP, Town, moderator};

#[tokio::test]
async fn a_dark_place_is_not_there_with_everything_in_it() {
    let town = Town::new().await;
    let visitor = town.visitor();
    town.moderator.put(&format!("{MAP}/areas/{}/dark", town.west), json!({})).await.ok();
    for id in [&town.west, &town.courtyard] {
        assert_eq!(visitor.get(&format!("{MAP}/areas/{id}")).await.refused(404), 10_000);
    }
    let below = visitor.get(&format!("{MAP}/areas?parent_id={}", town.city)).await.ok();
    assert_eq!(below["areas"].as_array().expect("a list").len(), 1);
    let at = visitor.post(&format!("{MAP}/place"), json!({ "lon": 27.455, "lat": 53.905 })).await.ok();
    assert_eq!(at["path"].as_array().expect("a path").len(), 1, "only the city is left");
    let mut body = town.group("Двор");
    body["agreed"] = json!(true);
    assert_eq!(visitor.post(&format!("{MAP}/submissions"), body).await.refused(400), 50_035);
    town.moderator.put(&format!("{MAP}/dark"), json!({})).await.ok();
    let map = visitor.get(MAP).await.ok();
    assert_eq!((&map["open"], &map["areas"], &map["levels"]), (&json!(false), &json!(0), &json!([])));
    assert_eq!(visitor.get(&format!("{MAP}/areas")).await.ok()["areas"], json!([]));
}

#[tokio::test]
async fn only_moderators_take_places_and_the_map_dark_and_it_stands_in_the_log() {
    let town = Town::new().await;
    let ada = town.server.person("ada").await;
    assert_eq!(ada.put(&format!("{MAP}/dark"), json!({})).await.refused(403), 50_013);
    assert_eq!(ada.get(&format!("{MAP}/log")).await.refused(403), 50_013);
    assert_eq!(ada.get(MAP).await.ok()["moderates"], json!(false));
    assert_eq!(town.moderator.get(MAP).await.ok()["moderates"], json!(true));
    let second = moderator(&town.server, "second").await;
    second.put(&format!("{MAP}/areas/{}/dark", town.east), json!({})).await.ok();
    let log = town.moderator.get(&format!("{MAP}/log?limit=1")).await.ok();
    let entry = &log["entries"][0];
    assert_eq!((&entry["action"], &entry["actor_id"]), (&json!("area.dark"), &json!(second.id)));
    assert_eq!(entry["target_id"], json!(town.east));
}

#[tokio::test]
async fn a_dark_map_stays_dark_over_a_restart() {
    let town = Town::new().await;
    town.list(town.group("Двор")).await;
    town.moderator.put(&format!("{MAP}/dark"), json!({})).await.ok();
    let folder = town.server.stop().await;
    let data = folder.path().to_owned();
    let again = parvis_testing::TestServer::start_with(
        |config| {
            config.database = format!("sqlite:{}", data.join("parvis.sqlite").display());
            config.data = data.clone();
        },
        std::sync::Arc::new(parvis_app::clock::SystemClock),
    );
    let again = again.await;
    let map = again.anonymous().get(MAP).await.ok();
    assert_eq!((&map["open"], &map["groups"]), (&json!(false), &json!(0)));
}
