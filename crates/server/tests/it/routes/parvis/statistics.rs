//! `/parvis/v1/guilds/{guild_id}/statistics`

use std::sync::Arc;

use parvis_app::clock::FixedClock;
use parvis_testing::TestServer;
use serde_json::{Value, json};

const DAY_MS: i64 = 86_400_000;

#[tokio::test]
async fn days_are_counted_without_naming_anybody() {
    let clock = Arc::new(FixedClock::at(1_795_328_210_123));
    let server = TestServer::start_with(|_| (), clock.clone()).await;
    let ada = server.person("ada").await;
    let guild = ada.make_guild("The square").await["id"].as_str().expect("an id").to_owned();
    let channel = ada.first_channel(&guild).await;
    let mut people = Vec::new();
    for number in 0..5 {
        people.push(server.person(&format!("person{number}")).await);
        ada.bring_in(&channel, &people[number]).await;
    }
    let path = format!("/parvis/v1/guilds/{guild}/statistics");
    assert_eq!(people[0].get(&path).await.refused(403), 50_013);
    for person in &people {
        person.say(&channel, "good morning").await;
    }
    clock.advance_ms(DAY_MS);
    people[0].say(&channel, "alone").await;
    people[1].delete(&format!("/users/@me/guilds/{guild}")).await.ok();
    let body = json!({ "name": "a thread", "type": 11 });
    let thread = ada.post(&format!("/channels/{channel}/threads"), body).await.ok();
    people[0].say(thread["id"].as_str().expect("an id"), "in a thread").await;
    ada.put(&format!("/guilds/{guild}/bans/{}", people[2].id), json!({})).await.ok();

    let three = ada.get(&format!("{path}?days=3")).await.ok();
    let day = |date: &str, messages: u64, writers: Value, joins: u64, leaves: u64, complete: bool| {
        json!({ "date": date, "messages": messages, "writers": writers, "joins": joins, "leaves": leaves,
            "complete": complete })
    };
    let expected = json!([
        day("2026-11-21", 0, json!(0), 0, 0, true),
        day("2026-11-22", 5, json!(5), 6, 0, true),
        day("2026-11-23", 2, Value::Null, 0, 2, false),
    ]);
    assert_eq!(three["days"], expected);
    assert_eq!(three["channels"], json!([{ "channel_id": channel, "messages": 7 }]));

    // What is over was counted once: a deletion afterwards changes nothing of it.
    let messages = people[3].get(&format!("/channels/{channel}/messages")).await.ok();
    for message in messages.as_array().expect("a list").iter().filter(|it| it["content"] == "good morning") {
        let id = message["id"].as_str().expect("an id");
        ada.delete(&format!("/channels/{channel}/messages/{id}")).await.ok();
    }
    clock.advance_ms(DAY_MS);
    let days = ada.get(&path).await.ok()["days"].as_array().expect("a list").clone();
    assert_eq!(days.len(), 30);
    assert_eq!((&days[28]["messages"], &days[28]["writers"]), (&json!(2), &Value::Null));
    assert_eq!((&days[27]["messages"], &days[27]["writers"]), (&json!(5), &json!(5)));
    for wrong in ["days=0", "days=91", "days=many"] {
        assert_eq!(ada.get(&format!("{path}?{wrong}")).await.refused(400), 50_035, "{wrong}");
    }
}
