//! `/parvis/v1/guard/cases/{case_id}/decision` and `/parvis/v1/guard/decisions`

use parvis_guard::transparency;
use parvis_model::Permissions;
use parvis_testing::Socket;
use serde_json::{Value, json};

use super::{DAY_MS, Square, id, report_of};

#[tokio::test]
async fn a_message_is_hidden_with_reasons_and_comes_back_when_the_decision_is_undone() {
    let square = Square::open().await;
    let mut kim = Socket::identify(&square.server, &square.kim, 0).await;
    let (said, case) = square.reported("go away").await;
    square.mel.put(&format!("{}/reactions/%F0%9F%91%8D/@me", square.message(&said)), json!({})).await.ok();
    let measures = json!([{ "kind": "hide_message" }, { "kind": "warn", "seconds": 86_400 }]);
    let decision = square.decide(&square.eve, &case, measures).await.ok();
    assert_eq!((&decision["may_undo"], &decision["actor"]["id"]), (&json!(true), &json!(square.eve.id)));
    assert_eq!(square.mel.get(&square.message(&said)).await.refused(404), 10_008);
    assert_eq!(kim.wait_for("MESSAGE_DELETE").await["id"], said["id"]);
    let told = square.told(&square.kim).await;
    assert_eq!(kim.wait_for("GUARD_STATEMENT_CREATE").await, json!({ "id": told[0]["id"] }));
    assert_eq!((&told[0]["quote"], &told[0]["facts"]), (&json!("go away"), &json!("A threat.")));
    assert_eq!((&told[0]["text"], &told[0]["guild"]["name"]), (&json!("Take a walk."), &json!("The square")));
    assert!(!told.to_string().contains(&square.eve.id) && !told.to_string().contains(&square.mel.id));
    let own = square.mel.get("/parvis/v1/guard/reports/@me").await.ok();
    assert_eq!((&own[0]["state"], &own[0]["outcome"]), (&json!("decided"), &json!("acted")));
    let log = square.ada.get(&format!("/guilds/{}/audit-logs?action_type=72", square.guild)).await.ok();
    assert_eq!(log["audit_log_entries"][0]["reason"], "Nobody is threatened");

    let (_, second) = square.reported("go away now").await;
    let seen = square.eve.get(&format!("/parvis/v1/guard/cases/{}", id(&second))).await.ok();
    assert_eq!(seen["earlier"]["strikes"].as_array().map(Vec::len), Some(1));
    square.clock.advance_ms(DAY_MS);
    let seen = square.eve.get(&format!("/parvis/v1/guard/cases/{}", id(&second))).await.ok();
    assert_eq!(seen["earlier"]["strikes"], json!([]), "a strike counts until its end, and not longer");

    let undo = format!("/parvis/v1/guard/decisions/{}/undo", id(&decision));
    assert_eq!(square.mel.post(&undo, json!({})).await.refused(404), 10_000);
    let undone = square.bob.post(&undo, json!({ "reason": "A song." })).await.ok();
    assert_eq!(
        (&undone["undo_reason"], &undone["undone_by"]["id"]),
        (&json!("A song."), &json!(square.bob.id))
    );
    let back = square.mel.get(&square.message(&said)).await.ok();
    assert_eq!((&back["content"], &back["reactions"][0]["me"]), (&json!("go away"), &json!(true)));
    assert_eq!(kim.wait_for("GUARD_STATEMENT_UPDATE").await, json!({ "id": told[0]["id"] }));
    assert!(square.told(&square.kim).await[0]["undone_at"].is_string());
    assert_eq!(square.bob.post(&undo, json!({})).await.refused(400), 50_035);
}

