//! `PATCH /users/@me`

use parvis_testing::{Socket, TestServer};
use serde_json::json;

use crate::routes::auth::mfa::{Guarded, PASSWORD};

/// One transparent pixel.
const PNG: &str = "data:image/png;base64,iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNkYPhfDwAChwGA60e6kgAAAABJRU5ErkJggg==";

#[tokio::test]
async fn names_change_and_null_takes_the_display_name_away() {
    let server = TestServer::start().await;
    let ada = server.person("ada").await;
    let body = json!({ "username": "lovelace", "global_name": "Ada L.", "bio": "counts", "locale": "en-GB" });
    let user = ada.patch("/users/@me", body).await.ok();
    assert_eq!((&user["username"], &user["global_name"]), (&json!("lovelace"), &json!("Ada L.")));
    let profile = ada.get(&format!("/users/{}/profile", ada.id)).await.ok();
    assert_eq!(profile["user_profile"]["bio"], "counts");
    let user = ada.patch("/users/@me", json!({ "global_name": null })).await.ok();
    assert!(user["global_name"].is_null());
    assert_eq!(user["username"], "lovelace");
}

#[tokio::test]
async fn a_taken_name_and_what_nobody_may_set_stay_as_they_are() {
    let server = TestServer::start().await;
    let (ada, _eve) = (server.person("ada").await, server.person("eve").await);
    assert_eq!(ada.patch("/users/@me", json!({ "username": "eve" })).await.refused(400), 50_035);
    let before = ada.get("/users/@me").await.ok();
    let body = json!({ "id": "1", "flags": 1, "bot": true, "verified": false, "discriminator": "0001" });
    ada.patch("/users/@me", body).await.ok();
    assert_eq!(ada.get("/users/@me").await.ok(), before);
}

#[tokio::test]
async fn a_new_password_ends_every_login_and_answers_with_a_new_one() {
    let server = TestServer::start().await;
    let ada = server.register("ada", "correct horse").await;
    let body = json!({ "login": "ada", "password": "correct horse" });
    let token = server.anonymous().post("/auth/login", body.clone()).await.ok()["token"].clone();
    let elsewhere = server.anonymous().with_token(token.as_str().expect("a token"));

    let change = |old: &str| json!({ "password": old, "new_password": "battery staple" });
    assert_eq!(ada.patch("/users/@me", change("wrong horse")).await.refused(400), 50_035);
    assert_eq!(
        ada.patch("/users/@me", json!({ "new_password": "battery staple" })).await.refused(400),
        50_035
    );
    elsewhere.get("/users/@me").await.ok();
    let mut open = [Socket::identify(&server, &ada, 0).await, Socket::identify(&server, &elsewhere, 0).await];

    let changed = ada.patch("/users/@me", change("correct horse")).await.ok();
    for old in [&ada, &elsewhere] {
        old.get("/users/@me").await.refused(401);
    }
    for socket in &mut open {
        assert_eq!(socket.closed().await, Some(4004));
    }
    let renewed = server.anonymous().with_token(changed["token"].as_str().expect("a new token"));
    renewed.get("/users/@me").await.ok();
    server.anonymous().post("/auth/login", body).await.refused(400);
    let body = json!({ "login": "ada", "password": "battery staple" });
    server.anonymous().post("/auth/login", body).await.ok();
}

#[tokio::test]
async fn a_guarded_account_gets_a_new_password_with_the_old_one_and_a_code_only() {
    let guarded = Guarded::new().await;
    let change = |password: &str, code: Option<&str>| {
        let body = json!({ "password": password, "new_password": "battery staple", "code": code });
        let ada = guarded.ada.clone();
        async move { ada.patch("/users/@me", body).await }
    };
    assert_eq!(change(PASSWORD, None).await.refused(403), 60_003);
    assert_eq!(change(PASSWORD, Some("000000")).await.refused(400), 60_008);
    assert_eq!(change("wrong horse", Some(&guarded.codes[0])).await.refused(400), 50_035);
    guarded.give_password().await.ok();
    let left = guarded.ada.get("/parvis/v1/users/@me/security").await.ok()["backup_codes_left"].clone();
    assert_eq!(left, 10, "a code that opened nothing is there still");

    let changed = change(PASSWORD, Some(&guarded.code())).await;
    guarded.person(&changed).get("/users/@me").await.ok();
    guarded.give_password().await.refused(400);
}

