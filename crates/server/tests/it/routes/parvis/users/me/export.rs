//! `/parvis/v1/users/@me/export`

use std::sync::Arc;

use parvis_app::clock::{Clock, FixedClock};
use parvis_testing::{Judgement, Person, Schemas, TestServer};
use reqwest::multipart::{Form, Part};
use serde_json::{Value, json};

use crate::routes::oauth2::site::Site;
use crate::routes::parvis::directory::aid::Street;

const EXPORT: &str = "/parvis/v1/users/@me/export";
const PASSWORD: &str = "correct horse";
const HOUR_MS: i64 = 3_600_000;
/// Looks at a copy before it must be ready.
const LOOKS_MAX: u32 = 100_000;

async fn asked(person: &Person) -> Value {
    let answer = person.post(EXPORT, json!({ "password": PASSWORD })).await;
    let export = answer.ok();
    let judged = Schemas::default().judge("POST", EXPORT, answer.status.as_u16(), &export);
    assert_eq!(judged, Judgement::Errors(vec![]), "{export}");
    export
}

/// The copy, once it is ready.
async fn ready(person: &Person) -> Value {
    for _ in 0..LOOKS_MAX {
        let answer = person.get(EXPORT).await;
        let export = answer.ok();
        if export["state"] == "ready" {
            let judged = Schemas::default().judge("GET", EXPORT, 200, &export);
            assert_eq!(judged, Judgement::Errors(vec![]), "{export}");
            return export;
        }
        assert_ne!(export["state"], "failed", "{export}");
    }
    panic!("the copy does not become ready");
}

async fn lines(server: &TestServer, export: &Value) -> Vec<Value> {
    let file = server.anonymous().get(&address(server, export)).await;
    assert_eq!(file.status, 200, "{}", file.text);
    assert_eq!(export["size_bytes"], file.text.len());
    let disposition = file.headers["content-disposition"].to_str().expect("text");
    assert!(disposition.starts_with("attachment;"), "{disposition}");
    assert!(disposition.contains("parvis-export.json"), "{disposition}");
    file.json().as_array().expect("one list").clone()
}

/// The address at this server's real port.
fn address(server: &TestServer, export: &Value) -> String {
    let url = export["url"].as_str().expect("a ready copy has an address");
    let path = url.find("/exports/").expect("a path");
    format!("{}{}", server.url(), &url[path..])
}

fn of_kind<'a>(lines: &'a [Value], kind: &str) -> Vec<&'a Value> {
    lines.iter().filter(|line| line["kind"] == kind).collect()
}

#[tokio::test]
async fn whoever_asks_gets_back_what_is_kept_about_them_and_nothing_of_others() {
    let server = TestServer::start().await;
    let (ada, eve) = (server.register("ada", PASSWORD).await, server.register("eve", PASSWORD).await);
    let guild = eve.make_guild("Cour neuve").await;
    let guild_id = guild["id"].as_str().expect("an id");
    let channel = eve.first_channel(guild_id).await;
    eve.bring_in(&channel, &ada).await;
    let hidden = eve.post(&format!("/guilds/{guild_id}/channels"), json!({ "name": "avant" })).await.ok();
    let hidden = hidden["id"].as_str().expect("an id");
    ada.say(hidden, "dit avant").await;
    eve.put(
        &format!("/channels/{hidden}/permissions/{guild_id}"),
        json!({ "type": 0, "allow": "0", "deny": "1024" }),
    )
    .await
    .ok();
    eve.patch(&format!("/channels/{hidden}"), json!({ "name": "secret-du-lieu" })).await.ok();
    let said = ada.say(&channel, "bonjour à tous").await;
    let theirs = eve.say(&channel, "le secret d'Eve").await;
    let reaction = |id: &Value| {
        format!("/channels/{channel}/messages/{}/reactions/%F0%9F%8C%B3/@me", id.as_str().expect("an id"))
    };
    ada.put(&reaction(&theirs["id"]), json!({})).await.ok();
    eve.put(&reaction(&said["id"]), json!({})).await.ok();
    let file = Part::bytes(b"texte".to_vec()).file_name("liste.txt");
    let form =
        Form::new().text("payload_json", json!({ "content": "la liste" }).to_string()).part("files[0]", file);
    ada.post_form(&format!("/channels/{channel}/messages"), form).await.ok();
    ada.put(&format!("/users/@me/notes/{}", eve.id), json!({ "note": "aime le thé" })).await.ok();
    ada.put(&format!("/users/@me/relationships/{}", eve.id), json!({ "type": 1 })).await.ok();

    Site::with_secret(&server, &eve).await.tokens(&ada, "identify").await;

    assert_eq!(ada.get(EXPORT).await.refused(404), 10_000);
    assert_eq!(ada.post(EXPORT, json!({ "password": "wrong horse" })).await.refused(400), 50_035);
    asked(&ada).await;
    let lines = lines(&server, &ready(&ada).await).await;

    assert_eq!(of_kind(&lines, "account")[0]["username"], "ada");
    assert_eq!(of_kind(&lines, "guild")[0]["name"], "Cour neuve");
    assert_eq!(of_kind(&lines, "note")[0]["note"], "aime le thé");
    assert_eq!(of_kind(&lines, "relationship")[0]["id"], json!(eve.id));
    assert_eq!(of_kind(&lines, "file")[0]["filename"], "liste.txt");
    let reactions = of_kind(&lines, "reaction");
    assert_eq!((reactions.len(), &reactions[0]["message_id"]), (1, &theirs["id"]));
    assert_eq!(of_kind(&lines, "grant")[0]["application_name"], "site");
    let read = of_kind(&lines, "read_state");
    assert!(read.iter().any(|state| state["channel_id"] == channel.as_str()), "{read:?}");
    for kind in ["export", "settings", "login"] {
        assert_eq!(of_kind(&lines, kind).len(), 1, "{kind}");
    }
    let messages = of_kind(&lines, "message");
    let find = |text: &str| messages.iter().find(|message| message["content"] == text).expect("it is there");
    assert_eq!(find("bonjour à tous")["guild_name"], "Cour neuve");
    assert!(find("bonjour à tous")["channel_name"].is_string());
    assert!(find("dit avant")["channel_name"].is_null(), "one may not see that place any more");
    let text = json!(lines).to_string();
    for absent in ["secret", "argon2", PASSWORD, "token"] {
        assert!(!text.contains(absent), "{absent} in {text}");
    }
}

