//! `/channels/{channel_id}/messages/{message_id}/reactions`

use parvis_testing::{ALL_INTENTS, Socket};
use serde_json::json;

use crate::routes::channels::{Scene, id_of};

const THUMB: &str = "%F0%9F%91%8D";

#[tokio::test]
async fn a_reaction_is_counted_told_and_taken_back() {
    let scene = Scene::set().await;
    let mut listener = Socket::identify(&scene.server, &scene.owner, ALL_INTENTS).await;
    let id = scene.said(&scene.owner, "a").await;
    let at = |rest: &str| scene.at(&format!("/messages/{id}/reactions/{rest}"));
    for _ in 0..2 {
        assert_eq!(scene.member.put(&at(&format!("{THUMB}/@me")), json!({})).await.status, 204);
    }
    let event = listener.wait_for("MESSAGE_REACTION_ADD").await;
    assert_eq!(event["user_id"], json!(scene.member.id));
    assert_eq!(event["message_author_id"], json!(scene.owner.id));
    assert_eq!(event["member"]["user"]["id"], json!(scene.member.id));
    assert_eq!(event["emoji"], json!({ "id": null, "name": "👍" }));
    scene.owner.put(&at(&format!("{THUMB}/@me")), json!({})).await.ok();

    let message = scene.member.get(&scene.at(&format!("/messages/{id}"))).await.ok();
    assert_eq!(
        (&message["reactions"][0]["count"], &message["reactions"][0]["me"]),
        (&json!(2), &json!(true))
    );
    let first = scene.owner.get(&at(&format!("{THUMB}?limit=1"))).await.ok();
    let next = scene.owner.get(&at(&format!("{THUMB}?limit=1&after={}", id_of(&first[0])))).await.ok();
    assert_eq!(next.as_array().map(Vec::len), Some(1));
    assert_ne!(first[0]["id"], next[0]["id"]);

    scene.member.delete(&at(&format!("{THUMB}/@me"))).await.ok();
    listener.wait_for("MESSAGE_REACTION_REMOVE").await;
    assert_eq!(scene.member.delete(&at(&format!("{THUMB}/{}", scene.owner.id))).await.refused(403), 50_013);
    scene.owner.delete(&at(THUMB)).await.ok();
    let event = listener.wait_for("MESSAGE_REACTION_REMOVE_EMOJI").await;
    assert_eq!(event["emoji"]["name"], "👍");
}

#[tokio::test]
async fn what_is_no_emoji_or_a_custom_one_does_not_exist() {
    let scene = Scene::set().await;
    let id = scene.said(&scene.owner, "a").await;
    for emoji in ["a", "%3Cscript%3E", "name:123", "%F0%9F%91%8D%F0%9F%91%8D", "%00", "..", "%2e%2e%2f"] {
        let answer =
            scene.member.put(&scene.at(&format!("/messages/{id}/reactions/{emoji}/@me")), json!({})).await;
        assert!(answer.status == 404, "{emoji}: {} {}", answer.status, answer.text);
    }
    assert_eq!(
        scene.member.get(&scene.at(&format!("/messages/{id}/reactions/{THUMB}"))).await.refused(404),
        10_014
    );
}

#[tokio::test]
async fn twenty_different_emoji_and_no_more_also_at_once() {
    let scene = Scene::set().await;
    let id = scene.said(&scene.owner, "a").await;
    let puts = (0..25_u32).map(|number| {
        let emoji = char::from_u32(0x1f600 + number).expect("a face").to_string();
        let emoji: String = emoji.bytes().map(|byte| format!("%{byte:02X}")).collect();
        let path = scene.at(&format!("/messages/{id}/reactions/{emoji}/@me"));
        let member = scene.member.clone();
        tokio::spawn(async move { member.put(&path, json!({})).await.status.as_u16() })
    });
    let mut taken = 0;
    for put in puts {
        match put.await.expect("the request ends") {
            204 => taken += 1,
            other => assert_eq!(other, 400),
        }
    }
    assert_eq!(taken, 20);
}

#[tokio::test]
async fn a_new_emoji_needs_a_permission_and_an_old_one_does_not() {
    let scene = Scene::set().await;
    let id = scene.said(&scene.owner, "a").await;
    let deny = json!({ "type": 0, "deny": "64" });
    scene.owner.put(&scene.at(&format!("/permissions/{}", scene.guild)), deny).await.ok();
    let own = scene.at(&format!("/messages/{id}/reactions/{THUMB}/@me"));
    assert_eq!(scene.member.put(&own, json!({})).await.refused(403), 50_013);
    scene.owner.put(&own, json!({})).await.ok();
    scene.member.put(&own, json!({})).await.ok();
}
