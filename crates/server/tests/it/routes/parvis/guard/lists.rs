//! `/parvis/v1/guard/lists`

use std::fmt::Write as _;
use std::sync::Arc;
use std::time::Instant;

use parvis_app::clock::FixedClock;
use parvis_guard::{lists, moderators};
use parvis_testing::{Answer, Person, TestServer, seed};
use reqwest::multipart::{Form, Part};
use serde_json::{Value, json};

use super::{DAY_MS, Square, id};

const LISTS: &str = "/parvis/v1/guard/lists";
/// SHA-256 of `hello`.
const HELLO: &str = "2cf24dba5fb0a30e26e83b2ac5b9e29e1b161e5c1fa7425e73043362938b9824";

impl Square {
    /// Two more who decide for the house, so that two others can judge what one hands in.
    async fn more_of_the_house(&self) {
        for person in [&self.eve, &self.bob, &self.mel] {
            assert!(
                moderators::add(self.server.app(), person.id.parse().expect("an id")).await.expect("named")
            );
        }
    }

    async fn hand_in(&self, by: &Person, guild: Option<&str>, service: Option<&str>, text: &str) -> Answer {
        let until = parvis_model::Timestamp::from_unix_ms(self.server.app().now_ms() + 40 * DAY_MS);
        let body = json!({
            "guild_id": guild, "service": service, "text": text, "title": "Films", "source": "A newspaper",
            "licence": "CC BY 4.0", "compiler": "Its readers", "appeal": "mailto:lists@square.example",
            "evidence": "alleged", "expires_at": until,
        });
        by.post(LISTS, body).await
    }
}

fn path(list: &Value, rest: &str) -> String {
    format!("{LISTS}/{}{rest}", id(list))
}

async fn rows(person: &Person, list: &Value, verdict: &str) -> Vec<Value> {
    let page = person.get(&path(list, &format!("/rows?verdict={verdict}"))).await.ok();
    page["rows"].as_array().expect("rows").clone()
}

