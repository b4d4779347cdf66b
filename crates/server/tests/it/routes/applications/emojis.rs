//! `/applications/{application_id}/emojis`

use parvis_testing::TestServer;
use serde_json::json;

use crate::matrix::world::PIXEL;

#[tokio::test]
async fn an_application_s_emojis_are_its_own_and_its_bot_uses_them_everywhere() {
    let server = TestServer::start().await;
    let (ada, eve) = (server.person("ada").await, server.person("eve").await);
    let bot = server.bot(&ada, "helper").await;
    let path = format!("/applications/{}/emojis", bot.id);
    let made = bot.post(&path, json!({ "name": "loading", "image": PIXEL, "roles": ["1"] })).await;
    assert_eq!(made.status, 201);
    let made = made.ok();
    assert_eq!(made["roles"], json!([]));
    let id = made["id"].as_str().expect("an id");
    assert_eq!(ada.get(&path).await.ok(), json!({ "items": [made] }));
    assert_eq!(eve.get(&path).await.refused(404), 10_002);
    let renamed = bot.patch(&format!("{path}/{id}"), json!({ "name": "working" })).await.ok();
    assert_eq!(renamed["name"], "working");

    let guild = eve.make_guild("Place").await;
    let (guild_id, channel) = (guild["id"].as_str().expect("an id"), guild["system_channel_id"].as_str());
    let channel = channel.expect("an id");
    eve.add_bot(guild_id, &bot, 0).await;
    let text = format!("<:working:{id}> un instant");
    assert_eq!(bot.say(channel, &text).await["content"], json!(text));
    assert_eq!(eve.say(channel, &text).await["content"], ":working: un instant");
    assert_eq!(eve.get(&format!("/guilds/{guild_id}/emojis/{id}")).await.refused(404), 10_014);

    bot.delete(&format!("{path}/{id}")).await.ok();
    assert_eq!(bot.get(&format!("{path}/{id}")).await.refused(404), 10_014);
    assert_eq!(bot.delete(&format!("{path}/{id}")).await.refused(404), 10_014);
}
