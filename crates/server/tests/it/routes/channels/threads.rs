//! `/channels/{channel_id}/threads`, and `PATCH` and `DELETE /channels/{channel_id}` of threads

use std::sync::Arc;

use parvis_app::clock::FixedClock;
use parvis_testing::{ALL_INTENTS, Person, Socket, TestServer};
use serde_json::{Value, json};

use crate::routes::channels::{Scene, id_of};

const HOUR_MS: i64 = 3_600_000;

async fn start(person: &Person, scene: &Scene, body: Value) -> Value {
    person.post(&scene.at("/threads"), body).await.ok()
}

/// A forum of the scene's guild.
async fn forum(scene: &Scene, body: Value) -> Value {
    let mut body = body;
    (body["name"], body["type"]) = (json!("questions"), json!(15));
    scene.owner.post(&format!("/guilds/{}/channels", scene.guild), body).await.ok()
}

#[tokio::test]
async fn a_public_thread_is_announced_to_everybody_and_stands_among_the_active_ones() {
    let scene = Scene::set().await;
    let mut listener = Socket::identify(&scene.server, &scene.owner, ALL_INTENTS).await;
    let made = start(&scene.member, &scene, json!({ "name": "  fête ", "type": 11 })).await;
    assert_eq!(made["name"], "fête");
    assert_eq!((&made["parent_id"], &made["owner_id"]), (&json!(scene.channel), &json!(scene.member.id)));
    assert_eq!(made["thread_metadata"]["archived"], false);
    assert_eq!(made["member"]["user_id"], json!(scene.member.id));
    let told = listener.wait_for("THREAD_CREATE").await;
    assert_eq!((&told["id"], &told["newly_created"]), (&made["id"], &json!(true)));
    assert!(told.get("member").is_none(), "the owner's place is nobody else's: {told}");
    let notice = listener.wait_until("MESSAGE_CREATE", |it| it["type"] == 18).await;
    assert_eq!(notice["message_reference"]["channel_id"], made["id"]);
    assert_eq!((&notice["channel_id"], &notice["content"]), (&json!(scene.channel), &json!("fête")));
    let active = scene.owner.get(&format!("/guilds/{}/threads/active", scene.guild)).await.ok();
    assert_eq!(active["threads"][0]["id"], made["id"]);
    let channels = scene.owner.get(&format!("/guilds/{}/channels", scene.guild)).await.ok();
    assert!(channels.as_array().expect("a list").iter().all(|it| it["id"] != made["id"]));
    let ready = Socket::identify(&scene.server, &scene.member, ALL_INTENTS).await.ready();
    assert_eq!(ready["guilds"][0]["threads"][0]["id"], made["id"]);
    assert_eq!(ready["guilds"][0]["threads"][0]["member"]["user_id"], json!(scene.member.id));
}

#[tokio::test]
async fn a_private_thread_exists_for_those_who_are_in_it() {
    let scene = Scene::set().await;
    let outsider = scene.server.person("fouineur").await;
    scene.owner.bring_in(&scene.channel, &outsider).await;
    let mut listener = Socket::identify(&scene.server, &outsider, ALL_INTENTS).await;
    let made = start(&scene.member, &scene, json!({ "name": "entre nous" })).await;
    assert_eq!((&made["type"], &made["thread_metadata"]["invitable"]), (&json!(12), &json!(true)));
    let id = id_of(&made);
    scene.member.say(&id, "chut").await;
    assert_eq!(outsider.get(&format!("/channels/{id}/messages")).await.refused(404), 10_003);
    assert_eq!(
        outsider.put(&format!("/channels/{id}/thread-members/@me"), json!({})).await.refused(404),
        10_003
    );
    let said = json!({ "content": format!("<@{}> viens", outsider.id) });
    let mention = scene.member.post(&format!("/channels/{id}/messages"), said).await.ok();
    assert_eq!(mention["mentions"][0]["id"], json!(outsider.id));
    let brought = listener.wait_for("THREAD_CREATE").await;
    assert_eq!((&brought["id"], &brought["member"]["user_id"]), (&json!(id), &json!(outsider.id)));
    assert!(brought.get("newly_created").is_none());
    listener.wait_until("MESSAGE_CREATE", |it| it["id"] == mention["id"]).await;
    assert!(listener.received().iter().all(|frame| !frame.to_string().contains("chut")));
    let page = outsider.get(&format!("/channels/{id}/messages")).await.ok();
    assert_eq!(page.as_array().map(Vec::len), Some(2));
}

