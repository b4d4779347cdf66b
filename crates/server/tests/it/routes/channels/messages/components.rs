//! Components, flags and voice messages of `POST` and `PATCH /channels/{channel_id}/messages`.

use parvis_testing::Answer;
use reqwest::multipart::{Form, Part};
use serde_json::{Value, json};

use crate::routes::channels::{Scene, id_of};

const LAYOUT: u64 = 1 << 15;
const VOICE: u64 = 1 << 13;

#[tokio::test]
async fn a_layout_shows_files_of_its_message_and_stays_valid_when_it_is_sent_back() {
    let scene = Scene::set().await;
    let payload = json!({ "flags": LAYOUT, "components": [{ "type": 17, "components": [
        { "type": 10, "content": "Le plan" },
        { "type": 12, "items": [{ "media": { "url": "attachment://plan.png" }, "description": "la place" }] },
        { "type": 13, "file": { "url": "attachment://plan.png" } },
    ] }] });
    let picture = include_bytes!("../../../schema/pixel.png").to_vec();
    let form = Form::new()
        .text("payload_json", payload.to_string())
        .part("files[0]", Part::bytes(picture).file_name("plan.png"));
    let said = scene.member.post_form(&scene.at("/messages"), form).await.ok();
    let parts = &said["components"][0]["components"];
    let file = &said["attachments"][0];
    assert_eq!(parts[1]["items"][0]["media"]["url"], file["url"]);
    assert_eq!((&parts[2]["name"], &parts[2]["size"]), (&json!("plan.png"), &file["size"]));
    let path = scene.at(&format!("/messages/{}", id_of(&said)));
    let again = json!({ "components": said["components"] });
    let edited = scene.member.patch(&path, again).await.ok();
    assert_eq!(edited["components"], said["components"]);
    let missing = json!({ "components": [{ "type": 13, "file": { "url": "attachment://autre.png" } }] });
    assert_eq!(scene.member.patch(&path, missing).await.refused(400), 50_035);
}

#[tokio::test]
async fn a_layout_has_neither_content_nor_embeds() {
    let scene = Scene::set().await;
    let text = json!([{ "type": 10, "content": "x" }]);
    for (field, value) in [("content", json!("y")), ("embeds", json!([{ "title": "y" }]))] {
        let mut body = json!({ "flags": LAYOUT, "components": text });
        body[field] = value;
        let answer = scene.member.post(&scene.at("/messages"), body).await;
        assert_eq!(answer.refused(400), 50_035);
        assert!(answer.json()["errors"][field].is_object(), "{}", answer.text);
    }
    let without_flag = scene.member.post(&scene.at("/messages"), json!({ "components": text })).await;
    assert_eq!(without_flag.refused(400), 50_035);
}

#[tokio::test]
async fn texts_of_a_layout_mention_as_content_does() {
    let scene = Scene::set().await;
    let text = json!([{ "type": 10, "content": format!("Bonjour <@{}>", scene.owner.id) }]);
    let body = json!({ "flags": LAYOUT, "components": text });
    let said = scene.member.post(&scene.at("/messages"), body.clone()).await.ok();
    assert_eq!(said["mentions"][0]["id"], json!(scene.owner.id));
    let mut silent = body;
    silent["allowed_mentions"] = json!({ "parse": [] });
    let said = scene.member.post(&scene.at("/messages"), silent).await.ok();
    assert_eq!(said["mentions"], json!([]));
}

async fn voice(scene: &Scene, filename: &str, payload: Value) -> Answer {
    let sound = Part::bytes(b"OggS\0\x02not really".to_vec()).file_name(filename.to_owned());
    let form = Form::new().text("payload_json", payload.to_string()).part("files[0]", sound);
    scene.member.post_form(&scene.at("/messages"), form).await
}

#[tokio::test]
async fn a_voice_message_is_one_recording_with_its_length_and_nothing_else() {
    let scene = Scene::set().await;
    let about = json!([{ "id": 0, "duration_secs": 2.5, "waveform": "AAD/AA==" }]);
    let said = voice(&scene, "voix.ogg", json!({ "flags": VOICE, "attachments": about })).await.ok();
    let path = scene.at(&format!("/messages/{}", id_of(&said)));
    for message in [said, scene.owner.get(&path).await.ok()] {
        let file = &message["attachments"][0];
        assert_eq!((&file["duration_secs"], &file["waveform"]), (&json!(2.5), &json!("AAD/AA==")));
        assert_eq!(message["flags"], json!(VOICE));
    }
    assert_eq!(scene.member.patch(&path, json!({ "content": "x" })).await.refused(400), 50_162);
    let with_text = json!({ "flags": VOICE, "content": "x", "attachments": about });
    assert_eq!(voice(&scene, "voix.ogg", with_text).await.refused(400), 50_159);
    let picture = json!({ "flags": VOICE, "attachments": about });
    assert_eq!(voice(&scene, "photo.png", picture).await.refused(400), 50_160);
    assert_eq!(voice(&scene, "voix.ogg", json!({ "flags": VOICE })).await.refused(400), 50_161);
    let everyone = format!("/guilds/{}/roles/{}", scene.guild, scene.guild);
    let without: u64 = (1 << 10) | (1 << 11) | (1 << 15) | (1 << 16);
    scene.owner.patch(&everyone, json!({ "permissions": without.to_string() })).await.ok();
    let refused = voice(&scene, "voix.ogg", json!({ "flags": VOICE, "attachments": about })).await;
    assert_eq!(refused.refused(403), 50_173);
}

#[tokio::test]
async fn embeds_are_hidden_by_the_author_or_a_moderator() {
    let scene = Scene::set().await;
    let body = json!({ "content": "x", "embeds": [{ "title": "y" }], "flags": 1 << 12 });
    let said = scene.member.post(&scene.at("/messages"), body).await.ok();
    assert_eq!(said["flags"], 1 << 12, "told without a sound");
    let path = scene.at(&format!("/messages/{}", id_of(&said)));
    assert_eq!(scene.member.patch(&path, json!({ "flags": 4 })).await.ok()["flags"], (1 << 12) | 4);
    let shown = scene.owner.patch(&path, json!({ "flags": 0 })).await.ok();
    assert_eq!((&shown["flags"], &shown["edited_timestamp"]), (&json!(1 << 12), &json!(null)));
}
