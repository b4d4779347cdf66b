//! `/auth/conditional` and `/auth/mfa/webauthn`: passkeys alone, and beside a password.

use std::sync::Arc;

use parvis_app::clock::{FixedClock, SystemClock};
use parvis_testing::{Answer, Authenticator, PRESENT, Person, TestServer, VERIFIED};
use serde_json::{Value, json};

use super::mfa::{PASSWORD, fitting};
use crate::routes::users::me::mfa::webauthn::{ORIGIN, add_passkey, place, remove};

/// A server with Ada, who has a passkey that counts.
async fn with_key() -> (TestServer, Person, Authenticator) {
    let server = place(Arc::new(SystemClock)).await;
    let ada = server.register("ada", PASSWORD).await;
    let mut key = Authenticator::new(ORIGIN);
    key.sign_count = 1;
    add_passkey(&ada, &mut key, "clé").await;
    (server, ada, key)
}

async fn give_password(server: &TestServer) -> Value {
    let body = json!({ "login": "ada", "password": PASSWORD });
    fitting("/auth/login", server.anonymous().post("/auth/login", body).await)
}

async fn start(server: &TestServer) -> (Value, String) {
    let path = "/auth/conditional/start";
    let asked = fitting(path, server.anonymous().post(path, json!({})).await);
    (asked["ticket"].clone(), asked["challenge"].as_str().expect("options").to_owned())
}

async fn finish(server: &TestServer, ticket: &Value, credential: &str) -> Answer {
    let body = json!({ "ticket": ticket, "credential": credential });
    server.anonymous().post("/auth/conditional/finish", body).await
}

async fn second_step(server: &TestServer, ticket: &Value, code: &str) -> Answer {
    server.anonymous().post("/auth/mfa/webauthn", json!({ "ticket": ticket, "code": code })).await
}

#[tokio::test]
async fn a_passkey_alone_opens_the_account_that_it_names() {
    let (server, _, mut key) = with_key().await;
    let (ticket, challenge) = start(&server).await;
    let credential = key.sign(&challenge);
    let answer = finish(&server, &ticket, &credential).await;
    let token = fitting("/auth/conditional/finish", answer)["token"].clone();
    let ada = server.anonymous().with_token(token.as_str().expect("a token"));
    assert_eq!(ada.get("/users/@me").await.ok()["username"], "ada");
    let used = ada.get("/users/@me/mfa/webauthn/credentials").await.ok()[0]["last_used_at"].clone();
    assert!(used.as_str().is_some_and(|day| day.contains("T00:00:00")), "to the day: {used}");
    assert_eq!(finish(&server, &ticket, &credential).await.refused(400), 60_006, "a ticket is good once");
    let (ticket, _) = start(&server).await;
    assert_eq!(
        finish(&server, &ticket, &credential).await.refused(400),
        60_008,
        "signed for another challenge"
    );
}

type Lie = fn(&mut Authenticator);

#[tokio::test]
async fn what_is_wrong_with_a_signature_is_told_to_nobody() {
    let (server, ada, mut key) = with_key().await;
    let lies: [(&str, Lie); 8] = [
        ("origin", |it| it.origin = "https://place.example.com".to_owned()),
        ("party", |it| it.party = "example.org".to_owned()),
        ("nobody verified", |it| it.flags = PRESENT),
        ("nobody present", |it| it.flags = 0),
        ("challenge", |it| it.challenge = Some("AAAA".to_owned())),
        ("counter", |it| it.sign_count = 0),
        ("no handle", |it| it.user_handle = None),
        ("another handle", |it| it.user_handle = Some(vec![7; 32])),
    ];
    let mut answers = Vec::new();
    for (name, lie) in lies {
        let (handle, count) = (key.user_handle.clone(), key.sign_count);
        lie(&mut key);
        let (ticket, challenge) = start(&server).await;
        let answer = finish(&server, &ticket, &key.sign(&challenge)).await;
        assert_eq!(answer.refused(400), 60_008, "{name}");
        answers.push(answer.text);
        (key.origin, key.party, key.challenge) = (ORIGIN.to_owned(), String::new(), None);
        (key.user_handle, key.sign_count, key.flags) = (handle, count, PRESENT | VERIFIED);
    }
    let mut stranger = Authenticator::new(ORIGIN);
    stranger.user_handle = key.user_handle.clone();
    let (ticket, challenge) = start(&server).await;
    answers.push(finish(&server, &ticket, &stranger.sign(&challenge)).await.text);
    stranger.credential_id.clone_from(&key.credential_id);
    let (ticket, challenge) = start(&server).await;
    answers.push(finish(&server, &ticket, &stranger.sign(&challenge)).await.text);
    answers.dedup();
    assert_eq!(answers.len(), 1, "{answers:?}");
    let (ticket, challenge) = start(&server).await;
    finish(&server, &ticket, &key.sign(&challenge)).await.ok();
    let passkey = ada.get("/users/@me/mfa/webauthn/credentials").await.ok()[0]["id"].clone();
    remove(&ada, &passkey, PASSWORD).await.ok();
    let (ticket, challenge) = start(&server).await;
    assert_eq!(finish(&server, &ticket, &key.sign(&challenge)).await.refused(400), 60_008, "it was removed");
}