#[tokio::test]
async fn a_mention_brings_nobody_into_a_private_thread_that_is_closed_to_that() {
    let scene = Scene::set().await;
    let third = scene.server.person("tierce").await;
    scene.owner.bring_in(&scene.channel, &third).await;
    let id = id_of(&start(&scene.owner, &scene, json!({ "name": "fermé", "invitable": false })).await);
    scene.owner.put(&format!("/channels/{id}/thread-members/{}", scene.member.id), json!({})).await.ok();
    let body = json!({ "content": format!("<@{}>", third.id) });
    let said = scene.member.post(&format!("/channels/{id}/messages"), body).await.ok();
    assert_eq!(said["mentions"], json!([]));
    assert_eq!(third.get(&format!("/channels/{id}")).await.refused(404), 10_003);
    let add = scene.member.put(&format!("/channels/{id}/thread-members/{}", third.id), json!({})).await;
    assert_eq!(add.refused(403), 50_013);
}

#[tokio::test]
async fn a_post_of_a_forum_begins_with_a_message_that_has_its_id() {
    let scene = Scene::set().await;
    let forum = forum(&scene, json!({ "available_tags": [{ "name": "urgent" }] })).await;
    let tag = forum["available_tags"][0]["id"].clone();
    let path = format!("/channels/{}/threads", id_of(&forum));
    let body =
        json!({ "name": "Qui a une clé ?", "applied_tags": [tag], "message": { "content": "moi non" } });
    let made = scene.member.post(&path, body).await.ok();
    assert_eq!((&made["message"]["id"], &made["message"]["content"]), (&made["id"], &json!("moi non")));
    assert_eq!((&made["type"], &made["applied_tags"]), (&json!(11), &json!([tag])));
    assert_eq!((&made["message_count"], &made["total_message_sent"]), (&json!(0), &json!(0)));
    let id = id_of(&made);
    scene.owner.say(&id, "moi").await;
    let seen = scene.owner.get(&format!("/channels/{id}")).await.ok();
    assert_eq!((&seen["message_count"], &seen["member_count"]), (&json!(1), &json!(2)));
    let without = scene.member.post(&path, json!({ "name": "vide" })).await;
    assert_eq!(without.refused(400), 50_035);
    let tag = json!({ "name": "x", "applied_tags": ["5"], "message": { "content": "x" } });
    assert_eq!(scene.member.post(&path, tag).await.refused(400), 50_035);
    let say =
        scene.member.post(&format!("/channels/{}/messages", id_of(&forum)), json!({ "content": "x" })).await;
    assert_eq!(say.refused(400), 50_008);
}

#[tokio::test]
async fn a_forum_that_asks_for_tags_gets_them_and_moderated_ones_from_moderators_only() {
    let scene = Scene::set().await;
    let tags = json!([{ "name": "officiel", "moderated": true }, { "name": "divers" }]);
    let forum = forum(&scene, json!({ "available_tags": tags, "flags": 16 })).await;
    let path = format!("/channels/{}/threads", id_of(&forum));
    let tag = |at: usize| forum["available_tags"][at]["id"].clone();
    let body = |tags: Value| json!({ "name": "x", "applied_tags": tags, "message": { "content": "x" } });
    assert_eq!(scene.member.post(&path, body(json!([]))).await.refused(400), 40_067);
    assert_eq!(scene.member.post(&path, body(json!([tag(0)]))).await.refused(403), 50_013);
    scene.owner.post(&path, body(json!([tag(0)]))).await.ok();
    let made = scene.member.post(&path, body(json!([tag(1)]))).await.ok();
    let own = format!("/channels/{}", id_of(&made));
    assert_eq!(scene.member.patch(&own, json!({ "applied_tags": [] })).await.refused(400), 40_067);
    // One post at the top, and only moderators put it there.
    assert_eq!(scene.member.patch(&own, json!({ "flags": 2 })).await.refused(403), 50_013);
    assert_eq!(scene.owner.patch(&own, json!({ "flags": 2 })).await.ok()["flags"], 2);
    let other = scene.member.post(&path, body(json!([tag(1)]))).await.ok();
    let other = format!("/channels/{}", id_of(&other));
    assert_eq!(scene.owner.patch(&other, json!({ "flags": 2 })).await.refused(400), 30_047);
}

