//! What only the house decides.

use parvis_testing::Socket;
use serde_json::{Value, json};

use super::{DAY_MS, Square, id, report_of};

#[tokio::test]
async fn the_house_decides_on_owners_private_conversations_persons_and_guilds() {
    let square = Square::open().await;
    let of_owner = square.ada.say(&square.channel, "my house").await;
    let direct = square.kim.post("/users/@me/channels", json!({ "recipient_id": square.mel.id })).await.ok();
    let private = square.kim.say(id(&direct), "psst").await;
    let path = "/parvis/v1/guard/reports";
    let mut hal = Socket::identify(&square.server, &square.hal, 0).await;
    square.mel.post(path, report_of(&of_owner, "other")).await.ok();
    let made = square.mel.post(path, report_of(&private, "violence")).await.ok();
    assert_eq!(made["guild_id"], Value::Null);
    let person = json!({ "subject": { "kind": "person", "user_id": square.eve.id, "guild_id": null }, "reason": "spam" });
    square.mel.post(path, person).await.ok();
    let guild = json!({ "subject": { "kind": "guild", "guild_id": square.guild }, "reason": "illegal" });
    square.mel.post(path, guild.clone()).await.ok();
    assert_eq!(square.ada.post(path, guild).await.refused(403), 50_013, "nobody reports themself");
    assert_eq!(square.eve.post(path, report_of(&private, "spam")).await.refused(404), 10_003);
    assert_eq!(square.eve.get(&square.cases()).await.ok()["cases"], json!([]));
    assert_eq!(square.eve.get("/parvis/v1/guard/cases").await.refused(403), 50_013);
    for _ in 0..4 {
        hal.wait_for("GUARD_CASE_CREATE").await;
    }
    let page = square.hal.get("/parvis/v1/guard/cases").await.ok();
    assert_eq!((page["cases"].as_array().map(Vec::len), &page["counts"]["open"]), (Some(4), &json!(4)));
    let next = square.hal.post("/parvis/v1/guard/cases/next", json!({ "guild_id": null })).await.ok();
    assert_eq!(next["message"]["content"], "psst", "what is urgent comes first");
    square.decide(&square.hal, &next, json!([{ "kind": "hide_message" }])).await.ok();
    let history = square.mel.get(&format!("/channels/{}/messages", id(&direct))).await.ok();
    assert_eq!(history, json!([]));
    assert_eq!(square.told(&square.kim).await[0]["guild"], Value::Null);
}

#[tokio::test]
async fn a_suspended_account_signs_in_and_sees_what_was_decided_alone() {
    let square = Square::open().await;
    let mut eve = Socket::identify(&square.server, &square.eve, 0).await;
    let person = json!({ "subject": { "kind": "person", "user_id": square.eve.id }, "reason": "violence" });
    square.mel.post("/parvis/v1/guard/reports", person).await.ok();
    let page = square.hal.get("/parvis/v1/guard/cases").await.ok();
    let measures = json!([{ "kind": "suspend_account", "seconds": 864_000 }]);
    let decision = square.decide(&square.hal, &page["cases"][0], measures).await.ok();
    assert_eq!(eve.closed().await, Some(4_004));
    assert_eq!(square.eve.get("/users/@me/guilds").await.refused(403), 50_001);
    assert_eq!(square.eve.get(&format!("/channels/{}/messages", square.channel)).await.refused(403), 50_001);
    square.eve.get("/users/@me").await.ok();
    assert_eq!(square.eve.patch("/users/@me", json!({ "bio": "still here" })).await.refused(403), 50_001);
    let filed = square.appeal(&square.eve).await;
    assert_eq!(filed["measures"][0]["kind"], "suspend_account");
    let all = square.hal.get("/parvis/v1/guard/appeals").await.ok();
    assert_eq!(all["appeals"][0]["may_decide"], false, "hal decided it");
    let undo = format!("/parvis/v1/guard/decisions/{}/undo", id(&decision));
    square.hal.post(&undo, json!({ "reason": "Mistaken for another." })).await.ok();
    square.eve.get("/users/@me/guilds").await.ok();

    let person = json!({ "subject": { "kind": "person", "user_id": square.bob.id }, "reason": "violence" });
    square.mel.post("/parvis/v1/guard/reports", person).await.ok();
    let page = square.hal.get("/parvis/v1/guard/cases").await.ok();
    let measures = json!([{ "kind": "suspend_account", "seconds": 86_400 }]);
    square.decide(&square.hal, &page["cases"][0], measures).await.ok();
    assert_eq!(square.bob.get("/users/@me/guilds").await.refused(403), 50_001);
    square.clock.advance_ms(DAY_MS);
    square.bob.get("/users/@me/guilds").await.ok();
}
