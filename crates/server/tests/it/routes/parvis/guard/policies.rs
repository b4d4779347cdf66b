//! `/parvis/v1/guard/policies`

use parvis_guard::tables::policies::samples::{self, Sample};
use parvis_guard::tables::policies::{self as table, PolicyMarker};
use parvis_model::{Id, Permissions, Timestamp};
use parvis_testing::{Answer, Person, Socket};
use reqwest::multipart::{Form, Part};
use serde_json::{Value, json};

use super::{DAY_MS, Square, id};

const POLICIES: &str = "/parvis/v1/guard/policies";
const HOUR_MS: i64 = 3_600_000;

fn rule(guild: &str, change: Value) -> Value {
    let mut rule = json!({
        "guild_id": guild, "name": "Sellers", "when": "message.folded.contains('buy now')", "labels": ["spam"],
        "actions": [{ "kind": "label" }], "gate": { "days": 1, "sample": 20, "precision": 500 },
    });
    let fields = change.as_object().expect("an object").clone();
    rule.as_object_mut().expect("an object").extend(fields);
    rule
}

impl Square {
    /// A rule of ada's that is on: its dry run is written as two people would have judged it.
    async fn proven(&self, change: Value) -> Value {
        let strict = json!({ "days": 1, "sample": 73, "precision": 950 });
        let mut wanted = rule(&self.guild, json!({ "gate": strict }));
        wanted.as_object_mut().expect("an object").extend(change.as_object().expect("an object").clone());
        let made = self.ada.post(POLICIES, wanted).await.ok();
        self.prove(&made).await;
        self.clock.advance_ms(DAY_MS);
        self.mode(&self.ada, &made, "on").await.ok()
    }

    async fn prove(&self, made: &Value) {
        let (rule, guild_id) = (id(made).parse().expect("an id"), self.guild.parse().expect("an id"));
        let caught_at = Timestamp::from_unix_ms(self.server.app().now_ms());
        let write = self.server.app().write(parvis_app::Lane::of(guild_id), move |tx, _| {
            for place in 0..73 {
                let (channel_id, author_id) = (Id::new(1), Id::new(2));
                let (content, why) = (String::new(), Vec::new());
                let sample = Sample { place, guild_id, channel_id, author_id, content, why, caught_at };
                samples::put(tx, rule, &sample)?;
                samples::put_label(tx, (rule, place), Id::new(3), true)?;
                samples::put_label(tx, (rule, place), Id::new(4), true)?;
            }
            Ok(())
        });
        write.await.expect("samples are written");
    }

    async fn mode(&self, by: &Person, rule: &Value, mode: &str) -> Answer {
        by.put(&format!("{POLICIES}/{}/mode", id(rule)), json!({ "mode": mode })).await
    }

    /// Waits until the jobs have counted so many catches of a rule.
    async fn caught(&self, rule: &Value, wanted: u64) {
        let rule: Id<PolicyMarker> = id(rule).parse().expect("an id");
        loop {
            let kept = self.server.app().read(move |tx| Ok(table::get(tx, rule)?)).await.expect("read");
            if kept.expect("the rule").caught >= wanted {
                return;
            }
            tokio::task::yield_now().await;
        }
    }

    async fn write(&self, by: &Person, text: &str) -> Answer {
        by.post(&format!("/channels/{}/messages", self.channel), json!({ "content": text })).await
    }

    async fn overview(&self) -> Value {
        self.ada.get(&format!("{POLICIES}?guild_id={}", self.guild)).await.ok()
    }

    async fn held(&self, by: &Person) -> Value {
        by.get(&format!("{POLICIES}/held?guild_id={}", self.guild)).await.ok()["held"].clone()
    }

    async fn statements(&self, by: &Person) -> usize {
        self.told(by).await.as_array().map_or(0, Vec::len)
    }
}

