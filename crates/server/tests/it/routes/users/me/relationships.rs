//! `/users/@me/relationships`

use parvis_testing::{Person, Socket, TestServer};
use serde_json::{Value, json};

async fn listen(server: &TestServer, person: &Person) -> (Socket, Value) {
    let mut socket = Socket::identify(server, person, 0).await;
    let ready = socket.ready();
    (socket, ready)
}

/// Names and payloads of everything that came since the last time, up to an own note that marks the end.
async fn heard(person: &Person, socket: &mut Socket, seen: &mut usize) -> Vec<(String, Value)> {
    let note = format!("heard up to {seen}");
    person.put(&format!("/users/@me/notes/{}", person.id), json!({ "note": note })).await.ok();
    socket.wait_until("USER_NOTE_UPDATE", |it| it["note"] == note).await;
    let frames = &socket.received()[*seen..];
    *seen += frames.len();
    let events = frames.iter().filter(|frame| frame["op"] == 0 && frame["t"] != "USER_NOTE_UPDATE");
    events.map(|frame| (frame["t"].as_str().unwrap_or_default().to_owned(), frame["d"].clone())).collect()
}

fn path(other: &Person) -> String {
    format!("/users/@me/relationships/{}", other.id)
}

async fn kinds(person: &Person) -> Vec<u64> {
    let list = person.get("/users/@me/relationships").await.ok();
    list.as_array().expect("a list").iter().map(|it| it["type"].as_u64().expect("a type")).collect()
}

#[tokio::test]
async fn an_accepted_request_makes_friends_and_both_hear_it() {
    let server = TestServer::start().await;
    let (ada, eve) = (server.person("ada").await, server.person("eve").await);
    let (mut at_ada, ready) = listen(&server, &ada).await;
    let (mut at_eve, _) = listen(&server, &eve).await;
    assert_eq!(ready["relationships"], json!([]));

    ada.post("/users/@me/relationships", json!({ "username": "Eve" })).await.ok();
    assert_eq!(at_ada.wait_for("RELATIONSHIP_ADD").await["type"], 4);
    let request = at_eve.wait_for("RELATIONSHIP_ADD").await;
    assert_eq!(
        (&request["type"], &request["id"], &request["user"]["username"]),
        (&json!(3), &json!(ada.id), &json!("ada"))
    );

    eve.put(&path(&ada), json!({})).await.ok();
    assert_eq!(at_ada.wait_for("RELATIONSHIP_ADD").await["type"], 1);
    assert_eq!(at_eve.wait_for("RELATIONSHIP_ADD").await["type"], 1);
    assert_eq!(ada.put(&path(&eve), json!({})).await.refused(400), 80_007);
    let (_, ready) = listen(&server, &ada).await;
    assert_eq!(ready["relationships"][0]["id"], json!(eve.id));

    eve.delete(&path(&ada)).await.ok();
    assert_eq!(at_ada.wait_for("RELATIONSHIP_REMOVE").await, json!({ "id": eve.id, "type": 1 }));
    assert_eq!((kinds(&ada).await, kinds(&eve).await), (vec![], vec![]));
}

#[tokio::test]
async fn a_request_can_be_taken_back_or_refused() {
    let server = TestServer::start().await;
    let (ada, eve) = (server.person("ada").await, server.person("eve").await);
    for refuses in [&ada, &eve] {
        ada.put(&path(&eve), json!({})).await.ok();
        assert_eq!((kinds(&ada).await, kinds(&eve).await), (vec![4], vec![3]));
        let other = if refuses.id == ada.id { &eve } else { &ada };
        refuses.delete(&path(other)).await.ok();
        assert_eq!((kinds(&ada).await, kinds(&eve).await), (vec![], vec![]));
    }
}

#[tokio::test]
async fn two_who_ask_each_other_at_once_become_friends() {
    let server = TestServer::start().await;
    let (ada, eve) = (server.person("ada").await, server.person("eve").await);
    let (to_eve, to_ada) = (path(&eve), path(&ada));
    let (one, other) = tokio::join!(ada.put(&to_eve, json!({})), eve.put(&to_ada, json!({})));
    assert!(one.status.is_success() && other.status.is_success());
    assert_eq!((kinds(&ada).await, kinds(&eve).await), (vec![1], vec![1]));
}

