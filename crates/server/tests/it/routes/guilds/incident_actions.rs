//! `PUT /guilds/{guild_id}/incident-actions`

use std::sync::Arc;

use parvis_app::clock::FixedClock;
use parvis_model::Timestamp;
use parvis_testing::{ALL_INTENTS, Socket, TestServer};
use serde_json::{Value, json};

use super::onboarding::{id_of, text};

const NOW_MS: i64 = 1_795_328_210_000;
const HOUR_MS: i64 = 3_600_000;

fn moment(ms: i64) -> Value {
    json!(Timestamp::from_unix_ms(ms))
}

#[tokio::test]
async fn joining_and_writing_to_strangers_stop_until_the_moment_and_go_on_by_themselves() {
    let clock = Arc::new(FixedClock::at(NOW_MS));
    let server = TestServer::start_with(|_| (), clock.clone()).await;
    let (ada, eve) = (server.person("ada").await, server.person("eve").await);
    let (zoe, max) = (server.person("zoe").await, server.person("max").await);
    let guild = ada.make_guild("Place").await;
    let (guild, channel) = (id_of(&guild), text(&guild["system_channel_id"]));
    for person in [&eve, &zoe] {
        ada.bring_in(&channel, person).await;
    }
    let mut socket = Socket::identify(&server, &eve, ALL_INTENTS).await;
    let path = format!("/guilds/{guild}/incident-actions");
    let invite = ada.post(&format!("/channels/{channel}/invites"), json!({})).await.ok();
    let invite = format!("/invites/{}", text(&invite["code"]));
    let dm = eve.post("/users/@me/channels", json!({ "recipients": [zoe.id] })).await.ok();
    let dm = format!("/channels/{}/messages", id_of(&dm));
    let hello = json!({ "content": "bonjour" });

    let until = moment(NOW_MS + HOUR_MS);
    let body = json!({ "invites_disabled_until": until, "dms_disabled_until": moment(NOW_MS + 2 * HOUR_MS) });
    let paused = ada.put(&path, body.clone()).await.ok();
    assert_eq!(paused, body);
    assert_eq!(socket.wait_for("GUILD_UPDATE").await["incidents_data"], body);
    assert_eq!(max.post(&invite, json!({})).await.refused(403), 50_001);
    let shown = max.get(&invite).await.ok()["guild"]["features"].to_string();
    assert!(shown.contains("INVITES_DISABLED"), "{shown}");
    assert_eq!(eve.post(&dm, hello.clone()).await.refused(403), 50_007);
    let strangers = zoe.post("/users/@me/channels", json!({ "recipients": [ada.id] })).await;
    assert_eq!(strangers.refused(403), 50_007, "no new conversation either");
    eve.put(&format!("/users/@me/relationships/{}", zoe.id), json!({})).await.ok();
    zoe.put(&format!("/users/@me/relationships/{}", eve.id), json!({})).await.ok();
    eve.post(&dm, hello.clone()).await.ok();

    let beyond = json!({ "dms_disabled_until": moment(NOW_MS + 24 * HOUR_MS + 1_000) });
    let refused = ada.put(&path, beyond).await;
    assert_eq!(refused.refused(400), 50_035);
    assert!(refused.json()["errors"]["dms_disabled_until"]["_errors"].is_array(), "{}", refused.text);

    clock.advance_ms(HOUR_MS);
    max.post(&invite, json!({})).await.ok();
    for job in &server.app().hooks.jobs {
        job.keep_up(server.app()).await;
    }
    let told = socket.wait_until("GUILD_UPDATE", |guild| guild["incidents_data"] != body).await;
    let left = json!({ "invites_disabled_until": null, "dms_disabled_until": moment(NOW_MS + 2 * HOUR_MS) });
    assert_eq!(told["incidents_data"], left);
    let ended = json!({ "dms_disabled_until": null });
    assert_eq!(
        ada.put(&path, ended).await.ok(),
        json!({ "invites_disabled_until": null, "dms_disabled_until": null })
    );
    assert_eq!(socket.wait_for("GUILD_UPDATE").await["incidents_data"], Value::Null);
    let log = ada.get(&format!("/guilds/{guild}/audit-logs?action_type=1")).await.ok();
    let entries = log["audit_log_entries"].as_array().expect("entries");
    let by: Vec<_> = entries.iter().map(|entry| entry["user_id"].clone()).collect();
    assert_eq!(by, [json!(ada.id), Value::Null, json!(ada.id)], "set, ended by itself, ended by hand");
}
