//! `POST /webhooks/{webhook_id}/{webhook_token}/github`

use parvis_testing::Answer;
use reqwest::Method;
use serde_json::{Value, json};

use super::Hook;

async fn send(hook: &Hook, event: &str, body: Value) -> Answer {
    let request = hook.nobody.request(Method::POST, &hook.at("/github"));
    Answer::of(request.header("x-github-event", event).json(&body)).await
}

#[tokio::test]
async fn a_push_is_told_and_a_ping_is_not() {
    let hook = Hook::set().await;
    let push = json!({
        "ref": "refs/heads/main",
        "compare": "https://github.com/parvis/parvis/compare/a...b",
        "sender": { "id": 1, "login": "ada", "html_url": "https://github.com/ada", "avatar_url": "https://example.org/a.png" },
        "repository": { "id": 2, "name": "parvis", "full_name": "parvis/parvis", "html_url": "https://github.com/parvis/parvis" },
        "commits": [{ "id": "0123456789abcdef", "url": "https://example.org/c", "message": "Fix it\n\nall", "author": { "name": "Ada" } }],
    });
    assert_eq!(send(&hook, "push", push).await.status, 204);
    assert_eq!(send(&hook, "ping", json!({ "zen": "Design for failure." })).await.status, 204);
    let page = hook.scene.member.get(&hook.scene.at("/messages?limit=1")).await.ok();
    assert_eq!(page[0]["author"]["username"], "GitHub");
    let embed = &page[0]["embeds"][0];
    assert_eq!(embed["title"], "[parvis/parvis] 1 new commit on main");
    assert_eq!(embed["description"], "[`0123456`](https://example.org/c) Fix it");
}

#[tokio::test]
async fn what_is_no_event_of_github_is_refused() {
    let hook = Hook::set().await;
    assert_eq!(send(&hook, "push", json!({ "commits": 5 })).await.refused(400), 50_035);
    let elsewhere = hook.nobody.post(&format!("/webhooks/{}/x/github", hook.id), json!({})).await;
    assert_eq!(elsewhere.refused(404), 10_015);
}
