//! The client's addresses and files, and the consent page.

mod invitation;
mod map;
mod short_link;

use std::fs;
use std::sync::Arc;

use parvis_app::clock::SystemClock;
use parvis_testing::{Answer, TestServer};

/// A server with a client of a few files, as the bundler would leave them.
async fn server_with_client() -> (TestServer, tempfile::TempDir) {
    let folder = tempfile::tempdir().expect("a temporary folder");
    fs::create_dir(folder.path().join("assets")).expect("a folder");
    for (name, text) in [
        ("index.html", "<!doctype html><title>the client</title>"),
        ("worker.js", "self.skipWaiting()"),
        ("assets/index-abc.js", "console.log(1)"),
        ("assets/index-abc.js.gz", "packed"),
        (".secret", "not for readers"),
    ] {
        fs::write(folder.path().join(name), text).expect("a file");
    }
    let web = folder.path().to_owned();
    let server = TestServer::start_with(|config| config.web = Some(web), Arc::new(SystemClock)).await;
    (server, folder)
}

async fn fetch(server: &TestServer, path: &str) -> Answer {
    server.anonymous().get(&format!("{}{path}", server.url())).await
}

#[tokio::test]
async fn every_place_of_the_client_is_its_page_under_a_strict_policy() {
    let (server, _folder) = server_with_client().await;
    for path in [
        "/",
        "/login",
        "/register",
        "/inbox",
        "/join/aB3",
        "/channels/@me",
        "/channels/1/2/3",
        "/settings/privacy",
        "/desk",
        "/desk/days",
    ] {
        let page = fetch(&server, path).await;
        assert!(page.status == 200 && page.text.contains("the client"), "{path}: {}", page.text);
        let policy = page.headers["content-security-policy"].to_str().expect("text");
        assert!(policy.contains("default-src 'none'") && !policy.contains("unsafe"), "{policy}");
        assert!(policy.contains("require-trusted-types-for 'script'"), "{policy}");
        assert!(policy.contains("frame-ancestors 'none'"), "{policy}");
        assert_eq!(page.headers["x-content-type-options"], "nosniff");
        assert_eq!(page.headers["cache-control"], "no-cache");
    }
}

#[tokio::test]
async fn hashed_files_are_kept_for_a_year_and_sent_packed() {
    let (server, _folder) = server_with_client().await;
    let address = format!("{}/assets/index-abc.js", server.url());
    let plain = Answer::of(server.http().get(&address)).await;
    assert_eq!((plain.status.as_u16(), plain.text.as_str()), (200, "console.log(1)"));
    assert!(plain.headers["cache-control"].to_str().expect("text").contains("immutable"));
    assert_eq!(plain.headers["content-type"], "text/javascript; charset=utf-8");
    let packed = Answer::of(server.http().get(&address).header("accept-encoding", "gzip, br")).await;
    assert_eq!(packed.headers["content-encoding"], "gzip");
    assert_eq!(packed.text, "packed");
    assert_eq!(packed.headers["vary"], "accept-encoding");
}

#[tokio::test]
async fn what_is_not_the_client_s_is_not_served() {
    let (server, _folder) = server_with_client().await;
    for path in ["/nothing.js", "/assets/nothing.js", "/.secret", "/assets/..%2f.secret", "/%2e%2e/x", "/etc"]
    {
        assert_eq!(fetch(&server, path).await.status, 404, "{path}");
    }
    assert_eq!(fetch(&server, "/worker.js").await.status, 200);
}

#[tokio::test]
async fn a_mistyped_address_is_a_page_for_people_and_json_for_programs() {
    let (server, _folder) = server_with_client().await;
    let asked = async |path: &str, accept: &str, language: &str| {
        let request = server.http().get(format!("{}{path}", server.url())).header("accept", accept);
        Answer::of(request.header("accept-language", language)).await
    };
    for path in
        ["/chanels/@me", "/saved/x/y", "/nothing.js", "/maps", "/map/nothing", "/attachments/1/2/a.png"]
    {
        for (language, words) in [("fr", "Rien à cette adresse"), ("ar", "لا شيء في هذا العنوان")]
        {
            let page = asked(path, "text/html,application/xhtml+xml,*/*;q=0.8", language).await;
            assert_eq!(page.status, 404, "{path}");
            assert!(page.text.contains(words) && page.text.contains("href=\"/\""), "{path}: {}", page.text);
            assert!(page.headers.contains_key("content-security-policy"), "{path}");
        }
        let answer = asked(path, "*/*", "fr").await;
        assert_eq!((answer.status.as_u16(), &answer.json()["code"]), (404, &serde_json::json!(0)), "{path}");
    }
    let api = asked("/api/v10/nothing", "text/html", "fr").await;
    assert_eq!(
        (api.status.as_u16(), api.headers["content-type"].as_bytes()),
        (404, &b"application/json"[..])
    );
    // A page that says itself why there is nothing is left as it is.
    let group = asked("/map/group/1", "text/html", "en").await;
    assert!(group.status == 404 && !group.text.contains("Nothing at this address"), "{}", group.text);
}

#[tokio::test]
async fn a_program_without_the_client_says_how_to_make_it_or_shows_it() {
    let server = TestServer::start().await;
    let page = fetch(&server, "/").await;
    assert_eq!(page.status, 200);
    let is_built = page.text.contains("id=\"app\"");
    assert!(is_built || page.text.contains("make web"), "{}", page.text);
}

#[tokio::test]
async fn a_browser_that_comes_to_the_api_for_consent_is_led_to_the_page() {
    let (server, _folder) = server_with_client().await;
    let address = format!("{}/api/oauth2/authorize?client_id=1&scope=bot", server.url());
    let request = server.http().get(&address).header("accept", "text/html,application/xhtml+xml");
    let page = Answer::of(request).await;
    assert!(page.status == 200 && page.text.contains("the client"), "{}", page.text);
    assert_eq!(page.text, fetch(&server, "/oauth2/authorize?client_id=1&scope=bot").await.text);
    server.anonymous().get(&address).await.refused(401);
}