#[tokio::test]
async fn a_rule_runs_dry_without_an_effect_and_is_switched_on_by_its_numbers() {
    let square = Square::open().await;
    let mut eve = Socket::identify(&square.server, &square.eve, 0).await;
    let made = square.ada.post(POLICIES, rule(&square.guild, json!({}))).await.ok();
    assert_eq!((&made["mode"], &made["refused"]["of"]), (&json!("dry"), &json!("days")));
    for number in 0..21 {
        square.write(&square.kim, &format!("Buy now {number}")).await.ok();
    }
    square.write(&square.kim, "good morning").await.ok();
    // Whoever looks after the guild is not asked.
    square.write(&square.eve, "buy now, they wrote").await.ok();
    square.caught(&made, 21).await;
    assert_eq!(square.eve.get(&square.cases()).await.ok()["cases"], json!([]), "a dry run has no effect");
    assert_eq!(square.told(&square.kim).await, json!([]));

    let samples = format!("{POLICIES}/{}/samples", id(&made));
    let shown = square.eve.get(&samples).await.ok();
    assert_eq!(shown["samples"].as_array().map(Vec::len), Some(21));
    assert_eq!(shown["samples"][0]["content"], "Buy now 0");
    assert!(shown["samples"][0].get("author").is_none(), "who wrote it does not matter");
    assert_eq!(square.kim.get(&samples).await.refused(404), 10_000);
    for (by, count) in [(&square.eve, 20), (&square.bob, 20), (&square.ada, 1)] {
        for place in 0..count {
            by.put(&format!("{samples}/{place}"), json!({ "is_right": true })).await.ok();
        }
        let refused = square.mode(&square.ada, &made, "on").await;
        assert_eq!(refused.refused(400), 50_035);
        assert!(refused.text.contains("POLICY_NOT_PROVEN"), "{}", refused.text);
    }
    let outside = square.eve.put(&format!("{samples}/21"), json!({ "is_right": true })).await;
    assert_eq!(outside.refused(404), 10_000);
    square.clock.advance_ms(DAY_MS);
    assert_eq!(square.mode(&square.eve, &made, "on").await.refused(404), 10_000, "it is not hers to set");
    let on = square.mode(&square.ada, &made, "on").await.ok();
    assert_eq!((&on["mode"], &on["proven"]["judged"]), (&json!("on"), &json!(20)));

    let said = square.write(&square.kim, "Búy now at https://a.example").await.ok();
    eve.wait_for("GUARD_CASE_CREATE").await;
    let case = square.eve.get(&square.cases()).await.ok()["cases"][0].clone();
    assert_eq!((&case["message"]["content"], &case["report_count"]), (&said["content"], &json!(0)));
    assert_eq!((&case["labels"][0]["name"], &case["labels"][0]["by"]), (&json!("spam"), &json!("Sellers")));

    let path = format!("{POLICIES}/{}", id(&made));
    let wider = json!({ "when": "message.folded.contains('buy')" });
    let edited = square.ada.put(&path, rule(&square.guild, wider)).await.ok();
    assert_eq!((&edited["mode"], &edited["measured"]["judged"]), (&json!("dry"), &json!(0)));
    assert_eq!(square.ada.delete(&path).await.status.as_u16(), 204);
    let acts: Vec<_> = square.overview().await["acts"].as_array().expect("acts").clone();
    let acts: Vec<_> = acts.iter().map(|act| act["act"].as_str().expect("a word").to_owned()).collect();
    assert_eq!(acts, ["deleted", "changed", "switched_on", "made"]);
}

#[tokio::test]
async fn what_is_wrong_with_a_rule_is_named_and_a_text_can_be_tried() {
    let square = Square::open().await;
    for (change, path, code) in [
        (json!({ "when": "true &&\nauthor.country == 1" }), "when", "CONDITION_INVALID"),
        (json!({ "actions": [{ "kind": "ban" }] }), "actions", "ACTION_ABOVE_CEILING"),
        (json!({ "actions": [{ "kind": "block" }] }), "gate", "NUMBER_TYPE_MIN"),
        (json!({ "actions": [{ "kind": "alert", "channel_id": "1" }] }), "actions", "CHANNEL_INVALID"),
        (json!({ "name": " " }), "name", "BASE_TYPE_BAD_LENGTH"),
    ] {
        let refused = square.ada.post(POLICIES, rule(&square.guild, change)).await;
        assert_eq!(refused.refused(400), 50_035);
        assert!(refused.text.contains(path) && refused.text.contains(code), "{}", refused.text);
    }
    let attempt =
        |when: &str| json!({ "guild_id": square.guild, "when": when, "text": "BUY NOW", "member_hours": 3 });
    let trial = format!("{POLICIES}/trial");
    let wrong = square.ada.post(&trial, attempt("true &&\nauthor.country == 1")).await.ok();
    assert_eq!((&wrong["error"]["line"], &wrong["error"]["column"]), (&json!(2), &json!(7)));
    assert!(wrong["error"]["text"].as_str().is_some_and(|text| text.contains("author.account_hours")));
    let when = "message.folded.contains('buy') && author.member_hours < 24";
    let tried = square.ada.post(&trial, attempt(when)).await.ok();
    assert_eq!((&tried["catches"], &tried["error"]), (&json!(true), &Value::Null));
    assert!(
        tried["why"]
            .as_array()
            .is_some_and(|why| why.contains(&json!({ "feature": "author.member_hours", "value": 3 })))
    );
    assert_eq!(square.overview().await["policies"], json!([]), "nothing was kept");
    let known = square.mel.get(&format!("{POLICIES}/reference")).await.ok();
    assert!(known["features"].as_array().is_some_and(|features| features.len() > 40));
}

