//! Forwards: `POST /channels/{channel_id}/messages` with a reference of type 1

use parvis_testing::{ALL_INTENTS, Socket};
use reqwest::multipart::{Form, Part};
use serde_json::{Value, json};

use crate::routes::channels::{Scene, id_of};

const CANARY: &str = "canari-transmis";

fn forward(channel: &str, message: &str) -> Value {
    json!({ "message_reference": { "type": 1, "channel_id": channel, "message_id": message } })
}

/// Another channel of the guild.
async fn channel(scene: &Scene, body: Value) -> String {
    id_of(&scene.owner.post(&format!("/guilds/{}/channels", scene.guild), body).await.ok())
}

async fn hidden(scene: &Scene) -> String {
    let deny = json!([{ "id": scene.guild, "type": 0, "allow": "0", "deny": "1024" }]);
    channel(scene, json!({ "name": "cachette", "permission_overwrites": deny })).await
}

/// The file of the message that a forward shows, at this server's own address.
async fn file_of(scene: &Scene, forwarded: &Value) -> parvis_testing::Answer {
    let url =
        forwarded["message_snapshots"][0]["message"]["attachments"][0]["url"].as_str().expect("an address");
    let path = &url[url.find("/attachments/").expect("a path of a file")..];
    scene.server.anonymous().get(&format!("{}{path}", scene.server.url())).await
}

#[tokio::test]
async fn a_forward_shows_the_message_with_its_files_and_without_its_author() {
    let scene = Scene::set().await;
    let other = channel(&scene, json!({ "name": "ailleurs" })).await;
    let payload = json!({
        "content": format!("<@{}> lis ceci", scene.member.id),
        "attachments": [{ "id": 0, "description": "une liste" }],
    });
    let form = Form::new()
        .text("payload_json", payload.to_string())
        .part("files[0]", Part::bytes(b"du pain".to_vec()).file_name("liste.txt"));
    let said = scene.owner.post_form(&scene.at("/messages"), form).await.ok();
    let mut socket = Socket::identify(&scene.server, &scene.member, ALL_INTENTS).await;
    let path = format!("/channels/{other}/messages");
    let sent = scene.member.post(&path, forward(&scene.channel, &id_of(&said))).await.ok();
    let told = socket.wait_for("MESSAGE_CREATE").await;
    assert_eq!(told["message_snapshots"], sent["message_snapshots"]);
    assert_eq!(
        (&sent["content"], &sent["mentions"], &sent["attachments"]),
        (&json!(""), &json!([]), &json!([]))
    );
    assert_eq!((&sent["type"], &sent["flags"]), (&json!(0), &json!(1 << 14)));
    let shown = &sent["message_snapshots"][0]["message"];
    assert_eq!((&shown["content"], &shown["timestamp"]), (&said["content"], &said["timestamp"]));
    assert_eq!(shown["mentions"][0]["id"], json!(scene.member.id));
    assert_eq!(shown["attachments"][0]["description"], "une liste");
    assert!(shown.get("author").is_none() && !shown.to_string().contains(&scene.owner.id), "{shown}");
    let reference = &sent["message_reference"];
    assert_eq!((&reference["type"], &reference["message_id"]), (&json!(1), &said["id"]));
    // It is a copy: it stays when the message goes, and goes by itself.
    assert_eq!(file_of(&scene, &sent).await.text, "du pain");
    scene.owner.delete(&scene.at(&format!("/messages/{}", id_of(&said)))).await.ok();
    let read = scene.member.get(&format!("{path}/{}", id_of(&sent))).await.ok();
    assert_eq!(read["message_snapshots"][0]["message"]["content"], said["content"]);
    assert_eq!(file_of(&scene, &read).await.text, "du pain");
    scene.member.delete(&format!("{path}/{}", id_of(&sent))).await.ok();
    assert_eq!(file_of(&scene, &read).await.status, 404);
}

