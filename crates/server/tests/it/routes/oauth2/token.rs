//! `POST /oauth2/token` and `POST /oauth2/token/revoke`

use std::sync::Arc;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use parvis_app::clock::FixedClock;
use parvis_testing::{Answer, TestServer};
use reqwest::Method;
use serde_json::json;

use super::site::{CHALLENGE, REDIRECT, Site, VERIFIER, refusal, sent_back};

const DAY_MS: i64 = 86_400_000;

#[tokio::test]
async fn a_code_becomes_tokens_that_know_the_person() {
    let server = TestServer::start().await;
    let (owner, ada) = (server.person("owner").await, server.person("ada").await);
    let site = Site::with_secret(&server, &owner).await;
    let asked = site.asks("guilds identify", &[("state", "a b&c")]);
    let shown = ada.get(&asked).await.ok();
    assert_eq!(
        (&shown["application"]["id"], &shown["scopes"]),
        (&json!(site.id), &json!(["identify", "guilds"]))
    );
    let sent = site.agreed(&ada, &asked).await;
    assert_eq!((sent["state"].as_str(), sent["from"].as_str()), ("a b&c", "parvis"));
    let answer = site.redeems(&sent["code"]).await;
    assert_eq!(answer.headers["cache-control"], "no-store");
    let tokens = answer.ok();
    assert_eq!(
        (&tokens["token_type"], &tokens["scope"], &tokens["expires_in"]),
        (&json!("Bearer"), &json!("identify guilds"), &json!(604_800))
    );
    assert_eq!(site.acting(&tokens).get("/users/@me").await.ok()["id"], json!(ada.id));
}

#[tokio::test]
async fn a_person_who_refuses_is_sent_back_without_a_code() {
    let server = TestServer::start().await;
    let owner = server.person("owner").await;
    let site = Site::with_secret(&server, &owner).await;
    let asked = site.asks("identify", &[("state", "s")]);
    let sent = sent_back(&owner.post(&asked, json!({ "authorize": false })).await.ok());
    assert_eq!((sent["error"].as_str(), sent["state"].as_str()), ("access_denied", "s"));
    assert!(!sent.contains_key("code"));
}

#[tokio::test]
async fn a_code_works_once_and_a_second_time_ends_what_came_of_it() {
    let server = TestServer::start().await;
    let ada = server.person("ada").await;
    let site = Site::with_secret(&server, &ada).await;
    let code = site.code(&ada, "identify").await;
    let tokens = site.redeems(&code).await.ok();
    site.acting(&tokens).get("/users/@me").await.ok();
    assert_eq!(refusal(&site.redeems(&code).await, 400), "invalid_grant");
    site.acting(&tokens).get("/users/@me").await.refused(401);
    let refresh = tokens["refresh_token"].as_str().expect("a token");
    assert_eq!(refusal(&site.renews(refresh).await, 400), "invalid_grant");
}

#[tokio::test]
async fn of_fifty_exchanges_at_once_at_most_one_succeeds() {
    let server = TestServer::start().await;
    let ada = server.person("ada").await;
    let site = Arc::new(Site::with_secret(&server, &ada).await);
    let code = site.code(&ada, "identify").await;
    let exchange = |_| {
        let (site, code) = (Arc::clone(&site), code.clone());
        tokio::spawn(async move { site.redeems(&code).await.status.is_success() })
    };
    let tasks: Vec<_> = (0..50).map(exchange).collect();
    let mut succeeded = 0;
    for task in tasks {
        succeeded += usize::from(task.await.expect("an answer"));
    }
    assert_eq!(succeeded, 1);
}

#[tokio::test]
async fn a_code_is_bound_to_its_application_its_address_and_its_time() {
    let clock = Arc::new(FixedClock::at(1_795_328_210_123));
    let server = TestServer::start_with(|_| (), Arc::<FixedClock>::clone(&clock)).await;
    let ada = server.person("ada").await;
    let (site, other) = (Site::with_secret(&server, &ada).await, Site::with_secret(&server, &ada).await);
    let code = site.code(&ada, "identify").await;
    assert_eq!(refusal(&other.redeems(&code).await, 400), "invalid_grant");
    site.redeems(&code).await.ok();

    let code = site.code(&ada, "identify").await;
    let elsewhere =
        [("grant_type", "authorization_code"), ("code", &code), ("redirect_uri", "http://localhost:3000/")];
    assert_eq!(refusal(&site.exchanges(&elsewhere).await, 400), "invalid_grant");
    assert_eq!(refusal(&site.redeems(&code).await, 400), "invalid_grant", "it is used up");

    let code = site.code(&ada, "identify").await;
    clock.advance_ms(2 * 60_000);
    assert_eq!(refusal(&site.redeems(&code).await, 400), "invalid_grant");
}

