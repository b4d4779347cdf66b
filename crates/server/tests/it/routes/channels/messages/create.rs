//! `POST /channels/{channel_id}/messages`

use parvis_testing::{ALL_INTENTS, Socket};
use serde_json::json;

use crate::routes::channels::{Scene, id_of};

#[tokio::test]
async fn one_enforced_nonce_makes_one_message_also_of_twenty_at_once() {
    let scene = Scene::set().await;
    let body = json!({ "content": "once", "nonce": "n1", "enforce_nonce": true });
    let sends = (0..20).map(|_| {
        let (member, path, body) = (scene.member.clone(), scene.at("/messages"), body.clone());
        tokio::spawn(async move { id_of(&member.post(&path, body).await.ok()) })
    });
    let mut ids = Vec::new();
    for send in sends {
        ids.push(send.await.expect("the request ends"));
    }
    ids.dedup();
    assert_eq!(ids.len(), 1, "{ids:?}");
    let there = scene.owner.get(&scene.at("/messages")).await.ok();
    let count = there.as_array().expect("a list").iter().filter(|it| it["content"] == "once").count();
    assert_eq!(count, 1);
}

#[tokio::test]
async fn a_nonce_belongs_to_its_author_and_is_free_again_when_its_message_is_deleted() {
    let scene = Scene::set().await;
    let body = json!({ "content": "mine", "nonce": 7, "enforce_nonce": true });
    let first = scene.member.post(&scene.at("/messages"), body.clone()).await.ok();
    assert_eq!(first["nonce"], 7);
    let others = scene.owner.post(&scene.at("/messages"), body.clone()).await.ok();
    assert_ne!(first["id"], others["id"]);
    scene.member.delete(&scene.at(&format!("/messages/{}", id_of(&first)))).await.ok();
    let again = scene.member.post(&scene.at("/messages"), body).await.ok();
    assert_ne!(first["id"], again["id"]);
}

#[tokio::test]
async fn replies_stay_in_their_channel() {
    let scene = Scene::set().await;
    let other =
        scene.owner.post(&format!("/guilds/{}/channels", scene.guild), json!({ "name": "b" })).await.ok();
    let elsewhere = scene.owner.say(&id_of(&other), "elsewhere").await;
    let here = scene.said(&scene.member, "here").await;
    let reply = |reference: serde_json::Value| json!({ "content": "re", "message_reference": reference });

    let body = reply(json!({ "message_id": here }));
    let sent = scene.owner.post(&scene.at("/messages"), body).await.ok();
    assert_eq!((&sent["type"], &sent["referenced_message"]["content"]), (&json!(19), &json!("here")));
    assert_eq!(sent["mentions"][0]["id"], json!(scene.member.id));

    for reference in [
        json!({ "message_id": elsewhere["id"] }),
        json!({ "message_id": elsewhere["id"], "channel_id": other["id"] }),
        json!({ "message_id": "1" }),
    ] {
        let answer = scene.owner.post(&scene.at("/messages"), reply(reference.clone())).await;
        assert_eq!(answer.refused(400), 50_035, "{reference}");
        assert!(!answer.text.contains("elsewhere"));
    }
    let body = reply(json!({ "message_id": "1", "fail_if_not_exists": false }));
    let sent = scene.owner.post(&scene.at("/messages"), body).await.ok();
    assert_eq!(sent["type"], 0);
    assert!(sent.get("message_reference").is_none());
}

#[tokio::test]
async fn a_message_mentions_those_who_may_read_it() {
    let scene = Scene::set().await;
    let stranger = scene.server.person("eve").await;
    let content = format!("<@{}> <@{}>", scene.member.id, stranger.id);
    let sent = scene.owner.say(&scene.channel, &content).await;
    assert_eq!(sent["mentions"].as_array().map(Vec::len), Some(1), "{sent}");

    let hidden = json!({ "name": "hidden", "permission_overwrites": [
        { "id": scene.guild, "type": 0, "deny": "1024" },
    ] });
    let hidden = scene.owner.post(&format!("/guilds/{}/channels", scene.guild), hidden).await.ok();
    let sent = scene.owner.say(&id_of(&hidden), &content).await;
    assert_eq!(sent["mentions"], json!([]));
}

#[tokio::test]
async fn everybody_hears_a_message_once_and_in_order() {
    let scene = Scene::set().await;
    let mut listener = Socket::identify(&scene.server, &scene.member, ALL_INTENTS).await;
    for number in 0..5 {
        scene.said(&scene.owner, &format!("{number}")).await;
    }
    for number in 0..5 {
        let event = listener.wait_for("MESSAGE_CREATE").await;
        assert_eq!(event["content"], format!("{number}"));
        assert_eq!(event["guild_id"], json!(scene.guild));
        assert!(event["member"]["roles"].is_array());
    }
}

#[tokio::test]
async fn a_message_needs_something_in_it() {
    let scene = Scene::set().await;
    for body in [json!({}), json!({ "content": "" }), json!({ "content": " \n\t " }), json!({ "embeds": [] })]
    {
        assert_eq!(
            scene.owner.post(&scene.at("/messages"), body.clone()).await.refused(400),
            50_006,
            "{body}"
        );
    }
    let long = "x".repeat(2_001);
    let answer = scene.owner.post(&scene.at("/messages"), json!({ "content": long })).await;
    assert_eq!(answer.refused(400), 50_035);
    scene.owner.post(&scene.at("/messages"), json!({ "content": "é".repeat(2_000) })).await.ok();
}

#[tokio::test]
async fn slow_mode_lets_a_member_write_again_later() {
    let scene = Scene::set().await;
    scene.owner.patch(&scene.at(""), json!({ "rate_limit_per_user": 600 })).await.ok();
    scene.said(&scene.member, "one").await;
    let answer = scene.member.post(&scene.at("/messages"), json!({ "content": "two" })).await;
    assert_eq!(answer.refused(429), 20_016);
    let retry_after_s = answer.json()["retry_after"].as_f64().expect("a number");
    assert!((500.0..=600.0).contains(&retry_after_s), "{retry_after_s}");
    // Who manages the channel is not held up.
    scene.said(&scene.owner, "three").await;
    scene.said(&scene.owner, "four").await;
}
