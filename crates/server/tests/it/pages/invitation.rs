//! `/invite/{code}`: the page behind an invitation, and its QR code.

use std::sync::Arc;

use parvis_app::clock::FixedClock;
use parvis_testing::{Answer, Person, TestServer};
use reqwest::Method;
use serde_json::{Value, json};

use crate::matrix::world::PIXEL;

const HOSTILE: &str = "\"><script>alert(1)</script>";
const NOW_MS: i64 = 1_795_328_210_123;

async fn opened(server: &TestServer, path: &str, language: &str) -> Answer {
    let request = server.http().get(format!("{}{path}", server.url())).header("accept-language", language);
    Answer::of(request).await
}

/// Ada's guild, and the code of an invitation to it.
async fn invited(server: &TestServer, guild: Value, invite: Value) -> (Person, Value, String) {
    let ada = server.person("ada").await;
    let guild = ada.post("/guilds", guild).await.ok();
    let channel = ada.first_channel(text(&guild["id"])).await;
    let made = ada.post(&format!("/channels/{channel}/invites"), invite).await.ok();
    let code = text(&made["code"]).to_owned();
    (ada, guild, code)
}

fn text(value: &Value) -> &str {
    value.as_str().expect("a text")
}

#[tokio::test]
async fn whoever_has_the_code_reads_where_it_leads() {
    let server = TestServer::start().await;
    let guild = json!({ "name": format!("Été{HOSTILE}"), "icon": PIXEL });
    let (ada, guild, code) = invited(&server, guild, json!({})).await;
    let edit = json!({ "description": format!("On plante des arbres.{HOSTILE}") });
    let guild = ada.patch(&format!("/guilds/{}", text(&guild["id"])), edit).await.ok();
    let page = opened(&server, &format!("/invite/{code}"), "fr-FR,fr;q=0.9").await;
    assert_eq!(page.status, 200);
    let icon = format!("/icons/{}/{}.png", text(&guild["id"]), text(&guild["icon"]));
    for part in [
        "<html lang=\"fr\" dir=\"ltr\">",
        "Été&#34;&#62;&#60;script&#62;",
        "On plante des arbres.",
        "<bdi>ada</bdi> vous invite",
        "1 membre",
        "0 en ligne",
        &format!("<a class=\"join\" href=\"/join/{code}\">Rejoindre</a>"),
        "Invitation valable jusqu’au",
        &format!("src=\"/invite/{code}/qr.svg\""),
        &format!("property=\"og:url\" content=\"{}/invite/{code}\"", server.url()),
        &format!("property=\"og:image\" content=\"{}{icon}?size=256\"", server.url()),
        "name=\"twitter:card\" content=\"summary\"",
    ] {
        assert!(page.text.contains(part), "{part} is not in {}", page.text);
    }
    assert_eq!(server.anonymous().get(&format!("{}{icon}", server.url())).await.status, 200);
}

#[tokio::test]
async fn the_page_lets_nothing_run_and_is_in_no_index() {
    let server = TestServer::start().await;
    let (_, _, code) = invited(&server, json!({ "name": HOSTILE }), json!({})).await;
    for path in [format!("/invite/{code}"), "/invite/AAAAAAAAAA".to_owned()] {
        let page = opened(&server, &path, "fr").await;
        for forbidden in ["<script", "style=", "onclick", "javascript:", "http-equiv"] {
            assert!(!page.text.contains(forbidden), "{forbidden} in {}", page.text);
        }
        let policy = page.headers["content-security-policy"].to_str().expect("text");
        assert!(policy.starts_with("default-src 'none'") && !policy.contains("script"), "{policy}");
        assert!(!policy.contains("unsafe") && policy.contains("frame-ancestors 'none'"), "{policy}");
        for (name, value) in [
            ("x-content-type-options", "nosniff"),
            ("referrer-policy", "no-referrer"),
            ("x-robots-tag", "noindex, nofollow"),
            ("vary", "accept-language"),
            ("cache-control", "no-cache"),
        ] {
            assert_eq!(page.headers[name], value);
        }
        for file in ["/pages/style.css", "/pages/sign.svg"] {
            assert!(page.text.contains(file));
            let file = opened(&server, file, "fr").await;
            assert_eq!(file.status, 200);
            assert_eq!(file.headers["x-content-type-options"], "nosniff");
        }
    }
}

#[tokio::test]
async fn the_page_says_no_more_than_the_api_says_to_anybody() {
    let server = TestServer::start().await;
    let hidden = json!([{ "id": 0, "type": 0, "deny": "1024" }]);
    let channel = json!({ "id": 1, "name": "canari", "topic": "canari", "permission_overwrites": hidden });
    let guild =
        json!({ "name": "Place", "roles": [{ "id": 0, "permissions": "1025" }], "channels": [channel] });
    let (ada, _, code) = invited(&server, guild, json!({ "max_uses": 7 })).await;
    ada.patch("/users/@me", json!({ "global_name": "canari" })).await.ok();
    let page = opened(&server, &format!("/invite/{code}"), "en").await;
    assert!(page.status == 200 && !page.text.contains("canari"), "{}", page.text);
    assert!(!page.text.contains(&ada.id));
    // A member who comes with a token sees the same: the page is nobody's own.
    let request = ada.request(Method::GET, &format!("{}/invite/{code}", server.url()));
    let own = Answer::of(request.header("accept-language", "en")).await;
    assert_eq!(own.text, page.text);
}

