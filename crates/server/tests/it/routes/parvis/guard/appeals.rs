//! `/parvis/v1/guard/appeals`

use parvis_model::Permissions;
use serde_json::{Value, json};

use super::{DAY_MS, Square, id};

#[tokio::test]
async fn a_second_moderator_overturns_what_the_first_decided_and_it_is_as_before() {
    let square = Square::open().await;
    let (said, case) = square.reported("go away").await;
    let first =
        square.decide(&square.eve, &case, json!([{ "kind": "hide_message" }, { "kind": "warn" }])).await.ok();
    let (_, second) = square.reported("go away now").await;
    square.decide(&square.bob, &second, json!([{ "kind": "timeout", "seconds": 600 }])).await.ok();
    let told = square.told(&square.kim).await;
    let path = format!("/parvis/v1/guard/statements/{}/appeal", id(&told[1]));
    assert_eq!(square.mel.post(&path, json!({ "text": "no" })).await.refused(404), 10_000, "not one's own");
    let filed = square.kim.post(&path, json!({ "text": "It was a joke." })).await.ok();
    assert_eq!((&filed["appeal"]["state"], &filed["appeal_until"]), (&json!("open"), &Value::Null));
    assert_eq!(square.kim.post(&path, json!({ "text": "Please" })).await.refused(400), 50_035, "once");
    assert_eq!(square.eve.get(&square.cases()).await.ok()["counts"]["appeals_open"], 1);

    let list = format!("/parvis/v1/guard/appeals?guild_id={}", square.guild);
    let by_eve = square.eve.get(&list).await.ok();
    let appeal = &square.bob.get(&list).await.ok()["appeals"][0];
    assert_eq!((&by_eve["appeals"][0]["may_decide"], &appeal["may_decide"]), (&json!(false), &json!(true)));
    assert_eq!((&appeal["message"]["content"], &appeal["by"]), (&json!("go away"), &json!("person")));
    let decide = format!("/parvis/v1/guard/appeals/{}/decision", id(appeal));
    let overturn = json!({ "outcome": "overturned", "text": "It was a song." });
    for _ in 0..50 {
        assert_eq!(square.eve.post(&decide, overturn.clone()).await.refused(403), 50_013);
    }
    assert!(matches!(square.kim.post(&decide, overturn.clone()).await.status.as_u16(), 403 | 404));
    let decided = square.bob.post(&decide, overturn.clone()).await.ok();
    assert_eq!((&decided["outcome"], &decided["answer"]), (&json!("overturned"), &json!("It was a song.")));
    assert_eq!(square.mel.get(&square.message(&said)).await.ok()["content"], "go away");
    assert_eq!(square.bob.post(&decide, overturn).await.refused(403), 50_013, "decided once");
    let told = square.told(&square.kim).await;
    assert_eq!(
        (&told[1]["appeal"]["outcome"], told[1]["undone_at"].is_string()),
        (&json!("overturned"), true)
    );

    let page = square.bob.get(&format!("{}&state=open", square.cases())).await.ok();
    assert_eq!(page["cases"][0]["id"], second["id"], "what was decided while it counted is looked at again");
    assert_eq!(page["cases"][0]["may"], json!([]), "by somebody else");
    square.decide(&square.ada, &second, json!([{ "kind": "none" }])).await.ok();
    let undo = format!("/parvis/v1/guard/decisions/{}/undo", id(&first));
    assert_eq!(square.ada.post(&undo, json!({})).await.refused(400), 50_035);
    let report = square.server.anonymous().get("/parvis/v1/guard/transparency").await.ok();
    assert_eq!(report["appeals"], json!({ "open": 0, "upheld": 0, "overturned": 1 }));
}

