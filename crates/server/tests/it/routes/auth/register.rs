//! `POST /auth/register`

use std::sync::Arc;

use parvis_app::clock::SystemClock;
use parvis_testing::TestServer;
use serde_json::json;

#[tokio::test]
async fn a_registered_person_is_logged_in_and_stands_there_as_typed() {
    let server = TestServer::start().await;
    let body = json!({
        "username": "Zoé", "password": "correct horse", "consent": true, "global_name": " Zoé  du Quai ", "locale": "fr",
    });
    let token = server.anonymous().post("/auth/register", body).await.ok()["token"].clone();
    let me = server.anonymous().with_token(token.as_str().expect("a token"));
    let user = me.get("/users/@me").await.ok();
    assert_eq!(user["username"], "zoé");
    assert_eq!(user["global_name"], "Zoé du Quai");
    assert_eq!(user["locale"], "fr");
    assert_eq!(user["discriminator"], "0");
    assert!(user["email"].is_null() && user["avatar"].is_null());
    assert!(user.get("bot").is_none());
}

#[tokio::test]
async fn without_consent_or_with_a_bad_field_nobody_is_registered() {
    let server = TestServer::start().await;
    let good = json!({ "username": "ada", "password": "correct horse", "consent": true });
    for (field, value) in [
        ("consent", json!(false)),
        ("consent", json!(null)),
        ("username", json!("a")),
        ("username", json!("ada lovelace")),
        ("username", json!("аdа_with_two_scripts")),
        ("username", json!("everyone")),
        ("password", json!("short")),
        ("password", json!("x".repeat(1_025))),
        ("locale", json!("klingon")),
        ("global_name", json!("x".repeat(33))),
    ] {
        let mut body = good.clone();
        body[field] = value.clone();
        let answer = server.anonymous().post("/auth/register", body).await;
        assert_eq!(answer.refused(400), 50_035, "{field} {value}");
        assert!(answer.json()["errors"][field]["_errors"].is_array(), "{field} {value}: {}", answer.text);
    }
    server.anonymous().post("/auth/register", good).await.ok();
}

#[tokio::test]
async fn a_name_that_looks_like_another_is_taken() {
    let server = TestServer::start().await;
    server.person("paypal").await;
    for name in ["paypal", "PayPal", "раураl", "paypa1"] {
        let body = json!({ "username": name, "password": "correct horse", "consent": true });
        assert_eq!(server.anonymous().post("/auth/register", body).await.refused(400), 50_035, "{name}");
    }
}

#[tokio::test]
async fn one_name_goes_to_one_of_many_who_ask_at_once() {
    let server = TestServer::start().await;
    let asked: Vec<_> = (0..8)
        .map(|_| {
            let person = server.anonymous();
            tokio::spawn(async move {
                let body = json!({ "username": "solo", "password": "correct horse", "consent": true });
                person.post("/auth/register", body).await.status.is_success()
            })
        })
        .collect();
    let mut registered = 0;
    for one in asked {
        registered += usize::from(one.await.expect("the request ran"));
    }
    assert_eq!(registered, 1);
}

#[tokio::test]
async fn a_closed_server_registers_nobody() {
    let server =
        TestServer::start_with(|config| config.open_registration = false, Arc::new(SystemClock)).await;
    let body = json!({ "username": "ada", "password": "correct horse", "consent": true });
    server.anonymous().post("/auth/register", body).await.refused(403);
}
