//! `/oauth2/authorize` for codes

use parvis_testing::TestServer;
use serde_json::json;

use super::site::{CHALLENGE, REDIRECT, Site};

#[tokio::test]
async fn nobody_is_sent_anywhere_but_to_a_registered_address() {
    let server = TestServer::start().await;
    let ada = server.person("ada").await;
    let site = Site::with_secret(&server, &ada).await;
    let good = site.asks("identify", &[("state", "s")]);
    let encoded = |url: &str| form_urlencoded::byte_serialize(url.as_bytes()).collect::<String>();
    for near in [
        "https://site.example/back",
        "https://site.example/back?from=parvis&x=1",
        "https://site.example/back?from=parvis#x",
        "https://site.example/back/?from=parvis",
        "https://site.example/back/../back?from=parvis",
        "https://SITE.example/back?from=parvis",
        "http://site.example/back?from=parvis",
        "https://site.example:443/back?from=parvis",
        "https://site.example.evil.example/back?from=parvis",
        "https://evil.example/https://site.example/back?from=parvis",
        "https://site.example@evil.example/back?from=parvis",
        "http://localhost:3001/",
        "javascript:alert(1)",
        "",
    ] {
        let path = good.replace(&encoded(REDIRECT), &encoded(near));
        assert_ne!(path, good);
        for body in [json!({}), json!({ "authorize": false })] {
            let refused = ada.post(&path, body).await;
            assert_eq!(refused.refused(400), 50_035, "{near}");
            assert!(refused.json()["errors"]["redirect_uri"].is_object(), "{near}: {}", refused.text);
        }
        ada.get(&path).await.refused(400);
    }
    ada.get(&good).await.ok();
}

#[tokio::test]
async fn wrong_parameters_are_named() {
    let server = TestServer::start().await;
    let ada = server.person("ada").await;
    let site = Site::with_secret(&server, &ada).await;
    let asks = |scopes: &str, more: &[(&str, &str)]| site.asks(scopes, more);
    let long = "s".repeat(1_025);
    for (path, field) in [
        (asks("identify email", &[("state", "s")]), "scope"),
        (asks("", &[("state", "s")]), "scope"),
        (asks("identify", &[]), "state"),
        (asks("identify", &[("state", "")]), "state"),
        (asks("identify", &[("state", &long)]), "state"),
        (asks("identify", &[("code_challenge", CHALLENGE)]), "code_challenge_method"),
        (
            asks("identify", &[("code_challenge", CHALLENGE), ("code_challenge_method", "plain")]),
            "code_challenge_method",
        ),
        (
            asks("identify", &[("code_challenge", "short"), ("code_challenge_method", "S256")]),
            "code_challenge",
        ),
        (
            asks("identify", &[("state", "s")]).replace("response_type=code", "response_type=token"),
            "response_type",
        ),
    ] {
        let refused = ada.post(&path, json!({})).await;
        assert_eq!(refused.refused(400), 50_035, "{path}");
        assert!(refused.json()["errors"][field].is_object(), "{path}: {}", refused.text);
    }
    let unknown = asks("identify", &[("state", "s")]).replace(&site.id, "1");
    assert_eq!(ada.post(&unknown, json!({})).await.refused(404), 10_002);
}

#[tokio::test]
async fn one_consent_may_bring_the_bot_and_a_code() {
    let server = TestServer::start().await;
    let ada = server.person("ada").await;
    let guild = ada.make_guild("The square").await;
    let guild_id = guild["id"].as_str().expect("an id");
    let site = Site::with_secret(&server, &ada).await;
    let asked = site.asks("bot identify", &[("state", "s")]);
    assert_eq!(ada.get(&asked).await.ok()["guilds"][0]["id"], guild["id"]);
    assert_eq!(ada.post(&asked, json!({})).await.refused(400), 50_035, "which guild?");
    let asked = format!("{asked}&guild_id={guild_id}");
    for _ in 0..2 {
        // The second time the bot is there already, and the person logs in all the same.
        let sent = site.agreed(&ada, &asked).await;
        assert_eq!(sent["guild_id"], guild_id);
        let tokens = site.redeems(&sent["code"]).await.ok();
        assert_eq!(tokens["scope"], "identify bot");
        let acting = site.acting(&tokens);
        acting.get("/users/@me").await.ok();
        acting.get(&format!("/guilds/{guild_id}")).await.refused(401);
    }
    ada.get(&format!("/guilds/{guild_id}/members/{}", site.id)).await.ok();
}

#[tokio::test]
async fn redirect_addresses_are_whole_encrypted_and_few() {
    let server = TestServer::start().await;
    let ada = server.person("ada").await;
    let site = Site::with_secret(&server, &ada).await;
    let path = format!("/applications/{}", site.id);
    for wrong in [
        "http://site.example/",
        "ftp://site.example/",
        "site.example",
        "javascript:alert(1)//",
        "https://site.example/#part",
        "https://user@site.example/",
        "https://evil.example\\@site.example/",
        "http://localhost.evil.example/",
        "http://localhost@evil.example/",
    ] {
        let refused = ada.patch(&path, json!({ "redirect_uris": [wrong] })).await;
        assert_eq!(refused.refused(400), 50_035, "{wrong}");
    }
    let many: Vec<_> = (0..11).map(|number| format!("https://site.example/{number}")).collect();
    ada.patch(&path, json!({ "redirect_uris": many })).await.refused(400);
    ada.patch(&path, json!({ "redirect_uris": [many[0], many[0]] })).await.refused(400);
    let local = json!({ "redirect_uris": ["http://127.0.0.1:8000/", "http://[::1]:8000/back", many[0]] });
    assert_eq!(ada.patch(&path, local.clone()).await.ok()["redirect_uris"], local["redirect_uris"]);
    let none = ada.patch(&path, json!({ "redirect_uris": [] })).await.ok();
    assert_eq!(none["redirect_uris"], json!([]));
}
