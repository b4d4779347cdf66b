//! `POST /users/@me/delete`

use parvis_testing::TestServer;
use serde_json::json;

use crate::routes::auth::mfa::{Guarded, PASSWORD};

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

#[tokio::test]
async fn a_guarded_account_goes_with_password_and_code_only() {
    let guarded = Guarded::new().await;
    let path = "/users/@me/delete";
    let ada = &guarded.ada;
    assert_eq!(ada.post(path, json!({ "password": PASSWORD })).await.refused(403), 60_003);
    assert_eq!(ada.post(path, json!({ "password": PASSWORD, "code": "000000" })).await.refused(400), 60_008);
    let without_password = json!({ "password": "wrong horse", "code": guarded.codes[0] });
    assert_eq!(ada.post(path, without_password).await.refused(400), 50_035);
    ada.get("/users/@me").await.ok();
    ada.post(path, json!({ "password": PASSWORD, "code": guarded.codes[0] })).await.ok();
    ada.get("/users/@me").await.refused(401);
}

#[tokio::test]
async fn who_owns_a_guild_keeps_the_code_that_was_shown() {
    let guarded = Guarded::new().await;
    guarded.ada.make_guild("Cour").await;
    let body = json!({ "password": PASSWORD, "code": guarded.codes[0] });
    assert_eq!(guarded.ada.post("/users/@me/delete", body).await.refused(400), 30_001);
    let left = guarded.ada.get("/parvis/v1/users/@me/security").await.ok()["backup_codes_left"].clone();
    assert_eq!(left, 10);
}
