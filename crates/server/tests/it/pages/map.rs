//! `/map`: the map's own pages, as a browser without a script sees them.

mod actions;
mod aid;
mod area;
mod darkness;
mod forms;
mod group;
mod receipt;
mod tiles;

use std::collections::BTreeMap;

use parvis_testing::{Answer, TestServer};
use serde_json::json;

use crate::routes::parvis::directory::{MAP, Town};

const HOSTILE: &str = "\"><script>alert(1)</script><img src=x onerror=alert(1)>";

/// A page in a language.
async fn opened(server: &TestServer, path: &str, language: &str) -> Answer {
    let request = server.http().get(format!("{}{path}", server.url())).header("accept-language", language);
    Answer::of(request).await
}

/// Sends a form as a browser does, which does not follow where it leads.
async fn sent(server: &TestServer, path: &str, fields: &[(&str, &str)]) -> Answer {
    let client = reqwest::Client::builder().redirect(reqwest::redirect::Policy::none()).build();
    let body = form_urlencoded::Serializer::new(String::new()).extend_pairs(fields).finish();
    let request = client.expect("a client").post(format!("{}{path}", server.url())).body(body);
    let form_type = "application/x-www-form-urlencoded";
    Answer::of(request.header("content-type", form_type).header("accept-language", "en")).await
}

/// The value of a hidden field of a page.
fn hidden(page: &str, name: &str) -> String {
    let start = format!("name=\"{name}\" value=\"");
    let from = page.find(&start).unwrap_or_else(|| panic!("no {name} in {page}")) + start.len();
    let length = page[from..].find('"').expect("the value ends");
    page[from..from + length].to_owned()
}

/// What every page keeps to: one heading, a language, every tag closed, nothing inline, only our own addresses.
fn check(page: &Answer, path: &str) {
    let html = &page.text;
    assert_eq!(page.headers["content-type"], "text/html; charset=utf-8", "{path}");
    assert!(html.starts_with("<!doctype html>"), "{path}: {html}");
    assert_eq!(html.matches("<h1").count(), 1, "{path}: {html}");
    assert!(html.contains("<html lang=\"") && html.contains(" dir=\""), "{path}");
    assert!(html.contains("<main") && html.contains("<meta name=\"viewport\""), "{path}");
    for script in html.split("<script").skip(1) {
        assert!(script.starts_with(" src=\"/map/") && script.contains("defer></script>"), "{path}: {script}");
    }
    let policy = page.headers["content-security-policy"].to_str().expect("text");
    assert!(policy.starts_with("default-src 'none'") && !policy.contains("unsafe"), "{policy}");
    for (name, value) in [("x-content-type-options", "nosniff"), ("referrer-policy", "no-referrer")] {
        assert_eq!(page.headers[name], value, "{path}");
    }
    assert!(!page.headers.contains_key("set-cookie"), "{path}");
    balanced(html, path);
}

/// Every element is closed, in order.
fn balanced(html: &str, path: &str) {
    const VOID: [&str; 6] = ["meta", "link", "img", "input", "br", "hr"];
    let mut open: Vec<&str> = Vec::new();
    let mut rest = html.trim_start_matches("<!doctype html>");
    while let Some(at) = rest.find('<') {
        let end = rest[at..].find('>').unwrap_or_else(|| panic!("an open tag in {path}")) + at;
        let tag = &rest[at + 1..end];
        let name = tag.trim_start_matches('/').split([' ', '/', '\n']).next().unwrap_or_default();
        // What people wrote stands between quotation marks.
        let ours: String = tag.split('"').step_by(2).collect();
        assert!(!ours.contains(" on") && !ours.contains("style="), "{path}: {tag}");
        assert!(!tag.contains("=\"javascript:"), "{path}: {tag}");
        assert!(!["style", "iframe", "base", "object"].contains(&name), "{path}: {tag}");
        if tag.starts_with('/') {
            assert_eq!(open.pop(), Some(name), "{path}: {tag}");
        } else if !tag.ends_with('/') && !VOID.contains(&name) {
            open.push(name);
        }
        rest = &rest[end + 1..];
    }
    assert_eq!(open, [""; 0], "{path}");
}

