//! `POST /guilds`

use parvis_testing::{Socket, TestServer};
use serde_json::json;

#[tokio::test]
async fn a_new_guild_has_everyone_a_category_and_a_channel_that_greets() {
    let server = TestServer::start().await;
    let ada = server.person("ada").await;
    let mut socket = Socket::identify(&server, &ada, 0).await;
    let guild = ada.make_guild("Place du village").await;
    assert_eq!(guild["owner_id"], ada.id.as_str());
    assert_eq!(guild["roles"][0]["id"], guild["id"], "@everyone has the guild's id");
    let told = socket.wait_for("GUILD_CREATE").await;
    assert_eq!(told["id"], guild["id"]);
    let channels = told["channels"].as_array().expect("channels");
    let (category, general) = (&channels[0], &channels[1]);
    assert_eq!((&category["type"], &general["type"]), (&json!(4), &json!(0)));
    assert_eq!(general["parent_id"], category["id"]);
    assert_eq!(guild["system_channel_id"], general["id"]);
}

#[tokio::test]
async fn a_templates_own_numbers_become_ids() {
    let server = TestServer::start().await;
    let ada = server.person("ada").await;
    let mut socket = Socket::identify(&server, &ada, 0).await;
    let body = json!({
        "name": "École",
        "roles": [
            { "id": 0, "permissions": "1024" },
            { "id": 1, "name": "maîtres", "permissions": "8", "color": 255, "hoist": true },
        ],
        "channels": [
            { "id": 1, "type": 4, "name": "Salles" },
            {
                "id": 2, "type": 0, "name": "Salle des maîtres", "parent_id": 1,
                "permission_overwrites": [{ "id": 0, "type": 0, "deny": "1024" }],
            },
        ],
        "system_channel_id": 2,
    });
    let guild = ada.post("/guilds", body).await.ok();
    assert_eq!(guild["roles"][0]["permissions"], "1024");
    assert_eq!((&guild["roles"][1]["name"], &guild["roles"][1]["color"]), (&json!("maîtres"), &json!(255)));
    let told = socket.wait_for("GUILD_CREATE").await;
    let (category, staff) = (&told["channels"][0], &told["channels"][1]);
    assert_eq!(staff["parent_id"], category["id"]);
    assert_eq!(staff["name"], "salle-des-maîtres");
    assert_eq!(staff["permission_overwrites"][0]["id"], guild["id"]);
    assert_eq!(guild["system_channel_id"], staff["id"]);
}

#[tokio::test]
async fn numbers_that_name_nothing_and_wrong_fields_are_refused() {
    let server = TestServer::start().await;
    let ada = server.person("ada").await;
    for body in [
        json!({}),
        json!({ "name": "x" }),
        json!({ "name": "x".repeat(101) }),
        json!({ "name": "Place", "verification_level": 9 }),
        json!({ "name": "Place", "icon": "data:image/png;base64,AAAA" }),
        json!({ "name": "Place", "system_channel_id": 7 }),
        json!({ "name": "Place", "channels": [{ "name": "a", "parent_id": 7 }] }),
        json!({ "name": "Place", "channels": [{ "name": "a", "type": 2 }] }),
        json!({ "name": "Place", "channels": [{ "name": "a", "permission_overwrites": [{ "id": 5 }] }] }),
    ] {
        assert_eq!(ada.post("/guilds", body.clone()).await.refused(400), 50_035, "{body}");
    }
    assert_eq!(ada.get("/users/@me/guilds").await.ok(), json!([]));
}

#[tokio::test]
async fn what_nobody_may_set_is_ignored() {
    let server = TestServer::start().await;
    let (ada, eve) = (server.person("ada").await, server.person("eve").await);
    let body = json!({
        "name": "Place", "id": "1", "owner_id": eve.id, "features": ["COMMUNITY", "VERIFIED"],
        "premium_tier": 3, "vanity_url_code": "place", "application_id": "1", "member_count": 9,
    });
    let guild = ada.post("/guilds", body).await.ok();
    assert_eq!(guild["owner_id"], ada.id.as_str());
    assert_eq!((&guild["features"], &guild["premium_tier"]), (&json!([]), &json!(0)));
    assert!(guild["vanity_url_code"].is_null() && guild["id"] != "1");
}
