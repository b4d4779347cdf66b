//! `/applications`

mod commands;
mod emojis;
pub mod guilds;
mod interactions_endpoint;

use parvis_testing::TestServer;
use serde_json::{Value, json};

const KEYS_OF_LIBRARIES: [&str; 12] = [
    "id",
    "name",
    "icon",
    "description",
    "owner",
    "verify_key",
    "bot_public",
    "bot_require_code_grant",
    "summary",
    "rpc_origins",
    "flags",
    "team",
];

#[tokio::test]
async fn a_person_makes_an_application_whose_bot_logs_in() {
    let server = TestServer::start().await;
    let ada = server.person("ada").await;
    let made = ada.post("/applications", json!({ "name": "Ping Bot" })).await.ok();
    assert_eq!(made["id"], made["bot"]["id"]);
    assert_eq!((&made["bot"]["bot"], &made["owner"]["id"]), (&json!(true), &json!(ada.id)));
    let key = made["verify_key"].as_str().expect("a key");
    assert!(key.len() == 64 && key.bytes().all(|byte| byte.is_ascii_hexdigit()), "{key}");
    assert_eq!(ada.get("/applications").await.ok(), json!([made]));

    let bot = server.bot(&ada, "Ping Bot").await;
    let second = bot.get("/users/@me").await.ok();
    assert_ne!(second["username"], "Ping Bot", "the name is taken, so digits follow it");
    for path in ["/oauth2/applications/@me", "/applications/@me"] {
        let own = bot.get(path).await.ok();
        assert_eq!(own["id"], json!(bot.id));
        for key in KEYS_OF_LIBRARIES {
            assert!(own.get(key).is_some(), "{path} lacks {key}");
        }
    }
    assert_eq!(ada.get("/oauth2/applications/@me").await.refused(403), 20_002);
    let authorization = bot.get("/oauth2/@me").await.ok();
    assert_eq!(authorization["user"]["id"], json!(bot.id));
}

#[tokio::test]
async fn an_application_is_its_owner_s_alone() {
    let server = TestServer::start().await;
    let (ada, eve) = (server.person("ada").await, server.person("eve").await);
    let made = ada.post("/applications", json!({ "name": "helper" })).await.ok();
    let path = format!("/applications/{}", made["id"].as_str().expect("an id"));
    assert_eq!(eve.get(&path).await.refused(404), 10_002);
    assert_eq!(eve.patch(&path, json!({ "description": "mine" })).await.refused(404), 10_002);
    assert_eq!(eve.post(&format!("{path}/bot/reset"), json!({})).await.refused(404), 10_002);
    assert_eq!(eve.delete(&path).await.refused(404), 10_002);
    assert_eq!(ada.get(&path).await.ok(), made);
    let bot = server.bot(&ada, "other").await;
    assert_eq!(bot.post("/applications", json!({ "name": "child" })).await.refused(403), 20_001);
    assert_eq!(bot.get(&path).await.refused(404), 10_002);
}

#[tokio::test]
async fn a_reset_ends_the_old_token() {
    let server = TestServer::start().await;
    let ada = server.person("ada").await;
    let bot = server.bot(&ada, "helper").await;
    let reset = ada.post(&format!("/applications/{}/bot/reset", bot.id), json!({})).await.ok();
    bot.get("/users/@me").await.refused(401);
    let token = reset["token"].as_str().expect("a token");
    let renewed = server.anonymous().with_token(&format!("Bot {token}"));
    assert_eq!(renewed.get("/users/@me").await.ok()["id"], json!(bot.id));
    // Without the word in front it is nobody's.
    server.anonymous().with_token(token).get("/users/@me").await.refused(401);
}

#[tokio::test]
async fn only_the_flags_of_privileged_intents_are_set_by_hand() {
    let server = TestServer::start().await;
    let ada = server.person("ada").await;
    let bot = server.bot(&ada, "helper").await;
    let flags = |value: &Value| value["flags"].as_u64().expect("flags");
    let privileged = 1 << 13 | 1 << 15 | 1 << 19;
    assert_eq!(flags(&bot.get("/applications/@me").await.ok()), privileged);
    let none = bot.patch("/applications/@me", json!({ "flags": 0, "description": "pings" })).await.ok();
    assert_eq!((flags(&none), &none["flags_new"], &none["description"]), (0, &json!("0"), &json!("pings")));
    let all = bot.patch("/applications/@me", json!({ "flags": u32::MAX })).await.ok();
    assert_eq!(flags(&all), privileged);
    let address = json!({ "interactions_endpoint_url": "https://example.org/hook" });
    assert_eq!(bot.patch("/applications/@me", address).await.refused(400), 50_035);
    let name = json!({ "name": "Renamed", "bot_public": false });
    assert_eq!(bot.patch("/applications/@me", name.clone()).await.ok()["name"], "helper");
    let path = format!("/applications/{}", bot.id);
    let renamed = ada.patch(&path, name).await.ok();
    assert_eq!((&renamed["name"], &renamed["bot_public"]), (&json!("Renamed"), &json!(false)));
}

#[tokio::test]
async fn a_deleted_application_takes_its_bot_along() {
    let server = TestServer::start().await;
    let ada = server.person("ada").await;
    let bot = server.bot(&ada, "helper").await;
    ada.delete(&format!("/applications/{}", bot.id)).await.ok();
    bot.get("/users/@me").await.refused(401);
    assert_eq!(ada.get("/applications").await.ok(), json!([]));
    assert_eq!(ada.get(&format!("/applications/{}", bot.id)).await.refused(404), 10_002);
}

#[tokio::test]
async fn nobody_has_more_than_25_applications() {
    let server = TestServer::start().await;
    let ada = server.person("ada").await;
    for number in 0..25 {
        ada.post("/applications", json!({ "name": format!("bot {number}") })).await.ok();
    }
    ada.post("/applications", json!({ "name": "one more" })).await.refused(400);
    assert_eq!(ada.get("/applications").await.ok().as_array().map(Vec::len), Some(25));
}
