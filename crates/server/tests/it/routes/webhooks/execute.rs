//! `POST /webhooks/{webhook_id}/{webhook_token}`

use parvis_testing::{ALL_INTENTS, Answer, Socket};
use reqwest::Method;
use reqwest::multipart::{Form, Part};
use serde_json::json;

use super::Hook;
use crate::routes::channels::id_of;

#[tokio::test]
async fn a_message_has_the_name_that_its_sender_chose_and_a_webhook_s_marks() {
    let hook = Hook::set().await;
    let mut socket = Socket::identify(&hook.scene.server, &hook.scene.member, ALL_INTENTS).await;
    let body = json!({
        "content": "Fête dimanche",
        "username": "Agenda du quartier",
        "avatar_url": "https://example.org/a.png",
    });
    let said = hook.post(body).await.ok();
    assert_eq!(said["author"]["id"], json!(hook.id));
    assert_eq!(said["author"]["username"], "Agenda du quartier");
    assert_eq!((&said["author"]["discriminator"], &said["author"]["bot"]), (&json!("0000"), &json!(true)));
    assert_eq!((&said["webhook_id"], said.get("application_id")), (&json!(hook.id), None));
    assert_eq!(said["webhook_avatar_url"], "https://example.org/a.png");
    let told = socket.wait_for("MESSAGE_CREATE").await;
    assert_eq!((&told["id"], told.get("member")), (&said["id"], None));
    let path = hook.scene.at(&format!("/messages/{}", id_of(&said)));
    let kept = hook.scene.member.get(&path).await.ok();
    assert_eq!((&kept["author"], &kept["webhook_id"]), (&said["author"], &said["webhook_id"]));
    let plain = hook.nobody.post(&hook.at(""), json!({ "content": "sans attendre" })).await;
    assert_eq!((plain.status.as_u16(), plain.text.as_str()), (204, ""));
    let page = hook.scene.member.get(&hook.scene.at("/messages?limit=1")).await.ok();
    assert_eq!(page[0]["author"]["username"], "Agenda");
}

#[tokio::test]
async fn mentions_notify_as_far_as_the_sender_allows() {
    let hook = Hook::set().await;
    let text = format!("@everyone <@{}>", hook.scene.member.id);
    let said = hook.post(json!({ "content": text })).await.ok();
    assert_eq!(
        (&said["mention_everyone"], &said["mentions"][0]["id"]),
        (&json!(true), &json!(hook.scene.member.id))
    );
    let silent = json!({ "content": text, "allowed_mentions": { "parse": [] } });
    let said = hook.post(silent).await.ok();
    assert_eq!((&said["mention_everyone"], &said["mentions"]), (&json!(false), &json!([])));
}

#[tokio::test]
async fn files_and_embeds_come_along() {
    let hook = Hook::set().await;
    let payload = json!({
        "embeds": [{ "title": "Plan", "image": { "url": "attachment://plan.png" } }],
        "attachments": [{ "id": 0, "description": "la place" }],
    });
    let picture = include_bytes!("../../schema/pixel.png").to_vec();
    let form = Form::new()
        .text("payload_json", payload.to_string())
        .part("files[0]", Part::bytes(picture.clone()).file_name("plan.png"));
    let said = hook.nobody.post_form(&hook.at("?wait=true"), form).await.ok();
    let file = &said["attachments"][0];
    assert_eq!((&file["filename"], &file["description"]), (&json!("plan.png"), &json!("la place")));
    assert_eq!(said["embeds"][0]["image"]["url"], file["url"]);
    let form = Form::new()
        .text("content", "à l'ancienne")
        .text("username", "Vieux")
        .part("file", Part::bytes(picture).file_name("a.png"));
    let said = hook.nobody.post_form(&hook.at("?wait=true"), form).await.ok();
    assert_eq!((&said["content"], &said["author"]["username"]), (&json!("à l'ancienne"), &json!("Vieux")));
}

#[tokio::test]
async fn a_form_of_a_browser_is_taken_because_the_secret_is_in_the_path() {
    let hook = Hook::set().await;
    let send = async |text: &str| {
        let request = hook.nobody.request(Method::POST, &hook.at("?wait=1"));
        let request = request.header("content-type", "application/x-www-form-urlencoded");
        Answer::of(request.body(text.to_owned())).await.ok()
    };
    assert_eq!(send("content=bonjour+%C3%A0+tous&username=Formulaire").await["content"], "bonjour à tous");
    assert_eq!(send("payload_json=%7B%22content%22%3A%22en+JSON%22%7D").await["content"], "en JSON");
}

