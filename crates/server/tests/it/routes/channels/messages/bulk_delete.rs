//! `POST /channels/{channel_id}/messages/bulk-delete`

use parvis_testing::{ALL_INTENTS, Socket};
use serde_json::json;

use crate::routes::channels::Scene;

#[tokio::test]
async fn two_to_a_hundred_young_messages_of_this_channel_go_at_once() {
    let scene = Scene::set().await;
    let mut listener = Socket::identify(&scene.server, &scene.member, ALL_INTENTS).await;
    let path = scene.at("/messages/bulk-delete");
    let mut ids = Vec::new();
    for number in 0..3 {
        ids.push(scene.said(&scene.member, &format!("{number}")).await);
    }
    let body = |ids: &[String]| json!({ "messages": ids });
    assert_eq!(scene.member.post(&path, body(&ids)).await.refused(403), 50_013);
    assert_eq!(scene.owner.post(&path, body(&ids[..1])).await.refused(400), 50_035);
    let twice = [ids[0].clone(), ids[0].clone()];
    assert_eq!(scene.owner.post(&path, body(&twice)).await.refused(400), 50_035);
    let old = [ids[0].clone(), "175928847299117063".to_owned()];
    assert_eq!(scene.owner.post(&path, body(&old)).await.refused(400), 50_034);
    let many: Vec<_> = (0..101_u64).map(|number| (u64::MAX / 4 + number).to_string()).collect();
    assert_eq!(scene.owner.post(&path, body(&many)).await.refused(400), 50_035);

    assert_eq!(scene.owner.post(&path, body(&ids[..2])).await.status, 204);
    let event = listener.wait_for("MESSAGE_DELETE_BULK").await;
    assert_eq!(event["ids"].as_array().map(Vec::len), Some(2));
    scene.owner.get(&scene.at(&format!("/messages/{}", ids[2]))).await.ok();
    assert_eq!(scene.owner.get(&scene.at(&format!("/messages/{}", ids[0]))).await.refused(404), 10_008);
    let log = scene.owner.get(&format!("/guilds/{}/audit-logs?action_type=73", scene.guild)).await.ok();
    assert_eq!(log["audit_log_entries"][0]["options"]["count"], "2");
}
