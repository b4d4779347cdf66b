//! `/guilds/{guild_id}/scheduled-events/{guild_scheduled_event_id}/exceptions`

use serde_json::json;

use super::{Village, at, wrong_field};

#[tokio::test]
async fn an_occurrence_is_moved_cancelled_and_made_like_the_others_again() {
    let here = Village::new().await;
    let event = here.planned(json!({ "recurrence_rule": { "start": at(1), "frequency": 3 } })).await;
    let path = format!("{}/exceptions", here.one(&event));
    let moved = json!({ "original_scheduled_start_time": at(25), "scheduled_start_time": at(27) });
    let made = here.ada.post(&path, moved.clone()).await.ok();
    assert_eq!((&made["scheduled_start_time"], &made["is_canceled"]), (&json!(at(27)), &json!(false)));
    assert_eq!(made["event_id"], event["id"]);
    assert_eq!(wrong_field(&here.ada.post(&path, moved).await), "original_scheduled_start_time");
    let listed = here.eve.get(&here.path).await.ok();
    assert_eq!(listed[0]["guild_scheduled_event_exceptions"], json!([made]));
    let one = format!("{path}/{}", made["event_exception_id"].as_str().expect("an id"));
    let changed =
        here.ada.patch(&one, json!({ "is_canceled": true, "scheduled_start_time": null })).await.ok();
    assert_eq!((&changed["scheduled_start_time"], &changed["is_canceled"]), (&json!(null), &json!(true)));
    assert_eq!(here.eve.patch(&one, json!({})).await.refused(403), 50_013);
    here.ada.delete(&one).await;
    assert_eq!(here.ada.delete(&one).await.refused(404), 10_000);
    assert_eq!(here.eve.get(&here.path).await.ok()[0]["guild_scheduled_event_exceptions"], json!([]));
}

#[tokio::test]
async fn the_next_occurrence_is_the_first_that_takes_place() {
    let here = Village::new().await;
    let event = here.planned(json!({ "recurrence_rule": { "start": at(1), "frequency": 3 } })).await;
    let path = format!("{}/exceptions", here.one(&event));
    for hours in [25, 1] {
        let off = json!({ "original_scheduled_start_time": at(hours), "is_canceled": true });
        here.ada.post(&path, off).await.ok();
    }
    let seen = here.eve.get(&here.one(&event)).await.ok();
    assert_eq!(
        (&seen["scheduled_start_time"], &seen["scheduled_end_time"]),
        (&json!(at(49)), &json!(at(50)))
    );
    assert_eq!(seen["guild_scheduled_event_exceptions"], json!([]), "they lie behind it");
}

#[tokio::test]
async fn what_is_no_occurrence_has_no_exception() {
    let here = Village::new().await;
    let event = here.planned(json!({ "recurrence_rule": { "start": at(1), "frequency": 3 } })).await;
    let alone = here.planned(json!({})).await;
    for (event, hours) in [(&event, 2), (&event, -23), (&event, 24 * 365 * 9 + 1), (&alone, 1)] {
        let path = format!("{}/exceptions", here.one(event));
        let answer = here.ada.post(&path, json!({ "original_scheduled_start_time": at(hours) })).await;
        assert_eq!(wrong_field(&answer), "original_scheduled_start_time", "{hours}");
    }
    let path = format!("{}/exceptions", here.one(&event));
    for (field, start, end) in
        [("scheduled_start_time", at(24 * 40), at(24 * 40 + 1)), ("scheduled_end_time", at(26), at(25))]
    {
        let body = json!({ "original_scheduled_start_time": at(25), "scheduled_start_time": start, "scheduled_end_time": end });
        assert_eq!(wrong_field(&here.ada.post(&path, body).await), field);
    }
    // Another rule has other occurrences: exceptions of those that are none any more go.
    here.ada.post(&path, json!({ "original_scheduled_start_time": at(25), "is_canceled": true })).await.ok();
    let weekly =
        json!({ "recurrence_rule": { "start": at(1), "frequency": 2, "interval": 2, "by_weekday": [6] } });
    let changed = here.ada.patch(&here.one(&event), weekly).await.ok();
    assert_eq!(changed["guild_scheduled_event_exceptions"], json!([]));
}
