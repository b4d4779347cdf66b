//! `GET /invites/{code}`

use parvis_testing::TestServer;
use serde_json::json;

const CANARY: &str = "canari-invite";

#[tokio::test]
async fn whoever_has_the_code_sees_the_guild_and_how_many_are_in_it() {
    let server = TestServer::start().await;
    let ada = server.person("ada").await;
    let guild = ada.make_guild("Place").await;
    let channel = guild["system_channel_id"].as_str().expect("a channel");
    let made = ada.post(&format!("/channels/{channel}/invites"), json!({ "max_uses": 3 })).await.ok();
    assert_eq!((&made["uses"], &made["max_uses"], &made["max_age"]), (&json!(0), &json!(3), &json!(86_400)));
    let path = format!("/invites/{}", made["code"].as_str().expect("a code"));
    let seen = server.anonymous().get(&format!("{path}?with_counts=true")).await.ok();
    assert_eq!((&seen["guild"]["name"], &seen["channel"]["name"]), (&json!("Place"), &json!("general")));
    assert_eq!(seen["approximate_member_count"], 1);
    assert_eq!(seen["inviter"]["id"], ada.id.as_str());
    assert!(seen["max_uses"].is_null() && seen["uses"].is_null(), "counters are for those who manage them");
}

#[tokio::test]
async fn the_name_of_a_hidden_channel_is_for_those_who_may_view_it() {
    let server = TestServer::start().await;
    let (ada, eve) = (server.person("ada").await, server.person("eve").await);
    let body = json!({
        "name": "Place",
        "roles": [{ "id": 0, "permissions": "1025" }],
        "channels": [
            { "id": 1, "name": "place" },
            { "id": 2, "name": CANARY, "permission_overwrites": [{ "id": 0, "type": 0, "deny": "1024" }] },
        ],
        "system_channel_id": 1,
    });
    let mut socket = parvis_testing::Socket::identify(&server, &ada, 0).await;
    let guild = ada.post("/guilds", body).await.ok();
    let told = socket.wait_for("GUILD_CREATE").await;
    ada.bring_in(guild["system_channel_id"].as_str().expect("a channel"), &eve).await;
    let guild = guild["id"].as_str().expect("an id");
    let channel = told["channels"][1]["id"].as_str().expect("an id");
    let made = ada.post(&format!("/channels/{channel}/invites"), json!({})).await.ok();
    let path = format!("/invites/{}", made["code"].as_str().expect("a code"));
    for person in [&eve, &server.anonymous()] {
        let seen = person.get(&path).await;
        assert_eq!(seen.ok()["guild"]["id"], guild);
        assert!(!seen.text.contains(CANARY), "{}", seen.text);
    }
    assert_eq!(ada.get(&path).await.ok()["channel"]["name"], CANARY);
}
