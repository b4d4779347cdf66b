//! `?thread_id=` and `thread_name`: webhooks in threads of their channel and in forums.

use parvis_testing::{ALL_INTENTS, Socket};
use serde_json::json;

use super::Hook;
use crate::routes::channels::id_of;

#[tokio::test]
async fn a_webhook_writes_in_the_threads_of_its_channel_and_of_no_other() {
    let hook = Hook::set().await;
    let body = json!({ "name": "fil", "type": 11 });
    let thread = id_of(&hook.scene.owner.post(&hook.scene.at("/threads"), body.clone()).await.ok());
    let path = hook.at(&format!("?wait=true&thread_id={thread}"));
    let said = hook.nobody.post(&path, json!({ "content": "dans le fil" })).await.ok();
    assert_eq!(said["channel_id"], json!(thread));
    let message = hook.at(&format!("/messages/{}", id_of(&said)));
    assert_eq!(hook.nobody.get(&message).await.refused(404), 10_008, "it stands in the thread");
    let there = format!("{message}?thread_id={thread}");
    assert_eq!(hook.nobody.get(&there).await.ok()["content"], "dans le fil");
    hook.nobody.patch(&there, json!({ "content": "changé" })).await.ok();
    hook.nobody.delete(&there).await.ok();

    let path = format!("/guilds/{}/channels", hook.scene.guild);
    let other = id_of(&hook.scene.owner.post(&path, json!({ "name": "ailleurs" })).await.ok());
    let elsewhere = hook.scene.owner.post(&format!("/channels/{other}/threads"), body).await.ok();
    for id in [other, id_of(&elsewhere), "1".to_owned()] {
        let path = hook.at(&format!("?thread_id={id}"));
        assert_eq!(hook.nobody.post(&path, json!({ "content": "x" })).await.refused(404), 10_003);
    }
}

#[tokio::test]
async fn a_webhook_of_a_forum_starts_posts_and_writes_nothing_outside_of_them() {
    let hook = Hook::set().await;
    let path = format!("/guilds/{}/channels", hook.scene.guild);
    let forum = id_of(&hook.scene.owner.post(&path, json!({ "name": "idées", "type": 15 })).await.ok());
    let path = format!("/channels/{forum}/webhooks");
    let made = hook.scene.owner.post(&path, json!({ "name": "Boîte à idées" })).await.ok();
    let path = format!("/webhooks/{}/{}?wait=true", id_of(&made), made["token"].as_str().expect("a secret"));
    let mut socket = Socket::identify(&hook.scene.server, &hook.scene.member, ALL_INTENTS).await;
    let body = json!({ "content": "Des bancs", "thread_name": "Des bancs sur la place" });
    let said = hook.nobody.post(&path, body.clone()).await.ok();
    let thread = socket.wait_for("THREAD_CREATE").await;
    assert_eq!((&thread["id"], &thread["parent_id"]), (&said["channel_id"], &json!(forum)));
    assert_eq!(thread["name"], "Des bancs sur la place");
    let again = format!("{path}&thread_id={}", id_of(&thread));
    hook.nobody.post(&again, json!({ "content": "et des arbres" })).await.ok();

    assert_eq!(hook.nobody.post(&path, json!({ "content": "x" })).await.refused(400), 220_001);
    assert_eq!(hook.post(body).await.refused(400), 220_003, "not in a text channel");
    let nameless = json!({ "content": "x", "thread_name": "x".repeat(101) });
    let refused = hook.nobody.post(&path, nameless).await;
    assert_eq!(refused.refused(400), 50_035);
    assert!(refused.json()["errors"]["thread_name"].is_object(), "{}", refused.text);
}
