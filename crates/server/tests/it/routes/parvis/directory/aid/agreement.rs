//! `/parvis/v1/directory/aid/{aid_id}/asks`: one asks, the other accepts, and they talk

use parvis_testing::Socket;
use serde_json::{Value, json};
use tokio::task::JoinSet;

use super::super::id_of;
use super::{Street, aid};

#[tokio::test]
async fn two_who_agree_learn_of_each_other_and_talk_alone() {
    let street = Street::new().await;
    let (ada, eve, mo) = (&street.ada, &street.eve, &street.mo);
    let id = street.post(ada, street.ride()).await;
    let mut author = Socket::identify(&street.town.server, ada, 0).await;
    let mut asker = Socket::identify(&street.town.server, eve, 0).await;
    let mut other = Socket::identify(&street.town.server, mo, 0).await;
    let body = json!({ "amount": 2, "text": "Нас двое" });
    let asked = eve.post(&aid(&format!("/{id}/asks")), body.clone()).await.ok();
    assert_eq!(
        (&asked["state"], &asked["user"], &asked["channel_id"]),
        (&json!("asked"), &Value::Null, &Value::Null)
    );
    assert_eq!(asked["listing"]["my_ask"]["state"], "asked");
    assert_eq!(eve.post(&aid(&format!("/{id}/asks")), body).await.refused(400), 50_035, "once is enough");
    let told = author.wait_for("AID_UPDATE").await;
    assert_eq!(told, json!({ "aid_id": id, "ask_id": asked["id"], "state": "asked" }));
    let received = ada.get(&aid(&format!("/{id}/asks"))).await.ok();
    let received = &received["asks"][0];
    assert_eq!((&received["amount"], &received["text"]), (&json!(2), &json!("Нас двое")));
    assert_eq!((&received["user"], &received["channel_id"]), (&Value::Null, &Value::Null));

    let accepted = street.decide(&id, &id_of(&asked), "accepted").await;
    assert_eq!(accepted["user"]["username"], "eve");
    let channel = accepted["channel_id"].as_str().expect("a conversation").to_owned();
    for (socket, with) in [(&mut author, "eve"), (&mut asker, "ada")] {
        let made = socket.wait_until("CHANNEL_CREATE", |it| it["id"] == channel.as_str()).await;
        assert_eq!((&made["type"], &made["recipients"][0]["username"]), (&json!(3), &json!(with)));
        assert_eq!(made["recipients"].as_array().expect("a list").len(), 1, "exactly the two");
        let note = socket.wait_until("MESSAGE_CREATE", |it| it["channel_id"] == channel.as_str()).await;
        assert_eq!((&note["type"], &note["content"]), (&json!(4), &made["name"]));
    }
    let told = asker.wait_for("AID_UPDATE").await;
    assert_eq!(told, json!({ "aid_id": id, "ask_id": asked["id"], "state": "accepted" }));
    let said = eve.get(&format!("/channels/{channel}/messages")).await.ok();
    let first = said[0]["content"].as_str().expect("a text");
    assert!(first.contains("> Нас двое") && first.contains("> Еду на вакзал"), "{first}");
    let mine = eve.get(&aid("/asks")).await.ok();
    assert_eq!(
        (&mine["asks"][0]["user"]["username"], &mine["asks"][0]["channel_id"]),
        (&json!("ada"), &json!(channel))
    );
    eve.say(&channel, "Дом 12, пад'езд 3").await;
    assert_eq!(
        ada.get(&format!("/channels/{channel}/messages")).await.ok()[0]["content"],
        "Дом 12, пад'езд 3"
    );
    assert_eq!(mo.get(&format!("/channels/{channel}")).await.refused(404), 10_003);
    let left = mo.get(&aid(&format!("/{id}"))).await.ok();
    assert_eq!((&left["left"], &left["my_ask"]), (&json!(1), &Value::Null));
    mo.post(&aid(&format!("/{id}/asks")), json!({ "amount": 1 })).await.ok();
    author.wait_until("AID_UPDATE", |it| it["state"] == "asked").await;
    assert!(
        !other.names().iter().any(|name| name == "AID_UPDATE" || name == "CHANNEL_CREATE"),
        "{:?}",
        other.names()
    );
}

#[tokio::test]
async fn never_more_is_taken_than_there_is_however_many_are_accepted_at_once() {
    let street = Street::new().await;
    let id = street.post(&street.ada, street.ride()).await;
    let mut asks = Vec::new();
    for n in 0..8 {
        let person = street.town.server.person(&format!("person{n}")).await;
        asks.push(street.ask(&person, &id, 1).await);
    }
    let mut work = JoinSet::new();
    for ask in &asks {
        let (ada, path) = (street.ada.clone(), aid(&format!("/{id}/asks/{ask}")));
        work.spawn(async move { ada.patch(&path, json!({ "state": "accepted" })).await.status.as_u16() });
    }
    let answers = work.join_all().await;
    assert_eq!(answers.iter().filter(|status| **status == 200).count(), 3, "{answers:?}");
    assert_eq!(answers.iter().filter(|status| **status == 400).count(), 5, "{answers:?}");
    let own = street.ada.get(&aid(&format!("/{id}"))).await.ok();
    assert_eq!(
        (&own["left"], &own["state"], &own["asks_waiting"]),
        (&json!(0), &json!("matched"), &json!(5))
    );
    let late = street.eve.post(&aid(&format!("/{id}/asks")), json!({ "amount": 1 })).await;
    assert_eq!(late.refused(400), 50_035, "nothing is left");
}

