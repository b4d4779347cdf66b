//! `GET /users/{user_id}`

use parvis_testing::TestServer;

#[tokio::test]
async fn a_profile_shows_what_is_public_and_nothing_else() {
    let server = TestServer::start().await;
    let (ada, eve) = (server.person("ada").await, server.person("eve").await);
    let seen = eve.get(&format!("/users/{}", ada.id)).await.ok();
    assert_eq!(seen["username"], "ada");
    for private in ["email", "locale", "verified", "mfa_enabled", "password_hash"] {
        assert!(seen.get(private).is_none(), "{private}");
    }
    let bot = server.bot(&ada, "helper").await;
    assert_eq!(bot.get(&format!("/users/{}", eve.id)).await.ok()["username"], "eve");
    assert_eq!(eve.get("/users/1").await.refused(404), 10_013);
    server.anonymous().get(&format!("/users/{}", ada.id)).await.refused(401);
}
