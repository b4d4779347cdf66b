//! `POST /webhooks/{webhook_id}/{webhook_token}/slack`

use parvis_testing::Answer;
use reqwest::Method;
use serde_json::json;

use super::Hook;

#[tokio::test]
async fn a_message_for_slack_becomes_text_and_embeds() {
    let hook = Hook::set().await;
    let body = json!({
        "text": "Voir <https://example.org|le site>",
        "username": "Veille",
        "channel": "#ignored",
        "attachments": [{
            "fallback": "ignored", "pretext": "Nouveau :", "title": "Titre", "title_link": "https://example.org/1",
            "text": "a &lt; b", "color": "#ff8000", "ts": 1_795_328_210, "footer": "bas", "author_name": "Ada",
            "fields": [{ "title": "Lieu", "value": "Mairie", "short": true }],
        }],
    });
    let answer = hook.nobody.post(&hook.at("/slack"), body).await;
    assert_eq!(answer.ok(), json!("ok"));
    let page = hook.scene.member.get(&hook.scene.at("/messages?limit=1")).await.ok();
    let said = &page[0];
    assert_eq!(said["content"], "Voir [le site](https://example.org)\nNouveau :");
    assert_eq!(said["author"]["username"], "Veille");
    let embed = &said["embeds"][0];
    assert_eq!((&embed["title"], &embed["description"]), (&json!("Titre"), &json!("a < b")));
    assert_eq!((&embed["color"], &embed["author"]["name"]), (&json!(0x00ff_8000), &json!("Ada")));
    let field = json!({ "name": "Lieu", "value": "Mairie", "inline": true });
    assert_eq!(embed["fields"], json!([field]));
}

#[tokio::test]
async fn a_form_with_a_payload_is_taken_and_wrong_fields_are_named() {
    let hook = Hook::set().await;
    let request = hook.nobody.request(Method::POST, &hook.at("/slack"));
    let request = request.header("content-type", "application/x-www-form-urlencoded");
    Answer::of(request.body("payload=%7B%22text%22%3A%22bonjour%22%7D")).await.ok();
    let refused = hook.nobody.post(&hook.at("/slack"), json!({ "text": "x".repeat(2_001) })).await;
    assert_eq!(refused.refused(400), 50_035);
    assert!(refused.json()["errors"]["text"].is_object(), "{}", refused.text);
}
