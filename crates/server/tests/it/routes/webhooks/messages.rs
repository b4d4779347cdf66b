//! `/webhooks/{webhook_id}/{webhook_token}/messages/{message_id}`

use parvis_testing::{ALL_INTENTS, Socket};
use serde_json::json;

use super::Hook;
use crate::routes::channels::id_of;

#[tokio::test]
async fn a_webhook_reads_changes_and_deletes_its_own_messages() {
    let hook = Hook::set().await;
    let said = hook.post(json!({ "content": "brouillon", "username": "Scribe" })).await.ok();
    let path = hook.at(&format!("/messages/{}", id_of(&said)));
    assert_eq!(hook.nobody.get(&path).await.ok()["content"], "brouillon");
    let mut socket = Socket::identify(&hook.scene.server, &hook.scene.member, ALL_INTENTS).await;
    let edited = hook.nobody.patch(&path, json!({ "content": "au propre" })).await.ok();
    assert_eq!((&edited["content"], &edited["author"]["username"]), (&json!("au propre"), &json!("Scribe")));
    assert!(edited["edited_timestamp"].is_string());
    assert_eq!(socket.wait_for("MESSAGE_UPDATE").await["content"], "au propre");
    hook.nobody.delete(&path).await.ok();
    assert_eq!(socket.wait_for("MESSAGE_DELETE").await["id"], said["id"]);
    assert_eq!(hook.nobody.get(&path).await.refused(404), 10_008);
}

#[tokio::test]
async fn messages_of_others_and_of_other_channels_do_not_exist_for_it() {
    let hook = Hook::set().await;
    let theirs = hook.scene.said(&hook.scene.member, "à moi").await;
    let other = hook.scene.owner.post(&hook.scene.at("/webhooks"), json!({ "name": "Autre" })).await.ok();
    let path = format!("/webhooks/{}/{}", id_of(&other), other["token"].as_str().expect("a secret"));
    let by_other = hook.nobody.post(&format!("{path}?wait=true"), json!({ "content": "x" })).await.ok();
    for id in [theirs, id_of(&by_other), "1".to_owned()] {
        let path = hook.at(&format!("/messages/{id}"));
        assert_eq!(hook.nobody.get(&path).await.refused(404), 10_008);
        assert_eq!(hook.nobody.patch(&path, json!({ "content": "y" })).await.refused(404), 10_008);
        assert_eq!(hook.nobody.delete(&path).await.refused(404), 10_008);
    }
    let path = hook.at("/messages/pas-un-nombre");
    assert_eq!(hook.nobody.get(&path).await.refused(400), 50_035);
}

#[tokio::test]
async fn moderators_delete_what_a_webhook_wrote_and_nobody_edits_it() {
    let hook = Hook::set().await;
    let said = hook.post(json!({ "content": "x" })).await.ok();
    let path = hook.scene.at(&format!("/messages/{}", id_of(&said)));
    assert_eq!(hook.scene.owner.patch(&path, json!({ "content": "y" })).await.refused(403), 50_005);
    assert_eq!(hook.scene.member.delete(&path).await.refused(403), 50_013);
    let hidden = hook.scene.owner.patch(&path, json!({ "flags": 4 })).await.ok();
    assert_eq!(hidden["flags"], 4);
    hook.scene.owner.delete(&path).await.ok();
}

#[tokio::test]
async fn a_message_becomes_a_layout_once_and_for_all() {
    let hook = Hook::set().await;
    let said = hook.post(json!({ "content": "texte" })).await.ok();
    let path = hook.at(&format!("/messages/{}", id_of(&said)));
    let text = json!([{ "type": 10, "content": "mis en page" }]);
    let refused = hook.nobody.patch(&path, json!({ "components": text })).await;
    assert_eq!(refused.refused(400), 50_035, "without the flag only rows are taken");
    let both = json!({ "flags": 1 << 15, "components": text });
    assert_eq!(hook.nobody.patch(&path, both).await.refused(400), 50_035, "the old text is still there");
    let whole = json!({ "flags": 1 << 15, "content": null, "components": text });
    let laid_out = hook.nobody.patch(&path, whole).await.ok();
    assert_eq!((&laid_out["flags"], &laid_out["components"][0]["id"]), (&json!(1 << 15), &json!(1)));
    let back = hook.nobody.patch(&path, json!({ "flags": 0, "content": "texte" })).await;
    assert_eq!(back.refused(400), 50_035);
}
