//! `POST /auth/login`

use std::sync::Arc;

use parvis_app::clock::FixedClock;
use parvis_testing::TestServer;
use serde_json::json;

#[tokio::test]
async fn name_and_password_open_another_session() {
    let server = TestServer::start().await;
    server.register("ada", "correct horse").await;
    for field in ["login", "username"] {
        let body = json!({ field: "Ada", "password": "correct horse" });
        let token = server.anonymous().post("/auth/login", body).await.ok()["token"].clone();
        let me = server.anonymous().with_token(token.as_str().expect("a token"));
        assert_eq!(me.get("/users/@me").await.ok()["username"], "ada");
    }
}

#[tokio::test]
async fn unknown_name_wrong_password_and_bot_get_one_answer() {
    let server = TestServer::start().await;
    let ada = server.register("ada", "correct horse").await;
    ada.post("/applications", json!({ "name": "helper" })).await.ok();
    let mut answers = Vec::new();
    for (login, password) in [
        ("ada", "wrong horse"),
        ("nobody", "correct horse"),
        ("helper", "correct horse"),
        ("a name that cannot be", "correct horse"),
        ("ada", &"x".repeat(5_000)),
        ("ada", ""),
    ] {
        let answer =
            server.anonymous().post("/auth/login", json!({ "login": login, "password": password })).await;
        assert_eq!(answer.refused(400), 50_035);
        answers.push(answer.text);
    }
    answers.dedup();
    assert_eq!(answers.len(), 1, "{answers:?}");
}

#[tokio::test]
async fn whoever_guesses_passwords_waits_and_whether_there_is_such_an_account_does_not_show() {
    let clock = Arc::new(FixedClock::at(1_795_348_800_000));
    let time = Arc::clone(&clock);
    let server = TestServer::start_with(|config| config.rate_limits = true, time).await;
    let ada = server.register("ada", "correct horse").await;
    let log_in = async |login: &str, password: &str| {
        let body = json!({ "login": login, "password": password });
        // Each from another address: what is guarded is the account.
        let path = format!("/auth/login?{login}");
        server.anonymous().post(&path, body).await
    };
    for name in ["ada", "nobody"] {
        for spelling in [name, &name.to_uppercase()].into_iter().cycle().take(11) {
            log_in(spelling, "wrong horse").await.refused(400);
            clock.advance_ms(3_000);
        }
        let waits = log_in(name, "correct horse").await;
        assert_eq!(
            waits.status,
            if name == "ada" { 200 } else { 400 },
            "three seconds are more than the first wait"
        );
        clock.advance_ms(60_000);
    }
    for name in ["ada", "nobody"] {
        for _ in 0..12 {
            let answer = log_in(name, "wrong horse").await;
            if answer.status == 429 {
                assert_eq!(answer.json()["retry_after"], 1.0);
            }
        }
        let waits = log_in(name, "correct horse").await;
        assert_eq!(waits.status, 429, "{name}");
        // Who is logged in stays so, and goes on with other things.
        ada.get("/users/@me").await.ok();
        clock.advance_ms(60_000);
    }
    log_in("ada", "correct horse").await.ok();
}
