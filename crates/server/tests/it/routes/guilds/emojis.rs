//! `/guilds/{guild_id}/emojis`

use parvis_testing::{ALL_INTENTS, Person, Socket, TestServer};
use serde_json::{Value, json};

use crate::matrix::world::PIXEL;

/// A pixel that repeats, and so moves.
const MOVING: &str = "data:image/gif;base64,R0lGODlhAQABAIAAAAAAAP///yH5BAEAAAAALAAAAAABAAEAAAIBRAAh/wtORVRTQ0FQRTIuMAMBAAAAOw==";

/// A guild of Ada's in which Eve is.
async fn village() -> (TestServer, Person, Person, String, String) {
    let server = TestServer::start().await;
    let (ada, eve) = (server.person("ada").await, server.person("eve").await);
    let guild = ada.make_guild("Place").await;
    let text = |key: &str| guild[key].as_str().expect("an id").to_owned();
    ada.bring_in(&text("system_channel_id"), &eve).await;
    (server, ada, eve, text("id"), text("system_channel_id"))
}

fn id_of(value: &Value) -> String {
    value["id"].as_str().expect("an id").to_owned()
}

#[tokio::test]
async fn an_emoji_is_made_told_shown_changed_and_deleted() {
    let (server, ada, eve, guild_id, _) = village().await;
    let path = format!("/guilds/{guild_id}/emojis");
    let mut socket = Socket::identify(&server, &eve, ALL_INTENTS).await;
    let made = ada.post(&path, json!({ "name": "brezel", "image": PIXEL })).await;
    assert_eq!(made.status, 201);
    let made = made.ok();
    assert_eq!(
        (&made["name"], &made["animated"], &made["roles"]),
        (&json!("brezel"), &json!(false), &json!([]))
    );
    assert_eq!(made["user"]["id"], json!(ada.id));
    let told = socket.wait_for("GUILD_EMOJIS_UPDATE").await;
    assert_eq!(told["emojis"][0]["id"], made["id"]);
    let one = format!("{path}/{}", id_of(&made));
    // Who uploaded it is for those who look after emojis.
    assert_eq!(eve.get(&one).await.ok().get("user"), None);
    let guild = eve.get(&format!("/guilds/{guild_id}")).await.ok();
    assert_eq!(guild["emojis"][0]["name"], "brezel");
    let mut late = Socket::identify(&server, &eve, ALL_INTENTS).await;
    assert_eq!(late.ready()["guilds"][0]["emojis"][0]["name"], "brezel");
    let picture = server.anonymous().get(&format!("{}/emojis/{}.png", server.url(), id_of(&made))).await;
    assert_eq!(
        (picture.status.as_u16(), picture.headers["content-type"].as_bytes()),
        (200, &b"image/png"[..])
    );

    let renamed = ada.patch(&one, json!({ "name": "breze", "roles": [guild_id] })).await.ok();
    assert_eq!((&renamed["name"], &renamed["roles"]), (&json!("breze"), &json!([guild_id])));
    ada.delete(&one).await.ok();
    socket.wait_until("GUILD_EMOJIS_UPDATE", |it| it["emojis"] == json!([])).await;
    assert_eq!(eve.get(&one).await.refused(404), 10_014);
    assert_eq!(ada.get(&path).await.ok(), json!([]));
    let log = ada.get(&format!("/guilds/{guild_id}/audit-logs")).await.ok();
    let acts: Vec<_> = log["audit_log_entries"].as_array().expect("entries").iter().collect();
    let acts: Vec<_> = acts.iter().take(3).map(|it| it["action_type"].as_u64().expect("a number")).collect();
    assert_eq!(acts, [62, 61, 60]);
}