#[tokio::test]
async fn types_and_numbers_beyond_their_bounds_are_refused() {
    let scene = Scene::set().await;
    for body in [
        json!({ "name": "" }),
        json!({ "name": "x".repeat(101) }),
        json!({ "name": "x", "type": 10 }),
        json!({ "name": "x", "type": 0 }),
        json!({ "name": "x", "auto_archive_duration": 61 }),
        json!({ "name": "x", "rate_limit_per_user": 21_601 }),
        json!({ "name": "x", "rate_limit_per_user": -1 }),
    ] {
        assert_eq!(
            scene.member.post(&scene.at("/threads"), body.clone()).await.refused(400),
            50_035,
            "{body}"
        );
    }
    for query in ["limit=1", "limit=101", "before=hier"] {
        let answer = scene.member.get(&scene.at(&format!("/threads/archived/public?{query}"))).await;
        assert_eq!(answer.refused(400), 50_035, "{query}");
    }
}

#[tokio::test]
async fn its_owner_renames_and_puts_away_a_thread_and_a_message_brings_it_back() {
    let scene = Scene::set().await;
    let id = id_of(&start(&scene.member, &scene, json!({ "name": "a", "type": 11 })).await);
    let path = format!("/channels/{id}");
    let third = scene.server.person("tierce").await;
    scene.owner.bring_in(&scene.channel, &third).await;
    assert_eq!(third.patch(&path, json!({ "name": "b" })).await.refused(403), 50_013);
    assert_eq!(scene.member.patch(&path, json!({ "name": "b" })).await.ok()["name"], "b");
    assert_eq!(scene.member.patch(&path, json!({ "locked": true })).await.refused(403), 50_013);
    let mut listener = Socket::identify(&scene.server, &third, ALL_INTENTS).await;
    let away = scene.member.patch(&path, json!({ "archived": true })).await.ok();
    assert_eq!(away["thread_metadata"]["archived"], true);
    let told = listener.wait_for("THREAD_UPDATE").await;
    assert_eq!(told["thread_metadata"]["archived"], true);
    let said = third.get(&format!("{path}/messages")).await.ok()[0]["id"].clone();
    let react = format!("{path}/messages/{}/reactions/%F0%9F%8C%B3/@me", said.as_str().expect("an id"));
    assert_eq!(third.put(&react, json!({})).await.refused(400), 50_083);
    let archived = third.get(&scene.at("/threads/archived/public")).await.ok();
    assert_eq!((&archived["threads"][0]["id"], &archived["has_more"]), (&json!(id), &json!(false)));
    let message = third.say(&id, "encore là").await;
    let told = listener.wait_for("THREAD_UPDATE").await;
    assert_eq!(told["thread_metadata"]["archived"], false);
    listener.wait_until("MESSAGE_CREATE", |it| it["id"] == message["id"]).await;
    third.put(&react, json!({})).await.ok();
    assert_eq!(third.get(&path).await.ok()["member"]["user_id"], json!(third.id));
}

#[tokio::test]
async fn a_locked_thread_is_for_those_who_manage_threads() {
    let scene = Scene::set().await;
    let id = id_of(&start(&scene.member, &scene, json!({ "name": "a", "type": 11 })).await);
    let path = format!("/channels/{id}");
    scene.owner.patch(&path, json!({ "archived": true, "locked": true })).await.ok();
    let said = json!({ "content": "quand même" });
    assert_eq!(scene.member.post(&format!("{path}/messages"), said.clone()).await.refused(403), 160_005);
    assert_eq!(scene.member.patch(&path, json!({ "archived": false })).await.refused(403), 160_005);
    scene.owner.patch(&path, json!({ "archived": false })).await.ok();
    assert_eq!(scene.member.post(&format!("{path}/messages"), said).await.refused(403), 160_005);
    scene.owner.say(&id, "moi, si").await;
}

