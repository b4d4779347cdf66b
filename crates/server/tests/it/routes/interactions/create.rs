//! `POST /interactions`

use parvis_testing::{Answer, Socket, UNPRIVILEGED_INTENTS};
use reqwest::Method;
use reqwest::multipart::{Form, Part};
use serde_json::{Value, json};

use super::{Scene, callback_path, id_of, says, whispers};

/// Keys of INTERACTION_CREATE whose absence breaks some library.
const KEYS_OF_LIBRARIES: [&str; 18] = [
    "id",
    "application_id",
    "type",
    "data",
    "guild",
    "guild_id",
    "channel",
    "channel_id",
    "member",
    "token",
    "version",
    "app_permissions",
    "locale",
    "guild_locale",
    "entitlements",
    "authorizing_integration_owners",
    "context",
    "attachment_size_limit",
];

#[tokio::test]
async fn a_command_reaches_the_bot_with_everything_that_libraries_read() {
    let mut scene = Scene::set().await;
    let command = scene
        .command(json!({ "name": "greet", "description": "Greets", "options": [
            { "type": 6, "name": "whom", "description": "x", "required": true },
            { "type": 4, "name": "times", "description": "x", "max_value": 3 },
        ] }))
        .await;
    let options = json!([
        { "type": 6, "name": "whom", "value": scene.owner.id }, { "type": 4, "name": "times", "value": 2 },
    ]);
    let answer = scene.uses(&command, options).await;
    assert_eq!((answer.status.as_u16(), answer.text.as_str()), (204, ""));
    let got = scene.program.wait_for("INTERACTION_CREATE").await;
    for key in KEYS_OF_LIBRARIES {
        assert!(got.get(key).is_some(), "{key} is missing in {got}");
    }
    assert_eq!((&got["type"], &got["version"], &got["context"]), (&json!(2), &json!(1), &json!(0)));
    assert_eq!(got["member"]["user"]["id"], json!(scene.member.id));
    assert!(got["member"]["permissions"].is_string() && got["channel"]["permissions"].is_string());
    assert_eq!(got["authorizing_integration_owners"], json!({ "0": scene.guild }));
    assert_eq!((&got["data"]["id"], &got["data"]["name"]), (&command["id"], &json!("greet")));
    assert_eq!(got["data"]["options"][1], json!({ "type": 4, "name": "times", "value": 2 }));
    assert_eq!(got["data"]["resolved"]["users"][&scene.owner.id]["username"], "olga");
    assert!(got["data"]["resolved"]["members"][&scene.owner.id]["permissions"].is_string());
    // The member's own client learns that it is on its way, by the number that it made up, and nothing of the token.
    let accepted = scene.client.wait_for("INTERACTION_CREATE").await;
    assert_eq!(accepted, json!({ "id": got["id"], "nonce": "42" }));
}

#[tokio::test]
async fn what_does_not_fit_the_command_never_reaches_the_bot() {
    let mut scene = Scene::set().await;
    let command = scene
        .command(json!({ "name": "greet", "description": "Greets", "options": [
            { "type": 4, "name": "times", "description": "x", "required": true, "max_value": 3 },
        ] }))
        .await;
    for options in [
        json!([]),
        json!([{ "type": 4, "name": "times", "value": 4 }]),
        json!([{ "type": 4, "name": "times", "value": "many" }]),
        json!([{ "type": 3, "name": "times", "value": "2" }]),
    ] {
        assert_eq!(scene.uses(&command, options.clone()).await.refused(400), 50_035, "{options}");
    }
    let unknown = json!({ "id": "1", "name": "greet" });
    assert_eq!(scene.uses(&unknown, json!([])).await.refused(404), 10_063);
    let mut nowhere = scene.body(2, json!({ "id": command["id"], "name": "greet" }));
    nowhere["application_id"] = json!(scene.member.id);
    assert_eq!(scene.member.post("/interactions", nowhere).await.refused(404), 10_002);
    for body in
        [json!({}), scene.body(1, json!({})), scene.body(3, json!({ "component_type": 2, "custom_id": "x" }))]
    {
        assert_eq!(scene.member.post("/interactions", body.clone()).await.refused(400), 50_035, "{body}");
    }
    let bots =
        scene.bot.post("/interactions", scene.body(2, json!({ "id": command["id"], "name": "greet" })));
    assert_eq!(bots.await.refused(403), 20_001);
    let fits = json!([{ "type": 4, "name": "times", "value": 3 }]);
    scene.uses(&command, fits).await.ok();
    // The first that arrives is the one that fits.
    let got = scene.program.wait_for("INTERACTION_CREATE").await;
    assert_eq!(got["data"]["options"][0]["value"], 3);
}