#[tokio::test]
async fn a_list_of_a_guild_is_compared_with_its_members_links_and_files() {
    let square = Square::open().await;
    let said = square.kim.say(&square.channel, "look https://cdn.bad.example/x").await;
    let form = Form::new().part("files[0]", Part::bytes(&b"hello"[..]).file_name("a.txt"));
    square.kim.post_form(&format!("/channels/{}/messages", square.channel), form).await.ok();
    let text = format!(
        "@kim - films\n@hal\n@eve\nhttps://t.me/Some_Channel - names somebody\nhttps://bad.example\nsha256:{HELLO}\n\
         md5:0123456789abcdef0123456789abcdef\n+33 6 12 34 56 78\n@kim\n"
    );
    let guild = Some(square.guild.as_str());
    let preview = json!({ "guild_id": square.guild, "service": "here", "text": text });
    let preview = square.ada.post(&format!("{LISTS}/preview"), preview).await.ok();
    let counts = json!({ "exact": 3, "malformed": 1, "none": 3, "protected": 1, "repeated": 1 });
    assert_eq!(preview["counts"], counts, "hal is no member, eve is of the staff");
    assert_eq!(preview["faults"], json!({ "phone": 1, "not_compared": 1 }));
    assert_eq!(
        preview["rows"][0],
        json!({ "line": 1, "verdict": "exact", "doubt": null, "accounts": ["kim"], "places": 0 })
    );
    let list = square.hand_in(&square.ada, guild, Some("here"), &text).await.ok();
    assert_eq!((&list["counts"], &list["submitter"]["id"]), (&counts, &json!(square.ada.id)));
    assert_eq!(
        (&list["gate"]["state"], &list["gate"]["population"]),
        (&json!("shut"), &json!(1)),
        "too short to tell"
    );

    let exact = rows(&square.ada, &list, "exact").await;
    assert_eq!((&exact[0]["user"]["id"], &exact[0]["reason"]), (&json!(square.kim.id), &json!("films")));
    let place = json!({ "channel_id": square.channel, "message_id": said["id"] });
    assert_eq!((&exact[1]["subject"], &exact[1]["places"]), (&json!("domain:bad.example"), &json!([place])));
    assert_eq!(exact[2]["places"].as_array().map(Vec::len), Some(1));
    let none = rows(&square.ada, &list, "none").await;
    assert_eq!(
        (&none[1]["subject"], &none[1]["reason"]),
        (&Value::Null, &json!("")),
        "a digest alone is kept"
    );

    for (person, status) in [(&square.eve, 404), (&square.mel, 404), (&square.hal, 404)] {
        assert_eq!(person.get(&path(&list, "")).await.refused(status), 10_000);
    }
    assert_eq!(square.eve.get(&format!("{LISTS}?guild_id={}", square.guild)).await.refused(403), 50_013);
    let row = |number: &Value| path(&list, &format!("/rows/{number}/case"));
    let opened = square.ada.post(&row(&exact[0]["number"]), json!({})).await.ok();
    let case = square
        .eve
        .get(&format!("/parvis/v1/guard/cases/{}", opened["case_ids"][0].as_str().expect("an id")))
        .await
        .ok();
    assert_eq!(
        case["subject"],
        json!({ "kind": "person", "user_id": square.kim.id, "guild_id": square.guild })
    );
    assert_eq!(
        (&case["report_count"], &case["decision"]),
        (&json!(0), &Value::Null),
        "nothing is done to anybody"
    );
    assert_eq!((&case["labels"][0]["name"], &case["labels"][0]["by"]), (&json!("list"), &json!("Films")));
    let opened = square.ada.post(&row(&exact[1]["number"]), json!({ "place": place })).await.ok();
    let case = square
        .eve
        .get(&format!("/parvis/v1/guard/cases/{}", opened["case_ids"][0].as_str().expect("an id")))
        .await
        .ok();
    assert_eq!(case["message"]["content"], "look https://cdn.bad.example/x");
    let protected = rows(&square.ada, &list, "protected").await;
    for (number, body) in [
        (&protected[0]["number"], json!({})),
        (&none[0]["number"], json!({})),
        (&exact[0]["number"], json!({ "place": place })),
    ] {
        let refused = square.ada.post(&row(number), body).await;
        assert_eq!(refused.refused(400), 50_035);
        assert!(refused.text.contains("NO_CASE_FROM_ROW"), "{}", refused.text);
    }
    square.ada.delete(&path(&list, "")).await.ok();
    assert_eq!(square.ada.get(&path(&list, "")).await.refused(404), 10_000);
    for (field, wrong) in
        [("appeal", "square"), ("title", ""), ("evidence", "sure"), ("format", "pdf"), ("service", "nowhere")]
    {
        let mut body = json!({
            "guild_id": square.guild, "text": "@kim", "title": "Films", "source": "A newspaper", "licence": "CC BY",
            "compiler": "Its readers", "appeal": "https://square.example", "evidence": "alleged",
            "expires_at": "2099-01-01T00:00:00Z",
        });
        body[field] = json!(wrong);
        let refused = square.ada.post(LISTS, body).await;
        assert_eq!(refused.refused(400), 50_035);
        assert!(refused.text.contains(field), "{field}: {}", refused.text);
    }
    assert_eq!(square.hand_in(&square.mel, guild, None, "@kim").await.refused(403), 50_013);
}

/// Labels what is to be labelled; the rows whose number is among these are wrong. How many were.
async fn label_all(person: &Person, list: &Value, wrong: &[u64]) -> usize {
    let mut labelled = 0;
    loop {
        let sample = person.get(&path(list, "/sample")).await.ok();
        let rows = sample["rows"].as_array().expect("rows").clone();
        let is_told = sample["gate"]["result"] != Value::Null;
        assert!(rows.is_empty() || !is_told, "nobody sees what the other one says: {sample}");
        if rows.is_empty() {
            return labelled;
        }
        for row in rows {
            let number = row["number"].as_u64().expect("a number");
            let label = if wrong.contains(&number) { "wrong" } else { "right" };
            person.put(&path(list, &format!("/sample/{number}")), json!({ "label": label })).await.ok();
            labelled += 1;
        }
    }
}

