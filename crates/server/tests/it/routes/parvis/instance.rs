//! `GET /parvis/v1/instance`

use std::sync::Arc;

use parvis_app::clock::SystemClock;
use parvis_testing::TestServer;
use serde_json::json;

#[tokio::test]
async fn whoever_comes_learns_what_is_offered_here() {
    let change = |config: &mut parvis_server::Config| {
        config.open_registration = false;
        config.public_url = Some("https://parvis.example.org".to_owned());
    };
    let server = TestServer::start_with(change, Arc::new(SystemClock)).await;
    let url = format!("{}/api/parvis/v1/instance", server.url());
    let instance = server.anonymous().get(&url).await.ok();
    assert_eq!(instance["name"], "parvis.example.org");
    assert_eq!(instance["registration"], "closed");
    assert_eq!(instance["password"], json!({ "length_min": 8, "bytes_max": 1024 }));
    assert!(instance["languages"].as_array().is_some_and(|languages| languages.contains(&json!("be"))));
}
