//! Webhooks made, read, changed and deleted, by right and by secret.

use parvis_testing::{ALL_INTENTS, Socket};
use serde_json::json;

use super::Hook;
use crate::routes::channels::{Scene, id_of};

const PIXEL: &str = "data:image/png;base64,iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNkYPhfDwAChwGA60e6kgAAAABJRU5ErkJggg==";

#[tokio::test]
async fn a_secret_opens_its_webhook_only_and_looks_as_libraries_expect() {
    let hook = Hook::set().await;
    assert_eq!(hook.token.len(), 68);
    let seen = hook.nobody.get(&hook.at("")).await.ok();
    assert_eq!((&seen["name"], seen.get("user")), (&json!("Agenda"), None));
    let address = format!("{}/api/webhooks/{}/{}", hook.scene.server.url(), hook.id, hook.token);
    assert_eq!(seen["url"], address);
    let other = hook.scene.owner.post(&hook.scene.at("/webhooks"), json!({ "name": "Autre" })).await.ok();
    let crossed = format!("/webhooks/{}/{}", id_of(&other), hook.token);
    assert_eq!(hook.nobody.get(&crossed).await.refused(404), 10_015);
    let cut = format!("/webhooks/{}/{}", hook.id, &hook.token[..67]);
    assert_eq!(hook.nobody.get(&cut).await.refused(404), 10_015);
}

#[tokio::test]
async fn a_webhook_s_secret_is_no_account_s_token() {
    let hook = Hook::set().await;
    for token in [hook.token.clone(), format!("Bot {}", hook.token)] {
        let caller = hook.nobody.with_token(&token);
        assert_eq!(caller.get("/users/@me").await.status, 401);
    }
}

#[tokio::test]
async fn managers_are_told_of_changes_and_the_audit_log_has_them_without_the_secret() {
    let scene = Scene::set().await;
    let mut socket = Socket::identify(&scene.server, &scene.owner, ALL_INTENTS).await;
    let mut stranger = Socket::identify(&scene.server, &scene.member, ALL_INTENTS).await;
    let hook = Hook::on(scene).await;
    let told = socket.wait_for("WEBHOOKS_UPDATE").await;
    assert_eq!(
        (&told["guild_id"], &told["channel_id"]),
        (&json!(hook.scene.guild), &json!(hook.scene.channel))
    );
    let path = format!("/webhooks/{}", hook.id);
    let edited = hook.scene.owner.patch(&path, json!({ "name": "Fêtes", "avatar": PIXEL })).await.ok();
    assert_eq!(edited["avatar"].as_str().map(str::len), Some(32));
    socket.wait_for("WEBHOOKS_UPDATE").await;
    hook.nobody.patch(&hook.at(""), json!({ "name": "Par le secret" })).await.ok();
    socket.wait_for("WEBHOOKS_UPDATE").await;
    hook.nobody.delete(&hook.at("")).await.ok();
    socket.wait_for("WEBHOOKS_UPDATE").await;
    assert_eq!(hook.nobody.get(&hook.at("")).await.refused(404), 10_015);

    let log = hook.scene.owner.get(&format!("/guilds/{}/audit-logs", hook.scene.guild)).await;
    let entries = log.ok()["audit_log_entries"].as_array().expect("entries").clone();
    let about: Vec<_> = entries.iter().filter(|it| it["target_id"] == json!(hook.id)).collect();
    let actions: Vec<_> = about.iter().map(|it| it["action_type"].as_u64().expect("a number")).collect();
    assert_eq!(actions, [52, 51, 51, 50]);
    let by: Vec<_> = about.iter().map(|it| it["user_id"].clone()).collect();
    let owner = json!(hook.scene.owner.id);
    assert_eq!(by, [json!(null), json!(null), owner.clone(), owner]);
    assert!(!log.text.contains(&hook.token) && !log.text.contains("salt"), "{}", log.text);
    let told = format!("{:?}{:?}", socket.received(), stranger.received());
    assert!(!told.contains(&hook.token));
    hook.scene.owner.say(&hook.scene.channel, "fin").await;
    stranger.wait_until("MESSAGE_CREATE", |it| it["content"] == "fin").await;
    assert!(!stranger.names().contains(&"WEBHOOKS_UPDATE".to_owned()));
}