#[tokio::test]
async fn whoever_is_blocked_never_learns_of_it() {
    let server = TestServer::start().await;
    let (ada, eve) = (server.person("ada").await, server.person("eve").await);
    let (zoe, stranger) = (server.person("zoe").await, server.person("stranger").await);
    ada.put(&path(&eve), json!({})).await.ok();
    eve.put(&path(&ada), json!({})).await.ok();
    let (mut at_eve, _) = listen(&server, &eve).await;
    let (mut at_ada, _) = listen(&server, &ada).await;
    let (mut eve_heard, mut ada_heard) = (0, 0);
    heard(&eve, &mut at_eve, &mut eve_heard).await;

    ada.put(&path(&eve), json!({ "type": 2 })).await.ok();
    let told = heard(&eve, &mut at_eve, &mut eve_heard).await;
    assert_eq!(told, [("RELATIONSHIP_REMOVE".to_owned(), json!({ "id": ada.id, "type": 1 }))]);
    assert_eq!((kinds(&ada).await, kinds(&eve).await), (vec![2], vec![]));
    heard(&ada, &mut at_ada, &mut ada_heard).await;

    // Asking somebody who blocks looks in every way like asking somebody who does not answer.
    let to_ada = eve.put(&path(&ada), json!({})).await;
    let to_zoe = stranger.put(&path(&zoe), json!({})).await;
    assert_eq!((to_ada.status, to_ada.text), (to_zoe.status, to_zoe.text));
    assert_eq!((kinds(&eve).await, kinds(&stranger).await), (vec![4], vec![4]));
    assert_eq!(heard(&ada, &mut at_ada, &mut ada_heard).await, [], "the one who blocks is left in peace");
    assert_eq!(kinds(&ada).await, [2]);

    heard(&eve, &mut at_eve, &mut eve_heard).await;
    ada.delete(&path(&eve)).await.ok();
    assert_eq!(heard(&eve, &mut at_eve, &mut eve_heard).await, [], "nor is lifting a block told");
    assert_eq!((kinds(&ada).await, kinds(&eve).await), (vec![], vec![4]));
}

#[tokio::test]
async fn requests_come_only_from_where_they_are_wanted() {
    let server = TestServer::start().await;
    let (ada, eve, zoe) =
        (server.person("ada").await, server.person("eve").await, server.person("zoe").await);
    eve.patch("/users/@me/settings", json!({ "friend_source_flags": 2 })).await.ok();
    assert_eq!(ada.put(&path(&eve), json!({})).await.refused(400), 80_000);
    // Friends of friends are wanted.
    for (one, other) in [(&ada, &zoe), (&zoe, &ada), (&eve, &zoe), (&zoe, &eve)] {
        one.put(&path(other), json!({})).await.ok();
    }
    ada.put(&path(&eve), json!({})).await.ok();
}

#[tokio::test]
async fn nobody_befriends_a_bot_or_oneself_or_a_name_that_is_not_there() {
    let server = TestServer::start().await;
    let ada = server.person("ada").await;
    let bot = server.bot(&ada, "helper").await;
    assert_eq!(ada.put(&path(&bot), json!({})).await.refused(400), 80_002);
    assert_eq!(ada.put(&path(&ada), json!({})).await.refused(400), 80_003);
    let nobody = json!({ "username": "nobody" });
    assert_eq!(ada.post("/users/@me/relationships", nobody).await.refused(400), 80_004);
    assert_eq!(ada.put("/users/@me/relationships/1", json!({})).await.refused(404), 10_013);
    assert_eq!(ada.put(&path(&bot), json!({ "type": 7 })).await.refused(400), 50_035);
}

#[tokio::test]
async fn a_nickname_of_a_friend_is_seen_by_its_giver_alone() {
    let server = TestServer::start().await;
    let (ada, eve) = (server.person("ada").await, server.person("eve").await);
    ada.put(&path(&eve), json!({})).await.ok();
    eve.put(&path(&ada), json!({})).await.ok();
    ada.patch(&path(&eve), json!({ "nickname": "my neighbour" })).await.ok();
    assert_eq!(ada.get("/users/@me/relationships").await.ok()[0]["nickname"], "my neighbour");
    assert!(eve.get("/users/@me/relationships").await.ok()[0]["nickname"].is_null());
}