#[tokio::test]
async fn the_shard_of_the_guild_is_told_and_no_other() {
    let mut scene = Scene::set().await;
    let command = scene.ping().await;
    let number = scene.guild.parse::<u64>().expect("an id") >> 22;
    let mut shards = Vec::new();
    for shard in 0..2_u64 {
        let mut socket = Socket::open(&scene.server).await;
        let token = scene.bot.token.as_deref().expect("a token").trim_start_matches("Bot ");
        let identify = json!({ "token": token, "properties": {}, "intents": 1, "shard": [shard, 2] });
        socket.send(json!({ "op": 2, "d": identify }));
        socket.wait_for("READY").await;
        shards.push(socket);
    }
    let interaction = scene.used(&command).await;
    let own = usize::try_from(number % 2).expect("0 or 1");
    assert_eq!(shards[own].wait_for("INTERACTION_CREATE").await["id"], interaction["id"]);
    // A message of the guild comes after it; the other shard has seen neither.
    scene.answers(&interaction, says("hi")).await.ok();
    scene.client.wait_for("MESSAGE_CREATE").await;
    assert!(!shards[1 - own].names().iter().any(|name| name == "INTERACTION_CREATE"));
}

#[tokio::test]
async fn an_application_that_may_not_view_the_channel_is_not_there() {
    let mut scene = Scene::set().await;
    let command = scene.ping().await;
    let overwrite = json!({ "type": 1, "deny": "1024" });
    let path = format!("/channels/{}/permissions/{}", scene.channel, scene.bot.id);
    scene.owner.put(&path, overwrite).await.ok();
    assert_eq!(scene.uses(&command, json!([])).await.refused(404), 10_002);
    scene.owner.delete(&path).await.ok();
    scene.used(&command).await;
    scene.owner.delete(&format!("/guilds/{}/members/{}", scene.guild, scene.bot.id)).await.ok();
    assert_eq!(scene.uses(&command, json!([])).await.refused(404), 10_002);
}

#[tokio::test]
async fn a_channel_that_the_bot_may_not_view_is_not_named_to_it() {
    let scene = Scene::set().await;
    let command = scene
        .command(json!({ "name": "move", "description": "x", "options": [
            { "type": 7, "name": "to", "description": "x", "required": true },
        ] }))
        .await;
    let hidden = json!({ "name": "hidden", "permission_overwrites": [
        { "id": scene.bot.id, "type": 1, "deny": "1024" },
    ] });
    let hidden = scene.owner.post(&format!("/guilds/{}/channels", scene.guild), hidden).await.ok();
    let to = |id: &Value| json!([{ "type": 7, "name": "to", "value": id }]);
    assert_eq!(scene.uses(&command, to(&hidden["id"])).await.refused(400), 50_035);
    scene.uses(&command, to(&json!(scene.channel))).await.ok();
}

#[tokio::test]
async fn nobody_interacts_during_a_timeout() {
    let scene = Scene::set().await;
    let (command, message) = (scene.ping().await, scene.message_with_components().await);
    let until = json!({ "communication_disabled_until": "2099-01-01T00:00:00Z" });
    let member = format!("/guilds/{}/members/{}", scene.guild, scene.member.id);
    let until_soon = {
        let now = scene.server.app().now_ms() + 3_600_000;
        json!({ "communication_disabled_until": parvis_model::Timestamp::from_unix_ms(now) })
    };
    assert_eq!(scene.owner.patch(&member, until).await.status, 400, "28 days at most");
    scene.owner.patch(&member, until_soon).await.ok();
    assert_eq!(scene.uses(&command, json!([])).await.refused(403), 50_013);
    let click = scene.clicks(&message, json!({ "component_type": 2, "custom_id": "go" })).await;
    assert_eq!(click.refused(403), 50_013);
}

