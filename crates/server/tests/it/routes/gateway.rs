//! `GET /gateway`

use parvis_testing::TestServer;

#[tokio::test]
async fn every_spelling_of_the_path_answers_with_the_gateway_s_address() {
    let server = TestServer::start().await;
    for path in ["/api/v10/gateway", "/api/v9/gateway", "/api/gateway", "/api/v9//gateway/"] {
        let answer = server.anonymous().get(&format!("{}{path}", server.url())).await;
        assert_eq!(answer.ok()["url"], server.gateway_url(), "{path}");
    }
}