#[tokio::test]
async fn what_is_given_back_can_be_taken_again() {
    let street = Street::new().await;
    let id = street.post(&street.ada, street.ride()).await;
    let left = async || {
        let own = street.ada.get(&aid(&format!("/{id}"))).await.ok();
        (own["left"].as_u64().expect("a number"), own["state"].as_str().expect("a state").to_owned())
    };
    let (first, second) = (street.ask(&street.eve, &id, 3).await, street.ask(&street.mo, &id, 1).await);
    street.decide(&id, &first, "accepted").await;
    assert_eq!(left().await, (0, "matched".to_owned()));
    let over = street.ada.patch(&aid(&format!("/{id}/asks/{second}")), json!({ "state": "accepted" })).await;
    assert_eq!(over.refused(400), 50_035);
    street.eve.delete(&aid(&format!("/{id}/asks/{first}"))).await.ok();
    assert_eq!(left().await, (3, "open".to_owned()));
    street.eve.delete(&aid(&format!("/{id}/asks/{first}"))).await.ok();
    assert_eq!(left().await, (3, "open".to_owned()), "once");
    street.decide(&id, &second, "accepted").await;
    assert_eq!(left().await, (2, "open".to_owned()));
    let cancelled = street.decide(&id, &second, "cancelled").await;
    assert_eq!((&cancelled["state"], left().await.0), (&json!("cancelled"), 3));
    let again = street.ada.patch(&aid(&format!("/{id}/asks/{second}")), json!({ "state": "accepted" })).await;
    assert_eq!(again.refused(400), 50_035, "it was decided");
    let third = street.ask(&street.eve, &id, 1).await;
    assert_eq!(street.decide(&id, &third, "declined").await["user"], Value::Null);
    for person in [&street.mo, &street.town.moderator] {
        let path = aid(&format!("/{id}/asks/{third}"));
        assert_eq!(person.patch(&path, json!({ "state": "accepted" })).await.refused(403), 50_013);
        assert_eq!(person.delete(&path).await.refused(404), 10_000);
        assert_eq!(person.get(&aid(&format!("/{id}/asks"))).await.refused(403), 50_013);
        assert_eq!(person.delete(&aid(&format!("/{id}"))).await.refused(403), 50_013);
        assert_eq!(person.put(&aid(&format!("/{id}/done")), json!({})).await.refused(403), 50_013);
    }
}

#[tokio::test]
async fn whoever_found_what_they_needed_takes_the_rest_of_their_questions_back() {
    let street = Street::new().await;
    let mut request = street.ride();
    request["kind"] = json!("ride_request");
    request["total"] = json!(2);
    let wanted = street.post(&street.eve, request).await;
    let (first, second) =
        (street.post(&street.ada, street.ride()).await, street.post(&street.mo, street.ride()).await);
    let body = json!({ "amount": 2, "listing_id": wanted });
    let one = id_of(&street.eve.post(&aid(&format!("/{first}/asks")), body.clone()).await.ok());
    street.eve.post(&aid(&format!("/{second}/asks")), body.clone()).await.ok();
    let received = street.ada.get(&aid(&format!("/{first}/asks"))).await.ok();
    assert_eq!(received["asks"][0]["listing"]["id"], json!(wanted), "the author sees what is needed");
    street.decide(&first, &one, "accepted").await;
    let own = street.eve.get(&aid(&format!("/{wanted}"))).await.ok();
    assert_eq!((&own["state"], &own["left"]), (&json!("matched"), &json!(0)));
    let received = street.mo.get(&aid(&format!("/{second}/asks"))).await.ok();
    assert_eq!(received["asks"][0]["state"], "withdrawn");
    street.ada.delete(&aid(&format!("/{first}"))).await.ok();
    let own = street.eve.get(&aid(&format!("/{wanted}"))).await.ok();
    assert_eq!((&own["state"], &own["left"]), (&json!("open"), &json!(2)), "she looks again");
    let mine = street.eve.get(&aid("/asks")).await.ok();
    assert_eq!(mine["asks"][1]["state"], "cancelled");
    let wrong = json!({ "amount": 1, "listing_id": second });
    assert_eq!(
        street.eve.post(&aid(&format!("/{second}/asks")), wrong).await.refused(400),
        50_035,
        "not her own"
    );
}

#[tokio::test]
async fn what_is_asked_has_bounds() {
    let street = Street::new().await;
    let id = street.post(&street.ada, street.ride()).await;
    let path = aid(&format!("/{id}/asks"));
    for (body, field) in [
        (json!({ "amount": 0 }), "amount"),
        (json!({ "amount": 4 }), "amount"),
        (json!({ "amount": i64::MIN }), "amount"),
        (json!({ "amount": 1, "text": "x".repeat(501) }), "text"),
        (json!({ "amount": 1, "text": "eve@example.org" }), "text"),
        (json!({ "amount": 1, "listing_id": "1" }), "listing_id"),
    ] {
        let refused = street.eve.post(&path, body).await;
        assert_eq!(refused.refused(400), 50_035);
        assert!(refused.json()["errors"][field].is_object(), "{field}: {}", refused.text);
    }
    assert_eq!(street.ada.post(&path, json!({ "amount": 1 })).await.refused(400), 50_035, "her own");
    street.ada.put(&aid(&format!("/{id}/done")), json!({})).await.ok();
    assert_eq!(street.eve.post(&path, json!({ "amount": 1 })).await.refused(404), 10_000, "it is done");
}