#[tokio::test]
async fn a_copied_key_is_noticed_by_its_counter() {
    let (server, _, mut key) = with_key().await;
    for (says, status) in [(10, 200), (9, 400), (10, 400), (11, 200)] {
        key.sign_count = says;
        let (ticket, challenge) = start(&server).await;
        // Signing counts one up.
        assert_eq!(finish(&server, &ticket, &key.sign(&challenge)).await.status, status, "{says}");
    }
}

#[tokio::test]
async fn a_passkey_is_a_second_factor_also_without_a_finger() {
    let (server, _, mut key) = with_key().await;
    let asked = give_password(&server).await;
    assert_eq!((&asked["totp"], &asked["backup"]), (&json!(false), &json!(true)));
    let options = asked["webauthn"].as_str().expect("options");
    let shown: Value = serde_json::from_str(options).expect("JSON");
    assert_eq!(shown["publicKey"]["allowCredentials"].as_array().map(Vec::len), Some(1));
    key.flags = PRESENT;
    let code = key.sign(options);
    let answer = second_step(&server, &asked["ticket"], &code).await;
    fitting("/auth/mfa/webauthn", answer);
    assert_eq!(second_step(&server, &asked["ticket"], &code).await.refused(400), 60_006);
}

#[tokio::test]
async fn a_passkey_of_somebody_else_is_no_second_factor() {
    let (server, _, _) = with_key().await;
    let eve = server.register("eve", PASSWORD).await;
    let mut hers = Authenticator::new(ORIGIN);
    add_passkey(&eve, &mut hers, "clé").await;
    let asked = give_password(&server).await;
    let code = hers.sign(asked["webauthn"].as_str().expect("options"));
    for _ in 0..5 {
        assert_eq!(second_step(&server, &asked["ticket"], &code).await.refused(400), 60_008);
    }
    assert_eq!(second_step(&server, &asked["ticket"], &code).await.refused(400), 60_006);
    let (ticket, challenge) = start(&server).await;
    let token = finish(&server, &ticket, &hers.sign(&challenge)).await.ok()["token"].clone();
    let me = server.anonymous().with_token(token.as_str().expect("a token"));
    assert_eq!(me.get("/users/@me").await.ok()["username"], "eve");
}

#[tokio::test]
async fn a_challenge_waits_five_minutes() {
    let clock = Arc::new(FixedClock::at(1_795_348_800_000));
    let server = place(Arc::clone(&clock) as _).await;
    let ada = server.register("ada", PASSWORD).await;
    let mut key = Authenticator::new(ORIGIN);
    add_passkey(&ada, &mut key, "clé").await;
    let (ticket, challenge) = start(&server).await;
    clock.advance_ms(5 * 60_000);
    assert_eq!(finish(&server, &ticket, &key.sign(&challenge)).await.refused(400), 60_006);
}

#[tokio::test]
async fn an_account_goes_with_its_password_and_its_passkey() {
    let (server, ada, mut key) = with_key().await;
    let path = "/users/@me/delete";
    assert_eq!(ada.post(path, json!({ "password": PASSWORD })).await.refused(403), 60_003);
    let eve = server.register("eve", PASSWORD).await;
    let mut hers = Authenticator::new(ORIGIN);
    add_passkey(&eve, &mut hers, "clé").await;
    let (ticket, challenge) = start(&server).await;
    let body = json!({ "password": PASSWORD, "ticket": ticket, "credential": hers.sign(&challenge) });
    assert_eq!(ada.post(path, body).await.refused(400), 60_008);
    let (ticket, challenge) = start(&server).await;
    let body = json!({ "password": PASSWORD, "ticket": ticket, "credential": key.sign(&challenge) });
    ada.post(path, body).await.ok();
    ada.get("/users/@me").await.refused(401);
    let (ticket, challenge) = start(&server).await;
    assert_eq!(finish(&server, &ticket, &key.sign(&challenge)).await.refused(400), 60_008);
}
