//! `/parvis/v1/guard/orders`, and the page that says where they go

use parvis_guard::evidence;
use parvis_guard::moderators;
use parvis_guard::orders::{HOUR_MS, KEPT_MS, PRESERVED_MS, clock};
use parvis_model::Timestamp;
use parvis_testing::{Answer, Person, Socket};
use serde_json::{Value, json};

use super::{DAY_MS, Square, id, report_of};

const ORDERS: &str = "/parvis/v1/guard/orders";
const MINUTE_MS: i64 = 60_000;

impl Square {
    fn link(&self, said: &Value) -> String {
        format!(
            "{}/channels/{}/{}/{}",
            self.server.app().config.public_url,
            self.guild,
            self.channel,
            id(said)
        )
    }

    async fn enter(&self, reference: &str, urls: Value, more: Value) -> Value {
        let mut body = json!({
            "kind": "order", "authority": "Staatsanwaltschaft Berlin", "member_state": "de", "reference": reference,
            "issued_at": "2026-11-20T10:00:00+01:00", "contact": "+49 30 1", "material": ["threat"],
            "reasons": "It threatens.", "redress": "Within a month.", "signed": true, "urls": urls,
        });
        for (key, value) in more.as_object().into_iter().flatten() {
            body[key] = value.clone();
        }
        self.hal.post(ORDERS, body).await.ok()
    }

    async fn authenticate(&self, order: &Value, is_authentic: bool) -> Answer {
        let body = json!({ "authentic": is_authentic, "method": "call_back", "text": "Called +49 30 1." });
        self.hal.put(&format!("{ORDERS}/{}/authentication", id(order)), body).await
    }

    async fn execute(&self, order: &Value) -> Answer {
        let body = json!({ "facts": "A threat.", "context_considered": true });
        self.hal.post(&format!("{ORDERS}/{}/execution", id(order)), body).await
    }

    /// What was said, newest first; that somebody came in says nothing.
    async fn history(&self, by: &Person) -> Vec<String> {
        let history = by.get(&format!("/channels/{}/messages", self.channel)).await.ok();
        let texts = history.as_array().into_iter().flatten().filter_map(|it| it["content"].as_str());
        texts.filter(|text| !text.is_empty()).map(str::to_owned).collect()
    }
}

fn refused_with(answer: &Answer, code: &str) {
    assert_eq!(answer.refused(400), 50_035);
    assert!(answer.text.contains(code), "{}", answer.text);
}