#[tokio::test]
async fn an_option_is_completed_while_it_is_typed_and_nothing_of_it_is_kept() {
    let mut scene = Scene::set().await;
    let command = scene
        .command(json!({ "name": "find", "description": "x", "options": [
            { "type": 4, "name": "year", "description": "x", "autocomplete": true },
        ] }))
        .await;
    let typed = json!([{ "type": 4, "name": "year", "value": 19, "focused": true }]);
    let data = json!({ "id": command["id"], "name": "find", "type": 1, "options": typed });
    scene.member.post("/interactions", scene.body(4, data)).await.ok();
    let got = scene.program.wait_for("INTERACTION_CREATE").await;
    assert_eq!((&got["type"], &got["data"]["options"][0]["focused"]), (&json!(4), &json!(true)));
    let choices =
        |value: Value| json!({ "type": 8, "data": { "choices": [{ "name": "then", "value": value }] } });
    assert_eq!(scene.answers(&got, says("no")).await.refused(400), 50_035);
    assert_eq!(scene.answers(&got, choices(json!("1999"))).await.refused(400), 50_035);
    scene.answers(&got, choices(json!(1999))).await.ok();
    let told = scene.client.wait_for("APPLICATION_COMMAND_AUTOCOMPLETE_RESPONSE").await;
    assert_eq!((&told["nonce"], &told["choices"][0]["value"]), (&json!("42"), &json!(1999)));
    assert_eq!(scene.answers(&got, choices(json!(1999))).await.refused(400), 40_060);
    let token = scene.webhook(&got, "/messages/@original");
    assert_eq!(scene.server.anonymous().get(&token).await.refused(401), 50_027);
}

#[tokio::test]
async fn a_click_is_one_on_a_component_that_is_there() {
    let mut scene = Scene::set().await;
    let message = scene.message_with_components().await;
    for data in [
        json!({ "component_type": 2, "custom_id": "gone" }),
        json!({ "component_type": 3, "custom_id": "go" }),
        json!({ "component_type": 2, "custom_id": "off" }),
        json!({ "component_type": 3, "custom_id": "pick", "values": [] }),
        json!({ "component_type": 3, "custom_id": "pick", "values": ["z"] }),
        json!({ "component_type": 5, "custom_id": "who", "values": ["nobody"] }),
    ] {
        assert_eq!(scene.clicks(&message, data.clone()).await.refused(400), 50_035, "{data}");
    }
    let other = scene.owner.say(&scene.channel, "no buttons").await;
    let data = json!({ "component_type": 2, "custom_id": "go" });
    assert_eq!(scene.clicks(&other, data.clone()).await.refused(404), 10_008, "of another author");
    assert_eq!(scene.clicks(&json!({ "id": "1" }), data).await.refused(404), 10_008);

    let pick = json!({ "component_type": 3, "custom_id": "pick", "values": ["b"] });
    scene.clicks(&message, pick).await.ok();
    let got = scene.program.wait_for("INTERACTION_CREATE").await;
    assert_eq!((&got["type"], &got["data"]["values"]), (&json!(3), &json!(["b"])));
    assert_eq!((&got["message"]["id"], &got["message"]["content"]), (&message["id"], &json!("choose")));
    let who = json!({ "component_type": 5, "custom_id": "who", "values": [scene.owner.id] });
    scene.clicks(&message, who).await.ok();
    let got = scene.program.wait_for("INTERACTION_CREATE").await;
    assert_eq!(got["data"]["resolved"]["users"][&scene.owner.id]["username"], "olga");
}

