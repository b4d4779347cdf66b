//! `POST /interactions/{interaction_id}/{interaction_token}/callback`

use parvis_testing::{ALL_INTENTS, Judgement, Schemas, Socket};
use reqwest::multipart::{Form, Part};
use serde_json::{Value, json};

use super::{Scene, callback_path, id_of, says, whispers};

#[tokio::test]
async fn a_message_answers_once_and_says_what_it_answers() {
    let mut scene = Scene::set().await;
    let command = scene.ping().await;
    let interaction = scene.used(&command).await;
    let path = format!("{}?with_response=true", callback_path(&interaction));
    let answered = scene.server.anonymous().post(&path, says("pong")).await.ok();
    let schemas = Schemas::default();
    let route = "/interactions/{interaction_id}/{interaction_token}/callback";
    assert_eq!(schemas.judge("POST", route, 200, &answered), Judgement::Errors(Vec::new()));
    let message = &answered["resource"]["message"];
    assert_eq!(answered["interaction"]["response_message_id"], message["id"]);
    assert_eq!((&message["content"], &message["type"]), (&json!("pong"), &json!(20)));
    assert_eq!(
        (&message["author"]["id"], &message["application_id"]),
        (&json!(scene.bot.id), &json!(scene.bot.id))
    );
    assert_eq!(message["webhook_id"], json!(scene.bot.id));
    assert_eq!(message["interaction_metadata"]["user"]["id"], json!(scene.member.id));
    assert_eq!(message["interaction"]["name"], "ping");
    let told = scene.client.wait_for("MESSAGE_CREATE").await;
    assert_eq!(told["id"], message["id"]);
    let success = scene.client.wait_for("INTERACTION_SUCCESS").await;
    assert_eq!(success, json!({ "id": interaction["id"], "nonce": "42" }));
    for body in [says("again"), json!({ "type": 5 }), json!({ "type": 9, "data": modal() })] {
        assert_eq!(scene.answers(&interaction, body).await.refused(400), 40_060);
    }
    let there = scene.history().await;
    let found: Vec<_> = there.iter().filter(|it| it["author"]["id"] == json!(scene.bot.id)).collect();
    assert_eq!(found.len(), 1);
    assert_eq!(found[0]["interaction_metadata"], message["interaction_metadata"]);
}

#[tokio::test]
async fn twenty_answers_at_once_make_one_message() {
    let mut scene = Scene::set().await;
    let command = scene.ping().await;
    let interaction = scene.used(&command).await;
    let answers = (0..20).map(|number| {
        let (anybody, path) = (scene.server.anonymous(), callback_path(&interaction));
        tokio::spawn(async move { anybody.post(&path, says(&format!("{number}"))).await.status.as_u16() })
    });
    let mut statuses = Vec::new();
    for answer in answers {
        statuses.push(answer.await.expect("the request ends"));
    }
    assert_eq!(statuses.iter().filter(|status| **status == 204).count(), 1, "{statuses:?}");
    assert!(statuses.iter().all(|status| [204, 400].contains(status)), "{statuses:?}");
}

#[tokio::test]
async fn a_refused_answer_is_none() {
    let mut scene = Scene::set().await;
    let command = scene.ping().await;
    let interaction = scene.used(&command).await;
    for (body, code) in [
        (json!({}), 50_035),
        (json!({ "type": 4 }), 50_006),
        (json!({ "type": 4, "data": { "content": "x".repeat(2_001) } }), 50_035),
        (json!({ "type": 7, "data": { "content": "nothing to change" } }), 50_035),
        (json!({ "type": 8, "data": { "choices": [] } }), 50_035),
        (json!({ "type": 9, "data": { "custom_id": "f", "title": "t", "components": [] } }), 50_035),
        (json!({ "type": 1 }), 50_035),
        (json!({ "type": 10 }), 50_035),
        (json!({ "type": 12 }), 50_035),
        (json!({ "type": 77 }), 50_035),
    ] {
        assert_eq!(scene.answers(&interaction, body.clone()).await.refused(400), code, "{body}");
    }
    let long =
        scene.answers(&interaction, json!({ "type": 4, "data": { "content": "x".repeat(2_001) } })).await;
    assert!(long.json()["errors"]["data"]["content"].is_object(), "{}", long.text);
    scene.answers(&interaction, says("and now right")).await.ok();
    assert_eq!(scene.client.wait_for("MESSAGE_CREATE").await["content"], "and now right");
}

