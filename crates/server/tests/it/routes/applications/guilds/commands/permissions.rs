//! `/applications/{application_id}/guilds/{guild_id}/commands/permissions`, and those of one command

use parvis_testing::Socket;
use serde_json::{Value, json};

use super::Village;

fn role(id: &str, permission: bool) -> Value {
    json!({ "id": id, "type": 1, "permission": permission })
}

fn set(list: Value) -> Value {
    json!({ "permissions": list })
}

#[tokio::test]
async fn who_manages_the_guild_decides_and_the_bot_is_told() {
    let it = Village::new().await;
    let id = it.command("ping", json!({})).await;
    let (all, one) = (format!("{}/permissions", it.path()), format!("{}/{id}/permissions", it.path()));
    assert_eq!(it.bot.get(&all).await.ok(), json!([]));
    assert_eq!(it.bot.get(&one).await.refused(404), 10_066);
    let mut socket = Socket::identify(&it.server, &it.bot, 0).await;
    let wanted = set(json!([role(&it.guild_id, false), { "id": it.ada.id, "type": 2, "permission": true }]));
    let answer = it.ada.put(&one, wanted.clone()).await.ok();
    assert_eq!(answer["permissions"], wanted["permissions"]);
    let event = socket.wait_for("APPLICATION_COMMAND_PERMISSIONS_UPDATE").await;
    assert_eq!(event, answer);
    assert_eq!(it.bot.get(&one).await.ok(), answer);
    assert_eq!(it.bot.get(&all).await.ok(), json!([answer]));
    let channel = format!("/channels/{}", it.channel_id);
    assert_eq!(it.index(&it.eve, &channel).await, Vec::<String>::new());
    assert_eq!(it.index(&it.ada, &channel).await, ["ping"]);
    it.ada.put(&one, set(json!([]))).await.ok();
    assert_eq!(it.index(&it.eve, &channel).await, ["ping"]);
    assert_eq!(it.bot.get(&one).await.refused(404), 10_066);
}

#[tokio::test]
async fn the_audit_log_tells_each_change_and_names_the_command() {
    let it = Village::new().await;
    let id = it.command("ping", json!({})).await;
    let one = format!("{}/{id}/permissions", it.path());
    it.ada.put(&one, set(json!([role(&it.guild_id, false)]))).await.ok();
    it.ada.put(&one, set(json!([role(&it.guild_id, false)]))).await.ok();
    let request = it.ada.request(reqwest::Method::PUT, &one).header("x-audit-log-reason", "f%C3%AAte");
    let opened = set(json!([role(&it.guild_id, true)]));
    parvis_testing::Answer::of(request.json(&opened)).await.ok();
    let log = it.ada.get(&format!("/guilds/{}/audit-logs?action_type=121", it.guild_id)).await.ok();
    let entries = log["audit_log_entries"].as_array().expect("entries");
    assert_eq!(entries.len(), 2, "what changed nothing is not told: {log}");
    assert_eq!(entries[0]["target_id"], json!(id));
    assert_eq!(entries[0]["reason"], "fête");
    assert_eq!(entries[0]["options"]["application_id"], json!(it.bot.id));
    assert_eq!(
        entries[0]["changes"],
        json!([{ "key": it.guild_id, "old_value": role(&it.guild_id, false), "new_value": role(&it.guild_id, true) }])
    );
    assert_eq!(log["application_commands"][0]["name"], "ping");
}

#[tokio::test]
async fn bots_and_those_who_manage_nothing_decide_nothing() {
    let it = Village::new().await;
    let id = it.command("ping", json!({})).await;
    let one = format!("{}/{id}/permissions", it.path());
    assert_eq!(it.bot.put(&one, set(json!([]))).await.refused(403), 20_001);
    assert_eq!(it.eve.put(&one, set(json!([]))).await.refused(403), 50_013);
    assert_eq!(it.eve.get(&one).await.refused(403), 50_013);
    let stranger = it.server.person("zoe").await;
    assert_eq!(stranger.put(&one, set(json!([]))).await.refused(404), 10_004);
    let other = it.server.bot(&it.ada, "other").await;
    let path = |target: &str| {
        format!("/applications/{}/guilds/{}/commands/{target}/permissions", other.id, it.guild_id)
    };
    assert_eq!(it.ada.put(&path(&id), set(json!([]))).await.refused(404), 10_002);
    it.ada.add_bot(&it.guild_id, &other, 0).await;
    assert_eq!(it.ada.put(&path(&id), set(json!([]))).await.refused(404), 10_063);
    assert_eq!(other.get(&format!("{}/permissions", it.path())).await.refused(404), 10_002);
}

