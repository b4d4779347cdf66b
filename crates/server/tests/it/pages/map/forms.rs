//! `/map/add`, `/map/group/{group_id}/ask` and `…/report`, `/map/voucher`: forms that anybody sends.

use std::sync::Arc;

use parvis_app::clock::FixedClock;
use parvis_testing::Answer;
use serde_json::json;

use super::{HOSTILE, check, hidden, opened, sent};
use crate::routes::parvis::directory::{MAP, Town, proof};

const NOW_MS: i64 = 1_795_328_210_123;
/// How long somebody sits before a form at least who sends it without a script.
const PATIENCE_MS: i64 = 15_000;

/// A town whose clock stands.
async fn still_town() -> (Town, Arc<FixedClock>) {
    let clock = Arc::new(FixedClock::at(NOW_MS));
    (Town::at(clock.clone()).await, clock)
}

fn described<'a>(area: &'a str, name: &'a str, challenge: &'a str) -> Vec<(&'a str, &'a str)> {
    vec![
        ("area", area),
        ("name", name),
        ("description", "Мы садзім дрэвы."),
        ("description_language", "be"),
        ("languages", "be, ru"),
        ("tags", "Дрэвы; сад"),
        ("url", "https://t.me/sad_pry_dvary"),
        ("join", "request"),
        ("questions", "Чаму?\r\n"),
        ("shown", "bucket"),
        ("declared", "64"),
        ("agreed", "1"),
        ("challenge", challenge),
        ("solution", ""),
    ]
}

#[tokio::test]
async fn a_group_is_handed_in_without_a_script_by_who_has_patience() {
    let (town, clock) = still_town().await;
    let form = opened(&town.server, &format!("/map/add?area={}", town.courtyard), "en").await;
    assert!(form.text.contains("<noscript>") && form.text.contains("15 seconds"), "{}", form.text);
    let challenge = hidden(&form.text, "challenge");
    let body = described(&town.courtyard, "Сад", &challenge);
    let early = sent(&town.server, "/map/add", &body).await;
    assert!(early.status == 400 && early.text.contains("A few more seconds"), "{}", early.text);
    check(&early, "/map/add, sent early");
    assert_eq!(hidden(&early.text, "challenge"), challenge, "nobody waits twice");
    assert!(
        early.text.contains("value=\"Сад\"") && early.text.contains("Мы садзім дрэвы."),
        "{}",
        early.text
    );
    clock.advance_ms(PATIENCE_MS);
    let taken = sent(&town.server, "/map/add", &body).await;
    assert_eq!(taken.status, 303, "{}", taken.text);
    let receipt = taken.headers["location"].to_str().expect("text").to_owned();
    assert_eq!(
        (taken.headers["referrer-policy"].as_bytes(), taken.headers["cache-control"].as_bytes()),
        (&b"no-referrer"[..], &b"no-store"[..])
    );
    let page = opened(&town.server, &receipt, "en").await;
    assert!(
        page.text.contains("Keep the address of this page") && page.text.contains("<bdi>Сад</bdi>"),
        "{}",
        page.text
    );
    let waiting = town.moderator.get(&format!("{MAP}/submissions")).await.ok();
    let listing = &waiting["submissions"][0]["proposed"];
    assert_eq!((&listing["name"], &listing["tags"]), (&json!("Сад"), &json!(["дрэвы", "сад"])));
    assert_eq!(listing["join"], json!({ "mode": "request", "questions": ["Чаму?"] }));
    let again = sent(&town.server, "/map/add", &body).await;
    assert!(again.status == 400 && again.text.contains("open for too long"), "{}", again.text);
}

#[tokio::test]
async fn a_script_s_work_stands_in_for_patience() {
    let town = Town::new().await;
    let work = proof(&town.visitor()).await;
    let (challenge, solution) =
        (work["challenge"].as_str().expect("text"), work["solution"].as_str().expect("text"));
    let mut body = described(&town.courtyard, "Сад", challenge);
    body.pop();
    let mut wrong = body.clone();
    wrong.push(("solution", "x"));
    assert_eq!(sent(&town.server, "/map/add", &wrong).await.status, 400);
    body.push(("solution", solution));
    assert_eq!(sent(&town.server, "/map/add", &body).await.status, 303);
}

#[tokio::test]
async fn mistakes_are_named_all_at_once_and_nothing_is_lost() {
    let town = Town::new().await;
    let long = "x".repeat(81);
    let hostile = HOSTILE.to_owned();
    let body = [
        ("area", &*town.courtyard),
        ("name", &*long),
        ("description", &*hostile),
        ("description_language", "en"),
        ("languages", "русский"),
        ("url", "https://example.org/"),
        ("declared", "viele"),
        ("join", "request"),
    ];
    let page = sent(&town.server, "/map/add", &body).await;
    assert_eq!(page.status, 400);
    check(&page, "/map/add with mistakes");
    for text in [
        "A name of 1 to 80",
        "ten codes of languages",
        "https://signal.group",
        "A whole number",
        "must have agreed",
    ] {
        assert!(page.text.contains(text), "{text} in {}", page.text);
    }
    assert!(page.text.contains("&#60;script&#62;alert(1)"), "what was written is there: {}", page.text);
    let none = sent(&town.server, "/map/add", &[("area", "1"), ("name", "x"), ("agreed", "1")]).await;
    assert_eq!(none.status, 404, "a place that is not there");
}

