//! `/applications/{application_id}/commands`

use std::time::{Duration, Instant};

use parvis_testing::{Person, TestServer};
use serde_json::{Value, json};

async fn bot() -> (TestServer, Person, Person, String) {
    let server = TestServer::start().await;
    let ada = server.person("ada").await;
    let bot = server.bot(&ada, "helper").await;
    let path = format!("/applications/{}/commands", bot.id);
    (server, ada, bot, path)
}

fn ping() -> Value {
    json!({ "name": "ping", "description": "Answers" })
}

#[tokio::test]
async fn a_command_is_made_read_changed_and_deleted() {
    let (_server, ada, bot, path) = bot().await;
    let made = bot.post(&path, ping()).await;
    assert_eq!(made.status, 201);
    let made = made.ok();
    assert_eq!((&made["type"], &made["application_id"]), (&json!(1), &json!(bot.id)));
    assert_eq!((&made["default_member_permissions"], &made["dm_permission"]), (&Value::Null, &json!(true)));
    let one = format!("{path}/{}", made["id"].as_str().expect("an id"));
    assert_eq!(bot.get(&one).await.ok(), made);
    // Whose application it is may as well.
    assert_eq!(ada.get(&one).await.ok(), made);
    let change = json!({ "description": "Answers soon", "default_member_permissions": "8", "nsfw": true });
    let changed = bot.patch(&one, change).await.ok();
    assert_eq!(changed["name"], "ping");
    assert_eq!(changed["default_member_permissions"], "8");
    assert_ne!(changed["version"], made["version"]);
    let same = bot.patch(&one, json!({ "nsfw": true })).await.ok();
    assert_eq!(same, changed);
    bot.delete(&one).await.ok();
    assert_eq!(bot.get(&one).await.refused(404), 10_063);
    assert_eq!(bot.delete(&one).await.refused(404), 10_063);
    assert_eq!(bot.get(&path).await.ok(), json!([]));
}

#[tokio::test]
async fn the_same_name_again_takes_the_place_of_the_first() {
    let (_server, _ada, bot, path) = bot().await;
    let first = bot.post(&path, ping()).await.ok();
    let mut again = ping();
    again["description"] = json!("Answers better");
    let second = bot.post(&path, again).await;
    assert_eq!(second.status, 200);
    let second = second.ok();
    assert_eq!(second["id"], first["id"]);
    assert_ne!(second["version"], first["version"]);
    let menu = bot.post(&path, json!({ "name": "ping", "type": 2 })).await;
    assert_eq!(menu.status, 201);
    let other = bot.post(&path, json!({ "name": "pong", "description": "x" })).await.ok();
    let other = format!("{path}/{}", other["id"].as_str().expect("an id"));
    assert_eq!(bot.patch(&other, json!({ "name": "ping" })).await.refused(400), 50_035);
}

#[tokio::test]
async fn a_list_replaces_all_and_what_stays_keeps_its_id() {
    let (_server, _ada, bot, path) = bot().await;
    let list = |names: &[&str]| -> Value {
        names.iter().map(|name| json!({ "name": name, "description": "x" })).collect()
    };
    let first = bot.put(&path, list(&["a", "b", "c"])).await.ok();
    let second = bot.put(&path, list(&["c", "a", "d"])).await.ok();
    assert_eq!((&second[0], &second[1]), (&first[2], &first[0]));
    assert_eq!(bot.get(&path).await.ok().as_array().map(Vec::len), Some(3));
    // By their ids, two commands change names at once.
    let swapped = json!([
        { "id": first[0]["id"], "name": "c", "description": "x" },
        { "id": first[2]["id"], "name": "a", "description": "x" },
    ]);
    let third = bot.put(&path, swapped).await.ok();
    assert_eq!((&third[0]["id"], &third[1]["id"]), (&first[0]["id"], &first[2]["id"]));
    let twice = bot.put(&path, list(&["a", "a"])).await;
    assert_eq!(twice.refused(400), 50_035);
    let wrong = bot.put(&path, json!([ping(), { "name": "No", "description": "x" }])).await;
    assert!(wrong.text.contains("APPLICATION_COMMAND_INVALID_NAME"), "{}", wrong.text);
    assert_eq!(bot.get(&path).await.ok().as_array().map(Vec::len), Some(2));
    assert_eq!(bot.put(&path, Value::Null).await.ok(), json!([]));
}