#[tokio::test]
async fn what_a_rule_refuses_is_explained_and_appealed_and_a_schedule_ends_it() {
    let square = Square::open().await;
    let mut kim = Socket::identify(&square.server, &square.kim, 0).await;
    let until = Timestamp::from_unix_ms(square.server.app().now_ms() + DAY_MS + 3 * HOUR_MS);
    let change = json!({
        "actions": [{ "kind": "block" }], "told": "Nobody sells here.", "schedule": { "until": until },
    });
    let block = square.proven(change).await;
    let refused = square.write(&square.kim, "buy now").await;
    assert_eq!(refused.refused(400), 200_000);
    assert!(refused.text.contains("Nobody sells here."), "{}", refused.text);
    let told = square.told(&square.kim).await[0].clone();
    assert_eq!(told["measures"], json!([{ "kind": "refuse_message" }]));
    assert_eq!((&told["rule"], &told["facts"]), (&json!("Sellers"), &json!("Nobody sells here.")));
    assert_eq!((&told["quote"], &told["automated"]), (&json!("buy now"), &json!("full")));
    square.write(&square.kim, "buy now!").await.refused(400);
    assert_eq!(square.statements(&square.kim).await, 1, "once an hour");
    square.caught(&block, 2).await;
    let log = format!("/guilds/{}/audit-logs?action_type=143", square.guild);
    let entry = square.ada.get(&log).await.ok()["audit_log_entries"][0].clone();
    assert_eq!(entry["options"]["auto_moderation_rule_name"], "Sellers");

    square.appeal(&square.kim).await;
    let appeals = square.eve.get(&format!("/parvis/v1/guard/appeals?guild_id={}", square.guild)).await.ok();
    let path = format!("/parvis/v1/guard/appeals/{}/decision", id(&appeals["appeals"][0]));
    square.eve.post(&path, json!({ "outcome": "overturned", "text": "A quotation." })).await.ok();
    assert!(square.told(&square.kim).await[0]["undone_at"].is_string());

    square.clock.advance_ms(3 * HOUR_MS);
    square.write(&square.kim, "buy now").await.ok();
    let silence = json!({ "name": "Shouts", "when": "message.capitals > 90", "actions": [{ "kind": "timeout", "seconds": 3600 }] });
    square.proven(silence).await;
    square.write(&square.kim, "EVERYBODY COME HERE").await.ok();
    kim.wait_until("GUARD_STATEMENT_CREATE", |_| true).await;
    square.caught(&square.overview().await["policies"][1], 1).await;
    let told = square.told(&square.kim).await[0].clone();
    assert_eq!((&told["measures"][0]["kind"], &told["rule"]), (&json!("timeout"), &json!("Shouts")));
    assert!(told["ends_at"].is_string());
    square.write(&square.kim, "hello").await.refused(403);
}

#[tokio::test]
async fn a_message_that_is_held_waits_for_somebody_who_looks_after_it() {
    let square = Square::open().await;
    square.proven(json!({ "actions": [{ "kind": "hold" }] })).await;
    for text in ["buy now: one", "buy now: two", "buy now: three"] {
        let waits = square.write(&square.kim, text).await;
        assert_eq!(waits.refused(400), 200_000);
        assert!(waits.text.contains("waits"), "{}", waits.text);
    }
    let held = square.held(&square.eve).await;
    assert_eq!((held.as_array().map(Vec::len), &held[0]["content"]), (Some(3), &json!("buy now: one")));
    let path = |at: usize| format!("{POLICIES}/held/{}", id(&held[at]));
    let release = json!({ "outcome": "released" });
    assert_eq!(square.mel.post(&path(0), release.clone()).await.refused(404), 10_000);
    let released = square.eve.post(&path(0), release.clone()).await.ok();
    let message =
        format!("/channels/{}/messages/{}", square.channel, released["message_id"].as_str().expect("an id"));
    let written = square.mel.get(&message).await.ok();
    assert_eq!(
        (&written["content"], &written["author"]["id"]),
        (&json!("buy now: one"), &json!(square.kim.id))
    );
    assert_eq!(square.eve.post(&path(0), release).await.refused(404), 10_000, "it is decided");

    square.eve.post(&path(1), json!({ "outcome": "refused" })).await.ok();
    let told = square.told(&square.kim).await[0].clone();
    assert_eq!(
        (&told["measures"][0]["kind"], &told["automated"]),
        (&json!("refuse_message"), &json!("detection"))
    );
    assert_eq!(told["quote"], "buy now: two");
    square.clock.advance_ms(7 * DAY_MS);
    for job in &square.server.app().hooks.jobs {
        job.keep_up(square.server.app()).await;
    }
    assert_eq!(square.held(&square.eve).await, json!([]));
    assert_eq!(
        square.told(&square.kim).await[0]["quote"],
        "buy now: three",
        "what nobody decides is explained, too"
    );
}

