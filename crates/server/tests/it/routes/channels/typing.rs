//! `POST /channels/{channel_id}/typing`

use parvis_testing::{Socket, UNPRIVILEGED_INTENTS};
use serde_json::json;

use crate::routes::channels::Scene;

#[tokio::test]
async fn readers_learn_who_is_writing() {
    let scene = Scene::set().await;
    let bot = scene.server.bot(&scene.owner, "listener").await;
    scene.owner.add_bot(&scene.guild, &bot, 0).await;
    let mut listener = Socket::identify(&scene.server, &bot, UNPRIVILEGED_INTENTS).await;
    assert_eq!(scene.member.post(&scene.at("/typing"), json!({})).await.status, 204);
    let event = listener.wait_for("TYPING_START").await;
    assert_eq!(event["user_id"], json!(scene.member.id));
    assert_eq!(event["member"]["user"]["id"], json!(scene.member.id));
    assert!(event["timestamp"].is_i64());
}
