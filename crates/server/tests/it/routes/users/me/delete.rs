//! `POST /users/@me/delete`

use parvis_testing::TestServer;
use serde_json::json;

#[tokio::test]
async fn a_deleted_account_is_a_name_that_says_nothing_and_opens_nothing() {
    let server = TestServer::start().await;
    let ada = server.register("ada", "correct horse").await;
    let bot = server.bot(&ada, "helper").await;
    let eve = server.person("eve").await;
    ada.patch("/users/@me", json!({ "global_name": "Ada L.", "bio": "counts" })).await.ok();

    assert_eq!(
        ada.post("/users/@me/delete", json!({ "password": "wrong horse" })).await.refused(400),
        50_035
    );
    assert_eq!(ada.post("/users/@me/delete", json!({})).await.refused(400), 50_035);
    ada.get("/users/@me").await.ok();

    ada.post("/users/@me/delete", json!({ "password": "correct horse" })).await.ok();
    ada.get("/users/@me").await.refused(401);
    bot.get("/users/@me").await.refused(401);
    let seen = eve.get(&format!("/users/{}", ada.id)).await.ok();
    assert_eq!(seen["username"], format!("deleted-user-{}", ada.id));
    assert!(seen["global_name"].is_null() && seen["avatar"].is_null());
    let login = json!({ "login": "ada", "password": "correct horse" });
    server.anonymous().post("/auth/login", login).await.refused(400);
    // The name is free again.
    server.person("ada").await;
}
