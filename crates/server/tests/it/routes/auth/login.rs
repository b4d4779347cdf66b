//! `POST /auth/login`

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
