//! `/parvis/v1/directory/submissions`, `/challenges`, `/similar` and `/receipts`

use std::sync::Arc;

use parvis_app::clock::FixedClock;
use serde_json::{Value, json};

use super::{MAP, Town, proof};

const DAY_MS: i64 = 86_400_000;

#[tokio::test]
async fn a_group_goes_from_its_form_over_a_question_onto_the_map() {
    let town = Town::new().await;
    let (id, receipt) = town.hand_in(town.group("Двор")).await;
    let own = format!("{MAP}/receipts/{receipt}");
    let visitor = town.visitor();
    assert_eq!(visitor.get(&own).await.ok()["state"], "waiting");
    assert_eq!(visitor.get(&format!("{MAP}/groups/{id}")).await.refused(404), 10_000);
    let queue = town.moderator.get(&format!("{MAP}/submissions")).await.ok();
    assert_eq!((&queue["submissions"][0]["id"], &queue["has_more"]), (&json!(id), &json!(false)));
    assert!(!queue.to_string().contains(&receipt));
    assert_eq!(
        town.moderator
            .post(&format!("{MAP}/submissions/{id}/decision"), json!({ "decision": "ask" }))
            .await
            .refused(400),
        50_035
    );
    town.decide(&id, json!({ "decision": "ask", "text": "C'est quelle maison ?" })).await;
    let asked = visitor.get(&own).await.ok();
    assert_eq!((&asked["state"], &asked["messages"][0]["from"]), (&json!("asked"), &json!("moderator")));
    assert!(!asked.to_string().contains(&town.moderator.id), "nobody learns which moderator it was");
    assert_eq!(town.moderator.get(&format!("{MAP}/submissions")).await.ok()["submissions"], json!([]));
    let asked = town.moderator.get(&format!("{MAP}/submissions?state=asked")).await.ok();
    assert_eq!(asked["submissions"][0]["id"], json!(id));
    visitor.post(&format!("{own}/messages"), json!({ "text": "La 12." })).await.ok();
    visitor.patch(&own, json!({ "name": "Двор 12" })).await.ok();
    let queue = town.moderator.get(&format!("{MAP}/submissions")).await.ok();
    assert_eq!(queue["submissions"][0]["proposed"]["name"], "Двор 12");
    let accepted = town.decide(&id, json!({ "decision": "accept" })).await;
    assert_eq!((&accepted["state"], &accepted["listing"]["name"]), (&json!("listed"), &json!("Двор 12")));
    assert_eq!(town.names(&visitor, &town.city).await, ["Двор 12"]);
    let nothing = town
        .moderator
        .post(&format!("{MAP}/submissions/{id}/decision"), json!({ "decision": "accept" }))
        .await;
    assert_eq!(nothing.refused(400), 50_035);
    visitor.delete(&own).await.ok();
    assert_eq!(town.names(&visitor, &town.city).await, [""; 0]);
    let gone = visitor.get(&own).await.ok();
    assert_eq!(
        (&gone["state"], &gone["listing"], &gone["proposed"]),
        (&json!("withdrawn"), &Value::Null, &Value::Null)
    );
    assert_eq!(visitor.patch(&own, json!({ "name": "x" })).await.refused(404), 10_000);
}

#[tokio::test]
async fn who_has_no_account_works_for_it_once() {
    let town = Town::new().await;
    let visitor = town.visitor();
    let submit = async |proof: Value| {
        let mut body = town.group("Двор");
        body["agreed"] = json!(true);
        body["proof"] = proof;
        visitor.post(&format!("{MAP}/submissions"), body).await
    };
    let refused = submit(Value::Null).await;
    assert_eq!(refused.refused(400), 50_035);
    assert!(refused.json()["errors"]["proof"].is_object(), "{}", refused.text);
    let proof = proof(&visitor).await;
    let mut wrong = proof.clone();
    wrong["solution"] = json!("x");
    assert_eq!(submit(wrong).await.refused(400), 50_035);
    submit(proof.clone()).await.ok();
    assert_eq!(submit(proof).await.refused(400), 50_035, "a second time");
    let ada = town.server.person("ada").await;
    let mut body = town.group("Двор");
    body["agreed"] = json!(true);
    ada.post(&format!("{MAP}/submissions"), body).await.ok();
}

