//! `PATCH /guilds/{guild_id}`

use parvis_testing::{Socket, TestServer};
use serde_json::json;

const PASSWORD: &str = "un mot de passe pour les essais";

#[tokio::test]
async fn a_change_reaches_everybody_and_is_written_down_with_its_reason() {
    let server = TestServer::start().await;
    let (ada, eve) = (server.person("ada").await, server.person("eve").await);
    let guild = ada.make_guild("Place").await;
    let path = format!("/guilds/{}", guild["id"].as_str().expect("an id"));
    ada.bring_in(guild["system_channel_id"].as_str().expect("a channel"), &eve).await;
    let mut socket = Socket::identify(&server, &eve, 0).await;
    let body = json!({ "name": "  Grand-Place ", "description": "Au cœur", "verification_level": 2 });
    let request = ada.request(reqwest::Method::PATCH, &path).header("x-audit-log-reason", "plus%20grand");
    let edited = parvis_testing::Answer::of(request.json(&body)).await.ok();
    assert_eq!(edited["name"], "Grand-Place");
    let told = socket.wait_for("GUILD_UPDATE").await;
    assert_eq!(told["description"], "Au cœur");
    assert_eq!(told["roles"][0]["id"], guild["id"], "clients take the list of roles from the event");
    let log = ada.get(&format!("{path}/audit-logs?action_type=1")).await.ok();
    let entry = &log["audit_log_entries"][0];
    assert_eq!(entry["reason"], "plus grand");
    let change = json!({ "key": "name", "old_value": "Place", "new_value": "Grand-Place" });
    assert!(entry["changes"].as_array().expect("changes").contains(&change), "{entry}");
    assert_eq!(log["users"][0]["id"], ada.id.as_str());
    // The roles are still there for whoever asks after the event.
    eve.get(&format!("{path}/roles/{}", guild["id"].as_str().expect("an id"))).await.ok();
}

#[tokio::test]
async fn a_guild_is_handed_over_by_its_owner_with_the_password_to_a_person_in_it() {
    let server = TestServer::start().await;
    let (ada, eve, out) =
        (server.person("ada").await, server.person("eve").await, server.person("out").await);
    let guild = ada.make_guild("Place").await;
    let path = format!("/guilds/{}", guild["id"].as_str().expect("an id"));
    ada.bring_in(guild["system_channel_id"].as_str().expect("a channel"), &eve).await;
    let role = ada.post(&format!("{path}/roles"), json!({ "permissions": "8" })).await.ok();
    let role = role["id"].as_str().expect("an id");
    ada.put(&format!("{path}/members/{}/roles/{role}", eve.id), json!({})).await.ok();
    let to = |id: &str, password: &str| json!({ "owner_id": id, "password": password });
    assert_eq!(eve.patch(&path, to(&eve.id, PASSWORD)).await.refused(403), 50_013);
    assert_eq!(ada.patch(&path, json!({ "owner_id": eve.id })).await.refused(400), 50_035);
    assert_eq!(ada.patch(&path, to(&eve.id, "pas le bon")).await.refused(400), 50_035);
    assert_eq!(ada.patch(&path, to(&out.id, PASSWORD)).await.refused(404), 10_007);
    assert_eq!(ada.get(&path).await.ok()["owner_id"], ada.id.as_str());
    assert_eq!(ada.patch(&path, to(&eve.id, PASSWORD)).await.ok()["owner_id"], eve.id.as_str());
    assert_eq!(ada.delete(&path).await.refused(403), 50_013);
    eve.delete(&path).await.ok();
}

#[tokio::test]
async fn features_that_people_do_not_switch_stay_as_they_are() {
    let server = TestServer::start().await;
    let ada = server.person("ada").await;
    let guild = ada.make_guild("Place").await;
    let path = format!("/guilds/{}", guild["id"].as_str().expect("an id"));
    let body = json!({ "features": ["INVITES_DISABLED", "VERIFIED", "VANITY_URL"], "premium_tier": 3 });
    assert_eq!(ada.patch(&path, body).await.ok()["features"], json!(["INVITES_DISABLED"]));
    let community = json!({ "features": ["COMMUNITY"] });
    assert_eq!(ada.patch(&path, community).await.refused(400), 50_035, "without rules and updates");
    let channel = &guild["system_channel_id"];
    let body = json!({
        "features": ["COMMUNITY"], "rules_channel_id": channel, "public_updates_channel_id": channel,
    });
    assert_eq!(ada.patch(&path, body).await.ok()["features"], json!(["COMMUNITY"]));
}

#[tokio::test]
async fn channels_of_other_guilds_and_values_without_meaning_are_refused() {
    let server = TestServer::start().await;
    let ada = server.person("ada").await;
    let (guild, other) = (ada.make_guild("Place").await, ada.make_guild("Ailleurs").await);
    let path = format!("/guilds/{}", guild["id"].as_str().expect("an id"));
    let before = ada.get(&path).await.ok();
    for body in [
        json!({ "system_channel_id": other["system_channel_id"] }),
        json!({ "system_channel_id": "1" }),
        json!({ "afk_channel_id": guild["system_channel_id"] }),
        json!({ "verification_level": 5 }),
        json!({ "afk_timeout": 61 }),
        json!({ "preferred_locale": "xx" }),
        json!({ "name": "" }),
        json!({ "description": "x".repeat(301) }),
        json!({ "banner": "data:image/png;base64,AAAA" }),
    ] {
        assert_eq!(ada.patch(&path, body.clone()).await.refused(400), 50_035, "{body}");
    }
    assert_eq!(ada.get(&path).await.ok(), before);
}
