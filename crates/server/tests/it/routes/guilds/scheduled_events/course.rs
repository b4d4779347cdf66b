//! What becomes of events by themselves.

use parvis_app::scheduled_events;
use parvis_testing::{ALL_INTENTS, Socket};
use serde_json::json;

use super::{HOUR_MS, Village, at};

#[tokio::test]
async fn an_event_outside_begins_and_ends_at_its_time_and_is_forgotten_a_week_later() {
    let here = Village::new().await;
    let mut socket = Socket::identify(&here.server, &here.eve, ALL_INTENTS).await;
    let event = here.planned(json!({})).await;
    let status = async || here.eve.get(&here.one(&event)).await.ok()["status"].clone();
    scheduled_events::keep_up(here.server.app()).await.expect("the upkeep runs");
    assert_eq!(status().await, 1);
    here.clock.advance_ms(HOUR_MS);
    scheduled_events::keep_up(here.server.app()).await.expect("the upkeep runs");
    assert_eq!(status().await, 2);
    socket.wait_until("GUILD_SCHEDULED_EVENT_UPDATE", |it| it["status"] == 2).await;
    here.clock.advance_ms(HOUR_MS);
    scheduled_events::keep_up(here.server.app()).await.expect("the upkeep runs");
    assert_eq!(status().await, 3);
    socket.wait_until("GUILD_SCHEDULED_EVENT_UPDATE", |it| it["status"] == 3).await;
    here.clock.advance_ms(7 * 24 * HOUR_MS);
    scheduled_events::keep_up(here.server.app()).await.expect("the upkeep runs");
    assert_eq!(here.ada.get(&here.one(&event)).await.refused(404), 10_070);
}

#[tokio::test]
async fn what_recurs_is_planned_again_when_it_ends() {
    let here = Village::new().await;
    let event = here.planned(json!({ "recurrence_rule": { "start": at(1), "frequency": 3 } })).await;
    here.clock.advance_ms(HOUR_MS);
    scheduled_events::keep_up(here.server.app()).await.expect("the upkeep runs");
    let ended = here.ada.patch(&here.one(&event), json!({ "status": 3 })).await.ok();
    assert_eq!((&ended["status"], &ended["scheduled_start_time"]), (&json!(1), &json!(at(25))));
    here.clock.advance_ms(25 * HOUR_MS);
    scheduled_events::keep_up(here.server.app()).await.expect("the upkeep runs");
    let seen = here.eve.get(&here.one(&event)).await.ok();
    assert_eq!((&seen["status"], &seen["scheduled_start_time"]), (&json!(1), &json!(at(49))));
}

#[tokio::test]
async fn an_event_in_a_channel_that_nobody_begins_is_cancelled() {
    let here = Village::new().await;
    let inside = json!({
        "entity_type": 2, "entity_metadata": null, "scheduled_end_time": null, "channel_id": here.voice,
    });
    let event = here.planned(inside).await;
    here.clock.advance_ms(4 * HOUR_MS);
    scheduled_events::keep_up(here.server.app()).await.expect("the upkeep runs");
    assert_eq!(here.eve.get(&here.one(&event)).await.ok()["status"], 1, "somebody may be late");
    here.clock.advance_ms(HOUR_MS);
    scheduled_events::keep_up(here.server.app()).await.expect("the upkeep runs");
    assert_eq!(here.eve.get(&here.one(&event)).await.ok()["status"], 4);
}