#[tokio::test]
async fn components_of_a_webhook_without_application_only_show() {
    let hook = Hook::set().await;
    let link = json!([{ "type": 1, "components": [
        { "type": 2, "style": 5, "label": "Site", "url": "https://example.org" }
    ] }]);
    let body = json!({ "content": "x", "components": link });
    let said = hook.post(body.clone()).await.ok();
    assert_eq!(said["components"], json!([]), "not asked for");
    let path = hook.at("?wait=true&with_components=true");
    let said = hook.nobody.post(&path, body).await.ok();
    assert_eq!(said["components"][0]["components"][0]["id"], 2);
    let text = json!({ "flags": 1 << 15, "components": [{ "type": 10, "content": "# Fête" }] });
    let said = hook.nobody.post(&path, text).await.ok();
    assert_eq!((&said["content"], &said["components"][0]["content"]), (&json!(""), &json!("# Fête")));
    let button = json!({ "content": "x", "components": [{ "type": 1, "components": [
        { "type": 2, "style": 1, "label": "Oui", "custom_id": "oui" }
    ] }] });
    let refused = hook.nobody.post(&path, button.clone()).await;
    assert_eq!(refused.refused(400), 50_035);
    assert!(refused.json()["errors"]["components"].is_object(), "{}", refused.text);

    let bot = hook.scene.server.bot(&hook.scene.owner, "robot").await;
    hook.scene.owner.add_bot(&hook.scene.guild, &bot, 1 << 29).await;
    let made = bot.post(&hook.scene.at("/webhooks"), json!({ "name": "Robot" })).await.ok();
    let path = format!("/webhooks/{}/{}?wait=true", id_of(&made), made["token"].as_str().expect("a secret"));
    let said = hook.nobody.post(&path, button).await.ok();
    assert_eq!(said["components"][0]["components"][0]["custom_id"], "oui");
    assert_eq!(said["application_id"], json!(bot.id));
}

#[tokio::test]
async fn a_wrong_field_is_named_and_an_empty_message_refused() {
    let hook = Hook::set().await;
    for (body, path) in [
        (json!({ "content": "x".repeat(2_001) }), "/errors/content"),
        (json!({ "content": "x", "username": "" }), "/errors/username"),
        (json!({ "content": "x", "username": "x".repeat(81) }), "/errors/username"),
        (json!({ "content": "x", "avatar_url": "file:///etc/passwd" }), "/errors/avatar_url"),
        (json!({ "content": "x", "embeds": [{ "title": "x".repeat(257) }] }), "/errors/embeds/0/title"),
        (
            json!({ "content": "x", "components": [{ "type": 1, "components": [{ "type": 2 }] }] }),
            "/errors/components/0/components/0/style",
        ),
    ] {
        let answer = hook.post(body.clone()).await;
        assert_eq!(answer.refused(400), 50_035, "{body}");
        assert!(answer.json().pointer(path).is_some(), "{path}: {}", answer.text);
    }
    assert_eq!(hook.post(json!({})).await.refused(400), 50_006);
}

#[tokio::test]
async fn slow_mode_does_not_slow_a_webhook_down() {
    let hook = Hook::set().await;
    hook.scene.owner.patch(&hook.scene.at(""), json!({ "rate_limit_per_user": 3_600 })).await.ok();
    hook.post(json!({ "content": "un" })).await.ok();
    hook.post(json!({ "content": "deux" })).await.ok();
}

#[tokio::test]
async fn ten_thousand_guessed_secrets_open_nothing() {
    let hook = Hook::set().await;
    let guesses =
        (0_u64..10_000).map(|number| format!("{:0>60}{number:08x}", &hook.token[..number as usize % 60]));
    let guesses: Vec<_> = guesses.collect();
    let mut accepted = 0;
    for piece in guesses.chunks(100) {
        let asked = piece.iter().map(|guess| {
            let (nobody, path) = (hook.nobody.clone(), format!("/webhooks/{}/{guess}", hook.id));
            tokio::spawn(async move { nobody.get(&path).await.status.is_success() })
        });
        for one in asked.collect::<Vec<_>>() {
            accepted += usize::from(one.await.expect("the request ends"));
        }
    }
    assert_eq!(accepted, 0);
}