#[tokio::test]
async fn an_order_is_authenticated_executed_sealed_and_told_and_the_annexes_say_so() {
    let square = Square::open().await;
    let mut hal = Socket::identify(&square.server, &square.hal, 0).await;
    let said = square.kim.say(&square.channel, "I will come for you").await;
    square.mel.post("/parvis/v1/guard/reports", report_of(&said, "violence")).await.ok();
    let urls = json!([square.link(&said), "https://t.me/c/1"]);
    let order = square.enter("12 Js 34/26", urls, json!({})).await;
    assert_eq!(
        (&order["state"], &order["first_contact"], &order["missing"]),
        (&json!("received"), &json!(true), &json!([]))
    );
    assert_eq!(order["links"][0]["subject"]["message_id"], said["id"]);
    assert_eq!((&order["links"][1]["refused"], &order["member_state"]), (&json!("elsewhere"), &json!("DE")));
    let called = hal.wait_for("GUARD_ORDER_UPDATE").await;
    let due = json!({ "id": order["id"], "state": "received", "due_at": order["due_at"], "call": true });
    assert_eq!(called, due);

    refused_with(&square.execute(&order).await, "ORDER_NOT_AUTHENTICATED");
    assert_eq!(square.history(&square.mel).await, ["I will come for you"]);
    let path = format!("{ORDERS}/{}", id(&order));
    refused_with(&square.hal.get(&format!("{path}/annexes/2")).await, "ORDER_STATE");
    square.authenticate(&order, true).await.ok();
    let done = square.execute(&order).await.ok();
    assert_eq!((&done["state"], &done["due_at"]), (&json!("executed"), &Value::Null));
    let decision = &done["links"][0]["decision"];
    assert_eq!(
        (&decision["source"], &decision["keywords"]),
        (&json!("order"), &json!(["TERRORIST_CONTENT"]))
    );
    assert_eq!(square.history(&square.mel).await, Vec::<String>::new());
    let told = square.told(&square.kim).await;
    assert_eq!((&told[0]["ground"], &told[0]["facts"]), (&json!("law"), &json!("A threat.")));
    assert!(told[0]["legal_ground"].as_str().is_some_and(|text| text.contains("12 Js 34/26")));
    let cases = square.eve.get(&square.cases()).await.ok();
    assert_eq!(cases["cases"], json!([]), "what an authority ordered is the house's");
    let of_guild = format!("/parvis/v1/guard/decisions?guild_id={}", square.guild);
    assert_eq!(square.eve.get(&of_guild).await.ok()["decisions"], json!([]));

    let removed = square.hal.get(&format!("{path}/annexes/2")).await.ok();
    assert_eq!((&removed["annex"], &removed["removed"][0]["url"]), (&json!("II"), &order["links"][0]["url"]));
    let left = square.hal.get(&format!("{path}/annexes/3")).await.ok();
    assert_eq!(left["not_removed"], json!([{ "url": "https://t.me/c/1", "why": "elsewhere" }]));
    let page = square.hal.get(&format!("{path}/annexes/2?form=page&language=fr")).await;
    assert!(page.text.contains("annexe II") && page.text.contains("12 Js 34/26"), "{}", page.text);
    assert_eq!(page.headers["content-type"], "text/html; charset=utf-8");
    assert_eq!(square.hal.get(&format!("{path}/annexes/4")).await.refused(404), 10_000);

    let case = done["links"][0]["case_id"].as_str().expect("a case");
    let kept = square.hal.get(&format!("/parvis/v1/guard/cases/{case}/evidence")).await.ok();
    let held = kept[0]["held_until"].as_str().and_then(Timestamp::parse).expect("a hold");
    assert!(held.unix_ms() >= square.server.app().now_ms() + PRESERVED_MS - MINUTE_MS);
    let undo = format!("/parvis/v1/guard/decisions/{}/undo", id(decision));
    square.hal.post(&undo, json!({ "reason": "A court said so." })).await.ok();
    assert_eq!(square.history(&square.mel).await, ["I will come for you"]);
    let verdict = evidence::check(square.server.app()).await.expect("the chain is read");
    assert_eq!((verdict.kept, verdict.erased), (1, 0), "what is held outlives the undoing");
    let removed = square.hal.get(&format!("{path}/annexes/2")).await.ok();
    assert!(removed["removed"][0]["restored_at"].is_string());
}

#[tokio::test]
async fn of_fifty_drills_those_that_are_authentic_are_done_within_the_hour_and_the_forged_never() {
    let square = Square::open().await;
    let mut forged = Vec::new();
    for number in 0..50 {
        let text = format!("drill {number}");
        let said = square.kim.say(&square.channel, &text).await;
        let order = square.enter(&format!("drill {number}"), json!([square.link(&said)]), json!({})).await;
        square.clock.advance_ms(10_000);
        let is_forged = number % 10 == 9;
        square.authenticate(&order, !is_forged).await.ok();
        let answer = square.execute(&order).await;
        if is_forged {
            refused_with(&answer, "ORDER_STATE");
            forged.push(text);
            continue;
        }
        let done = answer.ok();
        let at = |name: &str| done[name].as_str().and_then(Timestamp::parse).expect("a moment").unix_ms();
        assert!(at("executed_at") - at("received_at") <= HOUR_MS);
    }
    forged.reverse();
    assert_eq!(square.history(&square.mel).await, forged, "5 forged orders executed 0");
}