#[tokio::test]
async fn a_click_needs_a_message_that_the_person_sees() {
    let scene = Scene::set().await;
    let hidden = json!({ "name": "hidden", "permission_overwrites": [
        { "id": scene.guild, "type": 0, "deny": "1024" }, { "id": scene.bot.id, "type": 1, "allow": "3072" },
    ] });
    let hidden = id_of(&scene.owner.post(&format!("/guilds/{}/channels", scene.guild), hidden).await.ok());
    let body = json!({ "content": "secret", "components": super::components() });
    let message = scene.bot.post(&format!("/channels/{hidden}/messages"), body).await.ok();
    let data = json!({ "component_type": 2, "custom_id": "go" });
    let mut there = scene.body(3, data.clone());
    there["message_id"] = message["id"].clone();
    // Not where it is not, and not where it is.
    assert_eq!(scene.member.post("/interactions", there.clone()).await.refused(404), 10_008);
    there["channel_id"] = json!(hidden);
    assert_eq!(scene.member.post("/interactions", there).await.refused(404), 10_003);
    // Who may not read the past cannot act on it.
    let message = scene.message_with_components().await;
    let path = format!("/channels/{}/permissions/{}", scene.channel, scene.member.id);
    scene.owner.put(&path, json!({ "type": 1, "deny": "65536" })).await.ok();
    assert_eq!(scene.clicks(&message, data).await.refused(403), 50_013);
}

#[tokio::test]
async fn a_message_for_one_person_is_clicked_by_that_person_alone() {
    let mut scene = Scene::set().await;
    let command = scene.ping().await;
    let interaction = scene.used(&command).await;
    let mut body = whispers("for you");
    body["data"]["components"] = super::components();
    scene.answers(&interaction, body).await.ok();
    let message = scene.client.wait_for("MESSAGE_CREATE").await;
    let mut theirs = scene.body(3, json!({ "component_type": 2, "custom_id": "go" }));
    theirs["message_id"] = message["id"].clone();
    assert_eq!(scene.owner.post("/interactions", theirs).await.refused(404), 10_008);
    let click = scene.pressed(&message, "go").await;
    assert_eq!((&click["message"]["id"], &click["message"]["flags"]), (&message["id"], &json!(64)));
    let update = json!({ "type": 7, "data": { "content": "clicked", "components": [] } });
    scene.answers(&click, update).await.ok();
    let changed = scene.client.wait_for("MESSAGE_UPDATE").await;
    assert_eq!((&changed["id"], &changed["content"]), (&message["id"], &json!("clicked")));
    assert!(scene.history().await.iter().all(|message| message["content"] != "clicked"));
}

#[tokio::test]
async fn a_file_comes_along_with_the_command_and_goes_with_the_interaction() {
    let mut scene = Scene::set().await;
    let command = scene
        .command(json!({ "name": "print", "description": "x", "options": [
            { "type": 11, "name": "what", "description": "x", "required": true },
        ] }))
        .await;
    let options = json!([{ "type": 11, "name": "what", "value": "0" }]);
    let data = json!({ "id": command["id"], "name": "print", "type": 1, "options": options });
    let body = scene.body(2, data);
    assert_eq!(
        scene.member.post("/interactions", body.clone()).await.refused(400),
        50_035,
        "without the file"
    );
    let form = Form::new()
        .text("payload_json", body.to_string())
        .part("files[0]", Part::bytes(b"hello".to_vec()).file_name("note.txt"));
    scene.member.post_form("/interactions", form).await.ok();
    let got = scene.program.wait_for("INTERACTION_CREATE").await;
    let id = got["data"]["options"][0]["value"].as_str().expect("an id");
    let file = &got["data"]["resolved"]["attachments"][id];
    assert_eq!(
        (&file["filename"], &file["size"], &file["ephemeral"]),
        (&json!("note.txt"), &json!(5), &json!(true))
    );
    let url = file["url"].as_str().expect("an address");
    let url = format!("{}{}", scene.server.url(), &url[url.find("/attachments/").expect("a path")..]);
    let fetch = || async { Answer::of(scene.server.http().request(Method::GET, &url)).await };
    assert_eq!(fetch().await.text, "hello");
    // Nobody gets a new address for it: it belongs to no message.
    let refresh = json!({ "attachment_urls": [file["url"]] });
    let refreshed = scene.owner.post("/attachments/refresh-urls", refresh).await.ok();
    assert_eq!(refreshed["refreshed_urls"][0]["refreshed"], Value::Null);
    // Nobody answers: the interaction fails, and its file goes.
    scene.client.wait_for("INTERACTION_FAILURE").await;
    let mut status = fetch().await.status.as_u16();
    while status == 200 {
        tokio::task::yield_now().await;
        status = fetch().await.status.as_u16();
    }
    assert_eq!(status, 404);
}

