//! `POST /auth/logout`

use parvis_testing::{Socket, TestServer};
use serde_json::json;

#[tokio::test]
async fn a_token_that_logged_out_opens_nothing() {
    let server = TestServer::start().await;
    let ada = server.person("ada").await;
    let mut open = Socket::identify(&server, &ada, 0).await;
    ada.post("/auth/logout", json!({})).await.ok();
    ada.get("/users/@me").await.refused(401);
    assert_eq!(open.closed().await, Some(4004));
    let mut again = Socket::open(&server).await;
    again.send(json!({ "op": 2, "d": { "token": ada.token, "properties": {} } }));
    assert_eq!(again.closed().await, Some(4004));
}
