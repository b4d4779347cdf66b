//! `GET /guilds/{guild_id}/audit-logs`

use parvis_testing::{Socket, TestServer};
use serde_json::{Value, json};

const CANARY: &str = "canari-audit";
/// VIEW_AUDIT_LOG, VIEW_CHANNEL and MANAGE_GUILD.
const AUDITOR: u64 = (1 << 7) | (1 << 10) | (1 << 5);

fn kinds(log: &Value) -> Vec<u64> {
    let entries = log["audit_log_entries"].as_array().expect("entries");
    entries.iter().filter_map(|entry| entry["action_type"].as_u64()).collect()
}

#[tokio::test]
async fn the_log_says_nothing_of_channels_that_its_reader_may_not_view() {
    let server = TestServer::start().await;
    let (ada, eve) = (server.person("ada").await, server.person("eve").await);
    let body = json!({
        "name": "Place",
        "roles": [
            { "id": 0, "permissions": "1025" },
            { "id": 1, "name": "greffe", "permissions": AUDITOR.to_string() },
        ],
        "channels": [
            { "id": 2, "name": "place" },
            { "id": 3, "name": CANARY, "permission_overwrites": [{ "id": 0, "type": 0, "deny": "1024" }] },
        ],
        "system_channel_id": 2,
    });
    let mut owners = Socket::identify(&server, &ada, 0).await;
    let guild = ada.post("/guilds", body).await.ok();
    let hidden = owners.wait_for("GUILD_CREATE").await["channels"][1]["id"].clone();
    let hidden = hidden.as_str().expect("an id");
    let path = format!("/guilds/{}", guild["id"].as_str().expect("an id"));
    ada.bring_in(guild["system_channel_id"].as_str().expect("a channel"), &eve).await;
    let role = guild["roles"][1]["id"].as_str().expect("an id");
    ada.put(&format!("{path}/members/{}/roles/{role}", eve.id), json!({})).await.ok();
    let mut socket = Socket::identify(&server, &eve, 0).await;

    let request = ada.request(reqwest::Method::POST, &format!("/channels/{hidden}/invites"));
    let request = request.header("x-audit-log-reason", CANARY).json(&json!({ "unique": true }));
    let code = parvis_testing::Answer::of(request).await.ok()["code"].clone();
    let code = code.as_str().expect("a code");
    // With MANAGE_GUILD she lists invitations, but not those to what she may not view.
    let listed = eve.get(&format!("{path}/invites")).await;
    assert!(!listed.text.contains(code) && !listed.text.contains(hidden), "{}", listed.text);
    let log = format!("{path}/audit-logs?limit=100");
    let seen = eve.get(&log).await;
    assert!(!seen.text.contains(CANARY) && !seen.text.contains(code), "{}", seen.text);
    assert!(kinds(&seen.ok()).contains(&25), "what speaks of no channel is there");
    assert!(ada.get(&log).await.text.contains(CANARY), "its owner sees it");

    ada.patch(&format!("/channels/{hidden}"), json!({ "topic": CANARY })).await.ok();
    assert!(!eve.get(&log).await.text.contains(CANARY));

    // Once the channel is gone, nobody can say any more who was allowed to see it: administrators read on, others
    // do not.
    ada.delete(&format!("/channels/{hidden}")).await.ok();
    assert!(!eve.get(&log).await.text.contains(CANARY));
    let all = ada.get(&log).await;
    assert!([11, 12, 40].iter().all(|kind| kinds(&all.ok()).contains(kind)) && all.text.contains(CANARY));
    owners.wait_until("GUILD_AUDIT_LOG_ENTRY_CREATE", |entry| entry["action_type"] == 12).await;

    // The first entry that she is told of is one that she may see.
    ada.patch(&path, json!({ "name": "Fin" })).await.ok();
    let told = socket.wait_for("GUILD_AUDIT_LOG_ENTRY_CREATE").await;
    assert_eq!(told["action_type"], 1);
    assert!(!socket.received().iter().any(|frame| frame.to_string().contains(CANARY)));
}

#[tokio::test]
async fn pages_go_back_and_forth() {
    let server = TestServer::start().await;
    let ada = server.person("ada").await;
    let guild = ada.make_guild("Place").await;
    let path = format!("/guilds/{}", guild["id"].as_str().expect("an id"));
    for name in ["un", "deux", "trois"] {
        ada.post(&format!("{path}/roles"), json!({ "name": name })).await.ok();
    }
    let names = |log: &Value| -> Vec<Value> {
        let entries = log["audit_log_entries"].as_array().expect("entries");
        entries.iter().map(|entry| entry["changes"][0]["new_value"].clone()).collect()
    };
    let log = ada.get(&format!("{path}/audit-logs?action_type=30&limit=2")).await.ok();
    assert_eq!(names(&log), ["trois", "deux"]);
    let last = log["audit_log_entries"][1]["id"].as_str().expect("an id");
    let older = ada.get(&format!("{path}/audit-logs?action_type=30&before={last}")).await.ok();
    assert_eq!(names(&older), ["un"]);
    let newer = ada.get(&format!("{path}/audit-logs?action_type=30&after=1&limit=2")).await.ok();
    assert_eq!(names(&newer), ["un", "deux"], "after something the oldest come first");
    let nobodys = ada.get(&format!("{path}/audit-logs?user_id=1")).await.ok();
    assert_eq!(nobodys["audit_log_entries"], json!([]));
    ada.get(&format!("{path}/audit-logs?limit=101")).await.refused(400);
}