#[tokio::test]
async fn what_is_wrong_with_a_form_is_named_before_any_work_is_spent() {
    let town = Town::new().await;
    for (key, value, field) in [
        ("agreed", json!(false), "agreed"),
        ("name", json!(""), "name"),
        ("area_id", json!("1"), "area_id"),
        ("target", json!({ "type": "link", "url": "https://example.org/" }), "target"),
        ("target", json!({ "type": "link", "url": "https://t.me/+375291234567" }), "target"),
        ("expires_at", json!("2020-01-01T00:00:00Z"), "expires_at"),
        ("flag", json!({ "picture": "data:image/svg+xml;base64,PHN2Zy8+" }), "flag"),
        ("visibility", json!("secret"), "visibility"),
    ] {
        let mut body = town.group("Двор");
        body["agreed"] = json!(true);
        body[key] = value.clone();
        let refused = town.visitor().post(&format!("{MAP}/submissions"), body).await;
        assert_eq!(refused.refused(400), 50_035, "{key}: {value}");
        let errors = refused.json()["errors"].clone();
        // What a flattened body cannot read is named as a whole.
        assert!(errors[field].is_object() || field == "visibility", "{key}: {errors}");
    }
    let empty = town.visitor().post(&format!("{MAP}/submissions"), json!({ "agreed": true })).await;
    for field in ["name", "area_id", "target", "join"] {
        assert!(empty.json()["errors"][field].is_object(), "{field}: {}", empty.text);
    }
}

#[tokio::test]
async fn the_same_group_is_recognised_in_another_script_and_merged() {
    let town = Town::new().await;
    let (first, _) = town.list(town.group("Двор на Притыцкого 12")).await;
    let similar = async |body: Value| town.visitor().post(&format!("{MAP}/similar"), body).await.ok();
    let found = similar(json!({ "name": "Dvor na Pritytskogo 12", "area_id": town.courtyard })).await;
    assert_eq!(found["groups"][0]["id"], json!(first), "{found}");
    let far = similar(json!({ "name": "Dvor na Pritytskogo 12", "point": [2.35, 48.85] })).await;
    assert_eq!(far["groups"], json!([]), "a name in another city is another group");
    assert_eq!(similar(json!({ "name": "Клуб шахматистов" })).await["groups"], json!([]));
    let (second, receipt) = town.hand_in(town.group("Dvor na Pritytskogo, 12")).await;
    let queue = town.moderator.get(&format!("{MAP}/submissions")).await.ok();
    assert_eq!(queue["submissions"][0]["similar"][0]["id"], json!(first));
    let merge = |into: &str| json!({ "decision": "merge", "into_id": into });
    let wrong = town.moderator.post(&format!("{MAP}/submissions/{second}/decision"), merge(&second)).await;
    assert_eq!(wrong.refused(400), 50_035);
    town.decide(&second, merge(&first)).await;
    let own = town.visitor().get(&format!("{MAP}/receipts/{receipt}")).await.ok();
    assert_eq!((&own["state"], &own["merged_into"]), (&json!("merged"), &json!(first)));
}

#[tokio::test]
async fn a_group_of_which_nobody_speaks_grows_stale_and_goes_dark() {
    let clock = Arc::new(FixedClock::at(1_790_000_000_000));
    let town = Town::at(clock.clone()).await;
    let (id, receipt) = town.list(town.group("Двор")).await;
    let stale = async || town.moderator.get(&format!("{MAP}/stale-groups")).await.ok()["groups"].clone();
    clock.advance_ms(89 * DAY_MS);
    assert_eq!(stale().await, json!([]));
    clock.advance_ms(2 * DAY_MS);
    assert_eq!((&stale().await[0]["id"], &stale().await[0]["stale"]), (&json!(id), &json!(true)));
    let path = format!("{MAP}/groups/{id}");
    assert_eq!(town.visitor().get(&path).await.status, 200, "stale is not gone");
    clock.advance_ms(90 * DAY_MS);
    for job in &town.server.app().hooks.jobs {
        job.keep_up(town.server.app()).await;
    }
    assert_eq!(town.visitor().get(&path).await.refused(404), 10_000);
    let own = format!("{MAP}/receipts/{receipt}");
    let kept = town.visitor().post(&format!("{own}/confirmation"), json!({})).await.ok();
    assert_eq!((&kept["dark"], &kept["stale"]), (&json!(true), &json!(false)));
    town.visitor().delete(&format!("{own}/dark")).await.ok();
    assert_eq!(town.visitor().get(&path).await.status, 200);
}

#[tokio::test]
async fn a_group_ends_at_its_time() {
    let clock = Arc::new(FixedClock::at(1_790_000_000_000));
    let town = Town::at(clock.clone()).await;
    let mut body = town.group("Двор");
    body["expires_at"] = json!("2026-10-01T00:00:00Z");
    let (id, _) = town.list(body).await;
    let path = format!("{MAP}/groups/{id}");
    assert_eq!(town.visitor().get(&path).await.status, 200);
    clock.advance_ms(30 * DAY_MS);
    for job in &town.server.app().hooks.jobs {
        job.keep_up(town.server.app()).await;
    }
    assert_eq!(town.visitor().get(&path).await.refused(404), 10_000);
}