#[tokio::test]
async fn of_many_changes_of_one_password_exactly_one_succeeds() {
    let server = TestServer::start().await;
    let ada = server.register("ada", "correct horse").await;
    let asked: Vec<_> = (0..6)
        .map(|number| {
            let ada = ada.clone();
            tokio::spawn(async move {
                let new = format!("battery staple {number}");
                let body = json!({ "password": "correct horse", "new_password": new });
                ada.patch("/users/@me", body).await.status.is_success()
            })
        })
        .collect();
    let mut changed = 0;
    for one in asked {
        changed += usize::from(one.await.expect("the request ran"));
    }
    assert_eq!(changed, 1);
}

#[tokio::test]
async fn an_avatar_is_served_as_what_it_is_until_it_is_replaced() {
    let server = TestServer::start().await;
    let ada = server.person("ada").await;
    let user = ada.patch("/users/@me", json!({ "avatar": PNG })).await.ok();
    let hash = user["avatar"].as_str().expect("a hash").to_owned();
    assert!(hash.len() == 32 && hash.bytes().all(|byte| byte.is_ascii_hexdigit()), "{hash}");

    let address = format!("{}/avatars/{}/{hash}.png?size=128", server.url(), ada.id);
    let picture = server.anonymous().get(&address).await;
    assert_eq!(picture.status, 200);
    assert_eq!(picture.headers["content-type"], "image/png");
    assert_eq!(picture.headers["x-content-type-options"], "nosniff");
    assert!(picture.headers["content-security-policy"].to_str().expect("text").contains("sandbox"));

    for path in [
        format!("/avatars/1/{hash}.png"),
        format!("/icons/{}/{hash}.png", ada.id),
        format!("/avatars/{}/{hash}.exe", ada.id),
        format!("/avatars/{}/{}.png", ada.id, "0".repeat(32)),
        format!("/avatars/{}/..%2f..%2fparvis.db.png", ada.id),
    ] {
        server.anonymous().get(&format!("{}{path}", server.url())).await.refused(404);
    }
    ada.patch("/users/@me", json!({ "avatar": null })).await.ok();
    server.anonymous().get(&address).await.refused(404);
    assert!(ada.get("/users/@me").await.ok()["avatar"].is_null());
}

#[tokio::test]
async fn people_without_an_avatar_have_one_of_six_colours() {
    let server = TestServer::start().await;
    let mut pictures = Vec::new();
    for number in 0..6 {
        let address = format!("{}/embed/avatars/{number}.png", server.url());
        let answer = server.http().get(address).send().await.expect("the server answers");
        assert_eq!(answer.headers()["content-type"], "image/png");
        pictures.push(answer.bytes().await.expect("the picture arrives"));
    }
    assert!(pictures.iter().all(|picture| picture.starts_with(b"\x89PNG\r\n\x1a\n")));
    pictures.dedup();
    assert_eq!(pictures.len(), 6);
    for file in ["6.png", "-1.png", "0.svg", "x"] {
        server.anonymous().get(&format!("{}/embed/avatars/{file}", server.url())).await.refused(404);
    }
}

#[tokio::test]
async fn a_script_is_no_avatar() {
    let server = TestServer::start().await;
    let ada = server.person("ada").await;
    for avatar in
        ["data:image/png;base64,PHN2Zz48L3N2Zz4=", "data:image/svg+xml;base64,PHN2Zz48L3N2Zz4=", "x", ""]
    {
        let answer = ada.patch("/users/@me", json!({ "avatar": avatar })).await;
        assert_eq!(answer.refused(400), 50_035, "{avatar}");
    }
    assert!(ada.get("/users/@me").await.ok()["avatar"].is_null());
}

#[tokio::test]
async fn a_bot_may_have_capitals_in_its_name() {
    let server = TestServer::start().await;
    let ada = server.person("ada").await;
    let bot = server.bot(&ada, "Ping Bot").await;
    assert_eq!(bot.get("/users/@me").await.ok()["username"], "Ping Bot");
    let user = bot.patch("/users/@me", json!({ "username": "Pong Bot" })).await.ok();
    assert_eq!((&user["username"], &user["bot"]), (&json!("Pong Bot"), &json!(true)));
    bot.patch("/users/@me", json!({ "username": "ADA" })).await.refused(400);
}