#[tokio::test]
async fn an_interaction_that_nobody_answers_fails_after_three_seconds() {
    let mut scene = Scene::set().await;
    let command = scene.ping().await;
    let interaction = scene.used(&command).await;
    let failed = scene.client.wait_for("INTERACTION_FAILURE").await;
    assert_eq!(failed, json!({ "id": interaction["id"], "nonce": "42", "reason_code": 2 }));
    assert_eq!(scene.answers(&interaction, says("late")).await.refused(404), 10_062);
}

#[tokio::test]
async fn a_bot_is_used_in_a_conversation_with_it() {
    let mut scene = Scene::set().await;
    let path = format!("/applications/{}/commands", scene.bot.id);
    let command = scene.bot.post(&path, json!({ "name": "ping", "description": "x" })).await.ok();
    let opened = scene.member.post("/users/@me/channels", json!({ "recipient_id": scene.bot.id })).await.ok();
    let mut body = scene.body(2, json!({ "id": command["id"], "name": "ping", "type": 1 }));
    body["channel_id"] = opened["id"].clone();
    assert_eq!(
        scene.member.post("/interactions", body.clone()).await.refused(404),
        10_003,
        "not in that guild"
    );
    body["guild_id"] = Value::Null;
    scene.member.post("/interactions", body).await.ok();
    let got = scene.program.wait_for("INTERACTION_CREATE").await;
    assert_eq!((&got["context"], &got["user"]["id"]), (&json!(1), &json!(scene.member.id)));
    assert!(got.get("member").is_none() && got.get("guild_id").is_none());
    scene.answers(&got, says("between us")).await.ok();
    let said = scene.client.wait_for("MESSAGE_CREATE").await;
    assert_eq!((&said["channel_id"], &said["content"]), (&opened["id"], &json!("between us")));
    let answer = scene.server.anonymous().post(&callback_path(&got), says("again")).await;
    assert_eq!(answer.refused(400), 40_060);
}

#[tokio::test]
async fn commands_of_the_menus_come_with_what_they_are_used_on() {
    let mut scene = Scene::set().await;
    let on_user = scene.command(json!({ "name": "Greet", "type": 2 })).await;
    let on_message = scene.command(json!({ "name": "Keep", "type": 3 })).await;
    let said = scene.owner.say(&scene.channel, "worth keeping").await;
    let used = |command: &Value, kind: u8, target: &Value| {
        scene.body(
            2,
            json!({ "id": command["id"], "name": command["name"], "type": kind, "target_id": target }),
        )
    };
    let (first, second) = (used(&on_user, 2, &json!(scene.owner.id)), used(&on_message, 3, &said["id"]));
    scene.member.post("/interactions", first).await.ok();
    let got = scene.program.wait_for("INTERACTION_CREATE").await;
    assert_eq!(got["data"]["target_id"], json!(scene.owner.id));
    assert_eq!(got["data"]["resolved"]["users"][&scene.owner.id]["username"], "olga");
    scene.answers(&got, says("hello")).await.ok();
    let answer = scene.client.wait_until("MESSAGE_CREATE", |it| it["content"] == "hello").await;
    assert_eq!((&answer["type"], &answer["interaction"]["name"]), (&json!(23), &json!("Greet")));
    assert_eq!(answer["interaction_metadata"]["target_user"]["id"], json!(scene.owner.id));
    scene.member.post("/interactions", second).await.ok();
    let got = scene.program.wait_for("INTERACTION_CREATE").await;
    assert_eq!(got["data"]["resolved"]["messages"][&id_of(&said)]["content"], "worth keeping");
    // What people say elsewhere, a bot without the intent still does not read.
    let mut quiet = Socket::identify(&scene.server, &scene.bot, UNPRIVILEGED_INTENTS).await;
    quiet.wait_for("GUILD_CREATE").await;
    scene.owner.say(&scene.channel, "not for bots").await;
    assert_eq!(quiet.wait_for("MESSAGE_CREATE").await["content"], "");
}