#[tokio::test]
async fn a_thread_falls_asleep_after_its_time_of_silence() {
    let clock = Arc::new(FixedClock::at(1_795_328_210_123));
    let scene = Scene::on(TestServer::start_with(|_| (), clock.clone()).await).await;
    let body = |minutes: u32| json!({ "name": "a", "type": 11, "auto_archive_duration": minutes });
    let short = id_of(&start(&scene.member, &scene, body(60)).await);
    let long = id_of(&start(&scene.member, &scene, body(1_440)).await);
    clock.advance_ms(HOUR_MS / 2);
    scene.member.say(&short, "encore").await;
    clock.advance_ms(HOUR_MS / 2);
    scene.server.app().archive_idle_threads().await.expect("looked");
    let active = |list: &Value| list["threads"].as_array().map_or(0, Vec::len);
    let list = format!("/guilds/{}/threads/active", scene.guild);
    assert_eq!(active(&scene.owner.get(&list).await.ok()), 2, "somebody wrote half an hour ago");
    clock.advance_ms(HOUR_MS / 2);
    scene.server.app().archive_idle_threads().await.expect("looked");
    let left = scene.owner.get(&list).await.ok();
    assert_eq!((active(&left), &left["threads"][0]["id"]), (1, &json!(long)));
}

#[tokio::test]
async fn a_deleted_thread_is_gone_with_its_messages_and_its_message_says_so() {
    let scene = Scene::set().await;
    let asked = scene.said(&scene.member, "qui vient ?").await;
    let from = scene.at(&format!("/messages/{asked}/threads"));
    scene.member.post(&from, json!({ "name": "fil" })).await.ok();
    scene.member.say(&asked, "moi").await;
    let mut listener = Socket::identify(&scene.server, &scene.member, ALL_INTENTS).await;
    assert_eq!(scene.member.delete(&format!("/channels/{asked}")).await.refused(403), 50_013);
    assert_eq!(scene.owner.delete(&format!("/channels/{asked}")).await.ok()["id"], json!(asked));
    let told = listener.wait_for("THREAD_DELETE").await;
    let expected = json!({ "id": asked, "guild_id": scene.guild, "parent_id": scene.channel, "type": 11 });
    assert_eq!(told, expected);
    let update = listener.wait_for("MESSAGE_UPDATE").await;
    assert_eq!((&update["id"], &update["flags"]), (&json!(asked), &json!(0)));
    assert_eq!(scene.owner.get(&format!("/channels/{asked}/messages")).await.refused(404), 10_003);
    let message = scene.member.get(&scene.at(&format!("/messages/{asked}"))).await.ok();
    assert!(message.get("thread").is_none());
}

#[tokio::test]
async fn with_a_channel_go_its_threads() {
    let scene = Scene::set().await;
    let made = start(&scene.member, &scene, json!({ "name": "a", "type": 11 })).await;
    let other = start(&scene.member, &scene, json!({ "name": "b", "type": 11 })).await;
    let away = format!("/channels/{}", id_of(&other));
    scene.member.patch(&away, json!({ "archived": true })).await.ok();
    scene.owner.delete(&scene.at("")).await.ok();
    for thread in [made, other] {
        let path = format!("/channels/{}/messages", id_of(&thread));
        assert_eq!(scene.member.get(&path).await.refused(404), 10_003);
    }
    let active = scene.owner.get(&format!("/guilds/{}/threads/active", scene.guild)).await.ok();
    assert_eq!(active["threads"], json!([]));
    scene.server.app().delete_leftovers().await.expect("cleared away");
    let guild_id = scene.guild.parse().expect("an id");
    let left = scene.server.app().read(move |tx| {
        Ok(parvis_store::tables::threads::written_since(tx, guild_id, parvis_model::Id::new(1))?)
    });
    assert_eq!(left.await.expect("read"), [], "nothing of them is kept");
}