#[tokio::test]
async fn measures_need_their_own_rights_and_say_which_is_wrong() {
    let square = Square::open().await;
    let (_, case) = square.reported("go away").await;
    let refused = square.decide(&square.eve, &case, json!([{ "kind": "none" }, { "kind": "warn" }])).await;
    assert!(refused.text.contains("MEASURES_CONFLICT"), "{}", refused.text);
    for (wrong, code) in [
        (json!([]), "BASE_TYPE_BAD_LENGTH"),
        (json!([{ "kind": "timeout" }]), "BASE_TYPE_REQUIRED"),
        (json!([{ "kind": "timeout", "seconds": 2_419_201 }]), "NUMBER_TYPE_MAX"),
        (json!([{ "kind": "kick", "seconds": 5 }]), "MEASURE_WITHOUT_END"),
        (json!([{ "kind": "suspend_account" }]), "MISSING_PERMISSIONS"),
    ] {
        let refused = square.decide(&square.eve, &case, wrong.clone()).await;
        assert_eq!(refused.refused(400), 50_035, "{wrong}");
        assert!(refused.text.contains(code), "{wrong}: {}", refused.text);
    }
    let body = json!({ "measures": [{ "kind": "none" }], "ground": "law", "facts": "x", "category": "violence",
        "context_considered": false });
    let path = format!("/parvis/v1/guard/cases/{}/decision", id(&case));
    assert!(square.eve.post(&path, body).await.text.contains("CONTEXT_NOT_CONSIDERED"));
    square.give_role(&square.kim, Permissions::ADMINISTRATOR).await;
    let seen = square.eve.get(&format!("/parvis/v1/guard/cases/{}", id(&case))).await.ok();
    assert_eq!(
        seen["may"],
        json!(["none", "hide_message", "delete_message", "warn", "kick", "ban"]),
        "no administrator is timed out"
    );
    let refused = square.decide(&square.eve, &case, json!([{ "kind": "timeout", "seconds": 60 }])).await;
    assert!(refused.text.contains("MISSING_PERMISSIONS"), "{}", refused.text);
}

#[tokio::test]
async fn a_ban_is_lifted_by_undoing_it_and_totals_equal_the_log() {
    let square = Square::open().await;
    let (_, case) = square.reported("go away").await;
    let measures = json!([{ "kind": "ban", "delete_message_seconds": 3_600 }]);
    let decision = square.decide(&square.eve, &case, measures).await.ok();
    let ban = format!("/guilds/{}/bans/{}", square.guild, square.kim.id);
    assert_eq!(square.ada.get(&ban).await.ok()["reason"], "Nobody is threatened");
    let history = square.ada.get(&format!("/channels/{}/messages", square.channel)).await.ok();
    assert!(!history.to_string().contains("go away"), "what was written before the ban goes with it");
    assert_eq!(square.told(&square.kim).await[0]["measures"][0]["kind"], "ban", "also who is out is told");
    let said = square.mel.say(&square.channel, "hello").await;
    square.bob.post("/parvis/v1/guard/reports", report_of(&said, "spam")).await.ok();
    let page = square.eve.get(&square.cases()).await.ok();
    square.decide(&square.eve, &page["cases"][0], json!([{ "kind": "none" }])).await.ok();
    let undo = format!("/parvis/v1/guard/decisions/{}/undo", id(&decision));
    square.eve.post(&undo, json!({ "reason": "Not him." })).await.ok();
    assert_eq!(square.ada.get(&ban).await.refused(404), 10_026);

    let log = square.eve.get(&format!("/parvis/v1/guard/decisions?guild_id={}", square.guild)).await.ok();
    let log = log["decisions"].as_array().expect("a list").clone();
    let report = square.server.anonymous().get("/parvis/v1/guard/transparency").await.ok();
    assert_eq!(report["totals"]["decisions"], log.len());
    let undone = log.iter().filter(|it| it["undone_at"] != Value::Null).count();
    assert_eq!((&report["totals"]["restorations"], undone), (&json!(1), 1));
    assert_eq!(report["by_kind"], json!({ "ban": 1, "none": 1 }));
    assert_eq!((&report["days"][0]["restrictions"], &report["days"][0]["none"]), (&json!(1), &json!(1)));
    let page = square.server.http().get(format!("{}/transparency", square.server.url()));
    let page = page.header("accept-language", "ar").send().await.expect("a page").text().await.expect("text");
    assert!(page.contains("<html lang=\"ar\" dir=\"rtl\">") && page.contains("class=\"curve\""), "{page}");
    square.clock.advance_ms(401 * DAY_MS);
    square.server.app().keep_up().await.expect("upkeep");
    let later = transparency::report(square.server.app()).await.expect("a report");
    assert_eq!(later.totals.decisions, 0, "counted as long as it is kept");
}
