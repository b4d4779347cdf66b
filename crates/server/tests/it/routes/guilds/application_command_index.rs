//! `/guilds/{guild_id}/application-command-index`, and that of a channel

use parvis_testing::Answer;
use serde_json::json;

use crate::routes::applications::guilds::commands::Village;

#[tokio::test]
async fn an_index_has_what_the_caller_may_use_in_the_caller_s_language() {
    let it = Village::new().await;
    let guild = format!("/guilds/{}", it.guild_id);
    it.command("ping", json!({ "name_localizations": { "fr": "écho" } })).await;
    it.command("ban-hammer", json!({ "default_member_permissions": "4" })).await;
    it.command("dm-only", json!({ "contexts": [1] })).await;
    it.command("never-here", json!({ "integration_types": [1] })).await;
    it.bot.post(&it.path(), json!({ "name": "Look", "type": 2 })).await.ok();
    assert_eq!(it.index(&it.eve, &guild).await, ["ping", "Look"]);
    assert_eq!(it.index(&it.ada, &guild).await, ["ban-hammer", "ping", "Look"]);
    let path = format!("{guild}/application-command-index");
    let request = it.eve.request(reqwest::Method::GET, &path).header("x-discord-locale", "fr");
    let index = Answer::of(request).await.ok();
    assert_eq!(index["application_commands"][0]["name_localized"], "écho");
    assert_eq!(index["applications"].as_array().map(Vec::len), Some(1));
    assert_eq!(index["applications"][0]["bot"]["id"], json!(it.bot.id));
}

#[tokio::test]
async fn a_channel_s_index_knows_its_overwrites_and_whether_it_is_for_adults() {
    let it = Village::new().await;
    it.command("ping", json!({})).await;
    it.command("adult", json!({ "nsfw": true })).await;
    let channel = format!("/channels/{}", it.channel_id);
    assert_eq!(it.index(&it.eve, &channel).await, ["ping"]);
    it.ada.patch(&channel, json!({ "nsfw": true })).await.ok();
    assert_eq!(it.index(&it.eve, &channel).await, ["adult", "ping"]);
    let use_commands = 1_u64 << 31;
    let overwrite = json!({ "type": 0, "allow": "0", "deny": use_commands.to_string() });
    it.ada.put(&format!("{channel}/permissions/{}", it.guild_id), overwrite).await.ok();
    assert_eq!(it.index(&it.eve, &channel).await, Vec::<String>::new());
    assert_eq!(it.index(&it.ada, &channel).await, ["adult", "ping"]);
}

#[tokio::test]
async fn a_conversation_with_a_bot_has_the_commands_that_are_for_it() {
    let it = Village::new().await;
    it.command("ping", json!({})).await;
    it.command("not-here", json!({ "dm_permission": false })).await;
    it.command("only-here", json!({ "contexts": [1], "default_member_permissions": "0" })).await;
    it.bot.post(&it.path(), json!({ "name": "guild-only", "description": "x" })).await.ok();
    let dm = it.eve.post("/users/@me/channels", json!({ "recipient_id": it.bot.id })).await.ok();
    let channel = format!("/channels/{}", dm["id"].as_str().expect("an id"));
    assert_eq!(it.index(&it.eve, &channel).await, ["only-here", "ping"]);
    let dm = it.eve.post("/users/@me/channels", json!({ "recipient_id": it.ada.id })).await.ok();
    let channel = format!("/channels/{}", dm["id"].as_str().expect("an id"));
    assert_eq!(it.index(&it.eve, &channel).await, Vec::<String>::new());
    let index = it.eve.get(&format!("{channel}/application-command-index")).await.ok();
    assert_eq!(index["version"], "0");
}

#[tokio::test]
async fn strangers_and_bots_get_no_index() {
    let it = Village::new().await;
    let path = format!("/guilds/{}/application-command-index", it.guild_id);
    let stranger = it.server.person("zoe").await;
    assert_eq!(stranger.get(&path).await.refused(404), 10_004);
    assert_eq!(it.bot.get(&path).await.refused(403), 20_001);
    let none = it.ada.get(&path).await.ok();
    assert_eq!(none["application_commands"], json!([]));
}