#[tokio::test]
async fn a_whisper_is_heard_by_one_and_stands_nowhere() {
    let mut scene = Scene::set().await;
    let command = scene.ping().await;
    let mut others = Socket::identify(&scene.server, &scene.owner, ALL_INTENTS).await;
    let interaction = scene.used(&command).await;
    scene.answers(&interaction, whispers("psst")).await.ok();
    let heard = scene.client.wait_for("MESSAGE_CREATE").await;
    assert_eq!((&heard["content"], &heard["flags"]), (&json!("psst"), &json!(64)));
    let message = format!("/channels/{}/messages/{}", scene.channel, id_of(&heard));
    for person in [&scene.owner, &scene.member, &scene.bot] {
        assert_eq!(person.get(&message).await.refused(404), 10_008);
        let pin = format!("/channels/{}/messages/pins/{}", scene.channel, id_of(&heard));
        assert!([403, 404].contains(&person.put(&pin, json!({})).await.status.as_u16()));
        let react = format!("{message}/reactions/%F0%9F%8C%B3/@me");
        assert_eq!(person.put(&react, json!({})).await.refused(404), 10_008);
    }
    let reply = json!({ "content": "re", "message_reference": { "message_id": heard["id"] } });
    let messages = format!("/channels/{}/messages", scene.channel);
    assert_eq!(scene.member.post(&messages, reply).await.refused(400), 50_035);
    assert!(scene.history().await.iter().all(|it| it["content"] != "psst"));
    scene.owner.say(&scene.channel, "over").await;
    others.wait_until("MESSAGE_CREATE", |it| it["content"] == "over").await;
    let all: Vec<String> = others.received().iter().map(Value::to_string).collect();
    assert!(!all.iter().any(|text| text.contains("psst")));
    // Its application takes it away again.
    scene.server.anonymous().delete(&scene.webhook(&interaction, "/messages/@original")).await.ok();
    assert_eq!(scene.client.wait_for("MESSAGE_DELETE").await["id"], heard["id"]);
}

#[tokio::test]
async fn a_whispered_file_is_served_and_goes_with_its_message() {
    let mut scene = Scene::set().await;
    let command = scene.ping().await;
    let interaction = scene.used(&command).await;
    let form = Form::new()
        .text("payload_json", whispers("a file").to_string())
        .part("files[0]", Part::bytes(b"secret".to_vec()).file_name("s.txt"));
    scene.server.anonymous().post_form(&callback_path(&interaction), form).await.ok();
    let heard = scene.client.wait_for("MESSAGE_CREATE").await;
    let url = heard["attachments"][0]["url"].as_str().expect("an address");
    assert_eq!(heard["attachments"][0]["ephemeral"], true);
    let url = format!("{}{}", scene.server.url(), &url[url.find("/attachments/").expect("a path")..]);
    assert_eq!(scene.server.anonymous().get(&url).await.text, "secret");
    let refresh = json!({ "attachment_urls": [heard["attachments"][0]["url"]] });
    let refreshed = scene.owner.post("/attachments/refresh-urls", refresh).await.ok();
    assert_eq!(refreshed["refreshed_urls"][0]["refreshed"], Value::Null);
    scene.server.anonymous().delete(&scene.webhook(&interaction, "/messages/@original")).await.ok();
    assert_eq!(scene.server.anonymous().get(&url).await.status, 404);
}