#[tokio::test]
async fn the_moderators_are_called_at_once_after_half_an_hour_and_before_the_end() {
    let square = Square::open().await;
    let (app, mel_id) = (square.server.app().clone(), square.mel.id.parse().expect("an id"));
    moderators::add(&app, mel_id).await.expect("named");
    let mut hal = Socket::identify(&square.server, &square.hal, 0).await;
    let mut mel = Socket::identify(&square.server, &square.mel, 0).await;
    let url = format!("{}/users/{}", app.config.public_url, square.mel.id);
    let order = square.enter("1", json!([url]), json!({})).await;
    let mut calls = vec![hal.wait_for("GUARD_ORDER_UPDATE").await];
    for minutes in [29, 1, 19, 1, 30] {
        square.clock.advance_ms(minutes * MINUTE_MS);
        clock::keep_up(&app).await.expect("the clock is looked at");
        clock::keep_up(&app).await.expect("twice says nothing twice");
    }
    for _ in 0..2 {
        calls.push(hal.wait_for("GUARD_ORDER_UPDATE").await);
    }
    assert!(calls.iter().all(|call| call["call"] == true));
    let path = format!("{ORDERS}/{}", id(&order));
    let acts = square.hal.get(&path).await.ok()["acts"].clone();
    let acts: Vec<_> = acts.as_array().into_iter().flatten().map(|it| (&it["act"], &it["text"])).collect();
    let called = json!("called");
    assert_eq!(acts[1..], [(&called, &json!("2")), (&called, &json!("3"))]);
    assert_eq!(square.mel.get(&path).await.refused(404), 10_000, "it concerns mel");
    assert_eq!(square.mel.get(ORDERS).await.ok()["orders"], json!([]));
    assert!(!mel.names().iter().any(|name| name == "GUARD_ORDER_UPDATE"));

    let why = json!({ "ground": "missing_information", "text": "Which account?" });
    let stopped = square.hal.post(&format!("{path}/impossibility"), why).await.ok();
    assert_eq!((&stopped["state"], &stopped["due_at"]), (&json!("not_executed"), &Value::Null));
    let annex = square.hal.get(&format!("{path}/annexes/3")).await.ok();
    assert_eq!(
        (&annex["ground"], &annex["explanation"]),
        (&json!("missing_information"), &json!("Which account?"))
    );
    let mended = square.hal.post(&format!("{path}/clarification"), json!({ "text": "That one." })).await.ok();
    assert_eq!(mended["state"], "received");
    let due = mended["due_at"].as_str().and_then(Timestamp::parse).expect("a new hour");
    assert_eq!(due.unix_ms(), app.now_ms() + HOUR_MS);
    square.clock.advance_ms(KEPT_MS + DAY_MS);
    clock::keep_up(&app).await.expect("the clock is looked at");
    assert_eq!(square.hal.get(&path).await.refused(404), 10_000, "an order has its time, too");
}

