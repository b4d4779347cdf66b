//! `/guilds/{guild_id}/welcome-screen`

use serde_json::{Value, json};

use super::onboarding::{Village, text};

#[tokio::test]
async fn newcomers_see_the_screen_in_their_invitation_and_members_by_itself() {
    let here = Village::new().await;
    let hidden = here.hidden_channel().await;
    let path = here.path("/welcome-screen");
    let channel = |id: &str| json!({ "channel_id": id, "description": "Dire bonjour", "emoji_name": "👋" });
    let body = json!({ "description": "Une place pour tous", "welcome_channels": [channel(&here.channel), channel(&hidden)] });
    let drafted = here.ada.patch(&path, body).await.ok();
    assert_eq!(drafted["welcome_channels"].as_array().map(Vec::len), Some(2));
    let invite = here.ada.post(&format!("/channels/{}/invites", here.channel), json!({})).await.ok();
    let invite = format!("/invites/{}", text(&invite["code"]));
    assert_eq!(here.eve.get(&path).await.refused(404), 10_069);
    assert!(here.server.anonymous().get(&invite).await.ok()["guild"]["welcome_screen"].is_null());

    here.ada.patch(&path, json!({ "enabled": true })).await.ok();
    let seen = here.eve.get(&path).await.ok();
    let expected = json!([{ "channel_id": here.channel, "description": "Dire bonjour", "emoji_id": null, "emoji_name": "👋" }]);
    assert_eq!(seen, json!({ "description": "Une place pour tous", "welcome_channels": expected }));
    let invited = server_says(&here, &invite).await;
    assert_eq!(invited["guild"]["welcome_screen"], seen);
    assert!(invited["guild"]["features"].to_string().contains("WELCOME_SCREEN_ENABLED"));
    here.ada.patch(&path, json!({ "enabled": false })).await.ok();
    assert!(server_says(&here, &invite).await["guild"]["welcome_screen"].is_null());
    let log = here.ada.get(&here.path("/audit-logs?action_type=1")).await.ok();
    assert_eq!(log["audit_log_entries"].as_array().map(Vec::len), Some(3));
}

async fn server_says(here: &Village, path: &str) -> Value {
    here.server.anonymous().get(path).await.ok()
}

#[tokio::test]
async fn words_channels_and_emojis_are_checked() {
    let here = Village::new().await;
    let path = here.path("/welcome-screen");
    let channel = json!({ "channel_id": here.channel, "description": "x" });
    let with = |key: &str, value: Value| {
        let mut channel = channel.clone();
        channel[key] = value;
        json!({ "welcome_channels": [channel] })
    };
    for (body, place) in [
        (json!({ "description": "x".repeat(141) }), "/description"),
        (json!({ "welcome_channels": vec![channel.clone(); 6] }), "/welcome_channels"),
        (with("description", json!("x".repeat(51))), "/welcome_channels/0/description"),
        (with("description", json!("")), "/welcome_channels/0/description"),
        (with("description", Value::Null), "/welcome_channels/0/description"),
        (with("channel_id", Value::Null), "/welcome_channels/0/channel_id"),
        (with("channel_id", json!(here.guild)), "/welcome_channels/0/channel_id"),
        (with("emoji_name", json!("no emoji")), "/welcome_channels/0"),
        (with("emoji_id", json!("7")), "/welcome_channels/0"),
    ] {
        let answer = here.ada.patch(&path, body).await;
        assert_eq!(answer.refused(400), 50_035, "{place}");
        let errors = answer.json()["errors"].pointer(place).cloned();
        assert!(errors.is_some_and(|it| it["_errors"].is_array()), "{place}: {}", answer.text);
    }
    let empty = here.ada.patch(&path, json!({ "description": null, "welcome_channels": null })).await.ok();
    assert_eq!(empty, json!({ "description": null, "welcome_channels": [] }));
}
