//! `/parvis/v1/guard/reports` and `/parvis/v1/guard/cases`

use std::collections::HashSet;

use parvis_app::Lane;
use parvis_guard::cases::{Finding, open_for_review};
use parvis_guard::words::{Label, Subject};
use parvis_model::{Id, Permissions};
use parvis_testing::Socket;
use serde_json::{Value, json};

use super::{Square, id, report_of};

#[tokio::test]
async fn reports_of_one_thing_are_one_case_that_keeps_what_was_said() {
    let square = Square::open().await;
    let mut eve = Socket::identify(&square.server, &square.eve, 0).await;
    let mut kim = Socket::identify(&square.server, &square.kim, 0).await;
    let said = square.kim.say(&square.channel, "go away").await;
    let path = "/parvis/v1/guard/reports";
    let first = square.mel.post(path, report_of(&said, "harassment")).await.ok();
    assert_eq!((&first["state"], &first["outcome"]), (&json!("open"), &Value::Null));
    assert_eq!(square.mel.post(path, report_of(&said, "spam")).await.ok(), first, "the report that there is");
    square.bob.post(path, report_of(&said, "violence")).await.ok();
    square.kim.delete(&square.message(&said)).await.ok();

    let page = square.eve.get(&square.cases()).await.ok();
    let case = &page["cases"][0];
    assert_eq!((page["cases"].as_array().map(Vec::len), &case["report_count"]), (Some(1), &json!(2)));
    assert_eq!(case["message"]["content"], "go away");
    assert_eq!(case["reasons"], json!({ "harassment": 1, "violence": 1 }));
    assert_eq!((&case["urgent"], &case["state"]), (&json!(true), &json!("open")));
    assert_eq!(page["counts"]["open"], 1);
    let told = eve.wait_for("GUARD_CASE_CREATE").await;
    assert_eq!(told, json!({ "id": case["id"], "guild_id": square.guild, "state": "open", "urgent": false }));
    assert_eq!(eve.wait_for("GUARD_CASE_UPDATE").await["urgent"], true);

    assert_eq!(square.kim.post(path, report_of(&said, "spam")).await.refused(404), 10_008);
    assert_eq!(square.kim.get(&square.cases()).await.refused(403), 50_013);
    square.give_role(&square.kim, Permissions::MANAGE_MESSAGES).await;
    assert_eq!(
        square.kim.get(&square.cases()).await.ok()["cases"],
        json!([]),
        "nobody sees what is about themself"
    );
    assert_eq!(square.kim.get(&format!("/parvis/v1/guard/cases/{}", id(case))).await.refused(404), 10_000);
    assert!(!kim.names().iter().any(|name| name.starts_with("GUARD_CASE")));
}

#[tokio::test]
async fn a_case_is_held_by_one_worked_on_with_notes_and_handed_to_the_house() {
    let square = Square::open().await;
    let (_, case) = square.reported("go away").await;
    let path = format!("/parvis/v1/guard/cases/{}", id(&case));
    let next = json!({ "guild_id": square.guild });
    let held = square.eve.post("/parvis/v1/guard/cases/next", next.clone()).await.ok();
    assert_eq!((&held["id"], &held["state"]), (&case["id"], &json!("claimed")));
    assert_eq!(held["claimed_by"]["id"], square.eve.id);
    let nothing = square.bob.post("/parvis/v1/guard/cases/next", next).await;
    assert_eq!((nothing.status.as_u16(), nothing.text.as_str()), (204, ""));
    for refused in [
        square.bob.put(&format!("{path}/claim"), json!({})).await,
        square.bob.post(&format!("{path}/notes"), json!({ "text": "mine" })).await,
        square.decide(&square.bob, &case, json!([{ "kind": "none" }])).await,
    ] {
        assert_eq!(refused.refused(400), 50_035);
        assert!(refused.text.contains("CASE_HELD"), "{}", refused.text);
    }
    let noted = square.eve.post(&format!("{path}/notes"), json!({ "text": " again " })).await.ok();
    assert_eq!(
        (&noted["notes"][0]["text"], &noted["notes"][0]["author"]["id"]),
        (&json!("again"), &json!(square.eve.id))
    );
    square.clock.advance_ms(15 * 60_000 + 1);
    let taken = square.bob.put(&format!("{path}/claim"), json!({})).await.ok();
    assert_eq!(taken["claimed_by"]["id"], square.bob.id, "who does nothing for a quarter of an hour lets go");
    let free = square.bob.delete(&format!("{path}/claim")).await.ok();
    assert_eq!((&free["state"], &free["claimed_by"]), (&json!("open"), &Value::Null));

    assert_eq!(square.hal.get(&path).await.refused(404), 10_000, "the house looks at what is its own");
    let handed = square.eve.post(&format!("{path}/escalation"), json!({ "text": "too hard" })).await.ok();
    assert_eq!((&handed["state"], &handed["house"]), (&json!("escalated"), &json!(true)));
    assert_eq!(square.hal.get("/parvis/v1/guard/cases").await.ok()["cases"][0]["id"], case["id"]);
    assert_eq!(square.decide(&square.eve, &case, json!([{ "kind": "none" }])).await.refused(403), 50_013);
    square.decide(&square.hal, &case, json!([{ "kind": "warn" }])).await.ok();
    assert_eq!(square.eve.get(&path).await.ok()["decision"]["measures"], json!([{ "kind": "warn" }]));
}