#[tokio::test]
async fn who_may_not_be_told_is_told_when_the_time_of_silence_is_over() {
    let square = Square::open().await;
    let app = square.server.app().clone();
    let mut kim = Socket::identify(&square.server, &square.kim, 0).await;
    let said = square.kim.say(&square.channel, "how to build it").await;
    let until = Timestamp::from_unix_ms(app.now_ms() + 10 * DAY_MS);
    let order = square.enter("7", json!([square.link(&said)]), json!({ "undisclosed_until": until })).await;
    square.authenticate(&order, true).await.ok();
    let done = square.execute(&order).await.ok();
    assert_eq!(square.told(&square.kim).await, json!([]));
    let log = square.ada.get(&format!("/guilds/{}/audit-logs", square.guild)).await.ok();
    let entry = &log["audit_log_entries"][0];
    assert_eq!((&entry["action_type"], &entry["reason"]), (&json!(72), &Value::Null), "{entry}");
    let statement = done["links"][0]["decision"]["statement_ids"][0].as_str().expect("an id");
    let appeal = format!("/parvis/v1/guard/statements/{statement}/appeal");
    assert_eq!(square.kim.post(&appeal, json!({ "text": "Why?" })).await.refused(404), 10_000);
    square.clock.advance_ms(9 * DAY_MS);
    clock::keep_up(&app).await.expect("the clock is looked at");
    assert_eq!(square.told(&square.kim).await, json!([]));
    let path = format!("{ORDERS}/{}", id(&order));
    let longer = Timestamp::from_unix_ms(until.unix_ms() + 90 * DAY_MS);
    let refused = square.hal.put(&format!("{path}/disclosure"), json!({ "until": longer })).await;
    refused_with(&refused, "until");
    assert!(!kim.names().iter().any(|name| name.starts_with("GUARD_STATEMENT")));
    square.clock.advance_ms(DAY_MS);
    clock::keep_up(&app).await.expect("the clock is looked at");
    assert_eq!(kim.wait_for("GUARD_STATEMENT_CREATE").await["id"], statement);
    let told = square.told(&square.kim).await;
    let appeal_until = told[0]["appeal_until"].as_str().and_then(Timestamp::parse).expect("a moment");
    assert_eq!(appeal_until.unix_ms(), until.unix_ms() + 183 * DAY_MS, "counted from when they were told");
    let known = square.hal.get(&path).await.ok();
    assert_eq!((&known["undisclosed_until"], &known["acts"][3]["act"]), (&Value::Null, &json!("disclosure")));
    refused_with(
        &square.hal.put(&format!("{path}/disclosure"), json!({ "until": null })).await,
        "ORDER_STATE",
    );
    square.kim.post(&appeal, json!({ "text": "Why?" })).await.ok();
}

#[tokio::test]
async fn a_referral_has_no_clock_opens_cases_and_is_answered() {
    let square = Square::open().await;
    let said = square.kim.say(&square.channel, "look at this").await;
    let direct = square.kim.post("/users/@me/channels", json!({ "recipient_id": square.mel.id })).await.ok();
    let private = square.kim.say(id(&direct), "psst").await;
    let base = square.server.app().config.public_url.clone();
    let urls = json!([
        square.link(&said),
        format!("{base}/channels/{}", square.guild),
        format!("{base}/users/{}", square.kim.id),
        format!("{base}/channels/@me/{}/{}", id(&direct), id(&private)),
        format!("{base}/users/1"),
        "nonsense",
        format!("{base}/map"),
    ]);
    let body = json!({ "kind": "referral", "authority": "EU IRU", "member_state": "EU", "reference": "2026/1", "urls": urls });
    let referral = square.hal.post(ORDERS, body.clone()).await.ok();
    assert_eq!((&referral["due_at"], &referral["first_contact"]), (&Value::Null, &json!(false)));
    let found: Vec<_> = referral["links"].as_array().into_iter().flatten().collect();
    let kinds: Vec<_> =
        found.iter().map(|it| it["subject"]["kind"].as_str().or(it["refused"].as_str())).collect();
    let expected = ["message", "guild", "person", "private", "unknown", "unreadable", "not_content"];
    assert_eq!(kinds, expected.map(Some));
    refused_with(&square.hal.post(ORDERS, body).await, "ORDER_KNOWN");
    refused_with(&square.execute(&referral).await, "ORDER_STATE");
    let cases = square.hal.get("/parvis/v1/guard/cases").await.ok();
    assert_eq!(cases["counts"]["open"], 3);
    let case =
        cases["cases"].as_array().into_iter().flatten().find(|it| it["message"].is_object()).expect("one");
    assert_eq!(case["labels"], json!([{ "name": "referral", "by": "EU IRU", "detail": "2026/1" }]));
    square.decide(&square.hal, case, json!([{ "kind": "hide_message" }])).await.ok();
    let path = format!("{ORDERS}/{}", id(&referral));
    let answered = square.hal.post(&format!("{path}/answer"), json!({ "text": "One of three." })).await.ok();
    assert_eq!((&answered["state"], &answered["answer"]), (&json!("answered"), &json!("One of three.")));
    assert_eq!(answered["links"][0]["decision"]["measures"], json!([{ "kind": "hide_message" }]));
    assert_eq!(square.hal.get(ORDERS).await.ok()["orders"], json!([]));
    assert_eq!(
        square.hal.get(&format!("{ORDERS}?state=closed")).await.ok()["orders"][0]["id"],
        referral["id"]
    );
}

