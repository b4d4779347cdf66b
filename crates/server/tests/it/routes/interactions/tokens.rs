//! `/webhooks/{application_id}/{interaction_token}`: what an application does with an interaction after its first
//! answer, and what nobody else does

use std::sync::Arc;

use parvis_app::clock::{FixedClock, SystemClock};
use parvis_model::Id;
use parvis_model::marker::InteractionMarker;
use parvis_store::tables;
use parvis_testing::{Person, TestServer};
use serde_json::{Value, json};

use super::{Scene, callback_path, id_of, says, whispers};

const NOW_MS: i64 = 1_795_328_210_123;
const MINUTE_MS: i64 = 60_000;

/// A scene with an interaction that was answered.
async fn answered(body: Value) -> (Scene, Value) {
    let mut scene = Scene::set().await;
    let command = scene.ping().await;
    let interaction = scene.used(&command).await;
    scene.answers(&interaction, body).await.ok();
    scene.client.wait_for("MESSAGE_CREATE").await;
    (scene, interaction)
}

#[tokio::test]
async fn the_first_answer_is_read_changed_and_deleted() {
    let (mut scene, interaction) = answered(says("one")).await;
    let (anybody, path) = (scene.server.anonymous(), scene.webhook(&interaction, "/messages/@original"));
    let original = anybody.get(&path).await.ok();
    assert_eq!(original["content"], "one");
    let changed = anybody.patch(&path, json!({ "content": "two" })).await.ok();
    assert_eq!((&changed["id"], &changed["content"]), (&original["id"], &json!("two")));
    assert_eq!(scene.client.wait_for("MESSAGE_UPDATE").await["content"], "two");
    anybody.delete(&path).await.ok();
    assert_eq!(scene.client.wait_for("MESSAGE_DELETE").await["id"], original["id"]);
    assert_eq!(anybody.get(&path).await.refused(404), 10_008);
    assert_eq!(anybody.patch(&path, json!({ "content": "three" })).await.refused(404), 10_008);
}

#[tokio::test]
async fn more_messages_follow_each_of_its_own() {
    let (mut scene, interaction) = answered(says("one")).await;
    let anybody = scene.server.anonymous();
    // Also without being asked for it, the answer is the message: libraries count on it.
    let more = anybody.post(&scene.webhook(&interaction, ""), json!({ "content": "two" })).await;
    assert_eq!(more.status, 200);
    let more = more.ok();
    assert_eq!(more["interaction_metadata"]["id"], interaction["id"]);
    assert!(more["interaction_metadata"]["original_response_message_id"].is_string());
    assert_eq!(scene.client.wait_for("MESSAGE_CREATE").await["content"], "two");
    let path = scene.webhook(&interaction, &format!("/messages/{}", id_of(&more)));
    assert_eq!(anybody.get(&path).await.ok()["content"], "two");
    anybody.patch(&path, json!({ "content": "two and a half" })).await.ok();
    let original = anybody.get(&scene.webhook(&interaction, "/messages/@original")).await.ok();
    assert_eq!(original["content"], "one");
    let quiet = json!({ "content": "psst", "flags": 64 });
    let quiet = anybody.post(&scene.webhook(&interaction, ""), quiet).await.ok();
    assert_eq!(quiet["flags"], 64);
    let path = scene.webhook(&interaction, &format!("/messages/{}", id_of(&quiet)));
    assert_eq!(anybody.patch(&path, json!({ "content": "psst!" })).await.ok()["flags"], 64);
    anybody.delete(&path).await.ok();
    assert_eq!(anybody.get(&path).await.refused(404), 10_008);
    assert!(scene.history().await.iter().all(|it| !it["content"].as_str().expect("text").contains("psst")));
}

#[tokio::test]
async fn the_first_message_after_a_promise_keeps_it() {
    let (mut scene, interaction) = answered(json!({ "type": 5, "data": { "flags": 64 } })).await;
    let anybody = scene.server.anonymous();
    let filled = anybody.post(&scene.webhook(&interaction, ""), json!({ "content": "here" })).await.ok();
    // It stays what was promised: for one person.
    assert_eq!(filled["flags"], 64);
    let told = scene.client.wait_for("MESSAGE_UPDATE").await;
    assert_eq!((&told["id"], &told["content"]), (&filled["id"], &json!("here")));
    let more = anybody.post(&scene.webhook(&interaction, ""), json!({ "content": "more" })).await.ok();
    assert_ne!(more["id"], filled["id"]);
}

#[tokio::test]
async fn a_token_opens_the_messages_of_its_own_interaction_only() {
    let (mut scene, first) = answered(says("one")).await;
    let command = scene.ping().await;
    let second = scene.used(&command).await;
    scene.answers(&second, whispers("two")).await.ok();
    let theirs = scene.client.wait_until("MESSAGE_CREATE", |it| it["content"] == "two").await;
    let anybody = scene.server.anonymous();
    let bots = scene.bot.say(&scene.channel, "by the ordinary way").await;
    let peoples = scene.owner.say(&scene.channel, "a person's").await;
    for message in [&theirs, &bots, &peoples] {
        let path = scene.webhook(&first, &format!("/messages/{}", id_of(message)));
        assert_eq!(anybody.get(&path).await.refused(404), 10_008);
        assert_eq!(anybody.patch(&path, json!({ "content": "mine" })).await.refused(404), 10_008);
        assert_eq!(anybody.delete(&path).await.refused(404), 10_008);
    }
}