#[tokio::test]
async fn two_moderators_never_hold_the_same_case() {
    let square = Square::open().await;
    for number in 0..30 {
        let said = square.kim.say(&square.channel, &number.to_string()).await;
        square.mel.post("/parvis/v1/guard/reports", report_of(&said, "spam")).await.ok();
    }
    let next = json!({ "guild_id": square.guild });
    let mut claims = Vec::new();
    for index in 0..200 {
        let person = [&square.eve, &square.bob, &square.ada][index % 3].clone();
        let next = next.clone();
        claims.push(tokio::spawn(async move { person.post("/parvis/v1/guard/cases/next", next).await }));
    }
    let (mut held, mut nothing) = (Vec::new(), 0);
    for claim in claims {
        let answer = claim.await.expect("an answer");
        match answer.status.as_u16() {
            204 => nothing += 1,
            _ => held.push(id(&answer.ok()).to_owned()),
        }
    }
    let different: HashSet<_> = held.iter().collect();
    assert_eq!((held.len(), different.len(), nothing), (30, 30, 170));
}

#[tokio::test]
async fn what_happened_out_of_sight_is_for_those_who_see_it_and_fields_are_checked() {
    let square = Square::open().await;
    let (said, case) = square.reported("go away").await;
    let overwrite = format!("/channels/{}/permissions/{}", square.channel, square.guild);
    square.ada.put(&overwrite, json!({ "type": 0, "allow": "0", "deny": "1024" })).await.ok();
    assert_eq!(square.eve.get(&square.cases()).await.ok()["cases"], json!([]));
    assert_eq!(square.eve.get(&square.cases()).await.ok()["counts"]["open"], 0);
    assert_eq!(square.eve.get(&format!("/parvis/v1/guard/cases/{}", id(&case))).await.refused(404), 10_000);
    assert_eq!(square.ada.get(&square.cases()).await.ok()["cases"].as_array().map(Vec::len), Some(1));
    assert_eq!(
        square.mel.post("/parvis/v1/guard/reports", report_of(&said, "spam")).await.refused(404),
        10_003
    );
    for wrong in [
        json!({}),
        json!({ "subject": { "kind": "planet" }, "reason": "spam" }),
        json!({ "subject": { "kind": "person", "user_id": square.kim.id }, "reason": "boredom" }),
        json!({ "subject": { "kind": "person", "user_id": square.kim.id }, "reason": "spam", "text": "x".repeat(1_001) }),
    ] {
        assert_eq!(
            square.mel.post("/parvis/v1/guard/reports", wrong.clone()).await.refused(400),
            50_035,
            "{wrong}"
        );
    }
    for query in ["limit=0", "limit=51", "state=lost", "before=now"] {
        assert_eq!(
            square.eve.get(&format!("{}&{query}", square.cases())).await.refused(400),
            50_035,
            "{query}"
        );
    }
}

#[tokio::test]
async fn who_is_on_watch_and_what_they_left_is_known_to_the_others() {
    let square = Square::open().await;
    let path = format!("/parvis/v1/guard/watch?guild_id={}", square.guild);
    let on = json!({ "guild_id": square.guild, "on": true });
    square.eve.put("/parvis/v1/guard/watch", on.clone()).await.ok();
    square.eve.put("/parvis/v1/guard/watch", on).await.ok();
    let note = json!({ "guild_id": square.guild, "text": "Quiet so far" });
    square.eve.put("/parvis/v1/guard/handover", note).await.ok();
    let seen = square.bob.get(&path).await.ok();
    assert_eq!(seen["on_watch"][0]["user"]["id"], square.eve.id);
    assert_eq!(
        (seen["on_watch"].as_array().map(Vec::len), &seen["handover"]["text"]),
        (Some(1), &json!("Quiet so far"))
    );
    square.eve.put("/parvis/v1/guard/watch", json!({ "guild_id": square.guild, "on": false })).await.ok();
    let empty = json!({ "guild_id": square.guild, "text": "" });
    let gone = square.bob.put("/parvis/v1/guard/handover", empty).await.ok();
    assert_eq!(gone, json!({ "on_watch": [], "handover": null }));
    assert_eq!(square.mel.get(&path).await.refused(403), 50_013);
}