#[tokio::test]
async fn two_others_judge_a_sample_before_rows_are_proposed_together() {
    let square = Square::open().await;
    square.more_of_the_house().await;
    seed::accounts(square.server.app(), "film", 115, None).await;
    let mut text = String::new();
    (0..115).for_each(|number| writeln!(text, "@film{number}").expect("memory"));
    let list = square.hand_in(&square.hal, None, Some("here"), &text).await.ok();
    assert_eq!((&list["gate"]["state"], &list["gate"]["sample_size"]), (&json!("sampling"), &json!(73)));
    let proposal = square.hal.get(&path(&list, "/proposal")).await.ok();
    assert_eq!(proposal["accounts"].as_array().map(Vec::len), Some(115));
    let open = json!({ "digest": proposal["digest"] });
    let refused = |answer: Answer, code: &str| {
        assert_eq!(answer.refused(400), 50_035);
        assert!(answer.text.contains(code), "{code}: {}", answer.text);
    };
    refused(square.hal.post(&path(&list, "/proposal"), open.clone()).await, "GATE_SHUT");
    let first = square.eve.get(&path(&list, "/sample")).await.ok()["rows"][0]["number"].clone();
    let said = path(&list, &format!("/sample/{first}"));
    refused(square.hal.put(&said, json!({ "label": "right" })).await, "OWN_LIST");
    refused(square.eve.put(&path(&list, "/sample/999"), json!({ "label": "right" })).await, "NOT_SAMPLED");
    square.eve.put(&said, json!({ "label": "right" })).await.ok();
    square.eve.put(&said, json!({ "label": "wrong" })).await.ok();
    assert_eq!(label_all(&square.eve, &list, &[]).await, 72);
    let seen = square.bob.get(&path(&list, "/sample")).await.ok();
    assert_eq!(
        (&seen["gate"]["labelled_by_me"], &seen["gate"]["labelled_by_other"]),
        (&json!(0), &json!(73))
    );
    assert_eq!(label_all(&square.bob, &list, &[]).await, 110, "one of 73 is wrong, so 110 are asked for");
    refused(square.mel.put(&said, json!({ "label": "right" })).await, "TWO_REVIEWERS");
    refused(square.eve.put(&said, json!({ "label": "right" })).await, "LABEL_FIXED");
    assert_eq!(label_all(&square.eve, &list, &[]).await, 37);
    let gate = square.hal.get(&path(&list, "")).await.ok()["gate"].clone();
    assert_eq!(
        (&gate["state"], &gate["result"]["right"], &gate["result"]["disagreed"]),
        (&json!("open"), &json!(109), &json!(1))
    );
    assert!(gate["result"]["lower_bound"].as_f64().is_some_and(|it| (0.95..0.951).contains(&it)), "{gate}");
    refused(square.mel.put(&said, json!({ "label": "right" })).await, "GATE_DECIDED");

    let many = square.hal.get(&path(&list, "/proposal")).await.ok();
    assert_eq!(many["needs_action_day"], true);
    refused(square.hal.post(&path(&list, "/proposal"), open.clone()).await, "ACTION_DAY_NEEDED");
    let day = square.hal.post(&path(&list, "/action-day"), json!({})).await.ok();
    assert_eq!((&day["state"], &day["title"]), (&json!("draft"), &json!("Films")));
    for account in &many["accounts"].as_array().expect("accounts")[..65] {
        square.hal.post(&path(&list, &format!("/rows/{}/case", account["number"])), json!({})).await.ok();
    }
    refused(square.hal.post(&path(&list, "/proposal"), open).await, "PROPOSAL_CHANGED");
    let few = square.hal.get(&path(&list, "/proposal")).await.ok();
    let opened = square.hal.post(&path(&list, "/proposal"), json!({ "digest": few["digest"] })).await.ok();
    assert_eq!(opened["case_ids"].as_array().map(Vec::len), Some(50));
    let cases = square.eve.get("/parvis/v1/guard/cases").await.ok();
    assert_eq!(cases["counts"]["open"], 115);
    assert_eq!(square.told(&square.kim).await, json!([]));
}

