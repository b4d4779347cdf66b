//! `/users/@me/channels`

use parvis_testing::Socket;
use serde_json::json;

use crate::routes::channels::{Scene, id_of};

#[tokio::test]
async fn two_who_write_to_each_other_at_once_meet_in_one_conversation() {
    let scene = Scene::set().await;
    let opens = (0..10).map(|number| {
        let (me, other) =
            if number % 2 == 0 { (&scene.owner, &scene.member) } else { (&scene.member, &scene.owner) };
        let (me, body) = (me.clone(), json!({ "recipient_id": other.id }));
        tokio::spawn(async move { id_of(&me.post("/users/@me/channels", body).await.ok()) })
    });
    let mut ids = Vec::new();
    for open in opens {
        ids.push(open.await.expect("the request ends"));
    }
    ids.dedup();
    assert_eq!(ids.len(), 1, "{ids:?}");
}

#[tokio::test]
async fn a_conversation_appears_with_its_first_message_and_comes_back_with_the_next() {
    let scene = Scene::set().await;
    let mut listener = Socket::identify(&scene.server, &scene.member, 0).await;
    let dm = scene.owner.post("/users/@me/channels", json!({ "recipient_id": scene.member.id })).await.ok();
    assert_eq!((&dm["type"], &dm["recipients"][0]["id"]), (&json!(1), &json!(scene.member.id)));
    let id = id_of(&dm);
    assert_eq!(scene.member.get("/users/@me/channels").await.ok(), json!([]));
    let first = scene.owner.say(&id, "bonjour").await;
    let seen = listener.wait_for("CHANNEL_CREATE").await;
    assert_eq!(seen["recipients"][0]["id"], json!(scene.owner.id));
    assert_eq!(listener.wait_for("MESSAGE_CREATE").await["content"], "bonjour");
    let list = scene.member.get("/users/@me/channels").await.ok();
    assert_eq!((&list[0]["id"], &list[0]["last_message_id"]), (&json!(id), &first["id"]));

    scene.member.delete(&format!("/channels/{id}")).await.ok();
    assert_eq!(scene.member.get("/users/@me/channels").await.ok(), json!([]));
    scene.owner.say(&id, "encore").await;
    assert_eq!(scene.member.get("/users/@me/channels").await.ok()[0]["id"], json!(id));
    let history = scene.member.get(&format!("/channels/{id}/messages")).await.ok();
    assert_eq!(history.as_array().map(Vec::len), Some(2));
}

#[tokio::test]
async fn strangers_and_the_blocked_are_not_written_to() {
    let scene = Scene::set().await;
    let stranger = scene.server.person("eve").await;
    let to = |id: &str| json!({ "recipient_id": id });
    assert_eq!(stranger.post("/users/@me/channels", to(&scene.owner.id)).await.refused(403), 50_007);
    assert_eq!(stranger.post("/users/@me/channels", to("1")).await.refused(404), 10_013);
    stranger.post("/users/@me/channels", to(&stranger.id)).await.refused(400);

    let dm = id_of(&scene.owner.post("/users/@me/channels", to(&scene.member.id)).await.ok());
    scene.owner.say(&dm, "a").await;
    assert_eq!(stranger.get(&format!("/channels/{dm}/messages")).await.refused(404), 10_003);
    scene
        .member
        .put(&format!("/users/@me/relationships/{}", scene.owner.id), json!({ "type": 2 }))
        .await
        .ok();
    for person in [&scene.owner, &scene.member] {
        let answer = person.post(&format!("/channels/{dm}/messages"), json!({ "content": "b" })).await;
        assert_eq!(answer.refused(403), 50_007);
        person.get(&format!("/channels/{dm}/messages")).await.ok();
    }
}

#[tokio::test]
async fn whoever_leaves_the_last_shared_guild_is_a_stranger_again() {
    let scene = Scene::set().await;
    let dm = json!({ "recipient_id": scene.owner.id });
    let dm = id_of(&scene.member.post("/users/@me/channels", dm).await.ok());
    scene.member.say(&dm, "a").await;
    scene.owner.put(&format!("/guilds/{}/bans/{}", scene.guild, scene.member.id), json!({})).await.ok();
    let answer = scene.member.post(&format!("/channels/{dm}/messages"), json!({ "content": "b" })).await;
    assert_eq!(answer.refused(403), 50_007);
}