#[tokio::test]
async fn a_moved_webhook_posts_where_it_stands_now() {
    let hook = Hook::set().await;
    let path = format!("/guilds/{}/channels", hook.scene.guild);
    let other = id_of(&hook.scene.owner.post(&path, json!({ "name": "ailleurs" })).await.ok());
    hook.post(json!({ "content": "avant" })).await.ok();
    let path = format!("/webhooks/{}", hook.id);
    hook.scene.owner.patch(&path, json!({ "channel_id": other })).await.ok();
    let said = hook.post(json!({ "content": "après" })).await.ok();
    assert_eq!(said["channel_id"], json!(other));
    // Whoever has the secret does not move it.
    let body = json!({ "channel_id": hook.scene.channel, "name": "Resté" });
    assert_eq!(hook.nobody.patch(&hook.at(""), body).await.ok()["channel_id"], json!(other));
}

#[tokio::test]
async fn a_channel_has_fifteen_webhooks_and_they_go_with_it() {
    let hook = Hook::set().await;
    for number in 1..15 {
        let body = json!({ "name": format!("n{number}") });
        hook.scene.owner.post(&hook.scene.at("/webhooks"), body).await.ok();
    }
    let one_more = hook.scene.owner.post(&hook.scene.at("/webhooks"), json!({ "name": "n15" })).await;
    assert_eq!(one_more.refused(400), 30_007);
    let list = hook.scene.owner.get(&hook.scene.at("/webhooks")).await.ok();
    assert_eq!(list.as_array().map(Vec::len), Some(15));
    hook.scene.owner.delete(&hook.scene.at("")).await.ok();
    assert_eq!(hook.post(json!({ "content": "x" })).await.refused(404), 10_015);
}

#[tokio::test]
async fn names_are_clean_and_bounded_and_pictures_are_pictures() {
    let scene = Scene::set().await;
    for (body, field) in [
        (json!({ "name": "" }), "name"),
        (json!({ "name": "x".repeat(81) }), "name"),
        (json!({ "name": " \u{202e} " }), "name"),
        (json!({ "name": "x", "avatar": "data:image/png;base64,AAAA" }), "avatar"),
    ] {
        let answer = scene.owner.post(&scene.at("/webhooks"), body.clone()).await;
        assert_eq!(answer.refused(400), 50_035, "{body}");
        assert!(answer.json()["errors"][field].is_object(), "{body}: {}", answer.text);
    }
}

#[tokio::test]
async fn what_an_application_made_shows_its_secret_to_nobody_else_and_goes_with_it() {
    let scene = Scene::set().await;
    let bot = scene.server.bot(&scene.owner, "robot").await;
    scene.owner.add_bot(&scene.guild, &bot, 1 << 29).await;
    let made = bot.post(&scene.at("/webhooks"), json!({ "name": "Robot" })).await.ok();
    assert_eq!(made["application_id"], json!(bot.id));
    let seen = scene.owner.get(&format!("/webhooks/{}", id_of(&made))).await.ok();
    assert_eq!((seen.get("token"), seen.get("url")), (None, None));
    let seen = bot.get(&format!("/webhooks/{}", id_of(&made))).await.ok();
    assert_eq!(seen["token"], made["token"]);
    scene.owner.delete(&format!("/applications/{}", bot.id)).await.ok();
    let path = format!("/webhooks/{}/{}", id_of(&made), made["token"].as_str().expect("a secret"));
    assert_eq!(scene.server.anonymous().get(&path).await.refused(404), 10_015);
}
