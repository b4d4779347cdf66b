//! `/guilds/{guild_id}/bans`

use parvis_testing::{Person, Socket, TestServer};
use serde_json::json;

async fn village() -> (TestServer, Person, Person, String, String) {
    let server = TestServer::start().await;
    let (ada, eve) = (server.person("ada").await, server.person("eve").await);
    let guild = ada.make_guild("Place").await;
    let channel = guild["system_channel_id"].as_str().expect("a channel").to_owned();
    ada.bring_in(&channel, &eve).await;
    let path = format!("/guilds/{}", guild["id"].as_str().expect("an id"));
    (server, ada, eve, path, channel)
}

#[tokio::test]
async fn whoever_is_banned_is_out_with_what_they_wrote_and_does_not_come_back() {
    let (server, ada, eve, path, channel) = village().await;
    let mine = ada.say(&channel, "bonjour").await;
    let mut theirs = Vec::new();
    for number in 0..3 {
        theirs.push(eve.say(&channel, &format!("pub {number}")).await["id"].clone());
    }
    let invite = ada.post(&format!("/channels/{channel}/invites"), json!({})).await.ok();
    let code = invite["code"].as_str().expect("a code");
    let (mut hers, mut his) =
        (Socket::identify(&server, &eve, 0).await, Socket::identify(&server, &ada, 0).await);
    let ban = format!("{path}/bans/{}", eve.id);
    let request = ada.request(reqwest::Method::PUT, &ban).header("x-audit-log-reason", "r%C3%A9clame");
    parvis_testing::Answer::of(request.json(&json!({ "delete_message_seconds": 3600 }))).await.ok();
    hers.wait_for("GUILD_DELETE").await;
    let gone = his.wait_for("MESSAGE_DELETE_BULK").await;
    // Her own greeting goes as well: it stands in her name.
    let ids = gone["ids"].as_array().expect("ids");
    assert!(theirs.iter().all(|id| ids.contains(id)), "{gone}");
    let left = ada.get(&format!("/channels/{channel}/messages")).await.ok();
    let left: Vec<_> = left.as_array().expect("messages").iter().map(|it| it["id"].clone()).collect();
    assert_eq!(left, [mine["id"].clone()]);
    assert_eq!(eve.post(&format!("/invites/{code}"), json!({})).await.refused(403), 40_007);
    let found = ada.get(&ban).await.ok();
    assert_eq!((&found["reason"], &found["user"]["id"]), (&json!("réclame"), &json!(eve.id)));
    ada.delete(&ban).await.ok();
    assert_eq!(ada.delete(&ban).await.refused(404), 10_026);
    eve.post(&format!("/invites/{code}"), json!({})).await.ok();
    let log = ada.get(&format!("{path}/audit-logs?target_id={}", eve.id)).await.ok();
    let kinds: Vec<_> = log["audit_log_entries"]
        .as_array()
        .expect("entries")
        .iter()
        .map(|it| it["action_type"].clone())
        .collect();
    assert_eq!(kinds, [json!(23), json!(22)]);
}

#[tokio::test]
async fn strangers_can_be_banned_and_unknown_accounts_cannot() {
    let (server, ada, _, path, _) = village().await;
    let out = server.person("out").await;
    ada.put(&format!("{path}/bans/{}", out.id), json!({})).await.ok();
    assert_eq!(ada.put(&format!("{path}/bans/1"), json!({})).await.refused(404), 10_013);
    assert_eq!(ada.put(&format!("{path}/bans/{}", ada.id), json!({})).await.refused(403), 50_013);
    for wrong in [json!({ "delete_message_seconds": 604_801 }), json!({ "delete_message_days": 8 })] {
        ada.put(&format!("{path}/bans/{}", out.id), wrong).await.refused(400);
    }
    let bans = ada.get(&format!("{path}/bans?limit=1")).await.ok();
    assert_eq!(bans[0]["user"]["id"], out.id.as_str());
    let none = ada.get(&format!("{path}/bans?after={}", out.id)).await.ok();
    assert_eq!(none, json!([]));
    let before = ada.get(&format!("{path}/bans?before={}", out.id)).await.ok();
    assert_eq!(before, json!([]));
}

#[tokio::test]
async fn many_are_banned_at_once_and_the_others_are_told_back() {
    let (server, ada, eve, path, _) = village().await;
    let out = server.person("out").await;
    let bulk = format!("{path}/bulk-ban");
    let body = json!({ "user_ids": [eve.id, out.id, ada.id, "1", eve.id] });
    let answer = ada.post(&bulk, body).await.ok();
    assert_eq!(answer["banned_users"], json!([eve.id, out.id]));
    assert_eq!(answer["failed_users"], json!(["1", ada.id]));
    assert_eq!(ada.post(&bulk, json!({ "user_ids": [eve.id] })).await.refused(400), 500_000);
    ada.post(&bulk, json!({ "user_ids": [] })).await.refused(400);
    let many: Vec<String> = (1..=201).map(|id: u64| id.to_string()).collect();
    ada.post(&bulk, json!({ "user_ids": many })).await.refused(400);
}

#[tokio::test]
async fn bans_are_found_by_any_part_of_a_name_or_by_id() {
    let (server, ada, eve, path, _) = village().await;
    let mut banned = Vec::new();
    for (name, shown) in [("melanie", None), ("carmel", Some("Éloïse")), ("kim", None)] {
        let person = server.person(name).await;
        if let Some(shown) = shown {
            person.patch("/users/@me", json!({ "global_name": shown })).await.ok();
        }
        ada.put(&format!("{path}/bans/{}", person.id), json!({})).await.ok();
        banned.push(person.id);
    }
    for (query, found) in [
        ("MEL", &banned[..2]),
        ("eloi", &banned[1..2]),
        ("nobody", &[]),
        (banned[2].as_str(), &banned[2..]),
        ("mel&limit=1", &banned[..1]),
    ] {
        let answer = ada.get(&format!("{path}/bans/search?query={query}")).await.ok();
        let ids: Vec<_> = answer.as_array().expect("a list").iter().map(|it| &it["user"]["id"]).collect();
        assert_eq!(ids, found.iter().collect::<Vec<_>>(), "{query}");
    }
    for wrong in ["", "query=", "query=a&limit=0", "query=a&limit=101"] {
        assert_eq!(ada.get(&format!("{path}/bans/search?{wrong}")).await.refused(400), 50_035, "{wrong}");
    }
    assert_eq!(eve.get(&format!("{path}/bans/search?query=a")).await.refused(403), 50_013);
}