#[tokio::test]
async fn two_thousand_commands_are_registered_within_a_second() {
    let (_server, _ada, bot, path) = bot().await;
    let command = |n: usize| json!({ "name": format!("command-{n}"), "description": "One of very many" });
    let list: Value = (0..2_000).map(command).collect();
    let began = Instant::now();
    let made = bot.put(&path, list.clone()).await.ok();
    let took = began.elapsed();
    assert_eq!(made.as_array().map(Vec::len), Some(2_000));
    // A program without optimisation is several times slower than the one that people run.
    assert!(took < Duration::from_secs(5), "{took:?}");
    assert_eq!(bot.put(&path, list).await.ok(), made);
    assert_eq!(bot.post(&path, ping()).await.refused(400), 30_032);
    let too_many: Value = (0..2_001).map(command).collect();
    assert_eq!(bot.put(&path, too_many).await.refused(400), 30_032);
    let menus: Value = (0..16).map(|n| json!({ "type": 3, "name": format!("Menu {n}") })).collect();
    assert_eq!(bot.put(&path, menus).await.refused(400), 30_032);
}

#[tokio::test]
async fn lists_speak_the_caller_s_language_or_all() {
    let (_server, _ada, bot, path) = bot().await;
    let mut body = ping();
    body["name_localizations"] = json!({ "fr": "écho" });
    body["options"] = json!([{
        "type": 3, "name": "text", "description": "What", "description_localizations": { "fr": "Quoi" },
    }]);
    bot.post(&path, body).await.ok();
    let request = bot.request(reqwest::Method::GET, &path).header("accept-language", "fr-CH,fr;q=0.9");
    let french = parvis_testing::Answer::of(request).await.ok();
    assert_eq!(french[0]["name_localized"], "écho");
    assert_eq!(french[0]["name"], "ping");
    assert_eq!(french[0]["options"][0]["description_localized"], "Quoi");
    assert!(french[0].get("name_localizations").is_none());
    let all = bot.get(&format!("{path}?with_localizations=true")).await.ok();
    assert_eq!(all[0]["name_localizations"], json!({ "fr": "écho" }));
    assert!(all[0].get("name_localized").is_none());
}

#[tokio::test]
async fn a_wrong_definition_names_its_fields() {
    let (_server, _ada, bot, path) = bot().await;
    let wrong = bot.post(&path, json!({ "description": "x" })).await;
    assert!(wrong.text.contains("\"name\":{\"_errors\""), "{}", wrong.text);
    let option = json!({ "type": 4, "name": "n", "description": "x", "min_length": 3 });
    let wrong = bot.post(&path, json!({ "name": "x", "description": "x", "options": [option] })).await;
    assert_eq!(wrong.refused(400), 50_035);
    assert!(wrong.json()["errors"]["options"]["0"]["min_length"]["_errors"].is_array(), "{}", wrong.text);
}

#[tokio::test]
async fn commands_are_their_application_s_alone_and_go_with_it() {
    let (server, ada, bot, path) = bot().await;
    let made = bot.post(&path, ping()).await.ok();
    let (eve, other) = (server.person("eve").await, server.bot(&ada, "other").await);
    let one = format!("{path}/{}", made["id"].as_str().expect("an id"));
    for stranger in [&eve, &other] {
        assert_eq!(stranger.get(&path).await.refused(404), 10_002);
        assert_eq!(stranger.put(&path, json!([])).await.refused(404), 10_002);
        assert_eq!(stranger.delete(&one).await.refused(404), 10_002);
    }
    // By the path of another application nothing is found.
    let elsewhere = format!("/applications/{}/commands/{}", other.id, made["id"].as_str().expect("an id"));
    assert_eq!(other.get(&elsewhere).await.refused(404), 10_063);
    ada.delete(&format!("/applications/{}", bot.id)).await.ok();
    assert_eq!(ada.get(&path).await.refused(404), 10_002);
}