#[tokio::test]
async fn a_token_is_good_for_a_quarter_of_an_hour_and_leaves_nothing() {
    let clock = Arc::new(FixedClock::at(NOW_MS));
    let mut scene = Scene::with(|_| (), clock.clone()).await;
    let command = scene.ping().await;
    let interaction = scene.used(&command).await;
    scene.answers(&interaction, whispers("psst")).await.ok();
    let anybody = scene.server.anonymous();
    let path = scene.webhook(&interaction, "/messages/@original");
    clock.advance_ms(14 * MINUTE_MS);
    anybody.get(&path).await.ok();
    parvis_app::interactions::purge(scene.server.app()).await.expect("the upkeep runs");
    anybody.get(&path).await.ok();
    clock.advance_ms(MINUTE_MS);
    assert_eq!(anybody.get(&path).await.refused(401), 50_027);
    assert_eq!(anybody.post(&scene.webhook(&interaction, ""), says("x")).await.refused(401), 50_027);
    assert_eq!(scene.answers(&interaction, says("x")).await.refused(404), 10_062);
    parvis_app::interactions::purge(scene.server.app()).await.expect("the upkeep runs");
    let id: Id<InteractionMarker> = id_of(&interaction).parse().expect("an id");
    let left = scene.server.app().read(move |tx| {
        let messages = tables::interactions::expired_ephemerals(tx, i64::MAX, 10)?;
        Ok((tables::interactions::get(tx, id)?, messages))
    });
    assert_eq!(left.await.expect("the tables are read"), (None, Vec::new()));
}

#[tokio::test]
async fn tokens_survive_a_restart() {
    let (scene, interaction) = answered(says("before")).await;
    let (original, callback) =
        (scene.webhook(&interaction, "/messages/@original"), callback_path(&interaction));
    let folder = scene.server.stop().await;
    let data = folder.path().to_owned();
    let same_data = |config: &mut parvis_server::Config| {
        config.database = format!("sqlite:{}", data.join("parvis.sqlite").display());
        config.data = data;
    };
    let server = TestServer::start_with(same_data, Arc::new(SystemClock)).await;
    let anybody = server.anonymous();
    assert_eq!(anybody.get(&original).await.ok()["content"], "before");
    assert_eq!(anybody.patch(&original, json!({ "content": "after" })).await.ok()["content"], "after");
    assert_eq!(anybody.post(&callback, says("again")).await.refused(400), 40_060);
}

#[tokio::test]
async fn a_deleted_application_takes_its_interactions_along() {
    let (scene, interaction) = answered(whispers("psst")).await;
    scene.owner.delete(&format!("/applications/{}", scene.bot.id)).await.ok();
    let path = scene.webhook(&interaction, "/messages/@original");
    assert_eq!(scene.server.anonymous().get(&path).await.refused(401), 50_027);
}

/// Every way of using a token; whether one of them was let in.
async fn is_let_in(anybody: &Person, application_id: &str, interaction_id: &str, token: &str) -> bool {
    let webhook = format!("/webhooks/{application_id}/{token}");
    let answers = [
        anybody.post(&format!("/interactions/{interaction_id}/{token}/callback"), says("x")).await,
        anybody.post(&webhook, json!({ "content": "x" })).await,
        anybody.get(&format!("{webhook}/messages/@original")).await,
        anybody.patch(&format!("{webhook}/messages/@original"), json!({ "content": "x" })).await,
        anybody.delete(&format!("{webhook}/messages/@original")).await,
    ];
    answers.iter().any(|answer| answer.status.is_success())
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn of_ten_thousand_tokens_guessed_replayed_and_crossed_none_is_let_in() {
    use base64::Engine;
    use base64::engine::general_purpose::URL_SAFE_NO_PAD;
    let (mut scene, answered) = answered(says("one")).await;
    let command = scene.ping().await;
    let waiting = scene.used(&command).await;
    let stranger = scene.server.bot(&scene.owner, "Stranger").await;
    let anybody = scene.server.anonymous();
    let mut tried = 0;
    // Crossed: a good token with another application, or another interaction.
    for interaction in [&answered, &waiting] {
        let token = interaction["token"].as_str().expect("a token");
        let other = if interaction == &answered { &waiting } else { &answered };
        assert!(!is_let_in(&anybody, &stranger.id, &id_of(other), token).await);
        tried += 5;
    }
    // Guessed: well-formed and with the right id, one bit beside the right one, cut, made longer, empty.
    let good = answered["token"].as_str().expect("a token");
    let plain = String::from_utf8(URL_SAFE_NO_PAD.decode(good).expect("base64")).expect("text");
    let mut seed = 0x9e37_79b9_7f4a_7c15_u64;
    while tried < 10_000 {
        seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        let (prefix, secret) = plain.rsplit_once(':').expect("three parts");
        let mut secret = URL_SAFE_NO_PAD.decode(secret).expect("base64");
        match seed % 4 {
            0 => secret[usize::try_from(seed >> 59).expect("below 32")] ^= 1 << (seed >> 8 & 7),
            1 => secret.truncate(usize::try_from(seed >> 59).expect("below 32")),
            2 => secret.push(0),
            _ => secret.iter_mut().zip(seed.to_be_bytes()).for_each(|(byte, other)| *byte ^= other | 1),
        }
        let guess = URL_SAFE_NO_PAD.encode(format!("{prefix}:{}", URL_SAFE_NO_PAD.encode(secret)));
        assert_ne!(guess, good);
        assert!(!is_let_in(&anybody, &scene.bot.id, &id_of(&answered), &guess).await, "{guess}");
        tried += 5;
    }
    // Replayed: the first answer once more, with the right token.
    for _ in 0..50 {
        let again = anybody.post(&callback_path(&answered), says("again")).await;
        assert_eq!(again.refused(400), 40_060);
    }
    let there = scene.history().await;
    let said: Vec<_> = there.iter().filter(|it| it["author"]["id"] == json!(scene.bot.id)).collect();
    assert_eq!(said.len(), 1, "{said:?}");
    assert_eq!(said[0]["content"], "one");
}