#[tokio::test]
async fn fields_are_checked_and_only_the_house_looks() {
    let square = Square::open().await;
    assert_eq!(square.ada.get(ORDERS).await.refused(403), 50_013);
    let now = square.server.app().now_ms();
    for (field, wrong) in [
        ("member_state", json!("US")),
        ("member_state", json!("EU")),
        ("authority", json!(" ")),
        ("reference", json!("x".repeat(101))),
        ("urls", json!([])),
        ("urls.0", json!(["x".repeat(2_001)])),
        ("received_at", json!(Timestamp::from_unix_ms(now + MINUTE_MS))),
        ("received_at", json!(Timestamp::from_unix_ms(now - 31 * DAY_MS))),
        ("undisclosed_until", json!(Timestamp::from_unix_ms(now + 85 * DAY_MS))),
        ("material", json!(["poetry"])),
    ] {
        let mut body = json!({
            "kind": "order", "authority": "A", "member_state": "FR", "reference": "1", "urls": ["https://x.example/1"],
        });
        body[field.split('.').next().expect("a name")] = wrong;
        let refused = square.hal.post(ORDERS, body).await;
        assert_eq!(refused.refused(400), 50_035, "{field}");
        let errors = &refused.json()["errors"];
        let named = field.split('.').fold(errors, |at, part| &at[part]);
        assert!(named.is_object(), "{field}: {errors}");
    }
    let bare = json!({ "kind": "order", "authority": "A", "member_state": "FR", "reference": "2", "urls": ["https://x.example/1"] });
    let order = square.hal.post(ORDERS, bare).await.ok();
    assert_eq!(order["missing"], json!(["reasons", "material", "redress", "signed", "issued_at", "urls"]));
    square.authenticate(&order, true).await.ok();
    refused_with(&square.execute(&order).await, "NOTHING_TO_EXECUTE");
    let careless = json!({ "facts": "x", "context_considered": false });
    let path = format!("{ORDERS}/{}/execution", id(&order));
    refused_with(&square.hal.post(&path, careless).await, "CONTEXT_NOT_CONSIDERED");
}

#[tokio::test]
async fn everybody_reads_where_authorities_write_to() {
    let change = |config: &mut parvis_server::Config| {
        config.authorities.email = Some("law@example.org".to_owned());
        config.authorities.languages = vec!["fr".to_owned(), "de".to_owned()];
    };
    let clock = std::sync::Arc::new(parvis_app::clock::SystemClock);
    let server = parvis_testing::TestServer::start_with(change, clock).await;
    let url = format!("{}/legal/contact", server.url());
    for (tag, said) in [("fr", "Injonctions de retrait"), ("ar", "أوامر الإزالة"), ("tlh", "Removal orders")]
    {
        let request = server.http().get(&url).header("accept-language", tag);
        let page = Answer::of(request).await;
        assert_eq!(page.status.as_u16(), 200);
        assert!(
            page.text.contains(said) && page.text.contains("mailto:law@example.org"),
            "{tag}: {}",
            page.text
        );
    }
    let json = Answer::of(server.http().get(format!("{url}.json"))).await.ok();
    assert_eq!(json, json!({ "email": "law@example.org", "languages": ["fr", "de"] }));
}