#[tokio::test]
async fn what_is_done_with_threads_stands_in_the_audit_log() {
    let scene = Scene::set().await;
    let id = id_of(&start(&scene.member, &scene, json!({ "name": "a", "type": 11 })).await);
    let path = format!("/channels/{id}");
    scene.owner.patch(&path, json!({ "name": "b", "archived": true })).await.ok();
    scene.owner.delete(&path).await.ok();
    let log = scene.owner.get(&format!("/guilds/{}/audit-logs?limit=3", scene.guild)).await.ok();
    let entries = log["audit_log_entries"].as_array().expect("entries");
    let actions: Vec<_> = entries.iter().map(|it| it["action_type"].as_u64().expect("a number")).collect();
    assert_eq!(actions, [112, 111, 110]);
    assert!(entries.iter().all(|it| it["target_id"] == json!(id)));
    let changed: Vec<_> =
        entries[1]["changes"].as_array().expect("changes").iter().map(|it| &it["key"]).collect();
    assert_eq!(changed, ["name", "archived"]);
}

#[tokio::test]
async fn a_ban_takes_what_was_written_in_threads_too() {
    let scene = Scene::set().await;
    let away = id_of(&start(&scene.owner, &scene, json!({ "name": "a", "type": 11 })).await);
    scene.member.say(&away, "méchant").await;
    scene.owner.patch(&format!("/channels/{away}"), json!({ "archived": true })).await.ok();
    let private = id_of(&start(&scene.owner, &scene, json!({ "name": "b" })).await);
    scene.owner.put(&format!("/channels/{private}/thread-members/{}", scene.member.id), json!({})).await.ok();
    scene.member.say(&private, "méchant").await;
    let ban = format!("/guilds/{}/bans/{}", scene.guild, scene.member.id);
    scene.owner.put(&ban, json!({ "delete_message_seconds": 3_600 })).await.ok();
    for thread in [away, private] {
        let page = scene.owner.get(&format!("/channels/{thread}/messages")).await.ok();
        assert!(!page.to_string().contains("méchant"), "{page}");
    }
}

#[tokio::test]
async fn a_webhook_writes_into_threads_of_its_channel_and_starts_posts_of_its_forum() {
    let scene = Scene::set().await;
    let hook = async |channel: &str| {
        let path = format!("/channels/{channel}/webhooks");
        let made = scene.owner.post(&path, json!({ "name": "Agenda" })).await.ok();
        format!("/webhooks/{}/{}?wait=true", id_of(&made), made["token"].as_str().expect("a secret"))
    };
    let nobody = scene.server.anonymous();
    let thread = id_of(&start(&scene.owner, &scene, json!({ "name": "a", "type": 11 })).await);
    scene.owner.patch(&format!("/channels/{thread}"), json!({ "archived": true })).await.ok();
    let text = hook(&scene.channel).await;
    let said = nobody.post(&format!("{text}&thread_id={thread}"), json!({ "content": "bonjour" })).await.ok();
    assert_eq!(said["channel_id"], json!(thread));
    let seen = scene.owner.get(&format!("/channels/{thread}")).await.ok();
    assert_eq!(seen["thread_metadata"]["archived"], false);
    let named = json!({ "content": "x", "thread_name": "x" });
    assert_eq!(nobody.post(&text, named.clone()).await.refused(400), 220_003);
    let forum = id_of(&forum(&scene, json!({})).await);
    let posts = hook(&forum).await;
    let elsewhere = nobody.post(&format!("{posts}&thread_id={thread}"), json!({ "content": "x" })).await;
    assert_eq!(elsewhere.refused(404), 10_003);
    assert_eq!(nobody.post(&posts, json!({ "content": "x" })).await.refused(400), 220_001);
    let post = nobody.post(&posts, named).await.ok();
    assert_eq!(post["channel_id"], post["id"]);
    let again = format!("{posts}&thread_id={}", id_of(&post));
    nobody.post(&again, json!({ "content": "encore" })).await.ok();
    let seen = scene.member.get(&format!("/channels/{}", id_of(&post))).await.ok();
    assert_eq!((&seen["message_count"], &seen["member_count"]), (&json!(1), &json!(0)));
}
