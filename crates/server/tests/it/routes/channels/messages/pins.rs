//! `/channels/{channel_id}/messages/pins`, and the older paths

use parvis_testing::{ALL_INTENTS, Socket};
use serde_json::json;

use crate::routes::channels::Scene;

#[tokio::test]
async fn pins_come_back_last_pinned_first_by_both_paths() {
    let scene = Scene::set().await;
    let mut listener = Socket::identify(&scene.server, &scene.member, ALL_INTENTS).await;
    let mut ids = Vec::new();
    for number in 0..4 {
        ids.push(scene.said(&scene.member, &format!("{number}")).await);
    }
    for (number, id) in ids.iter().enumerate() {
        let path = if number % 2 == 0 { "/pins" } else { "/messages/pins" };
        assert_eq!(scene.owner.put(&scene.at(&format!("{path}/{id}")), json!({})).await.status, 204);
    }
    let update = listener.wait_for("CHANNEL_PINS_UPDATE").await;
    assert!(update["last_pin_timestamp"].is_string());
    let notice = listener.wait_until("MESSAGE_CREATE", |it| it["type"] == 6).await;
    assert_eq!(notice["message_reference"]["message_id"], json!(ids[0]));

    let mut seen = Vec::new();
    let mut query = "limit=1".to_owned();
    loop {
        let page = scene.member.get(&scene.at(&format!("/messages/pins?{query}"))).await.ok();
        for item in page["items"].as_array().expect("items") {
            seen.push(item["message"]["id"].as_str().expect("an id").to_owned());
            assert_eq!(item["message"]["pinned"], true);
        }
        if page["has_more"] == false {
            break;
        }
        let last = page["items"][0]["pinned_at"].as_str().expect("a time").replace('+', "%2B");
        query = format!("limit=1&before={last}");
    }
    let newest_first: Vec<_> = ids.iter().rev().cloned().collect();
    assert_eq!(seen, newest_first);
    let old = scene.member.get(&scene.at("/pins")).await.ok();
    let old: Vec<_> =
        old.as_array().expect("a list").iter().map(|it| it["id"].as_str().expect("an id")).collect();
    assert_eq!(old, newest_first);
}

#[tokio::test]
async fn pinning_twice_is_pinning_once_and_the_last_unpin_leaves_no_time() {
    let scene = Scene::set().await;
    let id = scene.said(&scene.member, "a").await;
    let path = scene.at(&format!("/messages/pins/{id}"));
    assert_eq!(scene.member.put(&path, json!({})).await.refused(403), 50_013);
    for _ in 0..2 {
        scene.owner.put(&path, json!({})).await.ok();
    }
    let messages = scene.owner.get(&scene.at("/messages")).await.ok();
    let notices = messages.as_array().expect("a list").iter().filter(|it| it["type"] == 6).count();
    assert_eq!(notices, 1);
    assert!(scene.owner.get(&scene.at("")).await.ok()["last_pin_timestamp"].is_string());
    scene.owner.delete(&path).await.ok();
    assert!(scene.owner.get(&scene.at("")).await.ok()["last_pin_timestamp"].is_null());
    assert_eq!(scene.owner.put(&scene.at("/messages/pins/1"), json!({})).await.refused(404), 10_008);
}

#[tokio::test]
async fn numbers_beyond_their_bounds_are_refused() {
    let scene = Scene::set().await;
    for query in ["limit=0", "limit=51", "limit=-1", "before=yesterday", "limit=a"] {
        let answer = scene.owner.get(&scene.at(&format!("/messages/pins?{query}"))).await;
        assert_eq!(answer.refused(400), 50_035, "{query}");
    }
}