#[tokio::test]
async fn who_decided_reviews_it_by_no_door() {
    let square = Square::open().await;
    let (_, case) = square.reported("go away").await;
    square.decide(&square.eve, &case, json!([{ "kind": "timeout", "seconds": 600 }])).await.ok();
    square.appeal(&square.kim).await;
    // Also named by the operator, she stays who decided.
    let eve_id = square.eve.id.parse().expect("an id");
    parvis_guard::moderators::add(square.server.app(), eve_id).await.expect("named");
    let all = square.eve.get("/parvis/v1/guard/appeals").await.ok();
    assert_eq!(all["appeals"][0]["may_decide"], false);
    let decide = format!("/parvis/v1/guard/appeals/{}/decision", id(&all["appeals"][0]));
    for outcome in ["upheld", "overturned"] {
        let body = json!({ "outcome": outcome, "text": "I was right." });
        assert_eq!(square.eve.post(&decide, body).await.refused(403), 50_013);
    }
    let upheld =
        square.hal.post(&decide, json!({ "outcome": "upheld", "text": "It was a threat." })).await.ok();
    assert_eq!(upheld["state"], "decided");
    assert_eq!(square.told(&square.kim).await[0]["appeal"]["answer"], "It was a threat.");

    // What a bot did is not reviewed by whose bot it is.
    let bot = square.server.bot(&square.bob, "helper").await;
    square.ada.add_bot(&square.guild, &bot, Permissions::ADMINISTRATOR.bits()).await;
    bot.delete(&format!("/guilds/{}/members/{}", square.guild, square.mel.id)).await.ok();
    assert_eq!(square.told(&square.mel).await[0]["automated"], "full");
    square.appeal(&square.mel).await;
    let list = format!("/parvis/v1/guard/appeals?guild_id={}&state=open", square.guild);
    assert_eq!(square.bob.get(&list).await.ok()["appeals"][0]["may_decide"], false);
    assert_eq!(square.eve.get(&list).await.ok()["appeals"][0]["may_decide"], true);
}

#[tokio::test]
async fn an_appeal_has_its_time_and_so_has_its_answer() {
    let square = Square::open().await;
    let (_, case) = square.reported("go away").await;
    square.decide(&square.eve, &case, json!([{ "kind": "warn" }])).await.ok();
    let (_, late) = square.reported("go away now").await;
    square.decide(&square.eve, &late, json!([{ "kind": "warn" }])).await.ok();
    square.clock.advance_ms(183 * DAY_MS - 1_000);
    square.appeal(&square.kim).await;
    square.clock.advance_ms(2_000);
    let told = square.told(&square.kim).await;
    assert_eq!(told[1]["appeal_until"], Value::Null);
    let path = format!("/parvis/v1/guard/statements/{}/appeal", id(&told[1]));
    let refused = square.kim.post(&path, json!({ "text": "late" })).await;
    assert!(refused.text.contains("APPEAL_TOO_LATE"), "{}", refused.text);
    let counts =
        |page: Value| (page["counts"]["appeals_open"].clone(), page["counts"]["appeals_overdue"].clone());
    assert_eq!(counts(square.bob.get(&square.cases()).await.ok()), (json!(1), json!(0)));
    square.clock.advance_ms(14 * DAY_MS);
    assert_eq!(counts(square.bob.get(&square.cases()).await.ok()), (json!(1), json!(1)));
}

#[tokio::test]
async fn who_reported_may_ask_about_a_decision_to_do_nothing() {
    let square = Square::open().await;
    let (_, case) = square.reported("go away").await;
    let own = square.mel.get("/parvis/v1/guard/reports/@me").await.ok();
    let path = format!("/parvis/v1/guard/reports/{}/appeal", id(&own[0]));
    let why = json!({ "text": "He does it every day." });
    assert_eq!(square.mel.post(&path, why.clone()).await.refused(400), 50_035, "nothing is decided yet");
    square.decide(&square.eve, &case, json!([{ "kind": "none" }])).await.ok();
    assert_eq!(square.told(&square.kim).await, json!([]), "of nothing nobody is told");
    let own = square.mel.post(&path, why).await.ok();
    assert_eq!((&own["outcome"], &own["appeal"]["state"]), (&json!("none"), &json!("open")));
    let list = format!("/parvis/v1/guard/appeals?guild_id={}", square.guild);
    let appeal = &square.bob.get(&list).await.ok()["appeals"][0];
    assert_eq!(appeal["by"], "reporter");
    let decide = format!("/parvis/v1/guard/appeals/{}/decision", id(appeal));
    square.bob.post(&decide, json!({ "outcome": "overturned", "text": "Right." })).await.ok();
    let again = square.mel.get("/parvis/v1/guard/reports/@me").await.ok();
    assert_eq!((&again[0]["state"], &again[0]["appeal"]["outcome"]), (&json!("open"), &json!("overturned")));
    assert_eq!(square.decide(&square.eve, &case, json!([{ "kind": "none" }])).await.refused(403), 50_013);
    square.decide(&square.bob, &case, json!([{ "kind": "warn" }])).await.ok();
    assert_eq!(square.told(&square.kim).await.as_array().map(Vec::len), Some(1));
}
