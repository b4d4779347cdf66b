//! `POST /channels/{channel_id}/messages/{message_id}/threads`

use parvis_testing::{ALL_INTENTS, Socket};
use serde_json::json;

use crate::routes::channels::Scene;

#[tokio::test]
async fn a_thread_takes_the_id_of_its_message_and_begins_with_it() {
    let scene = Scene::set().await;
    let asked = scene.said(&scene.member, "qui vient ?").await;
    let mut listener = Socket::identify(&scene.server, &scene.owner, ALL_INTENTS).await;
    let path = scene.at(&format!("/messages/{asked}/threads"));
    let made = scene.member.post(&path, json!({ "name": "réponses" })).await.ok();
    assert_eq!((&made["id"], &made["type"]), (&json!(asked), &json!(11)));
    assert_eq!((&made["message_count"], &made["member_count"]), (&json!(0), &json!(1)));
    listener.wait_for("THREAD_CREATE").await;
    let marked = listener.wait_for("MESSAGE_UPDATE").await;
    assert_eq!((&marked["id"], &marked["flags"]), (&json!(asked), &json!(32)));
    assert_eq!(marked["thread"]["id"], json!(asked));
    let first = listener.wait_for("MESSAGE_CREATE").await;
    assert_eq!((&first["type"], &first["channel_id"]), (&json!(21), &json!(asked)));
    assert_eq!(first["referenced_message"]["content"], "qui vient ?");
    let page = scene.owner.get(&format!("/channels/{asked}/messages")).await.ok();
    assert_eq!(page[0]["referenced_message"]["id"], json!(asked));
    let above = scene.owner.get(&scene.at("/messages")).await.ok();
    assert_eq!(above[0]["thread"]["name"], "réponses");
    assert_eq!(scene.owner.post(&path, json!({ "name": "encore" })).await.refused(400), 160_004);
}

#[tokio::test]
async fn without_the_right_to_the_past_nobody_opens_a_message_by_a_thread() {
    let scene = Scene::set().await;
    let asked = scene.said(&scene.owner, "avant").await;
    let overwrite = scene.at(&format!("/permissions/{}", scene.guild));
    scene.owner.put(&overwrite, json!({ "type": 0, "allow": "0", "deny": "65536" })).await.ok();
    let path = scene.at(&format!("/messages/{asked}/threads"));
    assert_eq!(scene.member.post(&path, json!({ "name": "x" })).await.refused(403), 50_013);
}

#[tokio::test]
async fn the_lines_of_the_server_start_no_thread() {
    let scene = Scene::set().await;
    let page = scene.owner.get(&scene.at("/messages")).await.ok();
    let greeting =
        page.as_array().expect("a list").iter().find(|it| it["type"] == 7).expect("somebody joined");
    let path = scene.at(&format!("/messages/{}/threads", greeting["id"].as_str().expect("an id")));
    assert_eq!(scene.owner.post(&path, json!({ "name": "x" })).await.refused(403), 50_021);
    let unknown = scene.at("/messages/5/threads");
    assert_eq!(scene.owner.post(&unknown, json!({ "name": "x" })).await.refused(404), 10_008);
}
