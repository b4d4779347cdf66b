//! `DELETE /channels/{channel_id}`

use parvis_testing::Socket;
use serde_json::json;

use crate::routes::channels::{Scene, id_of};

#[tokio::test]
async fn a_deleted_channel_takes_its_messages_along_and_leaves_its_siblings() {
    let scene = Scene::set().await;
    let mut listener = Socket::identify(&scene.server, &scene.member, 0).await;
    let category = json!({ "name": "Place", "type": 4 });
    let category =
        id_of(&scene.owner.post(&format!("/guilds/{}/channels", scene.guild), category).await.ok());
    scene.owner.patch(&scene.at(""), json!({ "parent_id": category })).await.ok();
    assert_eq!(scene.member.delete(&format!("/channels/{category}")).await.refused(403), 50_013);
    scene.owner.delete(&format!("/channels/{category}")).await.ok();
    let freed = listener.wait_until("CHANNEL_UPDATE", |it| it["parent_id"].is_null()).await;
    assert_eq!(freed["id"], json!(scene.channel));
    listener.wait_for("CHANNEL_DELETE").await;
    assert!(scene.member.get(&scene.at("")).await.ok()["parent_id"].is_null());

    let message = scene.said(&scene.owner, "gone soon").await;
    scene.owner.delete(&scene.at("")).await.ok();
    for path in ["", "/messages", &format!("/messages/{message}"), "/messages/pins"] {
        assert_eq!(scene.owner.get(&scene.at(path)).await.refused(404), 10_003, "{path}");
    }
    let guild = scene.owner.get(&format!("/guilds/{}", scene.guild)).await.ok();
    assert!(guild["system_channel_id"].is_null(), "{guild}");
    let answer = scene.owner.post(&scene.at("/messages"), json!({ "content": "into the void" })).await;
    assert_eq!(answer.refused(404), 10_003);
}

#[tokio::test]
async fn invitations_to_a_deleted_channel_end_and_its_managers_are_told() {
    let scene = Scene::set().await;
    let mut listener = Socket::identify(&scene.server, &scene.owner, 0).await;
    let invite = scene.owner.post(&scene.at("/invites"), json!({})).await.ok();
    scene.owner.delete(&scene.at("")).await.ok();
    // The channel had another one before.
    let gone = listener.wait_until("INVITE_DELETE", |it| it["code"] == invite["code"]).await;
    assert_eq!(gone["channel_id"], json!(scene.channel));
    let code = invite["code"].as_str().expect("a code");
    assert_eq!(scene.member.get(&format!("/invites/{code}")).await.refused(404), 10_006);
}
