//! `/guilds/{guild_id}/roles`

use parvis_testing::{Person, TestServer};
use serde_json::{Value, json};

/// A guild of ada's with roles from the lowest to the highest; eve holds `mods`, which manages roles.
struct Village {
    server: TestServer,
    ada: Person,
    eve: Person,
    path: String,
    low: String,
    mods: String,
    high: String,
}

const MODS: u64 = (1 << 28) | (1 << 10) | (1 << 11);

impl Village {
    async fn new() -> Self {
        let server = TestServer::start().await;
        let (ada, eve) = (server.person("ada").await, server.person("eve").await);
        let guild = ada.make_guild("Place").await;
        let path = format!("/guilds/{}", guild["id"].as_str().expect("an id"));
        ada.bring_in(guild["system_channel_id"].as_str().expect("a channel"), &eve).await;
        let mut ids = Vec::new();
        for (name, permissions) in [("low", 0), ("mods", MODS), ("high", 0)] {
            let body = json!({ "name": name, "permissions": permissions.to_string() });
            let role = ada.post(&format!("{path}/roles"), body).await.ok();
            ids.push(role["id"].as_str().expect("an id").to_owned());
        }
        let order: Vec<Value> =
            ids.iter().zip(1..).map(|(id, position)| json!({ "id": id, "position": position })).collect();
        ada.patch(&format!("{path}/roles"), json!(order)).await.ok();
        ada.put(&format!("{path}/members/{}/roles/{}", eve.id, ids[1]), json!({})).await.ok();
        let high = ids.pop().expect("three roles");
        let mods = ids.pop().expect("three roles");
        let low = ids.pop().expect("three roles");
        Self { server, ada, eve, path, low, mods, high }
    }

    async fn names(&self) -> Vec<String> {
        let roles = self.ada.get(&format!("{}/roles", self.path)).await.ok();
        let names = roles.as_array().expect("roles").iter().map(|role| role["name"].as_str());
        names.map(|name| name.expect("a name").to_owned()).collect()
    }
}

#[tokio::test]
async fn roles_stand_in_the_order_that_was_asked_for() {
    let village = Village::new().await;
    assert_eq!(village.names().await, ["@everyone", "low", "mods", "high"]);
    let body = json!([{ "id": village.low, "position": 3 }]);
    let roles = village.ada.patch(&format!("{}/roles", village.path), body).await.ok();
    let names: Vec<_> = roles.as_array().expect("roles").iter().map(|role| role["name"].clone()).collect();
    assert_eq!(names, ["@everyone", "mods", "high", "low"]);
    let log = village.ada.get(&format!("{}/audit-logs?action_type=31", village.path)).await.ok();
    let change = json!([{ "key": "position", "old_value": 1, "new_value": 3 }]);
    assert_eq!(log["audit_log_entries"][0]["changes"], change);
}

#[tokio::test]
async fn nobody_reaches_above_themselves_or_grants_what_they_lack() {
    let village = Village::new().await;
    let Village { eve, path, low, mods, high, .. } = &village;
    let roles = format!("{path}/roles");
    let before = village.ada.get(&roles).await.ok();
    for (target, body) in [
        (high, json!({ "name": "x" })),
        (mods, json!({ "name": "x" })),
        (low, json!({ "permissions": "8" })),
        (low, json!({ "permissions": (MODS | 1 << 5).to_string() })),
    ] {
        assert_eq!(
            eve.patch(&format!("{roles}/{target}"), body.clone()).await.refused(403),
            50_013,
            "{body}"
        );
    }
    assert_eq!(eve.post(&roles, json!({ "permissions": "8" })).await.refused(403), 50_013);
    for moves in [
        json!([{ "id": mods, "position": 3 }]),
        json!([{ "id": low, "position": 2 }]),
        json!([{ "id": high, "position": 1 }]),
    ] {
        assert_eq!(eve.patch(&roles, moves.clone()).await.refused(403), 50_013, "{moves}");
    }
    for role in [high, mods] {
        assert_eq!(eve.delete(&format!("{roles}/{role}")).await.refused(403), 50_013);
        let own = format!("{path}/members/{}/roles/{role}", eve.id);
        assert_eq!(eve.put(&own, json!({})).await.refused(403), 50_013);
    }
    assert_eq!(village.ada.get(&roles).await.ok(), before);
    eve.patch(&format!("{roles}/{low}"), json!({ "permissions": MODS.to_string() })).await.ok();
    eve.put(&format!("{path}/members/{}/roles/{low}", eve.id), json!({})).await.ok();
}

