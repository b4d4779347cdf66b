//! What every answer carries, of whatever kind it is.

use parvis_testing::{Answer, TestServer};
use reqwest::Method;
use reqwest::multipart::{Form, Part};
use serde_json::json;

/// One transparent pixel.
const PIXEL: &str = "data:image/png;base64,iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNkYPhfDwAChwGA60e6kgAAAABJRU5ErkJggg==";

/// Which sites' pages may load an answer of this path.
fn resource_policy(path: &str) -> &'static str {
    if path.starts_with("/avatars/") || path.starts_with("/embed/") {
        "cross-origin"
    } else if path.starts_with("/attachments/") {
        "same-site"
    } else {
        "same-origin"
    }
}

#[tokio::test]
async fn every_answer_says_that_it_is_what_it_says_and_who_may_load_it() {
    let server = TestServer::start().await;
    let ada = server.person("ada").await;
    let avatar = ada.patch("/users/@me", json!({ "avatar": PIXEL })).await.ok()["avatar"].clone();
    let guild = ada.make_guild("Place").await;
    let channel = guild["system_channel_id"].as_str().expect("a channel").to_owned();
    let invite = ada.post(&format!("/channels/{channel}/invites"), json!({})).await.ok();
    let code = invite["code"].as_str().expect("a code");
    let form = Form::new().part("files[0]", Part::bytes(b"salut".to_vec()).file_name("a.txt"));
    let sent = ada.post_form(&format!("/channels/{channel}/messages"), form).await.ok();
    let file = sent["attachments"][0]["url"].as_str().expect("an address");
    let file = file.strip_prefix(&server.url()).expect("of this server");
    let avatar = format!("/avatars/{}/{}.png", ada.id, avatar.as_str().expect("a hash"));
    let message = format!("/api/v10/channels/{channel}/messages/{}", sent["id"].as_str().expect("an id"));
    let cases = [
        (Method::GET, "/api/v10/users/@me", 200),
        (Method::GET, "/api/v10/gateway", 200),
        (Method::GET, "/api/v10/channels/x", 400),
        (Method::GET, "/api/v10/channels/1", 404),
        (Method::GET, "/api/v10/nowhere", 404),
        (Method::GET, "/api/v10/users/@me/%00", 404),
        (Method::POST, "/api/v10/gateway", 405),
        (Method::GET, "/api/v10/gateway/bot", 200),
        (Method::POST, "/api/v10/guilds", 400),
        (Method::GET, "/api/v10/stage-instances/1", 501),
        (Method::GET, "/api/parvis/v1/openapi.json", 200),
        (Method::GET, "/api/parvis/v1/instance", 200),
        (Method::GET, "/healthz", 200),
        (Method::GET, "/readyz", 200),
        (Method::GET, "/", 200),
        (Method::GET, "/login", 200),
        (Method::GET, "/nothing.txt", 404),
        (Method::GET, &format!("/invite/{code}"), 200),
        (Method::GET, &format!("/invite/{code}/qr.svg"), 200),
        (Method::GET, "/invite/nobody", 404),
        (Method::GET, "/pages/style.css", 200),
        (Method::GET, "/pages/sign.svg", 200),
        (Method::GET, "/embed/avatars/0.png", 200),
        (Method::GET, &avatar, 200),
        (Method::GET, file, 200),
        (Method::GET, "/attachments/1/2/a.txt", 404),
        (Method::GET, "/exports/1/a.zip", 404),
        (Method::DELETE, &message, 204),
    ];
    for (method, path, status) in cases {
        let answer = Answer::of(ada.request(method, &format!("{}{path}", server.url()))).await;
        check(&answer, path, status);
    }
    let stranger = server.anonymous();
    check(&stranger.get("/users/@me").await, "/api/v10/users/@me without a token", 401);
}

#[track_caller]
fn check(answer: &Answer, path: &str, status: u16) {
    assert_eq!(answer.status.as_u16(), status, "{path}: {}", answer.text);
    let said = |name: &str| {
        let value = answer.headers.get(name).unwrap_or_else(|| panic!("{path} has no {name}"));
        value.to_str().expect("text").to_owned()
    };
    assert_eq!(said("x-content-type-options"), "nosniff", "{path}");
    if answer.status.is_success() {
        assert_eq!(said("cross-origin-resource-policy"), resource_policy(path), "{path}");
    } else {
        said("cross-origin-resource-policy");
    }
    let content_type = answer.headers.get("content-type").and_then(|it| it.to_str().ok());
    if content_type.is_some_and(|it| it.starts_with("text/html")) {
        assert_eq!(said("cross-origin-opener-policy"), "same-origin", "{path}");
        assert_eq!(said("referrer-policy"), "no-referrer", "{path}");
        assert!(said("content-security-policy").contains("default-src 'none'"), "{path}");
    }
}
