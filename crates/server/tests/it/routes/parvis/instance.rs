//! `GET /parvis/v1/instance`

use std::sync::Arc;

use parvis_app::clock::SystemClock;
use parvis_testing::TestServer;
use serde_json::json;

#[tokio::test]
async fn whoever_comes_learns_what_is_offered_here() {
    let change = |config: &mut parvis_server::Config| {
        config.open_registration = false;
        config.attachment_size_bytes_max = 5_000;
        config.public_url = Some("https://parvis.example.org".to_owned());
    };
    let server = TestServer::start_with(change, Arc::new(SystemClock)).await;
    let url = format!("{}/api/parvis/v1/instance", server.url());
    let instance = server.anonymous().get(&url).await.ok();
    assert_eq!(instance["name"], "parvis.example.org");
    assert_eq!(instance["registration"], "closed");
    assert_eq!(instance["password"], json!({ "length_min": 8, "bytes_max": 1024 }));
    let limits = json!({
        "attachment_size_bytes_max": 5_000,
        "request_size_bytes_max": 4 * 5_000 + 1024 * 1024,
        "message_files_max": 10,
        "message_content_chars_max": 2_000,
        "attachment_description_chars_max": 1_024,
    });
    assert_eq!((&instance["limits"], &instance["push"]), (&limits, &json!(true)));
    assert!(instance["languages"].as_array().is_some_and(|languages| languages.contains(&json!("be"))));
}