#[tokio::test]
async fn without_its_secret_an_application_gets_nothing() {
    let server = TestServer::start().await;
    let ada = server.person("ada").await;
    let mut site = Site::with_secret(&server, &ada).await;
    let code = site.code(&ada, "identify").await;
    let right = site.secret.take();
    assert_eq!(refusal(&site.redeems(&code).await, 401), "invalid_client");
    site.secret = Some("wrong".to_owned());
    let wrong = site.redeems(&code).await;
    assert_eq!(refusal(&wrong, 401), "invalid_client");
    assert_eq!(wrong.headers["www-authenticate"], "Basic");
    site.secret = Some("x".repeat(10_000));
    assert_eq!(refusal(&site.redeems(&code).await, 401), "invalid_client");
    site.secret = right;
    site.redeems(&code).await.ok();
    // A new secret ends the old one.
    ada.post(&format!("/applications/{}/reset", site.id), json!({})).await.ok();
    let code = site.code(&ada, "identify").await;
    assert_eq!(refusal(&site.redeems(&code).await, 401), "invalid_client");
}

#[tokio::test]
async fn the_secret_may_come_in_a_basic_header() {
    let server = TestServer::start().await;
    let ada = server.person("ada").await;
    let site = Site::with_secret(&server, &ada).await;
    let secret = site.secret.clone().expect("a secret");
    let code = site.code(&ada, "identify").await;
    let form = format!(
        "grant_type=authorization_code&code={code}&redirect_uri={}",
        form_urlencoded::byte_serialize(REDIRECT.as_bytes()).collect::<String>()
    );
    let send = |credentials: String, form: String| {
        let basic = format!("Basic {}", STANDARD.encode(credentials));
        let request =
            server.anonymous().request(Method::POST, "/oauth2/token").header("authorization", basic);
        Answer::of(request.header("content-type", "application/x-www-form-urlencoded").body(form))
    };
    let twice = send(format!("{}:{secret}", site.id), format!("{form}&client_secret={secret}")).await;
    assert_eq!(refusal(&twice, 400), "invalid_request");
    let wrong = send(format!("{}:wrong", site.id), form.clone()).await;
    assert_eq!(refusal(&wrong, 401), "invalid_client");
    send(format!("{}:{secret}", site.id), form).await.ok();
}

#[tokio::test]
async fn an_application_without_a_secret_proves_itself_by_pkce_alone() {
    let server = TestServer::start().await;
    let ada = server.person("ada").await;
    let site = Site::without_secret(&server, &ada).await;
    let unbound = ada.post(&site.asks("identify", &[("state", "s")]), json!({})).await;
    assert_eq!(unbound.refused(400), 50_035);
    assert!(unbound.json()["errors"]["code_challenge"].is_object(), "{}", unbound.text);

    let asked = site.asks("identify", &[("code_challenge", CHALLENGE), ("code_challenge_method", "S256")]);
    for verifier in [None, Some(CHALLENGE), Some("x")] {
        let code = site.agreed(&ada, &asked).await.remove("code").expect("a code");
        let mut form =
            vec![("grant_type", "authorization_code"), ("code", &code), ("redirect_uri", REDIRECT)];
        form.extend(verifier.map(|verifier| ("code_verifier", verifier)));
        assert_eq!(refusal(&site.exchanges(&form).await, 400), "invalid_grant", "{verifier:?}");
    }
    let code = site.agreed(&ada, &asked).await.remove("code").expect("a code");
    let form = [
        ("grant_type", "authorization_code"),
        ("code", &code),
        ("redirect_uri", REDIRECT),
        ("code_verifier", VERIFIER),
    ];
    let tokens = site.exchanges(&form).await.ok();
    let refresh = tokens["refresh_token"].as_str().expect("a token").to_owned();
    site.renews(&refresh).await.ok();
}

