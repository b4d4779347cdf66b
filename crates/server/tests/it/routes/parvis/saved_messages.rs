//! `/parvis/v1/users/@me/saved-messages`

use parvis_testing::{Person, Socket, TestServer};
use serde_json::{Value, json};

const ALL: &str = "/parvis/v1/users/@me/saved-messages";

/// A guild of ada's in which eve is.
async fn square(server: &TestServer) -> (Person, Person, String, String) {
    let (ada, eve) = (server.person("ada").await, server.person("eve").await);
    let guild = ada.make_guild("The square").await["id"].as_str().expect("an id").to_owned();
    let channel = ada.first_channel(&guild).await;
    ada.bring_in(&channel, &eve).await;
    (ada, eve, guild, channel)
}

fn contents(page: &Value) -> Vec<&str> {
    let items = page["items"].as_array().expect("a list");
    items.iter().filter_map(|item| item["message"]["content"].as_str()).collect()
}

#[tokio::test]
async fn what_is_saved_is_shown_to_its_keeper_alone_the_last_first() {
    let server = TestServer::start().await;
    let (ada, eve, guild, channel) = square(&server).await;
    let direct = eve.post("/users/@me/channels", json!({ "recipient_id": ada.id })).await.ok();
    let direct = direct["id"].as_str().expect("an id").to_owned();
    let mut socket = Socket::identify(&server, &eve, 0).await;
    let mut said = Vec::new();
    for (place, text) in [(&channel, "one"), (&direct, "two"), (&channel, "three")] {
        said.push(eve.say(place, text).await);
        let path = format!("{ALL}/{place}/{}", said[said.len() - 1]["id"].as_str().expect("an id"));
        eve.put(&path, json!({})).await.ok();
        eve.put(&path, json!({})).await.ok();
    }
    let page = eve.get(ALL).await.ok();
    assert_eq!((contents(&page), &page["has_more"]), (vec!["three", "two", "one"], &json!(false)));
    assert_eq!((&page["items"][0]["guild_id"], &page["items"][1]["guild_id"]), (&json!(guild), &Value::Null));
    let told = socket.wait_for("SAVED_MESSAGE_CREATE").await;
    let saved_at = &page["items"][2]["saved_at"];
    assert_eq!(told, json!({ "channel_id": channel, "message_id": said[0]["id"], "saved_at": saved_at }));
    assert_eq!(contents(&ada.get(ALL).await.ok()), [""; 0]);

    let first = eve.get(&format!("{ALL}?limit=2")).await.ok();
    assert_eq!((contents(&first), &first["has_more"]), (vec!["three", "two"], &json!(true)));
    let before = first["items"][1]["saved_at"].as_str().expect("a moment").replace('+', "%2B");
    let rest = eve.get(&format!("{ALL}?limit=2&before={before}")).await.ok();
    assert_eq!((contents(&rest), &rest["has_more"]), (vec!["one"], &json!(false)));
    for wrong in ["limit=0", "limit=51", "before=soon"] {
        assert_eq!(eve.get(&format!("{ALL}?{wrong}")).await.refused(400), 50_035, "{wrong}");
    }

    let path = format!("{ALL}/{channel}/{}", said[2]["id"].as_str().expect("an id"));
    eve.delete(&path).await.ok();
    eve.delete(&path).await.ok();
    let told = socket.wait_for("SAVED_MESSAGE_DELETE").await;
    assert_eq!(told, json!({ "channel_id": channel, "message_id": said[2]["id"] }));
    assert_eq!(contents(&eve.get(ALL).await.ok()), ["two", "one"]);
}

#[tokio::test]
async fn what_one_may_not_read_any_more_is_hidden_until_one_may_again() {
    let server = TestServer::start().await;
    let (ada, eve, guild, channel) = square(&server).await;
    let said = ada.say(&channel, "for later").await;
    let gone = ada.say(&channel, "soon gone").await;
    let path = |message: &Value| format!("{ALL}/{channel}/{}", message["id"].as_str().expect("an id"));
    eve.put(&path(&said), json!({})).await.ok();
    eve.put(&path(&gone), json!({})).await.ok();
    let id = gone["id"].as_str().expect("an id");
    ada.delete(&format!("/channels/{channel}/messages/{id}")).await.ok();
    assert_eq!(contents(&eve.get(ALL).await.ok()), ["for later"]);
    assert_eq!(eve.put(&path(&gone), json!({})).await.refused(404), 10_008);

    let overwrite = format!("/channels/{channel}/permissions/{guild}");
    ada.put(&overwrite, json!({ "type": 0, "allow": "0", "deny": "1024" })).await.ok();
    assert_eq!(contents(&eve.get(ALL).await.ok()), [""; 0]);
    assert_eq!(eve.put(&path(&said), json!({})).await.refused(404), 10_003);
    ada.delete(&overwrite).await.ok();
    assert_eq!(contents(&eve.get(ALL).await.ok()), ["for later"]);
    ada.put(&overwrite, json!({ "type": 0, "allow": "0", "deny": "1024" })).await.ok();
    eve.delete(&path(&said)).await.ok();
    ada.delete(&overwrite).await.ok();
    assert_eq!(contents(&eve.get(ALL).await.ok()), [""; 0], "what is hidden can be forgotten, too");
}
