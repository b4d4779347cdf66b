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
        server.anonymous().post("/auth/login", json!({ "login": login, "password": password })).await
    };
    let mut answers = Vec::new();
    for name in ["ada", "nobody"] {
        for spelling in [name, &name.to_uppercase()].into_iter().cycle().take(11) {
            log_in(spelling, "wrong horse").await.refused(400);
        }
        let waits = log_in(name, "correct horse").await;
        waits.refused(429);
        assert_eq!(waits.json()["retry_after"], 1.0);
        answers.push(waits.text);
        // Who is logged in stays so.
        ada.get("/users/@me").await.ok();
        clock.advance_ms(60_000);
    }
    assert_eq!(answers[0], answers[1]);
    log_in("ada", "correct horse").await.ok();
    // A password that is asked for again is no way round.
    for _ in 0..11 {
        ada.post("/users/@me/delete", json!({ "password": "wrong horse" })).await.refused(400);
        clock.advance_ms(2_000);
    }
    log_in("ada", "wrong horse").await.refused(400);
    ada.post("/users/@me/delete", json!({ "password": "correct horse" })).await.refused(429);
}