#[tokio::test]
async fn a_promised_message_arrives_with_its_file_and_is_not_called_edited() {
    let mut scene = Scene::set().await;
    let command = scene.ping().await;
    let interaction = scene.used(&command).await;
    scene.answers(&interaction, json!({ "type": 5 })).await.ok();
    let waits = scene.client.wait_for("MESSAGE_CREATE").await;
    assert_eq!((&waits["flags"], &waits["content"], &waits["type"]), (&json!(128), &json!(""), &json!(20)));
    let body = json!({ "content": "done", "attachments": [{ "id": 0, "description": "a text" }] });
    let form = Form::new()
        .text("payload_json", body.to_string())
        .part("files[0]", Part::bytes(b"result".to_vec()).file_name("r.txt"));
    let path = scene.webhook(&interaction, "/messages/@original");
    let request = scene.server.anonymous().request(reqwest::Method::PATCH, &path).multipart(form);
    let filled = parvis_testing::Answer::of(request).await.ok();
    assert_eq!((&filled["id"], &filled["flags"]), (&waits["id"], &json!(0)));
    let told = scene.client.wait_for("MESSAGE_UPDATE").await;
    assert_eq!((&told["content"], &told["edited_timestamp"]), (&json!("done"), &Value::Null));
    assert_eq!(told["attachments"][0]["description"], "a text");
    assert_eq!(told["interaction_metadata"]["id"], interaction["id"]);
    let edited = scene.server.anonymous().patch(&path, json!({ "content": "really" })).await.ok();
    assert!(edited["edited_timestamp"].is_string());
}

#[tokio::test]
async fn a_click_changes_its_message_now_or_later() {
    let mut scene = Scene::set().await;
    let message = scene.message_with_components().await;
    let click = scene.pressed(&message, "go").await;
    let update = json!({ "type": 7, "data": { "content": "chosen", "components": [] } });
    let path = format!("{}?with_response=true", callback_path(&click));
    let answered = scene.server.anonymous().post(&path, update).await.ok();
    assert_eq!(
        (&answered["resource"]["type"], &answered["resource"]["message"]["id"]),
        (&json!(7), &message["id"])
    );
    let told = scene.client.wait_for("MESSAGE_UPDATE").await;
    assert_eq!(
        (&told["id"], &told["content"], &told["components"]),
        (&message["id"], &json!("chosen"), &json!([]))
    );

    let message = scene.message_with_components().await;
    let click = scene.pressed(&message, "go").await;
    scene.answers(&click, json!({ "type": 6 })).await.ok();
    scene.client.wait_for("INTERACTION_SUCCESS").await;
    let original = scene.webhook(&click, "/messages/@original");
    let changed = scene.server.anonymous().patch(&original, json!({ "content": "later" })).await.ok();
    assert_eq!((&changed["id"], &changed["content"]), (&message["id"], &json!("later")));

    // An answer beside it is a reply to it.
    let click = scene.pressed(&message, "go").await;
    scene.answers(&click, says("I saw that")).await.ok();
    let reply = scene.client.wait_until("MESSAGE_CREATE", |it| it["content"] == "I saw that").await;
    assert_eq!((&reply["type"], &reply["message_reference"]["message_id"]), (&json!(19), &message["id"]));
    assert_eq!(reply["interaction_metadata"]["interacted_message_id"], message["id"]);
}

fn modal() -> Value {
    json!({ "custom_id": "form", "title": "Tell us", "components": [
        { "type": 1, "components": [
            { "type": 4, "custom_id": "why", "style": 1, "label": "Why?", "min_length": 3 },
        ] },
        { "type": 18, "label": "Who?", "component": { "type": 5, "custom_id": "who", "required": false } },
    ] })
}

