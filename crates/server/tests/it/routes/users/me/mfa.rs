//! `/users/@me/mfa`

pub mod webauthn;

use parvis_testing::{Socket, TestServer};
use serde_json::json;

use crate::routes::auth::mfa::{Guarded, PASSWORD, SECRET, fitting};

#[tokio::test]
async fn an_app_is_added_with_the_password_and_a_code_and_every_login_ends() {
    let server = TestServer::start().await;
    let ada = server.register("ada", PASSWORD).await;
    let mut open = Socket::identify(&server, &ada, 0).await;
    for (password, secret, code, error) in [
        ("wrong horse", SECRET, "000000", 50_035),
        (PASSWORD, "too short", "000000", 60_005),
        (PASSWORD, "not/base32/at/all/is/it", "000000", 60_005),
        (PASSWORD, SECRET, "00000", 60_008),
        (PASSWORD, SECRET, "abcdef", 60_008),
        (PASSWORD, &"A".repeat(200), "000000", 50_035),
    ] {
        let body = json!({ "password": password, "secret": secret, "code": code });
        let answer = ada.post("/users/@me/mfa/totp/enable", body).await;
        assert_eq!(answer.refused(400), error, "{password} {secret} {code}");
    }
    assert_eq!(ada.get("/users/@me").await.ok()["mfa_enabled"], false);

    let secret = parvis_factors::totp::Secret::parse(SECRET).expect("base32");
    let code = parvis_factors::totp::code_of(&secret, server.app().now_ms() / 1_000 / 30);
    let body = json!({ "password": PASSWORD, "secret": SECRET, "code": code });
    let path = "/users/@me/mfa/totp/enable";
    let enabled = fitting(path, ada.post(path, body.clone()).await);
    assert_eq!(enabled["backup_codes"].as_array().map(Vec::len), Some(10));
    assert_eq!(open.closed().await, Some(4004));
    ada.get("/users/@me").await.refused(401);
    let renewed = ada.with_token(enabled["token"].as_str().expect("a token"));
    assert_eq!(renewed.get("/users/@me").await.ok()["mfa_enabled"], true);
    let eve = server.person("eve").await;
    assert!(eve.get(&format!("/users/{}", ada.id)).await.ok().get("mfa_enabled").is_none());
    assert_eq!(renewed.post(path, body).await.refused(400), 60_001);
}

#[tokio::test]
async fn neither_secret_nor_recovery_code_stands_in_the_data_folder_as_it_is() {
    let guarded = Guarded::new().await;
    let raw = b"12345678901234567890".as_slice();
    let codes: Vec<_> = guarded.codes.iter().flat_map(|code| [code.clone(), code.replace('-', "")]).collect();
    let secrets: Vec<&[u8]> = codes.iter().map(String::as_bytes).chain([raw, SECRET.as_bytes()]).collect();
    let (mut files, mut name_found) = (0, false);
    for file in std::fs::read_dir(guarded.server.folder()).expect("the data folder") {
        let path = file.expect("an entry").path();
        let Ok(bytes) = std::fs::read(&path) else { continue };
        files += 1;
        let has = |secret: &[u8]| bytes.windows(secret.len()).any(|part| part == secret);
        name_found |= has(b"ada");
        assert!(!secrets.iter().any(|secret| has(secret)), "a secret stands in {}", path.display());
    }
    assert!(files > 0 && name_found, "the search finds what is there");
}

#[tokio::test]
async fn an_app_is_removed_with_a_code_of_either_kind() {
    let guarded = Guarded::new().await;
    let path = "/users/@me/mfa/totp/disable";
    for wrong in ["", "000000", "aaaa-aaaa-aaaa", "x"] {
        assert_eq!(guarded.ada.post(path, json!({ "code": wrong })).await.refused(400), 60_008, "{wrong}");
    }
    let answer = guarded.ada.post(path, json!({ "code": guarded.codes[0] })).await;
    fitting(path, answer.clone());
    guarded.ada.get("/users/@me").await.refused(401);
    let ada = guarded.person(&answer);
    assert_eq!(ada.get("/users/@me").await.ok()["mfa_enabled"], false);
    let factors = ada.get("/parvis/v1/users/@me/security").await.ok();
    assert_eq!(
        factors,
        json!({ "mfa_enabled": false, "totp": false, "passkeys": 0, "backup_codes_left": 0 })
    );
    assert!(guarded.give_password().await.ok()["token"].is_string());
    assert_eq!(ada.post(path, json!({ "code": guarded.code() })).await.refused(400), 60_002);
}

#[tokio::test]
async fn new_recovery_codes_make_the_old_ones_void() {
    let guarded = Guarded::new().await;
    let path = "/users/@me/mfa/codes";
    let ask = |password: &str, regenerate: bool| json!({ "password": password, "regenerate": regenerate });
    assert_eq!(guarded.ada.post(path, ask("wrong horse", true)).await.refused(400), 50_035);
    let shown = guarded.ada.post(path, ask(PASSWORD, false)).await;
    assert_eq!(shown.refused(400), 50_035, "codes are shown once");
    assert!(shown.json()["errors"]["regenerate"].is_object());
    let renewed = fitting(path, guarded.ada.post(path, ask(PASSWORD, true)).await);
    let codes: Vec<_> = renewed["backup_codes"].as_array().expect("codes").iter().collect();
    assert_eq!(codes.len(), 10);
    assert!(codes.iter().all(|code| code["user_id"] == json!(guarded.ada.id) && code["consumed"] == false));
    let ticket = guarded.ticket().await;
    assert_eq!(guarded.finish("backup", &ticket, &guarded.codes[0]).await.refused(400), 60_008);
    guarded.finish("backup", &ticket, codes[9]["code"].as_str().expect("a code")).await.ok();
    let eve = guarded.server.register("eve", PASSWORD).await;
    assert_eq!(eve.post(path, ask(PASSWORD, true)).await.refused(400), 60_002);
}