/// Ids of a page stand there once, so that links lead to one place.
fn check_ids(html: &str, path: &str) {
    let mut ids: BTreeMap<&str, usize> = BTreeMap::new();
    for part in html.split(" id=\"").skip(1) {
        *ids.entry(part.split('"').next().unwrap_or_default()).or_default() += 1;
    }
    assert!(ids.values().all(|count| *count == 1), "{path}: {ids:?}");
}

#[tokio::test]
async fn every_page_is_whole_in_every_language_and_lets_nothing_in() {
    let town = Town::new().await;
    let mut group = town.group(&format!("Двор{}", &HOSTILE[..40]));
    group["description"] = json!({ "be": HOSTILE, "fr": format!("Bonjour {HOSTILE}") });
    group["tags"] = json!(["<b>тэг</b>"]);
    let (id, receipt) = town.list(group).await;
    let mut asking = town.group("Пытальны");
    asking["area_id"] = json!(town.east);
    asking["join"] = json!({ "mode": "request", "questions": ["<script>чаму?</script>"] });
    let (asked, _) = town.list(asking).await;
    let pages = [
        "/map".to_owned(),
        format!("/map/area/{}", town.city),
        format!("/map/area/{}-any-words", town.courtyard),
        format!("/map/group/{id}"),
        format!("/map/group/{id}/report"),
        format!("/map/group/{asked}"),
        format!("/map/group/{asked}/ask"),
        "/map/search".to_owned(),
        "/map/search?q=%22%3E%3Cscript%3Ealert(1)%3C/script%3E".to_owned(),
        "/map/search?q=prytyckaha".to_owned(),
        "/map/add".to_owned(),
        format!("/map/add?area={}", town.courtyard),
        format!("/map/receipt/{receipt}"),
        format!("/map/receipt/{receipt}/edit"),
        "/map/voucher".to_owned(),
        "/map/about".to_owned(),
        "/map/actions".to_owned(),
        "/map/embed".to_owned(),
        format!("/map/embed?area={}", town.west),
    ];
    for path in &pages {
        for (language, direction) in [("fr", "ltr"), ("en", "ltr"), ("ar", "rtl"), ("be", "ltr")] {
            let page = opened(&town.server, path, language).await;
            assert_eq!(page.status, 200, "{path}: {}", page.text);
            assert!(page.text.contains(&format!("<html lang=\"{language}\" dir=\"{direction}\">")), "{path}");
            check(&page, path);
            check_ids(&page.text, path);
        }
    }
}

#[tokio::test]
async fn only_the_page_for_frames_may_be_framed() {
    let town = Town::new().await;
    let (id, _) = town.list(town.group("Двор")).await;
    for (path, is_for_frames) in [
        ("/map", false),
        (&*format!("/map/area/{}", town.city), false),
        (&*format!("/map/group/{id}"), false),
        ("/map/add", false),
        ("/map/about", false),
        ("/map/embed", true),
    ] {
        let page = opened(&town.server, path, "en").await;
        let policy = page.headers["content-security-policy"].to_str().expect("text");
        assert_eq!(policy.contains("frame-ancestors *"), is_for_frames, "{path}: {policy}");
        assert_eq!(policy.contains("frame-ancestors 'none'"), !is_for_frames, "{path}: {policy}");
        assert!(!is_for_frames || !policy.contains("script-src") && policy.contains("form-action 'none'"));
        let robots = page.headers.get("x-robots-tag").map(|it| it.to_str().expect("text"));
        assert_eq!(robots, if path == "/map/about" { None } else { Some("noindex, noarchive") }, "{path}");
    }
}

