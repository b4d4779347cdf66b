//! What texts lose on their way in, wherever they come in.

use parvis_testing::{ALL_INTENTS, Answer, Person, Socket, TestServer};
use reqwest::Method;
use reqwest::multipart::Form;
use serde_json::{Value, json};

/// Every place of a JSON value that holds this text.
fn holds(value: &Value, wanted: &str) -> bool {
    match value {
        Value::String(text) => text == wanted,
        Value::Array(list) => list.iter().any(|one| holds(one, wanted)),
        Value::Object(map) => map.values().any(|one| holds(one, wanted)),
        _ => false,
    }
}

/// Sends a text with a NUL inside and expects the same text without it.
async fn check(person: &Person, method: Method, path: &str, body: Value) {
    let answer = Answer::of(person.request(method, path).json(&body)).await.ok();
    assert!(holds(&answer, "avant") && !answer.to_string().contains("\\u0000"), "{path} {body}: {answer}");
}

#[tokio::test]
async fn no_text_keeps_a_nul_whatever_takes_it() {
    let server = TestServer::start().await;
    let ada = server.person("ada").await;
    let bot = server.bot(&ada, "helper").await;
    let guild = ada.make_guild("Cour").await;
    let guild_id = guild["id"].as_str().expect("an id");
    ada.add_bot(guild_id, &bot, 8).await;
    let (channel, guild) = (ada.first_channel(guild_id).await, format!("/guilds/{guild_id}"));
    let (messages, text) = (format!("/channels/{channel}/messages"), "av\0a\0nt\0");

    check(&ada, Method::POST, &messages, json!({ "content": text })).await;
    check(&ada, Method::PATCH, &format!("/channels/{channel}"), json!({ "topic": text })).await;
    check(&ada, Method::PATCH, &format!("/channels/{channel}"), json!({ "name": text })).await;
    check(&ada, Method::PATCH, &guild, json!({ "name": text })).await;
    check(&ada, Method::PATCH, &guild, json!({ "description": text })).await;
    check(&ada, Method::POST, &format!("{guild}/roles"), json!({ "name": text })).await;
    check(&ada, Method::PATCH, &format!("{guild}/members/@me"), json!({ "nick": text })).await;
    check(&ada, Method::PATCH, "/users/@me", json!({ "global_name": text })).await;
    check(&ada, Method::POST, &format!("/channels/{channel}/webhooks"), json!({ "name": text })).await;
    check(&ada, Method::PATCH, "/users/@me/settings", json!({ "custom_status": { "text": text } })).await;
    let row =
        json!({ "type": 1, "components": [{ "type": 2, "style": 1, "label": text, "custom_id": "x" }] });
    check(&bot, Method::POST, &messages, json!({ "components": [row] })).await;
    for embed in [json!({ "title": text }), json!({ "fields": [{ "name": "n", "value": text }] })] {
        check(&ada, Method::POST, &messages, json!({ "embeds": [embed] })).await;
    }
    let form = Form::new().text("payload_json", json!({ "content": text }).to_string());
    assert_eq!(ada.post_form(&messages, form).await.ok()["content"], "avant");
}

#[tokio::test]
async fn a_nul_in_a_query_a_reason_or_a_status_goes_too_and_a_path_with_one_leads_nowhere() {
    let server = TestServer::start().await;
    let ada = server.person("ada").await;
    let guild_id = ada.make_guild("Cour").await["id"].as_str().expect("an id").to_owned();
    let guild = format!("/guilds/{guild_id}");
    let found = ada.get(&format!("{guild}/members/search?query=a%00d&limit=5")).await.ok();
    assert_eq!(found[0]["user"]["username"], "ada");

    let request = ada.request(Method::PATCH, &guild).header("x-audit-log-reason", "bon%00ne");
    Answer::of(request.json(&json!({ "name": "Place" }))).await.ok();
    let log = ada.get(&format!("{guild}/audit-logs")).await.ok();
    assert_eq!(log["audit_log_entries"][0]["reason"], "bonne");

    let bot = server.bot(&ada, "helper").await;
    ada.add_bot(&guild_id, &bot, 0).await;
    let mut seen = Socket::identify(&server, &bot, ALL_INTENTS).await;
    let socket = Socket::identify(&server, &ada, 0).await;
    let activity = json!({ "name": "a", "type": 4, "state": "l\0à" });
    socket.send(json!({ "op": 3, "d": { "since": null, "afk": false, "status": "online", "activities": [activity] } }));
    let told = seen.wait_until("PRESENCE_UPDATE", |it| it["activities"][0].is_object()).await;
    assert_eq!(told["activities"][0]["state"], "là");

    for path in ["/invites/a%00b", "/webhooks/1/%00"] {
        assert_eq!(ada.get(path).await.refused(404), 0, "{path}");
    }
    let page = server.anonymous().get(&format!("{}/invite/a%00b", server.url())).await;
    assert_eq!(page.status, 404);
}
