//! `/users/@me/notes`

use parvis_testing::TestServer;
use serde_json::json;

#[tokio::test]
async fn a_note_is_kept_for_its_writer_alone_until_it_is_emptied() {
    let server = TestServer::start().await;
    let (ada, eve) = (server.person("ada").await, server.person("eve").await);
    let path = format!("/users/@me/notes/{}", eve.id);
    ada.put(&path, json!({ "note": "  met at the market " })).await.ok();
    let note = json!({ "user_id": ada.id, "note_user_id": eve.id, "note": "met at the market" });
    assert_eq!(ada.get(&path).await.ok(), note);
    assert_eq!(ada.get("/users/@me/notes").await.ok(), json!({ &eve.id: "met at the market" }));
    assert_eq!(eve.get("/users/@me/notes").await.ok(), json!({}));
    ada.put(&path, json!({ "note": "" })).await.ok();
    assert_eq!(ada.get(&path).await.refused(404), 10_013);
    assert_eq!(ada.put(&path, json!({ "note": "x".repeat(257) })).await.refused(400), 50_035);
    assert_eq!(ada.put("/users/@me/notes/1", json!({ "note": "x" })).await.refused(404), 10_013);
}
