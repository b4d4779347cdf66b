//! `PATCH /channels/{channel_id}/messages/{message_id}`

use serde_json::json;

use crate::routes::channels::{Scene, id_of};

#[tokio::test]
async fn authors_edit_and_moderators_hide_embeds_only() {
    let scene = Scene::set().await;
    let body = json!({ "content": "a", "embeds": [{ "title": "t", "type": "video", "provider": { "name": "fake" } }] });
    let sent = scene.member.post(&scene.at("/messages"), body).await.ok();
    assert_eq!(sent["embeds"], json!([{ "type": "rich", "title": "t" }]));
    let path = scene.at(&format!("/messages/{}", id_of(&sent)));

    let edited = scene.member.patch(&path, json!({ "content": "b" })).await.ok();
    assert_eq!((&edited["content"], &edited["embeds"][0]["title"]), (&json!("b"), &json!("t")));
    assert!(edited["edited_timestamp"].is_string());
    assert_eq!(scene.owner.patch(&path, json!({ "content": "c" })).await.refused(403), 50_005);
    let hidden = scene.owner.patch(&path, json!({ "flags": 4 })).await.ok();
    assert_eq!((&hidden["flags"], &hidden["content"]), (&json!(4), &json!("b")));
    assert_eq!(scene.member.patch(&path, json!({ "content": "", "embeds": [] })).await.refused(400), 50_006);
}

#[tokio::test]
async fn an_answer_that_is_emptied_does_not_live_on_what_it_quotes() {
    let scene = Scene::set().await;
    let quoted = scene.said(&scene.owner, "quoted").await;
    let body = json!({ "content": "re", "message_reference": { "message_id": quoted } });
    let reply = scene.member.post(&scene.at("/messages"), body).await.ok();
    let path = scene.at(&format!("/messages/{}", id_of(&reply)));
    assert_eq!(scene.member.patch(&path, json!({ "content": "" })).await.refused(400), 50_006);
}

#[tokio::test]
async fn nobody_mentions_everybody_by_an_edit() {
    let scene = Scene::set().await;
    let id = scene.said(&scene.member, "hello").await;
    let edited = scene
        .member
        .patch(&scene.at(&format!("/messages/{id}")), json!({ "content": "@everyone" }))
        .await
        .ok();
    let allowed = scene.owner.get(&format!("/guilds/{}/roles", scene.guild)).await.ok();
    let everyone =
        allowed[0]["permissions"].as_str().and_then(|bits| bits.parse::<u64>().ok()).expect("bits");
    assert_eq!(edited["mention_everyone"], json!(everyone & (1 << 17) != 0));
}