#[tokio::test]
async fn a_form_is_shown_filled_in_and_answered() {
    let mut scene = Scene::set().await;
    let command = scene.ping().await;
    let interaction = scene.used(&command).await;
    scene.answers(&interaction, json!({ "type": 9, "data": modal() })).await.ok();
    let shown = scene.client.wait_for("INTERACTION_MODAL_CREATE").await;
    assert_eq!(
        (&shown["id"], &shown["title"], &shown["nonce"]),
        (&interaction["id"], &json!("Tell us"), &json!("42"))
    );
    assert_eq!(shown["application"]["name"], "Helper");
    let filled = |why: &str, who: Value| {
        scene.body(
            5,
            json!({ "id": shown["id"], "custom_id": "form", "components": [
            { "type": 1, "components": [{ "type": 4, "custom_id": "why", "value": why }] },
            { "type": 18, "component": { "type": 5, "custom_id": "who", "values": who } },
        ] }),
        )
    };
    let (short, unknown, right) = (
        filled("no", json!([])),
        filled("because", json!(["1"])),
        filled("because", json!([scene.owner.id])),
    );
    assert_eq!(scene.member.post("/interactions", short).await.refused(400), 50_035);
    assert_eq!(scene.member.post("/interactions", unknown).await.refused(400), 50_035);
    assert_eq!(
        scene.owner.post("/interactions", right.clone()).await.refused(404),
        10_062,
        "it was not shown to her"
    );
    let mut other = right.clone();
    other["data"]["custom_id"] = json!("another");
    assert_eq!(scene.member.post("/interactions", other).await.refused(404), 10_062);
    scene.member.post("/interactions", right).await.ok();
    let got = scene.program.wait_for("INTERACTION_CREATE").await;
    assert_eq!((&got["type"], &got["data"]["custom_id"]), (&json!(5), &json!("form")));
    let rows = &got["data"]["components"];
    assert_eq!(rows[0]["components"][0]["value"], "because");
    assert_eq!(rows[1]["component"]["values"], json!([scene.owner.id]));
    assert_eq!(got["data"]["resolved"]["users"][&scene.owner.id]["username"], "olga");
    assert_eq!(
        scene.answers(&got, json!({ "type": 6 })).await.refused(400),
        50_035,
        "no message is behind it"
    );
    scene.answers(&got, says("thanks")).await.ok();
    let said = scene.client.wait_until("MESSAGE_CREATE", |it| it["content"] == "thanks").await;
    let trigger = &said["interaction_metadata"]["triggering_interaction_metadata"];
    assert_eq!((&trigger["id"], &trigger["type"]), (&interaction["id"], &json!(2)));
    assert_eq!(Schemas::default().errors("MessageResponse", &said), Vec::<String>::new());
}

#[tokio::test]
async fn a_form_behind_a_button_changes_the_message_of_the_button() {
    let mut scene = Scene::set().await;
    let message = scene.message_with_components().await;
    let click = scene.pressed(&message, "go").await;
    scene.answers(&click, json!({ "type": 9, "data": modal() })).await.ok();
    let shown = scene.client.wait_for("INTERACTION_MODAL_CREATE").await;
    let fields = json!([{ "type": 4, "custom_id": "why", "value": "because" }]);
    let data = json!({ "id": shown["id"], "custom_id": "form", "components": fields });
    scene.member.post("/interactions", scene.body(5, data)).await.ok();
    let got = scene.program.wait_for("INTERACTION_CREATE").await;
    assert_eq!(got["message"]["id"], message["id"]);
    scene.answers(&got, json!({ "type": 7, "data": { "content": "because" } })).await.ok();
    let told = scene.client.wait_for("MESSAGE_UPDATE").await;
    assert_eq!((&told["id"], &told["content"]), (&message["id"], &json!("because")));
}

#[tokio::test]
async fn an_answer_needs_no_right_to_write_but_everyone_is_called_by_those_who_may() {
    let mut scene = Scene::set().await;
    let command = scene.ping().await;
    let path = format!("/channels/{}/permissions/{}", scene.channel, scene.bot.id);
    // Neither writing nor files nor embeds, nor calling everybody.
    let denied = (1_u64 << 11) | (1 << 14) | (1 << 15) | (1 << 17);
    scene.owner.put(&path, json!({ "type": 1, "deny": denied.to_string() })).await.ok();
    let interaction = scene.used(&command).await;
    let body = json!({ "type": 4, "data": { "content": "@everyone", "embeds": [{ "title": "t" }] } });
    scene.answers(&interaction, body).await.ok();
    let said = scene.client.wait_for("MESSAGE_CREATE").await;
    assert_eq!((&said["embeds"][0]["title"], &said["mention_everyone"]), (&json!("t"), &json!(false)));
}

#[tokio::test]
async fn nobody_whispers_to_somebody_who_has_gone() {
    let mut scene = Scene::set().await;
    let command = scene.ping().await;
    let interaction = scene.used(&command).await;
    scene.owner.delete(&format!("/guilds/{}/members/{}", scene.guild, scene.member.id)).await.ok();
    assert_eq!(scene.answers(&interaction, whispers("psst")).await.refused(404), 10_003);
}
