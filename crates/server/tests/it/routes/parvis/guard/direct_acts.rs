//! Acts through the platform's own routes, each with its statement of reasons.

use parvis_testing::Answer;
use reqwest::Method;
use serde_json::{Value, json};

use super::{Square, id};

async fn with_reason(
    square: &Square,
    method: Method,
    path: &str,
    body: Option<Value>,
    reason: &str,
) -> Value {
    let mut request = square.eve.request(method, path).header("x-audit-log-reason", reason);
    if let Some(body) = body {
        request = request.json(&body);
    }
    Answer::of(request).await.ok()
}

#[tokio::test]
async fn who_is_restricted_through_the_platforms_routes_is_told_why_and_may_appeal() {
    let square = Square::open().await;
    let member = format!("/guilds/{}/members/{}", square.guild, square.kim.id);
    let said = square.kim.say(&square.channel, "go away").await;
    let also = square.kim.say(&square.channel, "now").await;
    with_reason(&square, Method::DELETE, &square.message(&said), None, "rude").await;
    let body = json!({ "messages": [also["id"], square.mel.say(&square.channel, "hm").await["id"]] });
    let bulk = format!("/channels/{}/messages/bulk-delete", square.channel);
    with_reason(&square, Method::POST, &bulk, Some(body), "off%20topic").await;
    let until = parvis_model::Timestamp::from_unix_ms(square.server.app().now_ms() + 600_000);
    let timeout = json!({ "communication_disabled_until": until });
    with_reason(&square, Method::PATCH, &member, Some(timeout), "calm down").await;
    let told = square.told(&square.kim).await;
    let told = told.as_array().expect("a list");
    let kinds: Vec<_> = told.iter().map(|it| it["measures"][0]["kind"].as_str().expect("a kind")).collect();
    assert_eq!(kinds, ["timeout", "delete_message", "delete_message"]);
    let facts: Vec<_> = told.iter().map(|it| it["facts"].as_str().expect("facts")).collect();
    assert_eq!(facts, ["calm down", "off topic", "rude"]);
    assert_eq!((&told[2]["quote"], &told[0]["ends_at"]), (&json!("go away"), &json!(until)));
    assert_eq!((&told[0]["source"], &told[0]["automated"]), (&json!("own"), &json!("none")));
    assert_eq!(square.told(&square.mel).await.as_array().map(Vec::len), Some(1));

    square.eve.patch(&member, json!({ "communication_disabled_until": null })).await.ok();
    assert!(square.told(&square.kim).await[0]["undone_at"].is_string(), "lifted");
    with_reason(&square, Method::DELETE, &member, None, "out").await;
    let ban = format!("/guilds/{}/bans/{}", square.guild, square.kim.id);
    with_reason(&square, Method::PUT, &ban, Some(json!({})), "for%20good").await;
    let filed = square.appeal(&square.kim).await;
    assert_eq!((&filed["facts"], &filed["measures"][0]["kind"]), (&json!("for good"), &json!("ban")));
    let list = format!("/parvis/v1/guard/appeals?guild_id={}", square.guild);
    let appeal = &square.bob.get(&list).await.ok()["appeals"][0];
    let decide = format!("/parvis/v1/guard/appeals/{}/decision", id(appeal));
    let body = json!({ "outcome": "overturned", "text": "Too much." });
    assert_eq!(square.eve.post(&decide, body.clone()).await.refused(403), 50_013);
    square.bob.post(&decide, body).await.ok();
    assert_eq!(square.ada.get(&ban).await.refused(404), 10_026, "and may come back");
    let (_, case) = {
        let person = json!({ "subject": { "kind": "person", "user_id": square.mel.id, "guild_id": square.guild },
            "reason": "spam" });
        let made = square.bob.post("/parvis/v1/guard/reports", person).await.ok();
        (made, square.eve.get(&square.cases()).await.ok()["cases"][0].clone())
    };
    assert_eq!(
        case["earlier"]["decisions"].as_array().map(Vec::len),
        Some(1),
        "direct acts count among the earlier"
    );
}

#[tokio::test]
async fn what_was_told_is_in_the_copy_of_ones_data_and_goes_with_the_account() {
    let square = Square::open().await;
    let (_, case) = square.reported("go away").await;
    square.decide(&square.eve, &case, json!([{ "kind": "warn" }])).await.ok();
    let app = square.server.app();
    let caller = |person: &parvis_testing::Person| parvis_app::Caller {
        user_id: person.id.parse().expect("an id"),
        is_bot: false,
        login_id: parvis_model::Id::new(0),
    };
    let mut kept = Vec::new();
    for holder in &app.hooks.holders {
        kept.extend(holder.data_of(app, &caller(&square.kim)).await.expect("what is kept"));
    }
    let statements = kept.iter().find(|(kind, _)| *kind == "statement").map(|(_, values)| values.len());
    assert_eq!(statements, Some(1));
    parvis_app::operators::delete_account(app, caller(&square.kim).user_id).await.expect("deleted");
    let log = square.eve.get(&format!("/parvis/v1/guard/decisions?guild_id={}", square.guild)).await.ok();
    assert_eq!(
        (&log["decisions"][0]["user"], &log["decisions"][0]["statement_ids"]),
        (&Value::Null, &json!([]))
    );
}
