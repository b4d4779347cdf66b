//! IDENTIFY: what comes first, and what follows by intents.

use parvis_model::{ApplicationFlags, Mention};
use parvis_testing::seed;
use serde_json::json;

use crate::client::GatewayClient;
use crate::square::{EVERYTHING, Square};

#[tokio::test]
async fn a_bot_gets_ready_then_its_guilds_then_what_happens() {
    let square = Square::open().await;
    let identify = json!({ "token": format!("Bot {}", square.bot.token), "intents": 1 << 9 | 1 });
    let (mut client, ready) = GatewayClient::identified(&square.url(), identify).await;
    assert_eq!(ready["guilds"], json!([{ "id": square.guild_id, "unavailable": true }]));
    assert_eq!(ready["user"]["id"], json!(square.bot.id()));
    assert_eq!(ready["application"]["id"], json!(square.bot.id()));
    assert_eq!(ready["private_channels"], json!([]));
    assert!(ready["resume_gateway_url"].as_str().is_some_and(|url| url.starts_with("ws://127.0.0.1")));
    let guild = client.event("GUILD_CREATE").await;
    assert_eq!(guild["id"], json!(square.guild_id));
    assert_eq!(guild["member_count"], 2);
    assert_eq!(guild["channels"][0]["id"], json!(square.channel_id));
    assert_eq!(guild["roles"].as_array().map(Vec::len), Some(1));
    square.say(&square.owner, square.channel_id, "hello").await;
    let message = client.event("MESSAGE_CREATE").await;
    assert_eq!(message["channel_id"], json!(square.channel_id));
    assert_eq!(message["guild_id"], json!(square.guild_id));
}

#[tokio::test]
async fn content_is_empty_without_the_intent_but_for_own_messages_and_mentions() {
    let square = Square::open().await;
    let (mut with, _) = square.listen(&square.bot, EVERYTHING).await;
    let (mut without, _) = square.listen(&square.bot, 1 | 1 << 9).await;
    square.say(&square.owner, square.channel_id, "not for bots").await;
    assert_eq!(with.event("MESSAGE_CREATE").await["content"], "not for bots");
    assert_eq!(without.event("MESSAGE_CREATE").await["content"], "");
    square.say(&square.bot, square.channel_id, "my own").await;
    assert_eq!(without.event("MESSAGE_CREATE").await["content"], "my own");
    let mut message = square.message(&square.owner, square.channel_id, "for you");
    message.mentions = vec![Mention { user: square.bot.user.clone(), member: None }];
    square.tell(square.channel_id, message).await;
    assert_eq!(without.event("MESSAGE_CREATE").await["content"], "for you");
}

#[tokio::test]
async fn events_come_only_with_their_intents() {
    let square = Square::open().await;
    let (mut typing, _) = square.listen(&square.bot, 1 | 1 << 11).await;
    let (mut messages, _) = square.listen(&square.bot, 1 | 1 << 9).await;
    square.type_in_passing(&square.owner);
    square.say(&square.owner, square.channel_id, "x").await;
    square.type_in_passing(&square.owner);
    let is = |name: &'static str| move |payload: &serde_json::Value| payload["t"] == name;
    assert_eq!(messages.events_until(is("MESSAGE_CREATE")).await.len(), 1);
    typing.event("TYPING_START").await;
    assert_eq!(typing.events_until(is("TYPING_START")).await.len(), 1, "no message in between");
}

#[tokio::test]
async fn a_joining_bot_gets_the_guild_and_leaves_it_with_guild_delete() {
    let square = Square::open().await;
    let late = seed::accounts(square.app(), "late", 1, Some(ApplicationFlags::ALL)).await.remove(0);
    let identify = json!({ "token": late.token, "intents": EVERYTHING });
    let (mut client, ready) = GatewayClient::identified(&square.url(), identify).await;
    assert_eq!(ready["guilds"], json!([]));
    seed::join(square.app(), square.guild_id, std::slice::from_ref(&late)).await;
    square.say(&square.owner, square.channel_id, "welcome").await;
    let events = client.events_until(|payload| payload["t"] == "MESSAGE_CREATE").await;
    assert_eq!(events[0]["t"], "GUILD_CREATE", "the guild comes before what happens in it");
    assert_eq!(events[0]["d"]["member_count"], 3);
    seed::kick(square.app(), square.guild_id, &late).await;
    square.say(&square.owner, square.channel_id, "gone").await;
    seed::join(square.app(), square.guild_id, std::slice::from_ref(&late)).await;
    let events = client.events_until(|payload| payload["t"] == "GUILD_CREATE").await;
    let names: Vec<_> = events.iter().map(|event| event["t"].as_str().unwrap_or_default()).collect();
    assert!(names.contains(&"GUILD_DELETE"), "{names:?}");
    assert!(!names.contains(&"MESSAGE_CREATE"), "nothing reaches who was removed: {names:?}");
}

#[tokio::test]
async fn shards_get_their_guilds_and_no_others() {
    let square = Square::open().await;
    let number = (square.guild_id.get() >> 22) % 2;
    for shard in 0..2 {
        let identify = json!({ "token": square.bot.token, "intents": 1, "shard": [shard, 2] });
        let (_, ready) = GatewayClient::identified(&square.url(), identify).await;
        let expected = if shard == number { 1 } else { 0 };
        assert_eq!(ready["guilds"].as_array().map(Vec::len), Some(expected));
        assert_eq!(ready["shard"], json!([shard, 2]));
    }
}

#[tokio::test]
async fn a_person_gets_everything_in_ready() {
    let square = Square::open().await;
    let identify = json!({ "token": square.owner.token, "properties": { "os": "linux" } });
    let (mut client, ready) = GatewayClient::identified(&square.url(), identify).await;
    assert_eq!(ready["guilds"][0]["channels"][0]["id"], json!(square.channel_id));
    assert_eq!(ready["guilds"][0]["members"][0]["user"]["id"], json!(square.owner.id()));
    for key in ["read_state", "user_settings", "user_guild_settings", "relationships", "notes", "sessions"] {
        assert!(!ready[key].is_null(), "{key}");
    }
    // Typing comes only from guilds that one looks at.
    square.type_in_passing(&square.bot);
    client.send(json!({ "op": 14, "d": { "guild_id": square.guild_id, "typing": true } })).await;
    square.say(&square.bot, square.channel_id, "text").await;
    let events = client.events_until(|payload| payload["t"] == "MESSAGE_CREATE").await;
    assert_eq!(events.len(), 1, "{events:?}");
    assert_eq!(events[0]["d"]["content"], "text");
}