#[tokio::test]
async fn those_who_may_make_emojis_change_their_own_and_no_others() {
    let (_server, ada, eve, guild_id, _) = village().await;
    let path = format!("/guilds/{guild_id}/emojis");
    let emoji = |name: &str| json!({ "name": name, "image": PIXEL });
    let hers = ada.post(&path, emoji("hers")).await.ok();
    assert_eq!(eve.post(&path, emoji("mine")).await.refused(403), 50_013);
    let create = (1_u64 << 43).to_string();
    let role = ada.post(&format!("/guilds/{guild_id}/roles"), json!({ "permissions": create })).await.ok();
    ada.put(&format!("/guilds/{guild_id}/members/{}/roles/{}", eve.id, id_of(&role)), json!({})).await.ok();
    let mine = eve.post(&path, emoji("mine")).await.ok();
    eve.patch(&format!("{path}/{}", id_of(&mine)), json!({ "name": "ours" })).await.ok();
    let other = format!("{path}/{}", id_of(&hers));
    assert_eq!(eve.patch(&other, json!({ "name": "ours" })).await.refused(403), 50_013);
    assert_eq!(eve.delete(&other).await.refused(403), 50_013);
    eve.delete(&format!("{path}/{}", id_of(&mine))).await.ok();
}

#[tokio::test]
async fn names_pictures_and_roles_are_checked() {
    let (_server, ada, _eve, guild_id, _) = village().await;
    let path = format!("/guilds/{guild_id}/emojis");
    let large = format!("data:image/png;base64,{}", "AAAA".repeat(256 * 1024 / 3 + 1));
    let script = "data:image/png;base64,PHN2ZyBvbmxvYWQ9YWxlcnQoMSk+";
    for (body, field) in [
        (json!({ "image": PIXEL }), "name"),
        (json!({ "name": "x", "image": PIXEL }), "name"),
        (json!({ "name": "x".repeat(33), "image": PIXEL }), "name"),
        (json!({ "name": "a:b", "image": PIXEL }), "name"),
        (json!({ "name": "brezel" }), "image"),
        (json!({ "name": "brezel", "image": large }), "image"),
        (json!({ "name": "brezel", "image": script }), "image"),
        (json!({ "name": "brezel", "image": PIXEL, "roles": ["1"] }), "roles"),
    ] {
        let answer = ada.post(&path, body).await;
        assert_eq!(answer.refused(400), 50_035, "{field}");
        assert!(answer.json()["errors"][field].is_object(), "{field}: {}", answer.text);
    }
    assert_eq!(ada.get(&path).await.ok(), json!([]));
}

#[tokio::test]
async fn a_guild_has_50_emojis_that_stand_still_and_50_that_move() {
    let (_server, ada, _eve, guild_id, _) = village().await;
    let path = format!("/guilds/{guild_id}/emojis");
    let still = |n: usize| json!({ "name": format!("emoji_{n}"), "image": PIXEL });
    for n in 0..50 {
        ada.post(&path, still(n)).await.ok();
    }
    assert_eq!(ada.post(&path, still(50)).await.refused(400), 30_008);
    let moving = ada.post(&path, json!({ "name": "moving", "image": MOVING })).await.ok();
    assert_eq!(moving["animated"], json!(true));
}

#[tokio::test]
async fn reactions_with_a_guild_s_emoji_keep_its_name_and_go_by_its_id() {
    let (server, ada, eve, guild_id, channel) = village().await;
    let moving = json!({ "name": "brezel", "image": MOVING });
    let emoji = ada.post(&format!("/guilds/{guild_id}/emojis"), moving).await.ok();
    let message = id_of(&ada.say(&channel, "bonjour").await);
    let path =
        |name: &str| format!("/channels/{channel}/messages/{message}/reactions/{name}:{}", id_of(&emoji));
    let mut socket = Socket::identify(&server, &ada, ALL_INTENTS).await;
    eve.put(&format!("{}/@me", path("whatever")), json!({})).await.ok();
    let told = socket.wait_for("MESSAGE_REACTION_ADD").await;
    assert_eq!(told["emoji"], json!({ "id": emoji["id"], "name": "brezel", "animated": true }));
    let one = format!("/guilds/{guild_id}/emojis/{}", id_of(&emoji));
    ada.patch(&one, json!({ "name": "breze" })).await.ok();
    ada.put(&format!("{}/@me", path("breze")), json!({})).await.ok();
    let seen = ada.get(&format!("/channels/{channel}/messages/{message}")).await.ok();
    assert_eq!(seen["reactions"].as_array().map(Vec::len), Some(1), "{seen}");
    assert_eq!(seen["reactions"][0]["count"], 2);
    assert_eq!(eve.get(&path("x")).await.ok().as_array().map(Vec::len), Some(2));
    // Deleted, it can still be joined where it stands, and nowhere else.
    ada.delete(&one).await.ok();
    eve.delete(&format!("{}/@me", path("x"))).await.ok();
    eve.put(&format!("{}/@me", path("x")), json!({})).await.ok();
    let other = id_of(&ada.say(&channel, "encore").await);
    let elsewhere = format!("/channels/{channel}/messages/{other}/reactions/breze:{}/@me", id_of(&emoji));
    assert_eq!(eve.put(&elsewhere, json!({})).await.refused(404), 10_014);
}