#[tokio::test]
async fn a_verifier_for_a_code_without_a_challenge_is_refused() {
    let server = TestServer::start().await;
    let ada = server.person("ada").await;
    let site = Site::with_secret(&server, &ada).await;
    let code = site.code(&ada, "identify").await;
    let form = [
        ("grant_type", "authorization_code"),
        ("code", &code),
        ("redirect_uri", REDIRECT),
        ("code_verifier", VERIFIER),
    ];
    assert_eq!(refusal(&site.exchanges(&form).await, 400), "invalid_grant");
}

#[tokio::test]
async fn a_refresh_token_works_once_and_a_second_time_ends_the_grant() {
    let clock = Arc::new(FixedClock::at(1_795_328_210_123));
    let server = TestServer::start_with(|_| (), Arc::<FixedClock>::clone(&clock)).await;
    let ada = server.person("ada").await;
    let (site, other) = (Site::with_secret(&server, &ada).await, Site::with_secret(&server, &ada).await);
    let first = site.tokens(&ada, "identify").await;
    clock.advance_ms(7 * DAY_MS);
    site.acting(&first).get("/users/@me").await.refused(401);
    let refresh = first["refresh_token"].as_str().expect("a token");
    assert_eq!(refusal(&other.renews(refresh).await, 400), "invalid_grant");
    let second = site.renews(refresh).await.ok();
    assert_eq!(second["scope"], "identify");
    site.acting(&second).get("/users/@me").await.ok();
    assert_eq!(refusal(&site.renews(refresh).await, 400), "invalid_grant");
    site.acting(&second).get("/users/@me").await.refused(401);

    let third = site.tokens(&ada, "identify").await;
    clock.advance_ms(37 * DAY_MS);
    let late = third["refresh_token"].as_str().expect("a token");
    assert_eq!(refusal(&site.renews(late).await, 400), "invalid_grant");
}

#[tokio::test]
async fn a_token_that_is_given_back_is_good_for_nothing() {
    let server = TestServer::start().await;
    let ada = server.person("ada").await;
    let (site, other) = (Site::with_secret(&server, &ada).await, Site::with_secret(&server, &ada).await);
    let revoke = async |site: &Site, token: &str| {
        let secret = site.secret.clone().expect("a secret");
        let form = [("client_id", site.id.as_str()), ("client_secret", &secret), ("token", token)];
        site.posts("/oauth2/token/revoke", &form).await
    };
    for kind in ["access_token", "refresh_token"] {
        let tokens = site.tokens(&ada, "identify").await;
        let token = tokens[kind].as_str().expect("a token");
        revoke(&other, token).await.ok();
        site.acting(&tokens).get("/users/@me").await.ok();
        revoke(&site, token).await.ok();
        site.acting(&tokens).get("/users/@me").await.refused(401);
        revoke(&site, token).await.ok();
    }
    let form = [("client_id", site.id.as_str()), ("client_secret", "wrong"), ("token", "x")];
    assert_eq!(refusal(&site.posts("/oauth2/token/revoke", &form).await, 401), "invalid_client");
}

#[tokio::test]
async fn a_form_that_is_none_is_refused_in_the_words_of_the_protocol() {
    let server = TestServer::start().await;
    let ada = server.person("ada").await;
    let site = Site::with_secret(&server, &ada).await;
    for (form, word) in [
        (vec![], "invalid_request"),
        (vec![("grant_type", "password")], "unsupported_grant_type"),
        (vec![("grant_type", "client_credentials")], "unsupported_grant_type"),
        (vec![("grant_type", "authorization_code")], "invalid_request"),
        (vec![("grant_type", "authorization_code"), ("code", "")], "invalid_request"),
        (vec![("grant_type", "refresh_token"), ("grant_type", "refresh_token")], "invalid_request"),
        (vec![("grant_type", "refresh_token"), ("refresh_token", "guessed")], "invalid_grant"),
    ] {
        assert_eq!(refusal(&site.exchanges(&form).await, 400), word, "{form:?}");
    }
    let json = server.anonymous().post("/oauth2/token", json!({ "grant_type": "refresh_token" })).await;
    assert_eq!(refusal(&json, 400), "invalid_request");
    let nobody = site.posts(
        "/oauth2/token",
        &[("client_id", "1"), ("grant_type", "refresh_token"), ("refresh_token", "x")],
    );
    assert_eq!(refusal(&nobody.await, 401), "invalid_client");
}