/// Has a machine notice something about a message.
async fn notice(square: &Square, said: &Value, name: &str, detail: &str) {
    let app = square.server.app().clone();
    let id_of = |value: &Value| value.as_str().and_then(|id| id.parse::<u64>().ok()).expect("an id");
    let subject = Subject::Message {
        channel_id: Id::new(id_of(&said["channel_id"])),
        message_id: Id::new(id_of(&said["id"])),
    };
    let label = Label { name: name.to_owned(), by: "A rule".to_owned(), detail: detail.to_owned() };
    let guild_id = Some(square.guild.parse().expect("an id"));
    let writer = app.clone();
    let job = app.write(Lane::of(Id::<()>::new(0)), move |tx, out| {
        open_for_review(&writer, tx, out, Finding { guild_id, subject, label })
    });
    job.await.expect("written");
}

#[tokio::test]
async fn what_a_machine_notices_waits_for_a_person_and_joins_what_people_report() {
    let square = Square::open().await;
    let mut eve = Socket::identify(&square.server, &square.eve, 0).await;
    // What the guild itself looks for would be noticed, too.
    let off = json!({ "guild_id": square.guild, "leaks": "off" });
    square.ada.put("/parvis/v1/guard/banks/leaks", off).await.ok();
    let pairs: String = (1..=5).map(|at| format!("anna.k{at}@gmail.com:Winter{at}2019!\n")).collect();
    let said = square.kim.say(&square.channel, &pairs).await;
    notice(&square, &said, "leak", "5 credentials").await;
    notice(&square, &said, "leak", "5 credentials").await;
    notice(&square, &said, "known_text", &"x".repeat(300)).await;
    assert_eq!(eve.wait_for("GUARD_CASE_CREATE").await["state"], "open");
    let page = square.eve.get(&square.cases()).await.ok();
    let case = page["cases"][0].clone();
    assert_eq!((page["cases"].as_array().map(Vec::len), &case["report_count"]), (Some(1), &json!(0)));
    assert_eq!(case["labels"][0], json!({ "name": "leak", "by": "A rule", "detail": "5 credentials" }));
    assert_eq!(case["labels"][1]["detail"].as_str().map(str::len), Some(200), "a label is short");
    assert_eq!(case["labels"].as_array().map(Vec::len), Some(2), "once each");
    assert!(!case.to_string().contains("Winter"), "secrets are not kept: {case}");
    assert_eq!(square.told(&square.kim).await, json!([]), "nothing is done to anybody by itself");

    square.mel.post("/parvis/v1/guard/reports", report_of(&said, "spam")).await.ok();
    let joined = square.eve.get(&format!("/parvis/v1/guard/cases/{}", id(&case))).await.ok();
    assert_eq!(joined["report_count"], 1);
    let hidden = square.decide(&square.eve, &case, json!([{ "kind": "hide_message" }])).await.ok();
    assert_eq!((&hidden["automated"], &hidden["source"]), (&json!("detection"), &json!("report")));
    assert!(!square.told(&square.kim).await.to_string().contains("Winter"));

    // What somebody has looked at is not brought up again, unless it was changed since then.
    let other = square.kim.say(&square.channel, "buy followers").await;
    notice(&square, &other, "known_text", "0.91").await;
    let case = square.eve.get(&square.cases()).await.ok()["cases"][0].clone();
    let decided = square.decide(&square.eve, &case, json!([{ "kind": "none" }])).await.ok();
    assert_eq!((&decided["automated"], &decided["source"]), (&json!("detection"), &json!("rule")));
    notice(&square, &other, "known_text", "0.91").await;
    assert_eq!(square.eve.get(&square.cases()).await.ok()["counts"]["open"], 0);
    square.clock.advance_ms(60_000);
    square.kim.patch(&square.message(&other), json!({ "content": "buy followers now" })).await.ok();
    notice(&square, &other, "known_text", "0.91").await;
    assert_eq!(square.eve.get(&square.cases()).await.ok()["counts"]["open"], 1);
}
