//! `/healthz`, `/readyz` and paths that lead nowhere.

use parvis_testing::TestServer;

#[tokio::test]
async fn a_started_server_is_alive_and_ready() {
    let server = TestServer::start().await;
    for path in ["/healthz", "/readyz"] {
        assert_eq!(server.anonymous().get(&format!("{}{path}", server.url())).await.status, 200, "{path}");
    }
}

#[tokio::test]
async fn unknown_paths_and_methods_answer_in_the_api_s_error_shape() {
    let server = TestServer::start().await;
    let answer = server.anonymous().get("/nothing/here").await;
    assert_eq!(answer.refused(404), 0);
    assert_eq!(answer.headers["content-type"], "application/json");
    assert_eq!(server.anonymous().delete("/gateway").await.refused(405), 0);
}