#[tokio::test]
async fn lists_of_domains_and_lines_about_files_hold_by_themselves() {
    let square = Square::open().await;
    let list = |effect: &str, domains: Value| json!({ "guild_id": square.guild, "name": "bad", "effect": effect, "domains": domains });
    let path = format!("{POLICIES}/lists");
    assert_eq!(square.ada.put(&path, list("refuse", json!(["no domain"]))).await.refused(400), 50_035);
    let kept =
        square.ada.put(&path, list("refuse", json!(["https://Worse.example/x", "bad.example"]))).await.ok();
    assert_eq!(kept["domains"], json!(["bad.example", "worse.example"]));
    assert_eq!(square.write(&square.kim, "see https://cdn.bad.example/a").await.refused(400), 200_000);
    assert_eq!(square.told(&square.kim).await[0]["rule"], "bad");
    square.write(&square.kim, "see https://good.example").await.ok();
    square.ada.put(&path, list("only", json!(["good.example"]))).await.ok();
    square.write(&square.kim, "see https://a.good.example").await.ok();
    square.write(&square.kim, "see https://other.example").await.refused(400);
    square.write(&square.eve, "see https://other.example").await.ok();
    let wanted = rule(&square.guild, json!({ "when": "message.hosts.exists(it, it.inList('bad'))" }));
    square.ada.post(POLICIES, wanted).await.ok();
    let delete = format!("{path}/bad?guild_id={}", square.guild);
    assert!(square.ada.delete(&delete).await.text.contains("LIST_IN_USE"));

    let media = format!("{POLICIES}/media");
    let lines = json!([{ "refuses": ["program"], "files_max": 1, "exempt_account_hours": 48 }]);
    square.ada.put(&media, json!({ "guild_id": square.guild, "lines": lines })).await.ok();
    let wrong = json!({ "guild_id": square.guild, "lines": [{}] });
    assert!(square.ada.put(&media, wrong).await.text.contains("MEDIA_NOTHING_CHOSEN"));
    let send = async |names: &[&str]| {
        let mut form = Form::new();
        for (at, name) in names.iter().enumerate() {
            let part = Part::bytes(b"x".to_vec()).file_name((*name).to_owned());
            form = form.part(format!("files[{at}]"), part);
        }
        square.kim.post_form(&format!("/channels/{}/messages", square.channel), form).await
    };
    assert!(send(&["a.exe"]).await.text.contains("no programs"));
    assert!(send(&["a.txt", "b.txt"]).await.text.contains("at most 1"));
    send(&["a.txt"]).await.ok();
    square.clock.advance_ms(2 * DAY_MS);
    send(&["a.exe"]).await.ok();
}

#[tokio::test]
async fn the_house_has_rules_of_its_own_for_every_guild() {
    let square = Square::open().await;
    square.give_role(&square.mel, Permissions::MANAGE_GUILD).await;
    let mut wanted = rule("1", json!({}));
    wanted["guild_id"] = Value::Null;
    assert_eq!(square.mel.post(POLICIES, wanted.clone()).await.refused(403), 50_013);
    let mut alerting = wanted.clone();
    alerting["actions"] = json!([{ "kind": "alert", "channel_id": square.channel }]);
    assert!(square.hal.post(POLICIES, alerting).await.text.contains("ALERT_OF_HOUSE"));
    let made = square.hal.post(POLICIES, wanted).await.ok();
    // An owner is under the rules of the house as everybody is.
    square.write(&square.ada, "buy now, from the owner").await.ok();
    square.caught(&made, 1).await;
    let overwrite = format!("/channels/{}/permissions/{}", square.channel, square.guild);
    square.ada.put(&overwrite, json!({ "type": 0, "allow": "0", "deny": "1024" })).await.ok();
    square.write(&square.ada, "buy now, in private").await.ok();
    square.caught(&made, 2).await;
    let samples = format!("{POLICIES}/{}/samples", id(&made));
    let shown = square.hal.get(&samples).await.ok();
    assert_eq!(
        shown["samples"].as_array().map(Vec::len),
        Some(1),
        "what not everybody reads is only counted"
    );
    assert_eq!(square.ada.get(&samples).await.refused(404), 10_000);
    let of_guild = square.overview().await;
    assert_eq!((&of_guild["may_manage"], &of_guild["policies"]), (&json!(true), &json!([])));
    assert_eq!(square.hal.get(POLICIES).await.ok()["policies"][0]["id"], made["id"]);
}