#[tokio::test]
async fn nobody_opens_what_is_closed_to_them() {
    let it = Village::new().await;
    let id = it.command("ban-hammer", json!({ "default_member_permissions": "0" })).await;
    let one = format!("{}/{id}/permissions", it.path());
    // MANAGE_GUILD, MANAGE_ROLES and USE_APPLICATION_COMMANDS, but not ADMINISTRATOR.
    let bits = (1_u64 << 5 | 1 << 28 | 1 << 31).to_string();
    let role_made =
        it.ada.post(&format!("/guilds/{}/roles", it.guild_id), json!({ "permissions": bits })).await.ok();
    let role_id = role_made["id"].as_str().expect("an id");
    it.ada
        .put(&format!("/guilds/{}/members/{}/roles/{role_id}", it.guild_id, it.eve.id), json!({}))
        .await
        .ok();
    assert_eq!(it.eve.put(&one, set(json!([role(role_id, true)]))).await.refused(403), 50_013);
    it.ada.put(&one, set(json!([role(role_id, true)]))).await.ok();
    it.eve.put(&one, set(json!([role(&it.guild_id, true)]))).await.ok();
}

#[tokio::test]
async fn channels_out_of_sight_are_neither_told_nor_taken_away() {
    let it = Village::new().await;
    let id = it.command("ping", json!({})).await;
    let one = format!("{}/{id}/permissions", it.path());
    let bits = (1_u64 << 5 | 1 << 28).to_string();
    let made =
        it.ada.post(&format!("/guilds/{}/roles", it.guild_id), json!({ "permissions": bits })).await.ok();
    let role_id = made["id"].as_str().expect("an id");
    it.ada
        .put(&format!("/guilds/{}/members/{}/roles/{role_id}", it.guild_id, it.eve.id), json!({}))
        .await
        .ok();
    let hidden = json!({
        "name": "conseil", "permission_overwrites": [{ "id": it.guild_id, "type": 0, "allow": "0", "deny": "1024" }],
    });
    let hidden = it.ada.post(&format!("/guilds/{}/channels", it.guild_id), hidden).await.ok();
    let hidden = json!({ "id": hidden["id"], "type": 3, "permission": false });
    let mut socket = Socket::identify(&it.server, &it.bot, 0).await;
    it.ada.put(&one, set(json!([hidden]))).await.ok();
    let event = socket.wait_for("APPLICATION_COMMAND_PERMISSIONS_UPDATE").await;
    assert_eq!(event["permissions"], json!([]));
    for caller in [&it.eve, &it.bot] {
        assert_eq!(caller.get(&one).await.ok()["permissions"], json!([]));
    }
    assert_eq!(it.eve.put(&one, set(json!([hidden]))).await.refused(400), 50_035);
    let everybody = role(&it.guild_id, true);
    it.eve.put(&one, set(json!([everybody]))).await.ok();
    assert_eq!(it.ada.get(&one).await.ok()["permissions"], json!([everybody, hidden]));
}

#[tokio::test]
async fn what_is_named_must_be_there_and_only_once() {
    let it = Village::new().await;
    let id = it.command("ping", json!({})).await;
    let one = format!("{}/{id}/permissions", it.path());
    let unknown = |kind: u8| json!({ "id": "1", "type": kind, "permission": true });
    for list in [
        json!([unknown(1)]),
        json!([unknown(2)]),
        json!([unknown(3)]),
        json!([{ "id": it.guild_id, "type": 4, "permission": true }]),
        json!([role(&it.guild_id, true), role(&it.guild_id, false)]),
        json!(vec![unknown(1); 101]),
    ] {
        assert_eq!(it.ada.put(&one, set(list)).await.refused(400), 50_035);
    }
    let all_channels = it.guild_id.parse::<u64>().expect("an id") - 1;
    let nowhere = json!([{ "id": all_channels.to_string(), "type": 3, "permission": false }]);
    it.ada.put(&one, set(nowhere)).await.ok();
    assert_eq!(it.index(&it.eve, &format!("/channels/{}", it.channel_id)).await, Vec::<String>::new());
}
