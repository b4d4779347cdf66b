//! `/guilds/{guild_id}/channels`

use parvis_testing::Socket;
use serde_json::{Value, json};

use crate::routes::channels::{Scene, id_of};

fn by_id<'a>(channels: &'a Value, id: &str) -> &'a Value {
    channels.as_array().expect("a list").iter().find(|it| it["id"] == id).expect("the channel is there")
}

#[tokio::test]
async fn every_type_is_made_with_its_own_properties() {
    let scene = Scene::set().await;
    let path = format!("/guilds/{}/channels", scene.guild);
    for kind in [0, 2, 4, 5, 13, 15] {
        let answer = scene.owner.post(&path, json!({ "name": "Une Place", "type": kind })).await;
        assert_eq!(answer.status, 201, "{kind}: {}", answer.text);
        let expected = if [0, 5, 15].contains(&kind) { "une-place" } else { "Une Place" };
        assert_eq!(answer.json()["name"], expected, "{kind}");
    }
    let voice = json!({ "name": "v", "type": 2, "bitrate": 96_000, "user_limit": 12 });
    let voice = scene.owner.post(&path, voice).await.ok();
    assert_eq!((&voice["bitrate"], &voice["user_limit"]), (&json!(96_000), &json!(12)));
    let forum =
        json!({ "name": "f", "type": 15, "available_tags": [{ "name": "Idée", "emoji_name": "💡" }] });
    let forum = scene.owner.post(&path, forum).await.ok();
    assert!(forum["available_tags"][0]["id"].is_string(), "{forum}");
    for (kind, status) in [(1, 400), (3, 400), (99, 400), (11, 400), (12, 400)] {
        scene.owner.post(&path, json!({ "name": "x", "type": kind })).await.refused(status);
    }
    assert_eq!(scene.owner.post(&path, json!({ "type": 0 })).await.refused(400), 50_035);
    let bad = json!({ "name": "v", "type": 2, "bitrate": 7_999 });
    assert_eq!(scene.owner.post(&path, bad).await.refused(400), 50_035);
    assert_eq!(scene.member.post(&path, json!({ "name": "x" })).await.refused(403), 50_013);
}

#[tokio::test]
async fn hidden_channels_are_in_no_list_and_no_event_of_others() {
    let scene = Scene::set().await;
    let mut listener = Socket::identify(&scene.server, &scene.member, 0).await;
    let path = format!("/guilds/{}/channels", scene.guild);
    let category = json!({ "name": "Secret-canary", "type": 4, "permission_overwrites": [
        { "id": scene.guild, "type": 0, "deny": "1024" },
    ] });
    let category = scene.owner.post(&path, category).await.ok();
    let inside = json!({ "name": "canary-inside", "parent_id": category["id"] });
    let inside = scene.owner.post(&path, inside).await.ok();
    assert_eq!(
        inside["permission_overwrites"], category["permission_overwrites"],
        "taken over from the category"
    );
    scene.owner.patch(&format!("/channels/{}", id_of(&inside)), json!({ "topic": "canary" })).await.ok();
    scene.owner.say(&id_of(&inside), "canary").await;
    let list = scene.member.get(&path).await;
    assert!(!list.text.contains("canary"), "{}", list.text);
    scene.said(&scene.owner, "seen").await;
    listener.wait_until("MESSAGE_CREATE", |it| it["content"] == "seen").await;
    let received = serde_json::to_string(listener.received()).expect("JSON");
    assert!(!received.contains("canary"), "{received}");
}

#[tokio::test]
async fn channels_move_together_or_not_at_all() {
    let scene = Scene::set().await;
    let path = format!("/guilds/{}/channels", scene.guild);
    let category = json!({ "name": "c", "type": 4, "permission_overwrites": [
        { "id": scene.guild, "type": 0, "deny": "2048" },
    ] });
    let category = id_of(&scene.owner.post(&path, category).await.ok());
    let other = id_of(&scene.owner.post(&path, json!({ "name": "o" })).await.ok());
    let moves = json!([
        { "id": scene.channel, "position": 9, "parent_id": category, "lock_permissions": true },
        { "id": other, "position": 3 },
    ]);
    assert_eq!(scene.member.patch(&path, moves.clone()).await.refused(403), 50_013);
    assert_eq!(scene.owner.patch(&path, moves).await.status, 204);
    let list = scene.owner.get(&path).await.ok();
    let moved = by_id(&list, &scene.channel);
    assert_eq!((&moved["position"], &moved["parent_id"]), (&json!(9), &json!(category)));
    assert_eq!(moved["permission_overwrites"][0]["deny"], "2048");

    let foreign = id_of(&scene.owner.make_guild("Ailleurs").await);
    let foreign = scene.owner.first_channel(&foreign).await;
    let moves = json!([{ "id": other, "position": 5 }, { "id": foreign, "position": 1 }]);
    assert_eq!(scene.owner.patch(&path, moves).await.refused(404), 10_003);
    assert_eq!(by_id(&scene.owner.get(&path).await.ok(), &other)["position"], 3);
}

#[tokio::test]
async fn a_category_takes_fifty_channels() {
    let scene = Scene::set().await;
    let path = format!("/guilds/{}/channels", scene.guild);
    let category = id_of(&scene.owner.post(&path, json!({ "name": "c", "type": 4 })).await.ok());
    for number in 0..50 {
        scene.owner.post(&path, json!({ "name": format!("n{number}"), "parent_id": category })).await.ok();
    }
    let body = json!({ "name": "one-more", "parent_id": category });
    assert_eq!(scene.owner.post(&path, body).await.refused(400), 50_035);
    scene.owner.post(&path, json!({ "name": "outside" })).await.ok();
}