#[tokio::test]
async fn nine_thousand_rows_are_read_and_what_names_nobody_goes_within_thirty_days() {
    let square = Square::open().await;
    seed::accounts(square.server.app(), "film", 100, None).await;
    let mut text = "@hal\n".to_owned();
    (0..9_199).for_each(|number| writeln!(text, "@film{number}").expect("memory"));
    let began = Instant::now();
    let list = square.hand_in(&square.hal, None, Some("here"), &text).await.ok();
    eprintln!("9,200 rows: {} ms", began.elapsed().as_millis());
    assert_eq!(list["counts"], json!({ "exact": 100, "none": 9_099, "protected": 1 }));
    let tidy = || async { lists::tidy(square.server.app()).await.expect("tidied") };
    square.clock.advance_ms(28 * DAY_MS);
    tidy().await;
    assert_eq!(rows(&square.hal, &list, "none").await.len(), 50);
    square.clock.advance_ms(2 * DAY_MS);
    tidy().await;
    assert!(rows(&square.hal, &list, "none").await.is_empty());
    assert_eq!(rows(&square.hal, &list, "exact").await.len(), 50);
    square.clock.advance_ms(11 * DAY_MS);
    let number = rows(&square.hal, &list, "exact").await[0]["number"].clone();
    let over = square.hal.post(&path(&list, &format!("/rows/{number}/case")), json!({})).await;
    assert!(over.text.contains("LIST_EXPIRED"), "{}", over.text);
    tidy().await;
    assert!(rows(&square.hal, &list, "exact").await.is_empty());
    assert_eq!(square.hal.get(&path(&list, "")).await.ok()["expired"], true);
    square.clock.advance_ms(184 * DAY_MS);
    tidy().await;
    assert_eq!(square.hal.get(&path(&list, "")).await.refused(404), 10_000);
}

/// A second instance, which may reach the first.
async fn neighbour(of: &Square) -> (TestServer, Arc<FixedClock>) {
    let address = of.server.url().trim_start_matches("http://").parse().expect("an address");
    let clock = Arc::new(FixedClock::at(of.server.app().now_ms()));
    let change = |config: &mut parvis_server::Config| config.outgoing_exceptions = vec![address];
    (TestServer::start_with(change, clock.clone()).await, clock)
}

