//! `/channels/{channel_id}/thread-members`

use parvis_testing::{ALL_INTENTS, Socket, UNPRIVILEGED_INTENTS};
use serde_json::json;

use crate::routes::channels::{Scene, id_of};

async fn thread(scene: &Scene, kind: u8) -> String {
    let body = json!({ "name": "fil", "type": kind });
    id_of(&scene.owner.post(&scene.at("/threads"), body).await.ok())
}

#[tokio::test]
async fn coming_and_going_is_told_and_listed() {
    let scene = Scene::set().await;
    let path = format!("/channels/{}/thread-members", thread(&scene, 11).await);
    let mut own = Socket::identify(&scene.server, &scene.member, ALL_INTENTS).await;
    for _ in 0..2 {
        assert_eq!(scene.member.put(&format!("{path}/@me"), json!({})).await.status, 204);
    }
    let told = own.wait_for("THREAD_MEMBERS_UPDATE").await;
    assert_eq!((&told["member_count"], &told["guild_id"]), (&json!(2), &json!(scene.guild)));
    assert_eq!(told["added_members"][0]["member"]["user"]["id"], json!(scene.member.id));
    assert!(told["added_members"][0].get("presence").is_some());
    let all = scene.owner.get(&format!("{path}?with_member=true")).await.ok();
    assert_eq!(all.as_array().map(Vec::len), Some(2));
    assert!(all[1]["member"]["joined_at"].is_string());
    let page = scene.owner.get(&format!("{path}?limit=1&after={}", scene.owner.id)).await.ok();
    assert_eq!((page.as_array().map(Vec::len), &page[0]["user_id"]), (Some(1), &json!(scene.member.id)));
    assert_eq!(scene.owner.get(&format!("{path}?limit=101")).await.refused(400), 50_035);
    assert_eq!(scene.member.delete(&format!("{path}/@me")).await.status, 204);
    let told = own.wait_for("THREAD_MEMBERS_UPDATE").await;
    assert_eq!(told["removed_member_ids"], json!([scene.member.id]));
    assert_eq!(scene.owner.get(&format!("{path}/{}", scene.member.id)).await.refused(404), 10_007);
}

#[tokio::test]
async fn who_is_taken_out_of_a_private_thread_hears_of_it_and_of_nothing_after_it() {
    let scene = Scene::set().await;
    let id = thread(&scene, 12).await;
    let path = format!("/channels/{id}/thread-members/{}", scene.member.id);
    let mut listener = Socket::identify(&scene.server, &scene.member, ALL_INTENTS).await;
    scene.owner.put(&path, json!({})).await.ok();
    listener.wait_for("THREAD_CREATE").await;
    let notice = listener.wait_until("MESSAGE_CREATE", |it| it["type"] == 1).await;
    assert_eq!(notice["mentions"][0]["id"], json!(scene.member.id));
    scene.owner.say(&id, "bienvenue").await;
    listener.wait_until("MESSAGE_CREATE", |it| it["content"] == "bienvenue").await;
    scene.owner.delete(&path).await.ok();
    let told = listener.wait_for("THREAD_MEMBERS_UPDATE").await;
    assert_eq!(told["removed_member_ids"], json!([scene.member.id]));
    scene.owner.say(&id, "enfin seuls").await;
    scene.owner.say(&scene.channel, "fin").await;
    listener.wait_until("MESSAGE_CREATE", |it| it["content"] == "fin").await;
    assert!(listener.received().iter().all(|frame| !frame.to_string().contains("enfin seuls")));
    assert_eq!(scene.member.get(&format!("/channels/{id}")).await.refused(404), 10_003);
}

#[tokio::test]
async fn nobody_is_brought_where_they_may_not_look() {
    let scene = Scene::set().await;
    let id = thread(&scene, 11).await;
    let overwrite = scene.at(&format!("/permissions/{}", scene.member.id));
    scene.owner.put(&overwrite, json!({ "type": 1, "allow": "0", "deny": "1024" })).await.ok();
    let path = format!("/channels/{id}/thread-members");
    let add = scene.owner.put(&format!("{path}/{}", scene.member.id), json!({})).await;
    assert_eq!(add.refused(403), 50_001);
    assert_eq!(scene.owner.put(&format!("{path}/5"), json!({})).await.refused(404), 10_007);
}

#[tokio::test]
async fn one_s_own_settings_are_told_to_one_s_own_sessions() {
    let scene = Scene::set().await;
    let id = thread(&scene, 11).await;
    let mut own = Socket::identify(&scene.server, &scene.owner, ALL_INTENTS).await;
    let path = format!("/channels/{id}/thread-members/@me/settings");
    assert_eq!(scene.owner.patch(&path, json!({ "flags": 8 })).await.ok()["flags"], 8);
    let told = own.wait_for("THREAD_MEMBER_UPDATE").await;
    assert_eq!((&told["flags"], &told["guild_id"]), (&json!(8), &json!(scene.guild)));
    for body in [json!({}), json!({ "flags": 6 }), json!({ "flags": 16 })] {
        assert_eq!(scene.owner.patch(&path, body).await.refused(400), 50_035);
    }
}

#[tokio::test]
async fn a_channel_has_no_thread_members() {
    let scene = Scene::set().await;
    let answer = scene.owner.put(&scene.at("/thread-members/@me"), json!({})).await;
    assert_eq!(answer.refused(400), 50_024);
}

#[tokio::test]
async fn a_bot_without_the_members_intent_hears_of_its_own_coming_and_going_only() {
    let scene = Scene::set().await;
    let id = thread(&scene, 11).await;
    let bot = scene.server.bot(&scene.owner, "robot").await;
    scene.owner.add_bot(&scene.guild, &bot, 0).await;
    let mut socket = Socket::identify(&scene.server, &bot, UNPRIVILEGED_INTENTS).await;
    let guild = socket.wait_for("GUILD_CREATE").await;
    assert_eq!(guild["threads"][0]["id"], json!(id));
    let own = format!("/channels/{id}/thread-members/@me");
    scene.member.put(&own, json!({})).await.ok();
    bot.put(&own, json!({})).await.ok();
    let told = socket.wait_for("THREAD_MEMBERS_UPDATE").await;
    assert_eq!(told["added_members"][0]["user_id"], json!(bot.id));
    scene.member.delete(&own).await.ok();
    bot.delete(&own).await.ok();
    let told = socket.wait_for("THREAD_MEMBERS_UPDATE").await;
    assert_eq!(told["removed_member_ids"], json!([bot.id]));
}