#[tokio::test]
async fn emojis_of_elsewhere_need_membership_and_the_permission() {
    let (_server, ada, eve, guild_id, channel) = village().await;
    let elsewhere = id_of(&eve.make_guild("Ailleurs").await);
    let image = json!({ "name": "loin", "image": PIXEL });
    let far = id_of(&eve.post(&format!("/guilds/{elsewhere}/emojis"), image).await.ok());
    let text = format!("tiens <:loin:{far}> et <a:rien:1> et <:loin:{far}");
    let external = 1_u64 << 18;
    let everyone = ada.get(&format!("/guilds/{guild_id}/roles")).await.ok();
    let everyone = everyone.as_array().expect("roles").iter().find(|it| it["id"] == json!(guild_id)).cloned();
    let held: u64 =
        everyone.expect("@everyone")["permissions"].as_str().expect("bits").parse().expect("bits");
    let set = async |bits: u64| {
        let path = format!("/guilds/{guild_id}/roles/{guild_id}");
        ada.patch(&path, json!({ "permissions": bits.to_string() })).await.ok();
    };
    set(held & !external).await;
    let bare = format!("tiens :loin: et :rien: et <:loin:{far}");
    assert_eq!(eve.say(&channel, &text).await["content"], json!(bare));
    set(held | external).await;
    let said = eve.say(&channel, &text).await;
    let kept = format!("tiens <:loin:{far}> et :rien: et <:loin:{far}");
    assert_eq!(said["content"], json!(kept));
    // Ada is not there.
    assert_eq!(ada.say(&channel, &text).await["content"], json!(bare));
    let edited = format!("/channels/{channel}/messages/{}", id_of(&said));
    let edited = eve.patch(&edited, json!({ "content": text })).await.ok();
    assert_eq!(edited["content"], json!(kept));
    let reaction = format!("/channels/{channel}/messages/{}/reactions/loin:{far}/@me", id_of(&said));
    assert_eq!(ada.put(&reaction, json!({})).await.refused(404), 10_014);
    eve.put(&reaction, json!({})).await.ok();
    ada.put(&reaction, json!({})).await.ok();
}

#[tokio::test]
async fn an_emoji_for_some_roles_is_for_nobody_else() {
    let (_server, ada, eve, guild_id, channel) = village().await;
    let role = id_of(&ada.post(&format!("/guilds/{guild_id}/roles"), json!({ "name": "club" })).await.ok());
    let body = json!({ "name": "club", "image": PIXEL, "roles": [role] });
    let emoji = id_of(&ada.post(&format!("/guilds/{guild_id}/emojis"), body).await.ok());
    let text = format!("<:club:{emoji}>");
    assert_eq!(eve.say(&channel, &text).await["content"], ":club:");
    ada.put(&format!("/guilds/{guild_id}/members/{}/roles/{role}", eve.id), json!({})).await.ok();
    assert_eq!(eve.say(&channel, &text).await["content"], json!(text));
}

#[tokio::test]
async fn a_guild_s_emojis_go_with_it() {
    let (server, ada, _eve, guild_id, _) = village().await;
    let body = json!({ "name": "brezel", "image": PIXEL });
    let emoji = id_of(&ada.post(&format!("/guilds/{guild_id}/emojis"), body).await.ok());
    let picture = format!("{}/emojis/{emoji}.webp", server.url());
    assert_eq!(server.anonymous().get(&picture).await.status, 200);
    ada.delete(&format!("/guilds/{guild_id}")).await.ok();
    assert_eq!(server.anonymous().get(&picture).await.status, 404);
}