#[tokio::test]
async fn what_one_may_not_read_is_forwarded_as_what_does_not_exist() {
    let scene = Scene::set().await;
    let hidden = hidden(&scene).await;
    let secret = id_of(&scene.owner.say(&hidden, CANARY).await);
    let path = scene.at("/messages");
    let nothing = scene.member.post(&path, forward(&scene.channel, "1")).await;
    assert_eq!(nothing.refused(400), 50_035);
    for (channel, message) in [(&*hidden, &*secret), (&*scene.channel, &*secret), ("1", "1"), (&*hidden, "1")]
    {
        let refused = scene.member.post(&path, forward(channel, message)).await;
        assert_eq!((refused.status, &refused.text), (nothing.status, &nothing.text), "{channel} {message}");
    }
    // Who sees the channel but not its past has nothing to forward either.
    let closed = json!({ "type": 0, "allow": "1024", "deny": "65536" });
    scene.owner.put(&format!("/channels/{hidden}/permissions/{}", scene.guild), closed).await.ok();
    assert_eq!(scene.member.post(&path, forward(&hidden, &secret)).await.text, nothing.text);
}

#[tokio::test]
async fn a_hidden_place_is_not_named_by_what_was_forwarded_from_it() {
    let scene = Scene::set().await;
    let hidden = hidden(&scene).await;
    let said = id_of(&scene.owner.say(&hidden, "à tous").await);
    let sent = scene.owner.post(&scene.at("/messages"), forward(&hidden, &said)).await;
    let reference = sent.ok()["message_reference"].clone();
    assert_eq!(reference, json!({ "type": 1, "channel_id": scene.channel, "guild_id": scene.guild }));
    assert!(!sent.text.contains(&hidden) && !sent.text.contains(&said), "{}", sent.text);
    let dm = scene.owner.post("/users/@me/channels", json!({ "recipient_id": scene.member.id })).await.ok();
    let word = id_of(&scene.owner.say(&id_of(&dm), "entre nous").await);
    let sent = scene.owner.post(&scene.at("/messages"), forward(&id_of(&dm), &word)).await;
    assert!(sent.status == 200 && !sent.text.contains(&id_of(&dm)), "{}", sent.text);
}

#[tokio::test]
async fn a_forward_stands_alone_and_stays_as_it_was() {
    let scene = Scene::set().await;
    let said = scene.said(&scene.owner, "bonjour").await;
    let path = scene.at("/messages");
    let mut body = forward(&scene.channel, &said);
    body["content"] = json!("regardez");
    assert!(scene.member.post(&path, body).await.text.contains("FORWARD_STANDS_ALONE"));
    let mut body = forward(&scene.channel, &said);
    body["message_reference"]["type"] = json!(7);
    assert_eq!(scene.member.post(&path, body).await.refused(400), 50_035);
    let sent = scene.member.post(&path, forward(&scene.channel, &said)).await.ok();
    let one = format!("{path}/{}", id_of(&sent));
    assert_eq!(scene.member.patch(&one, json!({ "content": "autre" })).await.refused(400), 50_068);
    scene.member.patch(&one, json!({ "flags": 4 })).await.ok();
    // A forward of a forward shows the same.
    let again = scene.owner.post(&path, forward(&scene.channel, &id_of(&sent))).await.ok();
    assert_eq!(again["message_snapshots"], sent["message_snapshots"]);
    let webhook = scene.owner.post(&scene.at("/webhooks"), json!({ "name": "Agenda" })).await.ok();
    let webhook = format!("/webhooks/{}/{}", id_of(&webhook), webhook["token"].as_str().expect("a secret"));
    let refused = scene.server.anonymous().post(&webhook, forward(&scene.channel, &said)).await;
    assert!(refused.refused(400) == 50_035 && refused.text.contains("NOT_OFFERED"), "{}", refused.text);
}

#[tokio::test]
async fn files_and_embeds_are_brought_only_where_one_may_bring_them() {
    let scene = Scene::set().await;
    let deny =
        json!([{ "id": scene.guild, "type": 0, "allow": "0", "deny": (1 << 14 | 1 << 15).to_string() }]);
    let bare = channel(&scene, json!({ "name": "nu", "permission_overwrites": deny })).await;
    let form = Form::new().part("files[0]", Part::bytes(b"x".to_vec()).file_name("x.txt"));
    let file = id_of(&scene.owner.post_form(&scene.at("/messages"), form).await.ok());
    let path = format!("/channels/{bare}/messages");
    assert_eq!(scene.member.post(&path, forward(&scene.channel, &file)).await.refused(403), 50_013);
    let embed = json!({ "content": "texte", "embeds": [{ "title": "titre" }] });
    let embed = id_of(&scene.owner.post(&scene.at("/messages"), embed).await.ok());
    let sent = scene.member.post(&path, forward(&scene.channel, &embed)).await.ok();
    assert_eq!(sent["message_snapshots"][0]["message"]["embeds"], json!([]));
}
