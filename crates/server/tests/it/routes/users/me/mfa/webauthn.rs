//! `/users/@me/mfa/webauthn/credentials`

use std::sync::Arc;

use parvis_app::clock::{FixedClock, SystemClock};
use parvis_testing::{Authenticator, Person, Socket, TestServer};
use reqwest::Method;
use serde_json::{Value, json};

use crate::routes::auth::mfa::{PASSWORD, fitting};

pub const ORIGIN: &str = "https://place.example.org";
pub const CREDENTIALS: &str = "/users/@me/mfa/webauthn/credentials";

/// A server at [`ORIGIN`], as those who come see it.
pub async fn place(clock: Arc<dyn parvis_app::clock::Clock>) -> TestServer {
    TestServer::start_with(|config| config.public_url = Some(ORIGIN.to_owned()), clock).await
}

/// Makes a passkey for somebody; what the server answers.
pub async fn add_passkey(person: &Person, authenticator: &mut Authenticator, name: &str) -> Value {
    let asked = fitting(CREDENTIALS, person.post(CREDENTIALS, json!({ "password": PASSWORD })).await);
    let credential = authenticator.make(asked["challenge"].as_str().expect("options"));
    let body = json!({ "ticket": asked["ticket"], "credential": credential, "name": name });
    fitting(CREDENTIALS, person.post(CREDENTIALS, body).await)
}

/// DELETE with the password.
pub async fn remove(person: &Person, id: &Value, password: &str) -> parvis_testing::Answer {
    let path = format!("{CREDENTIALS}/{}", id.as_str().expect("an id"));
    let request = person.request(Method::DELETE, &path).json(&json!({ "password": password }));
    parvis_testing::Answer::of(request).await
}

#[tokio::test]
async fn a_passkey_is_made_listed_named_and_removed_by_its_owner_alone() {
    let server = place(Arc::new(SystemClock)).await;
    let (ada, eve) = (server.register("ada", PASSWORD).await, server.register("eve", PASSWORD).await);
    let mut open = Socket::identify(&server, &ada, 0).await;
    let mut key = Authenticator::new(ORIGIN);
    let made = add_passkey(&ada, &mut key, "  Clé   bleue ").await;
    assert_eq!(open.wait_for("USER_UPDATE").await["mfa_enabled"], true);
    assert_eq!(
        (&made["name"], &made["type"], &made["last_used_at"]),
        (&json!("Clé bleue"), &json!(1), &json!(null))
    );
    assert_eq!(made["backup_codes"].as_array().map(Vec::len), Some(10));
    let second = add_passkey(&ada, &mut Authenticator::of_ed25519(ORIGIN), "Téléphone").await;
    assert_eq!(second["backup_codes"], json!([]), "there are codes already");
    assert_eq!(ada.get("/users/@me").await.ok()["mfa_enabled"], true);

    let listed = ada.get(CREDENTIALS).await.ok();
    let names: Vec<_> = listed.as_array().expect("a list").iter().map(|it| &it["name"]).collect();
    assert_eq!(names, ["Clé bleue", "Téléphone"]);
    assert_eq!(eve.get(CREDENTIALS).await.ok(), json!([]));
    let path = format!("{CREDENTIALS}/{}", made["id"].as_str().expect("an id"));
    assert_eq!(eve.patch(&path, json!({ "name": "à moi" })).await.refused(404), 10_000);
    for bad in ["", "   ", &"x".repeat(65)] {
        assert_eq!(ada.patch(&path, json!({ "name": bad })).await.refused(400), 50_035, "{bad}");
    }
    assert_eq!(ada.patch(&path, json!({ "name": "Clé verte" })).await.ok()["name"], "Clé verte");

    assert_eq!(remove(&eve, &made["id"], PASSWORD).await.refused(404), 10_000);
    assert_eq!(remove(&ada, &made["id"], "wrong horse").await.refused(400), 50_035);
    remove(&ada, &made["id"], PASSWORD).await.ok();
    assert_eq!(ada.get("/users/@me").await.ok()["mfa_enabled"], true, "one is left");
    remove(&ada, &second["id"], PASSWORD).await.ok();
    let left = ada.get("/parvis/v1/users/@me/security").await.ok();
    assert_eq!(left, json!({ "mfa_enabled": false, "totp": false, "passkeys": 0, "backup_codes_left": 0 }));
    let body = json!({ "login": "ada", "password": PASSWORD });
    assert!(server.anonymous().post("/auth/login", body).await.ok()["token"].is_string());
}

