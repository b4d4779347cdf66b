//! `/channels/{channel_id}/recipients/{user_id}`

use parvis_testing::{Person, Socket};
use serde_json::{Value, json};

use crate::routes::channels::{Scene, id_of};

async fn group(scene: &Scene, third: &Person) -> String {
    scene.owner.bring_in(&scene.channel, third).await;
    let body = json!({ "recipients": [scene.member.id, third.id] });
    let group = scene.owner.post("/users/@me/channels", body).await.ok();
    assert_eq!((&group["type"], &group["owner_id"]), (&json!(3), &json!(scene.owner.id)));
    id_of(&group)
}

fn names(channel: &Value) -> Vec<&str> {
    channel["recipients"]
        .as_array()
        .expect("recipients")
        .iter()
        .map(|it| it["username"].as_str().expect("a name"))
        .collect()
}

#[tokio::test]
async fn everybody_sees_the_others_and_the_next_one_inherits() {
    let scene = Scene::set().await;
    let third = scene.server.person("tina").await;
    let mut listener = Socket::identify(&scene.server, &third, 0).await;
    let id = group(&scene, &third).await;
    let made = listener.wait_for("CHANNEL_CREATE").await;
    assert_eq!(names(&made), ["olga", "marc"]);
    let fourth = scene.server.person("fred").await;
    let path = format!("/channels/{id}/recipients/{}", fourth.id);
    assert_eq!(scene.member.put(&path, json!({})).await.refused(403), 50_007, "a stranger");
    scene.owner.bring_in(&scene.channel, &fourth).await;
    scene.member.put(&path, json!({})).await.ok();
    listener.wait_for("CHANNEL_RECIPIENT_ADD").await;
    let notice = listener.wait_until("MESSAGE_CREATE", |it| it["type"] == 1).await;
    assert_eq!(notice["mentions"][0]["id"], json!(fourth.id));
    let seen = fourth.get(&format!("/channels/{id}")).await.ok();
    assert_eq!(names(&seen), ["olga", "marc", "tina"]);

    assert_eq!(scene.member.delete(&path).await.refused(403), 50_013);
    scene.owner.delete(&path).await.ok();
    assert_eq!(fourth.get(&format!("/channels/{id}/messages")).await.refused(404), 10_003);
    scene.owner.delete(&format!("/channels/{id}")).await.ok();
    let update = listener.wait_until("CHANNEL_UPDATE", |it| it["id"] == json!(id)).await;
    assert_eq!(update["owner_id"], json!(scene.member.id));
    let left = scene.member.get(&format!("/channels/{id}")).await.ok();
    assert_eq!(names(&left), ["tina"]);
}

#[tokio::test]
async fn a_group_is_renamed_by_whoever_is_in_it() {
    let scene = Scene::set().await;
    let third = scene.server.person("tina").await;
    let id = group(&scene, &third).await;
    let path = format!("/channels/{id}");
    let named = third.patch(&path, json!({ "name": "  À  trois " })).await.ok();
    assert_eq!(named["name"], "À trois");
    assert!(third.patch(&path, json!({ "name": null })).await.ok()["name"].is_null());
    let stranger = scene.server.person("eve").await;
    assert_eq!(stranger.patch(&path, json!({ "name": "x" })).await.refused(404), 10_003);
    assert_eq!(third.patch(&path, json!({ "name": "x".repeat(101) })).await.refused(400), 50_035);
}
