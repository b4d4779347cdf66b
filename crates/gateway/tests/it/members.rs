//! REQUEST_GUILD_MEMBERS, presences and large guilds.

use std::collections::HashSet;

use parvis_model::ApplicationFlags;
use parvis_testing::seed;
use serde_json::json;

use crate::client::GatewayClient;
use crate::square::{EVERYTHING, Square};

#[tokio::test]
async fn all_members_come_in_chunks_of_a_thousand_each_once() {
    let square = Square::open().await;
    let crowd = seed::accounts(square.app(), "crowd", 2_300, None).await;
    seed::join(square.app(), square.guild_id, &crowd).await;
    let (mut client, guild) = square.listen(&square.bot, EVERYTHING).await;
    assert_eq!(guild["large"], true);
    assert_eq!(guild["member_count"], 2_302);
    assert!(guild["members"].as_array().is_some_and(|members| members.len() < 10));
    // Python libraries send the id as a number.
    let request = json!({ "guild_id": square.guild_id.get(), "query": "", "limit": 0, "nonce": "n" });
    client.send(json!({ "op": 8, "d": request })).await;
    let mut seen = HashSet::new();
    for index in 0..3 {
        let chunk = client.event("GUILD_MEMBERS_CHUNK").await;
        assert_eq!((&chunk["chunk_index"], &chunk["chunk_count"]), (&json!(index), &json!(3)));
        assert_eq!(chunk["nonce"], "n");
        for member in chunk["members"].as_array().expect("members") {
            assert!(seen.insert(member["user"]["id"].as_str().expect("an id").to_owned()));
        }
    }
    assert_eq!(seen.len(), 2_302);
}

#[tokio::test]
async fn members_are_found_by_id_and_by_the_beginning_of_their_name() {
    let square = Square::open().await;
    let (mut client, _) = square.listen(&square.bot, EVERYTHING).await;
    let ids = json!([square.owner.id(), "1"]);
    let request =
        json!({ "guild_id": square.guild_id, "user_ids": ids, "presences": true, "nonce": "x".repeat(33) });
    client.send(json!({ "op": 8, "d": request })).await;
    let chunk = client.event("GUILD_MEMBERS_CHUNK").await;
    assert_eq!(chunk["members"][0]["user"]["id"], json!(square.owner.id()));
    assert_eq!(chunk["not_found"], json!(["1"]));
    assert_eq!(chunk["presences"], json!([]));
    assert!(chunk["nonce"].is_null(), "a nonce that is too long is left out");
    let request = json!({ "guild_id": square.guild_id, "query": "OWN", "limit": 5 });
    client.send(json!({ "op": 8, "d": request })).await;
    let chunk = client.event("GUILD_MEMBERS_CHUNK").await;
    assert_eq!(chunk["members"].as_array().map(Vec::len), Some(1));
}

#[tokio::test]
async fn presences_are_told_merged_and_invisible_is_offline() {
    let square = Square::open().await;
    let (mut watcher, _) = square.listen(&square.bot, EVERYTHING).await;
    let other = seed::accounts(square.app(), "other", 1, Some(ApplicationFlags::NONE)).await.remove(0);
    seed::join(square.app(), square.guild_id, std::slice::from_ref(&other)).await;
    let identify =
        json!({ "token": other.token, "intents": 1, "presence": { "status": "idle", "activities": [] } });
    let (mut client, _) = GatewayClient::identified(&square.url(), identify).await;
    let is_other = |event: &serde_json::Value| {
        event["t"] == "PRESENCE_UPDATE" && event["d"]["user"]["id"] == json!(other.id())
    };
    let mut status = Vec::new();
    status.push(watcher.events_until(is_other).await.pop().expect("one")["d"]["status"].clone());
    for set in ["dnd", "invisible", "online"] {
        let presence = json!({ "status": set, "activities": [{ "name": "chess", "type": 0 }], "since": null, "afk": false });
        client.send(json!({ "op": 3, "d": presence })).await;
        let told = watcher.events_until(is_other).await.pop().expect("one");
        assert_eq!(told["d"]["activities"].as_array().map(Vec::len), Some(usize::from(set != "invisible")));
        status.push(told["d"]["status"].clone());
    }
    assert_eq!(json!(status), json!(["idle", "dnd", "offline", "online"]));
    let close = tokio_tungstenite::tungstenite::protocol::CloseFrame { code: 1000.into(), reason: "".into() };
    client.send_raw(tokio_tungstenite::tungstenite::Message::Close(Some(close))).await;
    let told = watcher.events_until(is_other).await.pop().expect("one");
    assert_eq!(told["d"]["status"], "offline");
}

#[tokio::test]
async fn a_person_s_member_list_follows_who_comes_goes_and_is_there() {
    let square = Square::open().await;
    let identify = json!({ "token": square.owner.token });
    let (mut client, _) = GatewayClient::identified(&square.url(), identify).await;
    let look =
        json!({ "guild_id": square.guild_id, "channels": { square.channel_id.to_string(): [[0, 99]] } });
    client.send(json!({ "op": 14, "d": look })).await;
    let list = client.event("GUILD_MEMBER_LIST_UPDATE").await;
    assert_eq!(list["id"], "everyone");
    assert_eq!((&list["member_count"], &list["online_count"]), (&json!(2), &json!(1)));
    assert_eq!(list["groups"], json!([{ "id": "online", "count": 1 }, { "id": "offline", "count": 1 }]));
    let items = list["ops"][0]["items"].as_array().expect("lines");
    assert_eq!(items.len(), 4);
    assert_eq!(items[1]["member"]["user"]["id"], json!(square.owner.id()));
    assert_eq!(items[1]["member"]["presence"]["status"], "online");
    assert!(items[3]["member"]["presence"].is_null());
    let (bot, _) = square.listen(&square.bot, 1).await;
    let list = client.event("GUILD_MEMBER_LIST_UPDATE").await;
    assert_eq!(list["online_count"], 2);
    assert!(list["ops"].as_array().is_some_and(|ops| ops.iter().all(|op| op["op"] != "SYNC")), "{list}");
    seed::kick(square.app(), square.guild_id, &square.bot).await;
    let list = client.event("GUILD_MEMBER_LIST_UPDATE").await;
    assert_eq!(list["groups"], json!([{ "id": "online", "count": 1 }]));
    drop(bot);
}
