//! `/guilds/{guild_id}/members`

use parvis_testing::{Person, Socket, TestServer};
use serde_json::json;

async fn village() -> (TestServer, Person, Person, String) {
    let server = TestServer::start().await;
    let (ada, eve) = (server.person("ada").await, server.person("eve").await);
    let guild = ada.make_guild("Place").await;
    ada.bring_in(guild["system_channel_id"].as_str().expect("a channel"), &eve).await;
    let path = format!("/guilds/{}/members", guild["id"].as_str().expect("an id"));
    (server, ada, eve, path)
}

#[tokio::test]
async fn people_are_found_by_the_beginning_of_any_of_their_names() {
    let (server, ada, eve, path) = village().await;
    ada.patch(&format!("{path}/{}", eve.id), json!({ "nick": "Éloïse du Moulin" })).await.ok();
    eve.patch("/users/@me", json!({ "global_name": "Zoé" })).await.ok();
    let guild = path.split('/').nth(2).expect("the guild's id");
    for (query, found) in
        [("elo", 1), ("ÉLO", 1), ("eve", 1), ("zoe", 1), ("moulin", 0), ("%25", 0), ("a", 1)]
    {
        let answer = ada.get(&format!("/guilds/{guild}/members/search?query={query}&limit=10")).await.ok();
        assert_eq!(answer.as_array().map(Vec::len), Some(found), "{query}");
    }
    ada.get(&format!("{path}/search?query=a&limit=1001")).await.refused(400);
    ada.get(&format!("{path}/search?query=")).await.refused(400);
    drop(server);
}

#[tokio::test]
async fn the_whole_list_is_for_those_who_look_after_members() {
    let (server, ada, eve, path) = village().await;
    let all = ada.get(&format!("{path}?limit=1000")).await.ok();
    assert_eq!(all.as_array().map(Vec::len), Some(2));
    let after = ada.get(&format!("{path}?limit=1000&after={}", ada.id)).await.ok();
    assert_eq!(after[0]["user"]["id"], eve.id.as_str());
    assert_eq!(ada.get(&path).await.ok().as_array().map(Vec::len), Some(1), "one, unless more are asked for");
    assert_eq!(eve.get(&path).await.refused(403), 50_013);
    for limit in ["0", "1001", "-1", "9223372036854775808", "x"] {
        ada.get(&format!("{path}?limit={limit}")).await.refused(400);
    }
    drop(server);
}

#[tokio::test]
async fn a_timeout_ends_within_28_days_and_silences() {
    let (server, ada, eve, path) = village().await;
    let at = |days: i64| {
        let ms = server.app().now_ms() + days * 86_400_000;
        json!({ "communication_disabled_until": parvis_model::Timestamp::from_unix_ms(ms) })
    };
    let target = format!("{path}/{}", eve.id);
    assert_eq!(ada.patch(&target, at(29)).await.refused(400), 50_035);
    let mut socket = Socket::identify(&server, &eve, 0).await;
    let member = ada.patch(&target, at(1)).await.ok();
    assert!(member["communication_disabled_until"].is_string());
    let told = socket.wait_for("GUILD_MEMBER_UPDATE").await;
    assert_eq!(told["communication_disabled_until"], member["communication_disabled_until"]);
    let channel = ada.get(path.trim_end_matches("/members")).await.ok()["system_channel_id"].clone();
    let say = format!("/channels/{}/messages", channel.as_str().expect("a channel"));
    assert_eq!(eve.post(&say, json!({ "content": "hé" })).await.refused(403), 50_013);
    assert_eq!(eve.patch(&format!("{path}/@me"), json!({ "nick": "Ève" })).await.refused(403), 50_013);
    ada.patch(&target, json!({ "communication_disabled_until": null })).await.ok();
    eve.post(&say, json!({ "content": "hé" })).await.ok();
}