#[tokio::test]
async fn what_was_not_asked_is_not_kept() {
    let clock = Arc::new(FixedClock::at(1_795_348_800_000));
    let server = place(Arc::clone(&clock) as _).await;
    let (ada, eve) = (server.register("ada", PASSWORD).await, server.register("eve", PASSWORD).await);
    assert_eq!(ada.post(CREDENTIALS, json!({ "password": "wrong horse" })).await.refused(400), 50_035);
    assert_eq!(ada.post(CREDENTIALS, json!({})).await.refused(400), 50_035);
    let ask = async |person: &Person| person.post(CREDENTIALS, json!({ "password": PASSWORD })).await.ok();
    let finish = async |person: &Person, ticket: &Value, credential: String| {
        let body = json!({ "ticket": ticket, "credential": credential, "name": "clé" });
        person.post(CREDENTIALS, body).await
    };
    let options = |asked: &Value| asked["challenge"].as_str().expect("options").to_owned();

    let asked = ask(&ada).await;
    let wrong = Authenticator::new("https://place.example.com").make(&options(&asked));
    assert_eq!(finish(&ada, &asked["ticket"], wrong).await.refused(400), 50_035);
    let mut key = Authenticator::new(ORIGIN);
    let right = key.make(&options(&asked));
    assert_eq!(finish(&ada, &asked["ticket"], right).await.refused(400), 60_006, "a ticket is good once");

    let (hers, mine) = (ask(&eve).await, ask(&ada).await);
    let crossed = key.make(&options(&hers));
    assert_eq!(finish(&ada, &hers["ticket"], crossed.clone()).await.refused(400), 60_006, "it is Eve's");
    assert_eq!(finish(&ada, &mine["ticket"], crossed).await.refused(400), 50_035, "another challenge");

    let late = ask(&ada).await;
    let made = key.make(&options(&late));
    clock.advance_ms(5 * 60_000);
    assert_eq!(finish(&ada, &late["ticket"], made).await.refused(400), 60_006);
    for nonsense in ["", "{}", "[]", "null", r#"{"rawId":"!","response":{}}"#] {
        let asked = ask(&ada).await;
        let answer = finish(&ada, &asked["ticket"], nonsense.to_owned()).await;
        assert_eq!(answer.refused(400), 50_035, "{nonsense}");
        assert!(answer.json()["errors"]["credential"].is_object(), "{}", answer.text);
    }
    assert_eq!(ada.get(CREDENTIALS).await.ok(), json!([]));

    add_passkey(&ada, &mut key, "clé").await;
    let asked = ask(&eve).await;
    let known = key.make(&options(&asked));
    assert_eq!(finish(&eve, &asked["ticket"], known).await.refused(400), 50_035, "it is Ada's");
}

#[tokio::test]
async fn passkeys_are_offered_where_browsers_make_them() {
    let server = TestServer::start().await;
    let ada = server.register("ada", PASSWORD).await;
    let body = json!({ "password": PASSWORD });
    assert_eq!(ada.post(CREDENTIALS, body.clone()).await.refused(403), 0);
    let port = server.url().rsplit_once(':').expect("a port").1.to_owned();
    let at = |method: Method, path: &str, host: &str| ada.request(method, path).header("host", host);
    for (host, is_offered) in [
        (format!("localhost:{port}"), true),
        (format!("127.0.0.1:{port}"), false),
        ("place.example.org".to_owned(), false),
    ] {
        let instance = parvis_testing::Answer::of(at(Method::GET, "/parvis/v1/instance", &host)).await.ok();
        assert_eq!(instance["passkeys"], is_offered, "{host}");
        let asked = parvis_testing::Answer::of(at(Method::POST, CREDENTIALS, &host).json(&body)).await;
        assert_eq!(asked.status.is_success(), is_offered, "{host}");
        if is_offered {
            let options: Value =
                serde_json::from_str(asked.json()["challenge"].as_str().expect("text")).expect("JSON");
            assert_eq!(options["publicKey"]["rp"]["id"], "localhost");
        }
    }
}