#[tokio::test]
async fn what_was_decided_here_is_signed_and_only_shown_elsewhere() {
    let square = Square::open_at(Some("https://square.example")).await;
    square.kim.say(&square.channel, "https://bad.example/x").await;
    let list = square
        .hand_in(&square.hal, None, Some("here"), "@kim\n@mel\nhttps://bad.example\n@nobody")
        .await
        .ok();
    let opened = square.hal.post(&path(&list, "/rows/1/case"), json!({})).await.ok();
    let case = json!({ "id": opened["case_ids"][0] });
    let decision = square.decide(&square.hal, &case, json!([{ "kind": "warn" }])).await.ok();
    assert_eq!(square.mel.put(&path(&list, "/publication"), json!({})).await.refused(404), 10_000);
    let published = square.hal.put(&path(&list, "/publication"), json!({})).await.ok();
    assert_eq!(
        published["entries"], 2,
        "kim, of whom it was decided, and the domain; nobody who was merely named"
    );
    let catalogue =
        square.server.anonymous().get(&format!("{}/api{LISTS}/published", square.server.url())).await.ok();
    assert_eq!((&catalogue["issuer"], &catalogue["lists"]), (&json!("square.example"), &json!([published])));
    let url = format!("{}{}", square.server.url(), published["path"].as_str().expect("a path"));
    let file = square.server.anonymous().get(&url).await.ok();
    assert!(!file["list"].as_str().expect("a text").contains("kim"), "accounts are digests");

    let (there, clock) = neighbour(&square).await;
    let (ana, mod_) = (there.person("ana").await, there.person("mod").await);
    assert!(moderators::add(there.app(), mod_.id.parse().expect("an id")).await.expect("named"));
    let guild = ana.make_guild("There").await;
    let channel = ana.first_channel(id(&guild)).await;
    ana.say(&channel, "http://cdn.bad.example").await;
    let follow = |key: &Value| json!({ "url": url, "key": key });
    let subscriptions = format!("{LISTS}/subscriptions");
    assert_eq!(ana.post(&subscriptions, follow(&catalogue["key"])).await.refused(403), 50_013);
    let wrong = mod_.post(&subscriptions, follow(&json!("00".repeat(32)))).await.ok();
    assert!(wrong["refusal"].as_str().is_some_and(|it| it.contains("not signed")), "{wrong}");
    let effect = |it: &Value| format!("{subscriptions}/{}/effect", id(it));
    assert_eq!(mod_.get(&effect(&wrong)).await.ok()["rows"], json!([]), "what is not signed does nothing");
    mod_.delete(&format!("{subscriptions}/{}", id(&wrong))).await;
    let followed = mod_.post(&subscriptions, follow(&catalogue["key"])).await.ok();
    assert_eq!((&followed["mode"], &followed["refusal"]), (&json!("notify"), &Value::Null));
    let shown = mod_.get(&effect(&followed)).await.ok();
    assert_eq!(
        (&shown["rows"][0]["outcome"], &shown["rows"][0]["target"]),
        (&json!("notified"), &json!("cdn.bad.example"))
    );
    assert_eq!((shown["rows"].as_array().map(Vec::len), &shown["cases"]), (Some(1), &json!(0)));
    let nothing = mod_.post(&effect(&followed), json!({ "digest": shown["digest"] })).await.ok();
    assert_eq!(nothing["case_ids"], json!([]));

    let one = format!("{subscriptions}/{}", id(&followed));
    mod_.patch(&one, json!({ "mode": "propose" })).await.ok();
    let stale = mod_.post(&effect(&followed), json!({ "digest": shown["digest"] })).await;
    assert!(stale.text.contains("PROPOSAL_CHANGED"), "{}", stale.text);
    let shown = mod_.get(&effect(&followed)).await.ok();
    assert_eq!(shown["cases"], 1);
    let opened = mod_.post(&effect(&followed), json!({ "digest": shown["digest"] })).await.ok();
    assert_eq!(opened["case_ids"].as_array().map(Vec::len), Some(1));
    let ignored = json!({ "ignored": [shown["rows"][0]["entry"]] });
    mod_.patch(&one, ignored).await.ok();
    assert_eq!(mod_.get(&effect(&followed)).await.ok()["rows"][0]["outcome"], "spared_ignored");
    mod_.patch(&one, json!({ "ignored": [] })).await.ok();
    clock.advance_ms(31 * DAY_MS);
    assert_eq!(mod_.get(&effect(&followed)).await.ok()["rows"], json!([]), "its time is over");

    let undo = format!("/parvis/v1/guard/decisions/{}/undo", id(&decision));
    square.hal.post(&undo, json!({ "reason": "Mistaken." })).await.ok();
    square.clock.advance_ms(DAY_MS);
    lists::renew(square.server.app()).await.expect("renewed");
    let after =
        square.server.anonymous().get(&format!("{}/api{LISTS}/published", square.server.url())).await.ok();
    assert_eq!(after["lists"][0]["entries"], 1, "what was undone leaves the list");
    square.hal.delete(&path(&list, "/publication")).await;
    assert_eq!(square.server.anonymous().get(&url).await.refused(404), 10_000);
}