#[tokio::test]
async fn it_is_written_in_the_reader_s_language_and_direction() {
    let server = TestServer::start().await;
    let (_, _, code) = invited(&server, json!({ "name": "Place" }), json!({ "max_age": 0 })).await;
    for (accepted, tag, direction, join) in [
        ("fr", "fr", "ltr", "Rejoindre"),
        ("en-GB", "en", "ltr", "Join"),
        ("es-419", "es", "ltr", "Unirme"),
        ("ru", "ru", "ltr", "Вступить"),
        ("be, ru;q=0.9", "be", "ltr", "Далучыцца"),
        ("ar-LB, fr;q=0.5", "ar", "rtl", "انضمام"),
        ("tlh", "en", "ltr", "Join"),
    ] {
        let page = opened(&server, &format!("/invite/{code}"), accepted).await;
        assert!(page.text.contains(&format!("<html lang=\"{tag}\" dir=\"{direction}\">")), "{accepted}");
        assert!(page.text.contains(&format!(">{join}</a>")), "{accepted}");
    }
}

#[tokio::test]
async fn an_unknown_an_ended_and_a_used_up_invitation_are_one_and_the_same() {
    let clock = Arc::new(FixedClock::at(NOW_MS));
    let server = TestServer::start_with(|_| (), clock.clone()).await;
    let (ada, guild, ended) = invited(&server, json!({ "name": "Place" }), json!({ "max_age": 60 })).await;
    let channel = ada.first_channel(text(&guild["id"])).await;
    let once = json!({ "max_uses": 1, "unique": true });
    let once = ada.post(&format!("/channels/{channel}/invites"), once).await.ok();
    let used_up = text(&once["code"]);
    server.person("eve").await.post(&format!("/invites/{used_up}"), json!({})).await.ok();
    assert_eq!(opened(&server, &format!("/invite/{ended}"), "en").await.status, 200);
    clock.advance_ms(60_000);
    let unknown = opened(&server, "/invite/AAAAAAAAAA", "fr").await;
    assert!(unknown.status == 404 && unknown.text.contains("ne mène nulle part"), "{}", unknown.text);
    let no_drawing = opened(&server, "/invite/AAAAAAAAAA/qr.svg", "fr").await;
    assert_eq!((no_drawing.status.as_u16(), &no_drawing.json()["code"]), (404, &json!(0)));
    let long = "a".repeat(5_000);
    for code in [&*ended, used_up, "%22%3E%3Cscript%3E", "%00", "%ff", "..%2f..", &*long] {
        let page = opened(&server, &format!("/invite/{code}"), "fr").await;
        assert_eq!((page.status.as_u16(), &page.text), (404, &unknown.text), "{code}");
        let drawing = opened(&server, &format!("/invite/{code}/qr.svg"), "fr").await;
        assert_eq!((drawing.status, &drawing.text), (no_drawing.status, &no_drawing.text), "{code}");
    }
}

#[tokio::test]
async fn where_nobody_can_join_for_now_there_is_no_door() {
    let server = TestServer::start().await;
    let (ada, guild, code) = invited(&server, json!({ "name": "Place" }), json!({})).await;
    let path = format!("/guilds/{}", text(&guild["id"]));
    ada.patch(&path, json!({ "features": ["INVITES_DISABLED"] })).await.ok();
    let page = opened(&server, &format!("/invite/{code}"), "en").await;
    assert!(page.text.contains("Nobody can join for now") && !page.text.contains("/join/"), "{}", page.text);
}

#[tokio::test]
async fn looking_is_limited_as_it_is_by_the_api_and_refused_in_words() {
    let limited = |config: &mut parvis_server::Config| config.rate_limits = true;
    let server = TestServer::start_with(limited, Arc::new(FixedClock::at(NOW_MS))).await;
    for _ in 0..20 {
        assert_eq!(opened(&server, "/invite/AAAAAAAAAA", "fr").await.status, 404);
    }
    let refused = opened(&server, "/invite/AAAAAAAAAA", "fr").await;
    assert!(refused.status == 429 && refused.text.contains("Un instant"), "{}", refused.text);
    assert!(refused.headers.contains_key("retry-after"));
    assert_eq!(refused.headers["content-type"], "text/html; charset=utf-8");
    // The page, the code and the API share one window.
    assert_eq!(opened(&server, "/invite/AAAAAAAAAA/qr.svg", "fr").await.status, 429);
    assert_eq!(server.anonymous().get("/invites/AAAAAAAAAA").await.status, 429);
    assert_eq!(opened(&server, "/pages/style.css", "fr").await.status, 200);
}

#[tokio::test]
async fn the_qr_code_is_a_drawing_of_the_address() {
    let server = TestServer::start().await;
    let (_, _, code) = invited(&server, json!({ "name": "Place" }), json!({})).await;
    let drawing = opened(&server, &format!("/invite/{code}/qr.svg"), "fr").await;
    assert_eq!(drawing.status, 200);
    assert!(drawing.text.contains(&format!(">{}/invite/{code}</title>", server.url())), "{}", drawing.text);
    for (name, value) in [("content-type", "image/svg+xml"), ("cache-control", "public, max-age=300")] {
        assert_eq!(drawing.headers[name], value);
    }
    let policy = drawing.headers["content-security-policy"].to_str().expect("text");
    assert!(policy.starts_with("default-src 'none'"), "{policy}");
}