#[tokio::test]
async fn who_may_mean_a_group_that_is_there_is_asked_first() {
    let (town, clock) = still_town().await;
    let (id, _) = town.list(town.group("Сад на Прытыцкага")).await;
    let form = opened(&town.server, &format!("/map/add?area={}", town.courtyard), "en").await;
    let challenge = hidden(&form.text, "challenge");
    let mut body = described(&town.courtyard, "Sad na Prytyckaha", &challenge);
    clock.advance_ms(PATIENCE_MS);
    let page = sent(&town.server, "/map/add", &body).await;
    assert!(page.status == 200 && page.text.contains("Is it one of these?"), "{}", page.text);
    check(&page, "/map/add, second step");
    assert!(
        page.text.contains(&format!("/map/group/{id}")) && hidden(&page.text, "name") == "Sad na Prytyckaha"
    );
    assert!(!page.text.contains("agreed\" value=\"\""), "{}", page.text);
    body.push(("checked", "1"));
    assert_eq!(sent(&town.server, "/map/add", &body).await.status, 303);
}

#[tokio::test]
async fn a_foreign_page_cannot_make_its_readers_hand_anything_in() {
    let town = Town::new().await;
    let (id, _) = town.list(town.group("Двор")).await;
    let url = format!("{}/map/group/{id}/report", town.server.url());
    let request = |site: &str, kind: &str| {
        let request =
            town.server.http().post(&url).body("reason=wrong").header("content-type", kind.to_owned());
        Answer::of(request.header("sec-fetch-site", site.to_owned()))
    };
    let form = "application/x-www-form-urlencoded";
    assert_eq!(request("cross-site", form).await.status, 403);
    assert_eq!(request("same-site", form).await.status, 403);
    assert_eq!(request("same-origin", "text/plain").await.status, 403);
    assert_eq!(request("same-origin", form).await.status, 400, "only the work is missing");
    let large = "x".repeat(70_000);
    let page = sent(&town.server, &format!("/map/group/{id}/report"), &[("text", &large)]).await;
    assert_eq!(page.status, 413);
}

#[tokio::test]
async fn somebody_asks_is_let_in_and_follows_it_all_without_a_script() {
    let (town, clock) = still_town().await;
    let mut body = town.group("Двор");
    body["join"] = json!({ "mode": "request", "questions": ["Чаму?", "Адкуль?"] });
    let (id, receipt) = town.list(body).await;
    let path = format!("/map/group/{id}/ask");
    let form = opened(&town.server, &path, "en").await;
    assert!(form.text.contains("Чаму?") && form.text.contains("Адкуль?"), "{}", form.text);
    let challenge = hidden(&form.text, "challenge");
    clock.advance_ms(PATIENCE_MS);
    let fields = |second| [("answer", "Жыву тут"), ("answer", second), ("challenge", &*challenge)];
    let empty = sent(&town.server, &path, &fields("")).await;
    assert!(empty.status == 400 && empty.text.contains("Жыву тут"), "{}", empty.text);
    let taken = sent(&town.server, &path, &fields("<b>З двара</b>")).await;
    assert_eq!(taken.status, 303, "{}", taken.text);
    let own = taken.headers["location"].to_str().expect("text").trim_end_matches("?new=1").to_owned();
    assert!(opened(&town.server, &own, "en").await.text.contains("Nobody has decided yet"));
    let keeper = opened(&town.server, &format!("/map/receipt/{receipt}"), "en").await;
    check(&keeper, "/map/receipt with a request");
    assert!(keeper.text.contains("Жыву тут") && keeper.text.contains("&#60;b&#62;"), "{}", keeper.text);
    let request = hidden(&keeper.text, "request");
    let decided = [("do", "accept"), ("request", &*request)];
    assert_eq!(sent(&town.server, &format!("/map/receipt/{receipt}"), &decided).await.status, 303);
    let page = opened(&town.server, &own, "en").await;
    assert!(
        page.text.contains("You are welcome") && page.text.contains("https://t.me/dvor_prytyckaha"),
        "{}",
        page.text
    );
    assert_eq!(page.headers["cache-control"], "no-store");
    assert!(sent(&town.server, &own, &[]).await.text.contains("is erased"));
    assert_eq!(opened(&town.server, &own, "en").await.status, 404);
}

#[tokio::test]
async fn a_report_reaches_the_moderators() {
    let (town, clock) = still_town().await;
    let (id, _) = town.list(town.group("Двор")).await;
    let path = format!("/map/group/{id}/report");
    let challenge = hidden(&opened(&town.server, &path, "en").await.text, "challenge");
    clock.advance_ms(PATIENCE_MS);
    let none = sent(&town.server, &path, &[("text", "?"), ("challenge", &challenge)]).await;
    assert!(none.status == 400 && none.text.contains("Choose one"), "{}", none.text);
    let fields = [("reason", "closed"), ("text", "Няма нікога"), ("challenge", &*challenge)];
    let done = sent(&town.server, &path, &fields).await;
    assert!(done.status == 200 && done.text.contains("Thank you"), "{}", done.text);
    let reports = town.moderator.get(&format!("{MAP}/reports")).await.ok();
    assert_eq!(reports["reports"][0]["text"], "Няма нікога");
}

#[tokio::test]
async fn a_code_opens_once() {
    let town = Town::new().await;
    let mut body = town.group("Двор");
    body["join"] = json!({ "mode": "voucher" });
    let (_, receipt) = town.list(body).await;
    let made = sent(&town.server, &format!("/map/receipt/{receipt}"), &[("do", "voucher")]).await;
    let code = made.text.split("<code dir=\"ltr\">").nth(1).and_then(|it| it.split('<').next());
    let code = code.unwrap_or_else(|| panic!("no code in {}", made.text)).to_owned();
    let opened = sent(&town.server, "/map/voucher", &[("code", &code)]).await;
    assert!(opened.text.contains("https://t.me/dvor_prytyckaha"), "{}", opened.text);
    let again = sent(&town.server, "/map/voucher", &[("code", &code)]).await;
    assert!(again.status == 400 && again.text.contains("not valid"), "{}", again.text);
}
