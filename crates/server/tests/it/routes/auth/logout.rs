//! `POST /auth/logout`

use parvis_testing::TestServer;
use serde_json::json;

#[tokio::test]
async fn a_token_that_logged_out_opens_nothing() {
    let server = TestServer::start().await;
    let ada = server.person("ada").await;
    ada.post("/auth/logout", json!({})).await.ok();
    ada.get("/users/@me").await.refused(401);
}
