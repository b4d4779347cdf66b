//! Events in people's own calendars.

use serde_json::json;

use super::{Village, at, id_of};

#[tokio::test]
async fn a_guild_s_calendar_holds_what_the_reader_may_see() {
    let here = Village::new().await;
    let event = here.planned(json!({ "name": "Thé, gâteaux; \n\rBEGIN:VALARM" })).await;
    let inside = json!({
        "name": "Secret", "entity_type": 2, "entity_metadata": null, "scheduled_end_time": null,
        "channel_id": here.hidden,
    });
    here.planned(inside).await;
    let path = format!("{}/api/parvis/v1/guilds/{}/scheduled-events.ics", here.server.url(), here.guild);
    let answer = here.eve.get(&path).await;
    assert_eq!(answer.headers["content-type"], "text/calendar; charset=utf-8");
    assert_eq!(answer.text.matches("BEGIN:VEVENT").count(), 1, "{}", answer.text);
    assert!(answer.text.contains(&format!("UID:{}@", id_of(&event))));
    assert!(answer.text.contains("SUMMARY:Thé\\, gâteaux\\; \\n\\nBEGIN:VALARM\r\n"), "{}", answer.text);
    assert!(!answer.text.contains("Secret"));
    assert_eq!(here.ada.get(&path).await.text.matches("BEGIN:VEVENT").count(), 2);
    here.ada.patch(&here.one(&event), json!({ "status": 4 })).await.ok();
    let after = here.eve.get(&path).await;
    assert!(after.text.contains("STATUS:CANCELLED") && after.text.contains("SEQUENCE:1"), "{}", after.text);
    let tag = after.headers["etag"].to_str().expect("text").to_owned();
    let request = here.eve.request(reqwest::Method::GET, &path).header("if-none-match", tag);
    assert_eq!(parvis_testing::Answer::of(request).await.status, 304);
}

#[tokio::test]
async fn an_address_opens_one_s_own_calendar_until_it_is_taken_back() {
    let here = Village::new().await;
    let event = here.planned(json!({ "recurrence_rule": { "start": at(1), "frequency": 2 } })).await;
    let other = here.planned(json!({ "name": "Autre" })).await;
    here.eve.put(&format!("{}/users/@me", here.one(&event)), json!({})).await.ok();
    let path = format!("{}/api/parvis/v1/users/@me/calendar", here.server.url());
    assert_eq!(here.eve.get(&path).await.ok(), json!({ "url": null, "created_at": null }));
    let made = here.eve.put(&path, json!({})).await.ok();
    let url = made["url"].as_str().expect("an address").to_owned();
    let known = here.eve.get(&path).await.ok();
    assert_eq!((&known["url"], &known["created_at"]), (&json!(null), &made["created_at"]));
    let nobody = here.server.anonymous();
    let calendar = nobody.get(&url).await;
    assert!(calendar.text.contains("RRULE:FREQ=WEEKLY"), "{}", calendar.text);
    assert!(!calendar.text.contains(&id_of(&other)), "she is not interested in that one");
    // Out of the guild, out of the calendar.
    here.eve.delete(&format!("/users/@me/guilds/{}", here.guild)).await;
    assert!(!nobody.get(&url).await.text.contains("VEVENT"));
    let again = here.eve.put(&path, json!({})).await.ok();
    assert_eq!(nobody.get(&url).await.refused(404), 10_000, "the first one is void");
    let url = again["url"].as_str().expect("an address");
    nobody.get(url).await;
    here.eve.delete(&path).await;
    assert_eq!(nobody.get(url).await.refused(404), 10_000);
    assert_eq!(nobody.get(&format!("{}/calendar/x.ics", here.server.url())).await.refused(404), 10_000);
}