#[tokio::test]
async fn a_new_role_without_a_word_grants_nothing_that_its_author_lacks() {
    let village = Village::new().await;
    let roles = format!("{}/roles", village.path);
    let role = village.eve.post(&roles, json!({})).await.ok();
    assert_eq!((&role["name"], &role["position"]), (&json!("new role"), &json!(1)));
    let everyone = &village.ada.get(&roles).await.ok()[0]["permissions"];
    assert_eq!(&role["permissions"], everyone, "everybody has what everybody has");
}

#[tokio::test]
async fn a_deleted_role_is_gone_from_members_and_channels() {
    let server = TestServer::start().await;
    let ada = server.person("ada").await;
    let body = json!({
        "name": "Place",
        "roles": [{ "id": 0, "permissions": "1024" }, { "id": 1, "name": "voisins", "permissions": "0" }],
        "channels": [{
            "id": 2, "type": 0, "name": "place",
            "permission_overwrites": [{ "id": 1, "type": 0, "allow": "2048" }],
        }],
    });
    let guild = ada.post("/guilds", body).await.ok();
    let id = guild["id"].as_str().expect("an id");
    let path = format!("/guilds/{id}");
    let role = guild["roles"][1]["id"].as_str().expect("an id");
    let member = format!("{path}/members/{}", ada.id);
    ada.put(&format!("{member}/roles/{role}"), json!({})).await.ok();
    let mut socket = parvis_testing::Socket::identify(&server, &ada, 0).await;
    ada.delete(&format!("{path}/roles/{role}")).await.ok();
    assert_eq!(socket.wait_for("GUILD_ROLE_DELETE").await["role_id"], role);
    assert_eq!(socket.wait_for("CHANNEL_UPDATE").await["permission_overwrites"], json!([]));
    assert_eq!(ada.get(&member).await.ok()["roles"], json!([]));
    assert_eq!(ada.delete(&format!("{path}/roles/{role}")).await.refused(404), 10_011);
    assert_eq!(ada.delete(&format!("{path}/roles/{id}")).await.refused(400), 50_028);
}

#[tokio::test]
async fn members_of_each_role_are_counted() {
    let village = Village::new().await;
    let counts = village.eve.get(&format!("{}/roles/member-counts", village.path)).await.ok();
    let wanted = json!({ &village.low: 0, &village.mods: 1, &village.high: 0 });
    assert_eq!(counts, wanted);
}

#[tokio::test]
async fn what_is_set_is_told_and_everyones_name_is_its_own() {
    let village = Village::new().await;
    let mut socket = parvis_testing::Socket::identify(&village.server, &village.eve, 0).await;
    let roles = format!("{}/roles", village.path);
    let body = json!({ "color": 0x00ff_0000, "hoist": true, "id": "1", "managed": true, "position": 9 });
    let role = village.ada.patch(&format!("{roles}/{}", village.low), body).await.ok();
    assert_eq!(socket.wait_for("GUILD_ROLE_UPDATE").await["role"], role);
    assert_eq!(role["colors"]["primary_color"], 0x00ff_0000);
    assert_eq!(
        (&role["managed"], &role["position"], &role["id"]),
        (&json!(false), &json!(1), &json!(village.low))
    );
    let everyone = village.path.rsplit('/').next().expect("an id");
    let body = json!({ "name": "tous", "hoist": true, "permissions": "1024" });
    let everyone = village.ada.patch(&format!("{roles}/{everyone}"), body).await.ok();
    assert_eq!((&everyone["name"], &everyone["hoist"]), (&json!("@everyone"), &json!(false)));
    assert_eq!(everyone["permissions"], "1024");
    for body in [json!({ "name": "x".repeat(101) }), json!({ "color": -1 }), json!({ "permissions": "x" })] {
        village.ada.post(&roles, body).await.refused(400);
    }
}
