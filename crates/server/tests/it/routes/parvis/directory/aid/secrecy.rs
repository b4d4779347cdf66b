//! What rides and mutual aid must not tell: who, before both have agreed, and what the two say to each other

use parvis_testing::Socket;
use serde_json::{Value, json};

use super::super::id_of;
use super::{MAP, Street, aid, seen};

#[tokio::test]
async fn neither_side_learns_of_a_block_and_nobody_is_found_by_trying() {
    let street = Street::new().await;
    let (ada, eve, mo) = (&street.ada, &street.eve, &street.mo);
    let block = async |who: &parvis_testing::Person, whom: &parvis_testing::Person| {
        who.put(&format!("/users/@me/relationships/{}", whom.id), json!({ "type": 2 })).await.ok();
    };
    block(ada, eve).await;
    block(mo, ada).await;
    let id = street.post(ada, street.ride()).await;
    let stranger = street.town.server.person("lu").await;
    let mut answers = Vec::new();
    for person in [eve, mo, &stranger] {
        assert_eq!(seen(person, "").await, std::slice::from_ref(&id));
        let mut asked = person.post(&aid(&format!("/{id}/asks")), json!({ "amount": 1 })).await.ok();
        for key in ["id", "created_at"] {
            asked[key] = Value::Null;
        }
        asked["listing"]["my_ask"]["id"] = Value::Null;
        answers.push(asked);
    }
    assert_eq!(answers[0], answers[2], "who is blocked gets the same answer");
    assert_eq!(answers[1], answers[2], "and so does who blocks");
    let own = ada.get(&aid(&format!("/{id}"))).await.ok();
    assert_eq!(own["asks_waiting"], json!(1));
    let received = ada.get(&aid(&format!("/{id}/asks"))).await.ok();
    assert_eq!(received["asks"].as_array().expect("a list").len(), 1, "the stranger's");
    let shelved = eve.get(&aid("/asks")).await.ok()["asks"][0]["id"].as_str().expect("an id").to_owned();
    let path = aid(&format!("/{id}/asks/{shelved}"));
    assert_eq!(ada.patch(&path, json!({ "state": "accepted" })).await.refused(404), 10_000);
    // A block that comes later: as if the question had just been taken back.
    block(&stranger, ada).await;
    let waiting = id_of(&received["asks"][0]);
    let path = aid(&format!("/{id}/asks/{waiting}"));
    assert_eq!(ada.patch(&path, json!({ "state": "accepted" })).await.refused(404), 10_000);
    assert_eq!(stranger.get(&aid("/asks")).await.ok()["asks"][0]["state"], "withdrawn");
    assert_eq!(ada.get(&aid(&format!("/{id}"))).await.ok()["left"], json!(3));
}

#[tokio::test]
async fn no_door_names_who_posted_or_asked_nor_what_the_two_say() {
    let street = Street::new().await;
    let town = &street.town;
    let (zora, yana) = (town.server.person("canary_zora").await, town.server.person("canary_yana").await);
    let mut watching = Socket::identify(&town.server, &street.mo, 0).await;
    let id = street.post(&zora, street.ride()).await;
    let thing = street.post(&yana, street.thing()).await;
    let asked =
        yana.post(&aid(&format!("/{id}/asks")), json!({ "amount": 1, "text": "canary_question" })).await.ok();
    street.mo.post(&aid(&format!("/{id}/reports")), json!({ "reason": "wrong" })).await.ok();
    // Before both have agreed, the two do not know each other either.
    let before = [
        yana.get(&aid("/asks")).await.text,
        yana.get(&aid(&format!("/{id}"))).await.text,
        zora.get(&aid(&format!("/{thing}"))).await.text,
    ];
    for text in &before {
        assert!(!text.contains("canary_zora") && !text.contains(&zora.id), "{text}");
    }
    let received = zora.get(&aid(&format!("/{id}/asks"))).await.text;
    assert!(!received.contains("canary_yana") && !received.contains(&yana.id), "{received}");
    let path = aid(&format!("/{id}/asks/{}", id_of(&asked)));
    let accepted = zora.patch(&path, json!({ "state": "accepted" })).await.ok();
    let channel = accepted["channel_id"].as_str().expect("a conversation");
    yana.say(channel, "canary_place: maison 12").await;

    let mut told = Vec::new();
    for person in [&street.mo, &town.moderator, &town.visitor()] {
        for path in [
            aid(""),
            aid(&format!("/{id}")),
            aid(&format!("/{thing}")),
            aid("/mine"),
            aid("/asks"),
            aid("/reports"),
            aid(&format!("/{id}/asks")),
            aid(&format!("/{id}/matches")),
            format!("{MAP}/log"),
            format!("{MAP}/groups.geojson"),
            format!("{MAP}/search?q=canary"),
            "/users/@me/channels".to_owned(),
        ] {
            told.push((path.clone(), person.get(&path).await.text));
        }
    }
    // The last thing that is told to the one who listens, so that everything before it has arrived.
    street.mo.patch("/users/@me", json!({ "global_name": "Mo" })).await.ok();
    watching.wait_for("USER_UPDATE").await;
    told.push(("the gateway".to_owned(), serde_json::to_string(watching.received()).expect("it is JSON")));
    for (path, text) in told {
        for secret in ["canary_", &zora.id, &yana.id, channel] {
            assert!(!text.contains(secret), "{secret} stands in {path}: {text}");
        }
    }
}

#[tokio::test]
async fn what_lies_in_the_dark_is_gone_with_its_place() {
    let street = Street::new().await;
    let town = &street.town;
    let id = street.post(&street.ada, street.ride()).await;
    let mut request = street.ride();
    request["kind"] = json!("ride_request");
    request["total"] = json!(1);
    let wanted = street.post(&street.eve, request).await;
    let ask = street.ask(&street.mo, &id, 1).await;
    for place in
        [format!("/areas/{}/dark", town.courtyard), format!("/areas/{}/dark", town.east), "/dark".to_owned()]
    {
        let dark = format!("{MAP}{place}");
        town.moderator.put(&dark, json!({})).await.ok();
        for person in [&street.mo, &town.visitor()] {
            assert_eq!(seen(person, "").await, [""; 0], "{place}");
            assert_eq!(person.get(&aid(&format!("/{id}"))).await.refused(404), 10_000, "{place}");
        }
        let ask_again = street.eve.post(&aid(&format!("/{id}/asks")), json!({ "amount": 1 })).await;
        assert_eq!(ask_again.refused(404), 10_000, "{place}");
        assert_eq!(street.mo.get(&aid("/asks")).await.ok()["asks"][0]["listing"], Value::Null, "{place}");
        let own = street.ada.get(&aid(&format!("/{id}"))).await.ok();
        assert_eq!((&own["dark"], &own["asks_waiting"]), (&json!(true), &json!(1)), "its author keeps it");
        assert_eq!(
            street.ada.get(&aid(&format!("/{id}/matches"))).await.ok()["matches"],
            json!([]),
            "{place}"
        );
        let path = aid(&format!("/{id}/asks/{ask}"));
        assert_eq!(
            street.ada.patch(&path, json!({ "state": "accepted" })).await.refused(400),
            50_035,
            "{place}"
        );
        town.moderator.delete(&dark).await.ok();
        assert_eq!(seen(&street.mo, "").await.len(), 2, "{place} again");
    }
    let found = street.ada.get(&aid(&format!("/{id}/matches"))).await.ok();
    assert_eq!(found["matches"][0]["listing"]["id"], json!(wanted));
}
