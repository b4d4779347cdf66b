//! `/j/{code}` and `/J/{code}`: short links, as they stand on paper.

use std::sync::Arc;

use parvis_app::clock::FixedClock;
use parvis_testing::{Answer, Person, TestServer};
use serde_json::{Value, json};

const NOW_MS: i64 = 1_795_328_210_123;

async fn opened(server: &TestServer, path: &str) -> Answer {
    let request = server.http().get(format!("{}{path}", server.url())).header("accept-language", "fr");
    Answer::of(request).await
}

/// Ada's guild with a sheet: its id and the code on it.
async fn with_sheet(server: &TestServer) -> (Person, String, Value) {
    let ada = server.person("ada").await;
    let guild = ada.make_guild("Cour des Lilas").await["id"].as_str().expect("an id").to_owned();
    let channel = ada.first_channel(&guild).await;
    let body = json!({ "kind": "door", "channel_id": channel, "texts": [{ "language": "fr" }] });
    let sheet = ada.post(&format!("/parvis/v1/guilds/{guild}/sheets"), body).await.ok();
    (ada, guild, sheet)
}

fn code(sheet: &Value) -> &str {
    sheet["code"].as_str().expect("a code")
}

#[tokio::test]
async fn it_leads_to_the_invitation_however_it_is_typed() {
    let server = TestServer::start().await;
    let (_, _, sheet) = with_sheet(&server).await;
    let code = code(&sheet);
    assert!(code.len() == 9 && code.bytes().all(|it| b"23456789CDFHJKLMNPQRTVWXY".contains(&it)), "{code}");
    assert_eq!(sheet["url"], format!("{}/j/{code}", server.url()));
    let small = code.to_lowercase();
    for path in [format!("/J/{code}"), format!("/j/{code}"), format!("/j/{small}"), format!("/J/{small}")] {
        let page = opened(&server, &path).await;
        assert!(page.status == 200 && page.text.contains("Cour des Lilas"), "{path}: {}", page.text);
        assert!(page.text.contains(&format!("href=\"/join/{code}\"")), "{path}: {}", page.text);
        assert_eq!(page.headers["x-robots-tag"], "noindex, nofollow");
        let policy = page.headers["content-security-policy"].to_str().expect("text");
        assert!(policy.starts_with("default-src 'none'"), "{policy}");
    }
}

#[tokio::test]
async fn an_unknown_and_a_revoked_code_are_one_and_the_same_friendly_page() {
    let server = TestServer::start().await;
    let (ada, guild, sheet) = with_sheet(&server).await;
    let unknown = opened(&server, "/j/CCCCCCCCC").await;
    assert!(unknown.status == 404 && unknown.text.contains("ne mène nulle part"), "{}", unknown.text);
    let path = format!("/parvis/v1/guilds/{guild}/sheets/{}", sheet["id"].as_str().expect("an id"));
    ada.delete(&path).await.ok();
    // Another invitation has a code of its own, which is no short link.
    let channel = ada.first_channel(&guild).await;
    let invite = ada.post(&format!("/channels/{channel}/invites"), json!({})).await.ok();
    let invite = invite["code"].as_str().expect("a code");
    let long = "C".repeat(5_000);
    for code in [code(&sheet), invite, "000000000", "", "%00", "%ff", "..%2f..", "CCCCCCCC", &long] {
        let page = opened(&server, &format!("/J/{code}")).await;
        assert_eq!(page.status, 404, "{code}");
        assert!(code.is_empty() || page.text == unknown.text, "{code}: {}", page.text);
    }
}

#[tokio::test]
async fn codes_are_not_guessed_faster_than_the_limit_and_the_refusal_is_in_words() {
    let limited = |config: &mut parvis_server::Config| config.rate_limits = true;
    let server = TestServer::start_with(limited, Arc::new(FixedClock::at(NOW_MS))).await;
    for at in 0..40 {
        let path = if at % 2 == 0 { "/j/CCCCCCCCC" } else { "/J/ccccccccc" };
        assert_eq!(opened(&server, path).await.status, 404);
    }
    let refused = opened(&server, "/j/CCCCCCCCC").await;
    assert!(refused.status == 429 && refused.text.contains("Un instant"), "{}", refused.text);
    assert!(refused.headers.contains_key("retry-after"));
}
