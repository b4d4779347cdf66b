//! `GET /parvis/v1/guilds/{guild_id}/permissions`

use parvis_model::Permissions;
use parvis_testing::{Answer, Person, TestServer};
use serde_json::{Value, json};

fn text(value: &Value) -> String {
    value.as_str().expect("text").to_owned()
}

/// What decided about a permission: whether it is granted, the reason, the role and what it needs.
fn why(explained: &Answer, permission: &str) -> Value {
    let explained = explained.ok();
    let all = explained["explained"].as_array().expect("a list");
    let found = all.iter().find(|it| it["permission"] == permission).expect("every permission is explained");
    json!([found["granted"], found["reason"], found["role_id"], found["needs"]])
}

/// Ada's guild, in which eve is a baker, and a channel to which bakers may not write.
struct Square {
    ada: Person,
    eve: Person,
    path: String,
    guild: String,
    channel: String,
    role: String,
    _server: TestServer,
}

impl Square {
    async fn new() -> Self {
        let server = TestServer::start().await;
        let (ada, eve) = (server.person("ada").await, server.person("eve").await);
        let guild = text(&ada.make_guild("The square").await["id"]);
        let channel = ada.first_channel(&guild).await;
        ada.bring_in(&channel, &eve).await;
        let role =
            json!({ "name": "bakers", "permissions": Permissions::MANAGE_MESSAGES.bits().to_string() });
        let role = text(&ada.post(&format!("/guilds/{guild}/roles"), role).await.ok()["id"]);
        ada.put(&format!("/guilds/{guild}/members/{}/roles/{role}", eve.id), json!({})).await.ok();
        let deny = Permissions::SEND_MESSAGES.bits().to_string();
        let overwrite = json!({ "type": 0, "allow": "0", "deny": deny });
        ada.put(&format!("/channels/{channel}/permissions/{role}"), overwrite).await.ok();
        let path = format!("/parvis/v1/guilds/{guild}/permissions");
        Self { ada, eve, path, guild, channel, role, _server: server }
    }
}

#[tokio::test]
async fn what_decided_is_said_for_members_and_for_roles_in_the_guild_and_in_a_channel() {
    let it = Square::new().await;
    let (role, guild) = (&it.role, &it.guild);
    let whole = it.ada.get(&format!("{}?user_id={}", it.path, it.eve.id)).await;
    assert_eq!(why(&whole, "MANAGE_MESSAGES"), json!([true, "role", role, null]));
    assert_eq!(why(&whole, "SEND_MESSAGES"), json!([true, "role", guild, null]));
    assert_eq!(why(&whole, "BAN_MEMBERS"), json!([false, "not_granted", null, null]));
    let query = format!("{}?user_id={}&channel_id={}", it.path, it.eve.id, it.channel);
    let here = it.ada.get(&query).await;
    assert_eq!(why(&here, "SEND_MESSAGES"), json!([false, "role_overwrite", role, null]));
    assert_eq!(why(&here, "ATTACH_FILES"), json!([false, "needs", null, "SEND_MESSAGES"]));
    let bits: u64 = text(&here.ok()["permissions"]).parse().expect("bits");
    assert!(!Permissions::from_bits(bits).contains(Permissions::SEND_MESSAGES));
    let own = it.ada.get(&format!("{}?channel_id={}", it.path, it.channel)).await;
    assert_eq!(why(&own, "SEND_MESSAGES"), json!([true, "owner", null, null]));

    for (role_id, granted) in [(role, false), (guild, true)] {
        let through = format!("{}?role_id={role_id}&channel_id={}", it.path, it.channel);
        assert_eq!(why(&it.ada.get(&through).await, "SEND_MESSAGES")[0], json!(granted));
    }
    let thread = json!({ "name": "un fil", "type": 11 });
    let thread = text(&it.ada.post(&format!("/channels/{}/threads", it.channel), thread).await.ok()["id"]);
    let in_thread = it.eve.get(&format!("{}?channel_id={thread}", it.path)).await;
    assert_eq!(
        why(&in_thread, "SEND_MESSAGES"),
        json!([true, "role", guild, null]),
        "as SEND_MESSAGES_IN_THREADS"
    );
}

#[tokio::test]
async fn nobody_learns_of_others_or_of_channels_out_of_sight() {
    let it = Square::new().await;
    let (ada, eve) = (&it.ada, &it.eve);
    let hidden = json!([{ "id": it.guild, "type": 0, "allow": "0", "deny": "1024" }]);
    let body = json!({ "name": "cache", "permission_overwrites": hidden });
    let hidden = text(&ada.post(&format!("/guilds/{}/channels", it.guild), body).await.ok()["id"]);
    let sees = |answer: Answer| answer.ok()["visible_channel_ids"].to_string().contains(&hidden);
    assert!(sees(ada.get(&it.path).await) && !sees(eve.get(&it.path).await));
    assert!(!sees(ada.get(&format!("{}?user_id={}", it.path, eve.id)).await));

    assert_eq!(eve.get(&format!("{}?channel_id={hidden}", it.path)).await.refused(404), 10_003);
    assert_eq!(eve.get(&format!("{}?user_id={}", it.path, ada.id)).await.refused(403), 50_013);
    assert_eq!(eve.get(&format!("{}?role_id={}", it.path, it.role)).await.refused(403), 50_013);
    assert_eq!(ada.get(&format!("{}?user_id=1", it.path)).await.refused(404), 10_007);
    assert_eq!(ada.get(&format!("{}?role_id=1", it.path)).await.refused(404), 10_011);
    let both = format!("{}?role_id={}&user_id={}", it.path, it.role, ada.id);
    assert_eq!(ada.get(&both).await.refused(400), 50_035);
    let elsewhere = text(&eve.make_guild("Ailleurs").await["id"]);
    let elsewhere = eve.first_channel(&elsewhere).await;
    assert_eq!(eve.get(&format!("{}?channel_id={elsewhere}", it.path)).await.refused(404), 10_003);
}
