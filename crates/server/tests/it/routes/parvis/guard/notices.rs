//! `/report`: the form for people without an account, and what is read behind its private link

use parvis_testing::Answer;
use serde_json::{Value, json};

use super::{DAY_MS, Square, id, report_of};

const PATIENCE_MS: i64 = 15_000;

fn hidden(page: &str, name: &str) -> String {
    let start = format!("name=\"{name}\" value=\"");
    let from = page.find(&start).unwrap_or_else(|| panic!("no {name} in {page}")) + start.len();
    page[from..].split('"').next().expect("the value ends").to_owned()
}

impl Square {
    async fn opened(&self, path: &str) -> Answer {
        let url = format!("{}{path}", self.server.url());
        Answer::of(self.server.http().get(url).header("accept-language", "en")).await
    }

    async fn sent(&self, fields: &[(&str, &str)]) -> Answer {
        let http = reqwest::Client::builder().redirect(reqwest::redirect::Policy::none()).build();
        let body = form_urlencoded::Serializer::new(String::new()).extend_pairs(fields).finish();
        let request = http.expect("a client").post(format!("{}/report", self.server.url()));
        let request = request.header("accept-language", "en").body(body);
        Answer::of(request.header("content-type", "application/x-www-form-urlencoded")).await
    }

    /// Reports an address with patience instead of work; the path of the private link.
    async fn reported_by_nobody(&self, url: &str) -> String {
        let challenge = hidden(&self.opened("/report").await.text, "challenge");
        self.clock.advance_ms(PATIENCE_MS);
        let taken = self.sent(&filled(url, &challenge)).await;
        assert_eq!(taken.status, 303, "{}", taken.text);
        assert_eq!(taken.headers["referrer-policy"], "no-referrer");
        taken.headers["location"].to_str().expect("text").to_owned()
    }

    fn address(&self, said: &Value) -> String {
        format!(
            "{}/channels/{}/{}/{}",
            self.server.app().config.public_url,
            self.guild,
            self.channel,
            id(said)
        )
    }
}

fn filled<'a>(url: &'a str, challenge: &'a str) -> Vec<(&'a str, &'a str)> {
    vec![
        ("url", url),
        ("reason", "violence"),
        ("text", "It is about my <sister>."),
        ("name", "Ines"),
        ("email", "ines@example.org"),
        ("in_good_faith", "yes"),
        ("challenge", challenge),
        ("solution", ""),
    ]
}

#[tokio::test]
async fn who_has_no_account_reports_joins_the_case_and_reads_the_answer() {
    let square = Square::open().await;
    let said = square.kim.say(&square.channel, "I will come for you").await;
    square.mel.post("/parvis/v1/guard/reports", report_of(&said, "harassment")).await.ok();
    let link = square.reported_by_nobody(&square.address(&said)).await;
    let waits = square.opened(&link).await;
    assert!(waits.text.contains("Nobody has decided yet"), "{}", waits.text);
    assert_eq!(waits.headers["cache-control"], "no-store");
    let page = square.eve.get(&square.cases()).await.ok();
    let case = &page["cases"][0];
    assert_eq!((page["cases"].as_array().map(Vec::len), &case["report_count"]), (Some(1), &json!(2)));
    assert_eq!((&case["reports"][1]["reporter"], &case["urgent"]), (&Value::Null, &json!(true)));
    assert_eq!(case["reports"][1]["text"], "It is about my <sister>.\n— Ines, ines@example.org");
    square.decide(&square.eve, case, json!([{ "kind": "hide_message" }])).await.ok();
    let answered = square.opened(&link).await;
    assert!(answered.text.contains("something was done") && answered.text.contains("No machine decided"));
    let wrong = square.opened(&format!("{link}x")).await;
    assert_eq!(wrong.status, 404);
    assert!(wrong.text.contains("nothing at this address"), "{}", wrong.text);
}

#[tokio::test]
async fn nobody_learns_by_reporting_what_exists_out_of_their_sight() {
    let square = Square::open().await;
    let direct = square.kim.post("/users/@me/channels", json!({ "recipient_id": square.mel.id })).await.ok();
    let private = square.kim.say(id(&direct), "psst").await;
    let base = square.server.app().config.public_url.clone();
    let there = format!("{base}/channels/@me/{}/{}", id(&direct), id(&private));
    let nowhere = format!("{base}/channels/@me/{}/1", id(&direct));
    let mut pages = Vec::new();
    for url in [&there, &nowhere] {
        let link = square.reported_by_nobody(url).await;
        pages.push((url, link));
    }
    for (url, link) in &pages {
        assert!(square.opened(link).await.text.contains("Nobody has decided yet"), "{url}");
    }
    square.clock.advance_ms(7 * DAY_MS);
    for (url, link) in &pages {
        assert!(square.opened(link).await.text.contains("Nothing was done"), "{url}");
    }
    assert_eq!(square.hal.get("/parvis/v1/guard/cases").await.ok()["cases"], json!([]));
}

#[tokio::test]
async fn the_form_says_what_is_wrong_in_words_and_keeps_what_was_written() {
    let square = Square::open().await;
    let said = square.kim.say(&square.channel, "hello").await;
    let (url, base) = (square.address(&said), square.server.app().config.public_url.clone());
    let form = square.opened(&format!("/report?url={url}")).await;
    assert_eq!(hidden(&form.text, "url\" type=\"url\" maxlength=\"2000\" required dir=\"ltr"), url);
    assert!(form.text.contains("<noscript>") && form.text.contains("/map/proof.js"), "{}", form.text);
    let challenge = hidden(&form.text, "challenge");
    let early = square.sent(&filled(&url, &challenge)).await;
    assert!(early.status == 400 && early.text.contains("A few more seconds"), "{}", early.text);
    assert_eq!(hidden(&early.text, "challenge"), challenge, "nobody waits twice");
    assert!(early.text.contains("It is about my &lt;sister&gt;."));
    square.clock.advance_ms(PATIENCE_MS);
    let long = "x".repeat(791);
    for (field, value, words) in [
        ("reason", "boredom", "Choose why"),
        ("text", "", "Write what is wrong"),
        ("text", long.as_str(), "Write what is wrong"),
        ("in_good_faith", "", "Tick the last box"),
        ("name", long.as_str(), "A field is too long"),
    ] {
        let mut fields = filled(&url, &challenge);
        fields.retain(|(name, _)| *name != field);
        fields.push((field, value));
        let refused = square.sent(&fields).await;
        assert!(refused.status == 400 && refused.text.contains(words), "{field}: {}", refused.text);
    }
    let group = format!("{base}/map/group/77");
    let handed = square.sent(&filled(&group, &challenge)).await;
    assert_eq!(
        (handed.status.as_u16(), &handed.headers["location"].as_bytes()),
        (303, &&b"/map/group/77/report"[..])
    );
    let elsewhere = square.sent(&filled("https://t.me/c/1", &challenge)).await;
    assert!(
        elsewhere.status == 400 && elsewhere.text.contains("not an address of content"),
        "{}",
        elsewhere.text
    );
}
