//! `/users/@me/settings`

use parvis_testing::{Socket, TestServer};
use serde_json::json;

#[tokio::test]
async fn settings_change_one_by_one_on_every_device() {
    let server = TestServer::start().await;
    let ada = server.person("ada").await;
    let mut client = Socket::identify(&server, &ada, 0).await;
    let ready = client.ready();
    assert_eq!(ready["user_settings"], ada.get("/users/@me/settings").await.ok());

    let change = json!({ "theme": "dark", "custom_status": { "text": " at the market " } });
    let changed = ada.patch("/users/@me/settings", change).await.ok();
    assert_eq!(
        (&changed["theme"], &changed["custom_status"]["text"]),
        (&json!("dark"), &json!("at the market"))
    );
    assert_eq!(client.wait_for("USER_SETTINGS_UPDATE").await, changed);
    let quiet_hours = json!({ "from": 1320, "to": 420, "days": [1, 5], "time_zone": "Europe/Paris" });
    let changed = ada.patch("/users/@me/settings", json!({ "quiet_hours": quiet_hours })).await.ok();
    assert_eq!(changed["quiet_hours"], quiet_hours);
    let changed =
        ada.patch("/users/@me/settings", json!({ "custom_status": null, "locale": "be" })).await.ok();
    assert_eq!((&changed["theme"], &changed["locale"]), (&json!("dark"), &json!("be")));
    assert_eq!((&changed["custom_status"], &changed["quiet_hours"]), (&json!(null), &quiet_hours));
    let ready = Socket::identify(&server, &ada, 0).await.ready();
    assert_eq!(ready["user_settings"], changed);
}

#[tokio::test]
async fn a_setting_of_another_type_or_beyond_its_bounds_changes_nothing() {
    let server = TestServer::start().await;
    let ada = server.person("ada").await;
    let before = ada.get("/users/@me/settings").await.ok();
    for change in [
        json!({ "theme": "plaid" }),
        json!({ "theme": 1 }),
        json!({ "locale": "xx" }),
        json!({ "timezone_offset": 100_000 }),
        json!({ "developer_mode": "yes" }),
        json!({ "custom_status": { "text": "x".repeat(129) } }),
        json!({ "restricted_guilds": ["one"] }),
        json!({ "restricted_guilds": vec!["1"; 201] }),
        json!({ "guild_folders": [{ "guild_ids": vec!["1"; 201] }] }),
        json!({ "quiet_hours": { "from": 0, "to": 60, "days": [1], "time_zone": "Paris" } }),
        json!({ "quiet_hours": { "from": 0, "to": 60, "days": [1] } }),
        json!({ "quiet_hours": true }),
        json!({ "followed_areas": [{ "area_id": "7" }] }),
        json!({ "followed_areas": vec![json!({ "area_id": "7", "seen_at": "2026-11-22T10:00:00Z" }); 31] }),
    ] {
        let answer = ada.patch("/users/@me/settings", change.clone()).await;
        assert_eq!(answer.refused(400), 50_035, "{change}");
    }
    assert_eq!(ada.get("/users/@me/settings").await.ok(), before);
}