#[tokio::test]
async fn a_copy_is_its_owner_s_for_a_day_and_its_address_for_minutes() {
    let clock = Arc::new(FixedClock::at(1_795_348_800_000));
    let server = TestServer::start_with(|_| (), Arc::clone(&clock) as Arc<dyn Clock>).await;
    let (ada, eve) = (server.register("ada", PASSWORD).await, server.register("eve", PASSWORD).await);
    asked(&ada).await;
    let export = ready(&ada).await;
    assert_eq!(eve.get(EXPORT).await.refused(404), 10_000);
    let good = address(&server, &export);
    let hers = {
        asked(&eve).await;
        ready(&eve).await
    };
    let id = |export: &Value| export["id"].as_str().expect("an id").to_owned();
    for bad in [
        good.replace(&id(&export), &id(&hers)),
        good.replace("&hm=", "&hm=0"),
        good.replace("?ex=", "?ex=1"),
        good.replace("parvis-export", "autre"),
        good.split('?').next().expect("a path").to_owned(),
    ] {
        assert_eq!(server.anonymous().get(&bad).await.status, 404, "{bad}");
    }
    lines(&server, &export).await;
    clock.advance_ms(HOUR_MS);
    assert_eq!(server.anonymous().get(&good).await.status, 404, "the address had its minutes");
    lines(&server, &ready(&ada).await).await;
    let again = ada.post(EXPORT, json!({ "password": PASSWORD })).await;
    again.refused(429);
    assert_eq!(again.json()["retry_after"], 82_800.0);
    let folder = server.folder().join("exports");
    let count = || std::fs::read_dir(&folder).expect("the folder").count();
    server.app().keep_up().await.expect("upkeep");
    assert_eq!(count(), 2);

    eve.post("/users/@me/delete", json!({ "password": PASSWORD })).await.ok();
    assert_eq!(count(), 1, "a copy goes with its account");
    let last = address(&server, &ready(&ada).await);
    clock.advance_ms(23 * HOUR_MS);
    assert_eq!(ada.get(EXPORT).await.refused(404), 10_000);
    assert_eq!(server.anonymous().get(&last).await.status, 404);
    server.app().keep_up().await.expect("upkeep");
    assert_eq!(count(), 0);
    asked(&ada).await;
    ready(&ada).await;
}

#[tokio::test]
async fn a_copy_has_what_somebody_offered_and_asked_for() {
    let street = Street::new().await;
    let (ada, eve) = (&street.ada, &street.eve);
    let ride = street.post(ada, street.ride()).await;
    let thing = street.post(eve, street.thing()).await;
    let ask = json!({ "amount": 1, "text": "Pour une étagère" });
    ada.post(&format!("/parvis/v1/directory/aid/{thing}/asks"), ask).await.ok();
    ada.post(EXPORT, json!({ "password": "un mot de passe pour les essais" })).await.ok();
    let lines = lines(&street.town.server, &ready(ada).await).await;
    let listings = of_kind(&lines, "aid_listing");
    assert_eq!((listings.len(), &listings[0]["listing"]["id"]), (1, &json!(ride)));
    let asks = of_kind(&lines, "aid_ask");
    assert_eq!((asks.len(), &asks[0]["ask"]["text"]), (1, &json!("Pour une étagère")));
    assert!(!json!(lines).to_string().contains(&eve.id), "whom one asks is not named before both agree");
}