#[tokio::test]
async fn a_membership_has_no_fields_but_those_that_are_offered() {
    let (server, ada, eve, path) = village().await;
    let before = ada.get(&format!("{path}/{}", eve.id)).await.ok();
    let body = json!({
        "user": { "id": ada.id }, "joined_at": "2015-01-01T00:00:00Z", "pending": true, "flags": 0xffff,
        "premium_since": "2015-01-01T00:00:00Z", "permissions": "8",
    });
    let after = ada.patch(&format!("{path}/{}", eve.id), body).await.ok();
    assert_eq!(after["flags"], 4, "of the flags only BYPASSES_VERIFICATION can be set");
    for key in ["user", "joined_at", "pending", "premium_since", "roles"] {
        assert_eq!(after[key], before[key], "{key}");
    }
    assert_eq!(ada.patch(&format!("{path}/{}", eve.id), json!({ "channel_id": "1" })).await.refused(501), 0);
    assert_eq!(
        ada.patch(&format!("{path}/{}", eve.id), json!({ "roles": ["1"] })).await.refused(404),
        10_011
    );
    assert_eq!(
        ada.patch(&format!("{path}/{}", eve.id), json!({ "nick": "x".repeat(33) })).await.refused(400),
        50_035
    );
    drop(server);
}

#[tokio::test]
async fn own_names_change_by_both_spellings() {
    let (server, _, eve, path) = village().await;
    assert_eq!(eve.patch(&format!("{path}/@me"), json!({ "nick": " Ève " })).await.ok()["nick"], "Ève");
    assert_eq!(
        eve.patch(&format!("{path}/@me/nick"), json!({ "nick": "" })).await.ok(),
        json!({ "nick": null })
    );
    drop(server);
}

#[tokio::test]
async fn roles_come_and_go_with_an_entry_that_names_them() {
    let (server, ada, eve, path) = village().await;
    let guild = path.trim_end_matches("/members");
    let role = ada.post(&format!("{guild}/roles"), json!({ "name": "voisins" })).await.ok();
    let id = role["id"].as_str().expect("an id");
    ada.put(&format!("{path}/{}/roles/{id}", eve.id), json!({})).await.ok();
    ada.put(&format!("{path}/{}/roles/{id}", eve.id), json!({})).await.ok();
    let member = ada.patch(&format!("{path}/{}", eve.id), json!({ "roles": [] })).await.ok();
    assert_eq!(member["roles"], json!([]));
    let log = ada.get(&format!("{guild}/audit-logs?action_type=25")).await.ok();
    let entries = log["audit_log_entries"].as_array().expect("entries");
    let named = json!([{ "id": id, "name": "voisins" }]);
    assert_eq!(entries.len(), 2, "what changes nothing is not written down");
    assert_eq!(entries[0]["changes"], json!([{ "key": "$remove", "new_value": named }]));
    assert_eq!(entries[1]["changes"], json!([{ "key": "$add", "new_value": named }]));
    drop(server);
}

#[tokio::test]
async fn who_is_kicked_is_gone_and_may_come_back() {
    let (server, ada, eve, path) = village().await;
    let mut socket = Socket::identify(&server, &eve, 0).await;
    ada.delete(&format!("{path}/{}", eve.id)).await.ok();
    socket.wait_for("GUILD_DELETE").await;
    assert_eq!(ada.delete(&format!("{path}/{}", eve.id)).await.refused(404), 10_007);
    assert_eq!(ada.delete(&format!("{path}/{}", ada.id)).await.refused(403), 50_013);
    let guild = ada.get(path.trim_end_matches("/members")).await.ok();
    ada.bring_in(guild["system_channel_id"].as_str().expect("a channel"), &eve).await;
    eve.get(&format!("{path}/{}", eve.id)).await.ok();
}

#[tokio::test]
async fn the_role_of_a_bot_leaves_with_it() {
    let (server, ada, _, path) = village().await;
    let guild = path.trim_end_matches("/members");
    let bot = server.bot(&ada, "robot").await;
    ada.add_bot(guild.trim_start_matches("/guilds/"), &bot, 8).await;
    let roles = |roles: serde_json::Value| roles.as_array().map(Vec::len);
    assert_eq!(roles(ada.get(&format!("{guild}/roles")).await.ok()), Some(2));
    ada.delete(&format!("{path}/{}", bot.id)).await.ok();
    assert_eq!(roles(ada.get(&format!("{guild}/roles")).await.ok()), Some(1));
    assert_eq!(bot.get(guild).await.refused(404), 10_004);
}
