//! `/guilds/{guild_id}/scheduled-events/{guild_scheduled_event_id}/users`

use parvis_testing::{ALL_INTENTS, Socket};
use serde_json::json;

use super::{Village, at};

#[tokio::test]
async fn interest_is_told_counted_listed_and_taken_back() {
    let here = Village::new().await;
    let event = here.planned(json!({})).await;
    let users = format!("{}/users", here.one(&event));
    let own = format!("{users}/@me");
    here.ada.put(&own, json!({})).await.ok();
    let mut socket = Socket::identify(&here.server, &here.ada, ALL_INTENTS).await;
    let said = here.eve.put(&own, json!({})).await.ok();
    assert_eq!((&said["user_id"], &said["response"]), (&json!(here.eve.id), &json!(1)));
    here.eve.put(&own, json!({})).await.ok();
    let told = socket.wait_for("GUILD_SCHEDULED_EVENT_USER_ADD").await;
    assert_eq!((&told["user_id"], &told["guild_id"]), (&json!(here.eve.id), &json!(here.guild)));
    let both = here.ada.get(&format!("{users}?with_member=true")).await.ok();
    let ids = |value: &serde_json::Value| -> Vec<String> {
        let all = value.as_array().expect("a list").iter();
        all.map(|it| it["user_id"].as_str().expect("an id").to_owned()).collect()
    };
    assert_eq!(ids(&both), [here.ada.id.clone(), here.eve.id.clone()]);
    assert_eq!(both[1]["user"]["username"], "eve");
    assert_eq!(both[1]["member"]["user"]["id"], here.eve.id.as_str());
    let first = here.ada.get(&format!("{users}?limit=1")).await.ok();
    assert_eq!(ids(&first), [here.ada.id.as_str()]);
    assert_eq!(first[0].get("member"), None);
    let next = here.ada.get(&format!("{users}?after={}", here.ada.id)).await.ok();
    assert_eq!(ids(&next), [here.eve.id.as_str()]);
    let before = here.ada.get(&format!("{users}?before={}&after=1", here.eve.id)).await.ok();
    assert_eq!(ids(&before), [here.ada.id.as_str()]);
    for wrong in ["limit=0", "limit=101", "before=x"] {
        assert_eq!(here.ada.get(&format!("{users}?{wrong}")).await.refused(400), 50_035, "{wrong}");
    }
    let seen = here.eve.get(&format!("{}?with_user_count=true", here.one(&event))).await.ok();
    assert_eq!((&seen["user_count"], &seen["user_rsvp"]["user_id"]), (&json!(2), &json!(here.eve.id)));
    let mine = here.eve.get(&format!("/users/@me/scheduled-events?guild_ids={}", here.guild)).await.ok();
    assert_eq!(mine[0]["guild_scheduled_event_id"], event["id"]);
    assert_eq!(here.eve.get("/users/@me/scheduled-events?guild_ids=7").await.ok(), json!([]));

    here.eve.delete(&own).await;
    here.eve.delete(&own).await;
    let told = socket.wait_for("GUILD_SCHEDULED_EVENT_USER_REMOVE").await;
    assert_eq!(told["response"], 0);
    let counts = here.ada.get(&format!("{users}/counts")).await.ok();
    assert_eq!(
        counts,
        json!({ "guild_scheduled_event_count": 1, "guild_scheduled_event_exception_counts": {} })
    );
    assert_eq!(socket.names().iter().filter(|it| *it == "GUILD_SCHEDULED_EVENT_USER_ADD").count(), 1);
}

#[tokio::test]
async fn one_occurrence_has_interested_people_of_its_own() {
    let here = Village::new().await;
    let rule = json!({ "start": at(1), "frequency": 3 });
    let event = here.planned(json!({ "recurrence_rule": rule })).await;
    let exceptions = format!("{}/exceptions", here.one(&event));
    let body = json!({ "original_scheduled_start_time": at(25), "scheduled_start_time": at(26) });
    let exception = here.ada.post(&exceptions, body).await.ok();
    let id = exception["event_exception_id"].as_str().expect("an id");
    let own = format!("{}/{id}/users/@me", here.one(&event));
    let said = here.eve.put(&own, json!({})).await.ok();
    assert_eq!(said["guild_scheduled_event_exception_id"], id);
    let users = here.ada.get(&format!("{}/{id}/users", here.one(&event))).await.ok();
    assert_eq!((users.as_array().map(Vec::len), &users[0]["user_id"]), (Some(1), &json!(here.eve.id)));
    let path = format!("{}/users/counts?guild_scheduled_event_exception_ids={id}", here.one(&event));
    let counts = here.ada.get(&path).await.ok();
    assert_eq!(counts["guild_scheduled_event_count"], 0);
    assert_eq!(counts["guild_scheduled_event_exception_counts"][id], 1);
    here.eve.delete(&own).await;
    let nothing = format!("{}/{}/users/@me", here.one(&event), event["id"].as_str().expect("an id"));
    assert_eq!(here.eve.put(&nothing, json!({})).await.refused(404), 10_000);
}

#[tokio::test]
async fn who_leaves_the_guild_is_no_longer_counted() {
    let here = Village::new().await;
    let event = here.planned(json!({})).await;
    here.eve.put(&format!("{}/users/@me", here.one(&event)), json!({})).await.ok();
    here.eve.delete(&format!("/users/@me/guilds/{}", here.guild)).await;
    let seen = here.ada.get(&format!("{}?with_user_count=true", here.one(&event))).await.ok();
    assert_eq!(seen["user_count"], 0);
    assert_eq!(here.eve.get("/users/@me/scheduled-events").await.ok(), json!([]));
}
