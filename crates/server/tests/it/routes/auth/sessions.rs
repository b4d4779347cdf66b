//! `/auth/sessions`

use parvis_testing::{Person, TestServer};
use serde_json::json;

async fn log_in(server: &TestServer) -> Person {
    let body = json!({ "login": "ada", "password": "correct horse" });
    let token = server.anonymous().post("/auth/login", body).await.ok()["token"].clone();
    server.anonymous().with_token(token.as_str().expect("a token"))
}

#[tokio::test]
async fn sessions_are_listed_with_families_of_programs_and_no_finer_trace() {
    let server = TestServer::start().await;
    let ada = server.register("ada", "correct horse").await;
    log_in(&server).await;
    let listed = ada.get("/auth/sessions").await.ok();
    let sessions = listed["user_sessions"].as_array().expect("a list");
    assert_eq!(sessions.len(), 2);
    let current: Vec<_> = sessions.iter().map(|session| session["current"] == true).collect();
    assert_eq!(current, [false, true], "newest first, and the one that asks is marked");
    assert!(!listed.to_string().contains("127.0.0.1"));
}

#[tokio::test]
async fn a_session_ends_another_one_and_only_sessions_of_its_own_account() {
    let server = TestServer::start().await;
    let ada = server.register("ada", "correct horse").await;
    let (second, third) = (log_in(&server).await, log_in(&server).await);
    let mallory = server.person("mallory").await;
    let listed = ada.get("/auth/sessions").await.ok();
    let ids: Vec<_> = (0..2).map(|index| listed["user_sessions"][index]["id"].clone()).collect();

    let path = format!("/auth/sessions/{}", ids[0].as_str().expect("an id"));
    mallory.delete(&path).await.refused(404);
    third.get("/users/@me").await.ok();

    ada.delete(&path).await.ok();
    third.get("/users/@me").await.refused(401);
    second.get("/users/@me").await.ok();
    ada.delete(&path).await.refused(404);

    ada.post("/auth/sessions/logout", json!({ "session_ids": [ids[1]] })).await.ok();
    second.get("/users/@me").await.refused(401);
    ada.get("/users/@me").await.ok();
    ada.post("/auth/sessions/logout", json!({ "session_ids": [] })).await.refused(400);
}

#[tokio::test]
async fn bots_have_no_sessions_to_list() {
    let server = TestServer::start().await;
    let ada = server.person("ada").await;
    let bot = server.bot(&ada, "helper").await;
    assert_eq!(bot.get("/auth/sessions").await.refused(403), 20_001);
}
