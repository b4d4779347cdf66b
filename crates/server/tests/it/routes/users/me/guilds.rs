//! `/users/@me/guilds`

use parvis_model::Permissions;
use parvis_testing::{Person, Socket, TestServer, seed};
use serde_json::{Value, json};

fn ids(guilds: &Value) -> Vec<&str> {
    guilds.as_array().expect("a list").iter().map(|guild| guild["id"].as_str().expect("an id")).collect()
}

#[tokio::test]
async fn guilds_are_listed_by_id_in_pages_with_what_the_caller_may_do() {
    let server = TestServer::start().await;
    let seeded = seed::accounts(server.app(), "person", 2, None).await;
    let mut guilds = Vec::new();
    for _ in 0..3 {
        guilds.push(seed::guild(server.app(), &seeded[0], Permissions::VIEW_CHANNEL).await.to_string());
    }
    let owner = Person::of_token(&server, seeded[0].token.clone()).await;
    let outsider = Person::of_token(&server, seeded[1].token.clone()).await;

    let listed = owner.get("/users/@me/guilds?with_counts=true").await.ok();
    assert_eq!(ids(&listed), guilds);
    assert_eq!((&listed[0]["owner"], &listed[0]["approximate_member_count"]), (&json!(true), &json!(1)));
    assert!(listed[0]["permissions"].is_string());
    assert!(owner.get("/users/@me/guilds").await.ok()[0].get("approximate_member_count").is_none());

    let page = |query: String| {
        let owner = owner.clone();
        async move { owner.get(&format!("/users/@me/guilds?{query}")).await.ok() }
    };
    assert_eq!(ids(&page("limit=2".to_owned()).await), guilds[..2]);
    assert_eq!(ids(&page(format!("limit=2&after={}", guilds[0])).await), guilds[1..]);
    assert_eq!(ids(&page(format!("limit=1&before={}", guilds[2])).await), guilds[1..2]);
    assert_eq!(outsider.get("/users/@me/guilds").await.ok(), json!([]));
    for limit in ["0", "-1", "201", "9223372036854775808", "x"] {
        owner.get(&format!("/users/@me/guilds?limit={limit}")).await.refused(400);
    }
}

#[tokio::test]
async fn notification_settings_are_kept_per_guild_and_channel() {
    let server = TestServer::start().await;
    let seeded = seed::accounts(server.app(), "person", 1, None).await;
    let guild = seed::guild(server.app(), &seeded[0], Permissions::VIEW_CHANNEL).await;
    let channel = seed::channel(server.app(), guild, "market", Vec::new()).await;
    let person = Person::of_token(&server, seeded[0].token.clone()).await;
    let path = format!("/users/@me/guilds/{guild}/settings");

    let change = json!({ "muted": true, "channel_overrides": { channel.to_string(): { "message_notifications": 1 } } });
    let changed = person.patch(&path, change).await.ok();
    assert_eq!((&changed["muted"], &changed["version"]), (&json!(true), &json!(1)));
    assert_eq!(changed["channel_overrides"][0]["channel_id"], json!(channel));
    let back = json!({ "channel_overrides": { channel.to_string(): { "message_notifications": 3 } } });
    let changed = person.patch(&path, back).await.ok();
    assert_eq!((&changed["muted"], &changed["channel_overrides"]), (&json!(true), &json!([])));
    assert_eq!(person.get(&path).await.ok(), changed);

    let private = person.patch("/users/@me/guilds/@me/settings", json!({ "mobile_push": false })).await.ok();
    assert!(private["guild_id"].is_null());
    let ready = Socket::identify(&server, &person, 0).await.ready();
    assert_eq!(ready["user_guild_settings"]["entries"], json!([private, changed]));

    assert_eq!(person.patch(&path, json!({ "message_notifications": 9 })).await.refused(400), 50_035);
    assert_eq!(person.patch("/users/@me/guilds/1/settings", json!({})).await.refused(404), 10_004);
}

#[tokio::test]
async fn a_change_of_name_reaches_every_shared_guild() {
    let server = TestServer::start().await;
    let seeded = seed::accounts(server.app(), "person", 2, None).await;
    let guild = seed::guild(server.app(), &seeded[0], Permissions::VIEW_CHANNEL).await;
    seed::join(server.app(), guild, &seeded[1..]).await;
    let owner = Person::of_token(&server, seeded[0].token.clone()).await;
    let member = Person::of_token(&server, seeded[1].token.clone()).await;
    let channel = seed::channel(server.app(), guild, "market", Vec::new()).await;
    let mut client = Socket::identify(&server, &member, 0).await;

    member.patch("/users/@me", json!({ "global_name": "The Member" })).await.ok();
    assert_eq!(client.wait_for("USER_UPDATE").await["global_name"], "The Member");
    owner.patch("/users/@me", json!({ "global_name": "The Owner" })).await.ok();
    // What was in memory follows.
    let said = owner.say(&channel.to_string(), "hello").await;
    assert_eq!(said["author"]["global_name"], "The Owner");
}
