//! `/guilds/{guild_id}/prune`

use std::sync::Arc;

use parvis_app::clock::FixedClock;
use parvis_testing::{Person, TestServer};
use serde_json::json;

const DAY_MS: i64 = 86_400_000;

/// A guild of Ada's with Eve and Zoe; ten days later Ada and Zoe are there again.
struct Village {
    _server: TestServer,
    ada: Person,
    eve: Person,
    path: String,
    guild_id: String,
}

impl Village {
    async fn new() -> Self {
        let clock = Arc::new(FixedClock::at(1_795_328_210_123));
        let server = TestServer::start_with(|_| (), clock.clone()).await;
        let people = ["ada", "eve", "zoe"];
        let (ada, eve, zoe) =
            (server.person(people[0]).await, server.person(people[1]).await, server.person(people[2]).await);
        let guild = ada.make_guild("Place").await;
        let text = |key: &str| guild[key].as_str().expect("an id").to_owned();
        for other in [&eve, &zoe] {
            ada.bring_in(&text("system_channel_id"), other).await;
        }
        let bot = server.bot(&ada, "helper").await;
        ada.add_bot(&text("id"), &bot, 0).await;
        clock.advance_ms(10 * DAY_MS);
        ada.get("/users/@me").await.ok();
        zoe.get("/users/@me").await.ok();
        Self {
            _server: server,
            ada,
            eve,
            path: format!("/guilds/{}/prune", text("id")),
            guild_id: text("id"),
        }
    }
}

#[tokio::test]
async fn those_who_were_away_for_longer_are_removed() {
    let it = Village::new().await;
    assert_eq!(it.ada.get(&format!("{}?days=11", it.path)).await.ok(), json!({ "pruned": 0 }));
    assert_eq!(it.ada.get(&format!("{}?days=9", it.path)).await.ok(), json!({ "pruned": 1 }));
    assert_eq!(it.ada.get(&it.path).await.ok(), json!({ "pruned": 1 }));
    let request = it.ada.request(reqwest::Method::POST, &it.path).header("x-audit-log-reason", "silence");
    let answer = parvis_testing::Answer::of(request.json(&json!({ "days": 7 }))).await.ok();
    assert_eq!(answer, json!({ "pruned": 1 }));
    assert_eq!(it.eve.get("/users/@me/guilds").await.ok(), json!([]));
    let told = it.eve.get("/parvis/v1/guard/statements/@me").await.ok();
    assert_eq!((&told[0]["measures"][0]["kind"], &told[0]["facts"]), (&json!("kick"), &json!("silence")));
    let left = it.ada.get(&format!("/guilds/{}/members?limit=10", it.guild_id)).await.ok();
    assert_eq!(left.as_array().map(Vec::len), Some(3), "Ada, Zoe and the bot stay: {left}");
    let log = it.ada.get(&format!("/guilds/{}/audit-logs?action_type=21", it.guild_id)).await.ok();
    let entry = &log["audit_log_entries"][0];
    assert_eq!(entry["options"], json!({ "delete_member_days": "7", "members_removed": "1" }));
    assert_eq!(entry["reason"], "silence");
    let quiet = json!({ "days": 7, "compute_prune_count": false });
    assert_eq!(it.ada.post(&it.path, quiet).await.ok(), json!({ "pruned": null }));
    let log = it.ada.get(&format!("/guilds/{}/audit-logs?action_type=21", it.guild_id)).await.ok();
    assert_eq!(log["audit_log_entries"].as_array().map(Vec::len), Some(1), "nobody was removed");
}

#[tokio::test]
async fn a_role_keeps_a_member_unless_it_is_named() {
    let it = Village::new().await;
    let role = it.ada.post(&format!("/guilds/{}/roles", it.guild_id), json!({ "name": "club" })).await.ok();
    let role = role["id"].as_str().expect("an id");
    it.ada.put(&format!("/guilds/{}/members/{}/roles/{role}", it.guild_id, it.eve.id), json!({})).await.ok();
    assert_eq!(it.ada.get(&it.path).await.ok(), json!({ "pruned": 0 }));
    for query in [format!("include_roles=1,{role}"), format!("include_roles=1&include_roles={role}&days=7")] {
        assert_eq!(it.ada.get(&format!("{}?{query}", it.path)).await.ok(), json!({ "pruned": 1 }), "{query}");
    }
    assert_eq!(it.ada.post(&it.path, json!({ "include_roles": [role] })).await.ok(), json!({ "pruned": 1 }));
}

#[tokio::test]
async fn days_and_roles_are_checked_and_only_managers_prune() {
    let it = Village::new().await;
    for query in ["days=0", "days=31", "days=x", "include_roles=x"] {
        assert_eq!(it.ada.get(&format!("{}?{query}", it.path)).await.refused(400), 50_035, "{query}");
    }
    assert_eq!(it.ada.post(&it.path, json!({ "days": 31 })).await.refused(400), 50_035);
    assert_eq!(it.ada.post(&it.path, json!({ "include_roles": "a,b" })).await.refused(400), 50_035);
    assert_eq!(it.eve.get(&it.path).await.refused(403), 50_013);
    assert_eq!(it.eve.post(&it.path, json!({})).await.refused(403), 50_013);
}