#[tokio::test]
async fn what_is_not_there_is_said_in_words_with_404() {
    let town = Town::new().await;
    for path in [
        "/map/area/1",
        "/map/area/x",
        "/map/area/-",
        "/map/group/1",
        "/map/group/x",
        "/map/group/1/report",
        "/map/group/1/ask",
        "/map/receipt/x",
        "/map/receipt/AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA",
        "/map/receipt/x/edit",
        "/map/request/x",
        "/map/embed?area=1",
        "/map/add?area=1",
    ] {
        let page = opened(&town.server, path, "fr").await;
        assert_eq!(page.status, 404, "{path}: {}", page.text);
        check(&page, path);
        assert_eq!(page.headers["cache-control"], "no-store", "{path}");
    }
    for path in ["/map/group/1/flag", "/map/nothing.js"] {
        assert_eq!(opened(&town.server, path, "fr").await.status, 404, "{path}");
    }
    let long = format!("/map/search?q={}", "a".repeat(101));
    for path in ["/map?join=x", "/map?language=русский", "/map?page=0", "/map?activity=never", &long] {
        let page = opened(&town.server, path, "fr").await;
        assert_eq!(page.status, 400, "{path}");
        check(&page, path);
    }
}

#[tokio::test]
async fn the_language_of_the_address_goes_before_the_browsers_and_along_every_link() {
    let town = Town::new().await;
    let (id, _) = town.list(town.group("Двор")).await;
    let page = opened(&town.server, &format!("/map/area/{}?lang=ar", town.courtyard), "fr").await;
    assert!(page.text.contains("<html lang=\"ar\" dir=\"rtl\">"), "{}", page.text);
    assert!(page.text.contains(&format!("href=\"/map/group/{id}?lang=ar\"")), "{}", page.text);
    assert!(page.text.contains("<input type=\"hidden\" name=\"lang\" value=\"ar\">"));
    let other = opened(&town.server, "/map?lang=tlh", "fr").await;
    assert!(other.text.contains("<html lang=\"fr\""), "a language that nobody wrote is the browser's");
}

#[tokio::test]
async fn a_page_is_sent_once_as_long_as_nothing_changes() {
    let town = Town::new().await;
    town.list(town.group("Двор")).await;
    let path = format!("/map/area/{}", town.city);
    let first = opened(&town.server, &path, "fr").await;
    let etag = first.headers["etag"].to_str().expect("text").to_owned();
    assert_eq!(first.headers["cache-control"], "no-cache");
    let again = async |language: &str| {
        let request = town.server.http().get(format!("{}{path}", town.server.url()));
        let request = request.header("accept-language", language).header("if-none-match", &etag);
        Answer::of(request).await.status.as_u16()
    };
    assert_eq!((again("fr").await, again("ar").await), (304, 200));
    town.list(town.group("Іншы двор")).await;
    assert_eq!(again("fr").await, 200);
}

#[tokio::test]
async fn a_member_who_comes_with_a_token_sees_what_everybody_sees() {
    let town = Town::new().await;
    let mut hidden = town.group("Схаваная");
    hidden["visibility"] = json!("vouched");
    let (id, _) = town.list(hidden).await;
    let guard = &town.moderator;
    assert_eq!(guard.get(&format!("{MAP}/groups/{id}")).await.status, 200);
    for path in ["/map", &format!("/map/area/{}", town.courtyard), "/map/search?q=Схаваная", "/map/embed"]
    {
        let page = guard.get(&format!("{}{path}", town.server.url())).await;
        assert!(page.status == 200 && !page.text.contains(">Схаваная<"), "{path}: {}", page.text);
    }
    assert_eq!(guard.get(&format!("{}/map/group/{id}", town.server.url())).await.status, 404);
    assert_eq!(guard.get(&format!("{}/map/group/{id}/flag", town.server.url())).await.status, 404);
}
