//! What the gateway sends, against the published schemas of the objects that it is built of. The answers of the
//! HTTP API are held against theirs by the matrix.

use std::collections::BTreeSet;

use parvis_testing::{ALL_INTENTS, Schemas, Socket, TestServer};
use reqwest::multipart::{Form, Part};
use serde_json::{Value, json};

use crate::matrix::world::{PIXEL, World};

/// An event, where in it an object or a list of objects stands, and the component that each of them is.
const OBJECTS: &[(&str, &str, &str)] = &[
    ("READY", "/user", "UserPIIResponse"),
    ("GUILD_CREATE", "/members", "GuildMemberResponse"),
    ("GUILD_CREATE", "/roles", "GuildRoleResponse"),
    ("GUILD_CREATE", "/channels", "GuildChannelResponse"),
    ("GUILD_UPDATE", "", "GuildResponse"),
    ("GUILD_ROLE_CREATE", "/role", "GuildRoleResponse"),
    ("GUILD_ROLE_UPDATE", "/role", "GuildRoleResponse"),
    ("CHANNEL_CREATE", "", "GuildChannelResponse"),
    ("CHANNEL_UPDATE", "", "GuildChannelResponse"),
    ("CHANNEL_DELETE", "", "GuildChannelResponse"),
    ("GUILD_MEMBER_ADD", "", "GuildMemberResponse"),
    ("GUILD_MEMBER_UPDATE", "", "GuildMemberResponse"),
    ("GUILD_MEMBER_REMOVE", "/user", "UserResponse"),
    ("GUILD_MEMBERS_CHUNK", "/members", "GuildMemberResponse"),
    ("GUILD_BAN_ADD", "/user", "UserResponse"),
    ("GUILD_BAN_REMOVE", "/user", "UserResponse"),
    ("GUILD_AUDIT_LOG_ENTRY_CREATE", "", "AuditLogEntryResponse"),
    ("INVITE_CREATE", "/inviter", "UserResponse"),
    ("GUILD_EMOJIS_UPDATE", "/emojis", "EmojiResponse"),
    ("APPLICATION_COMMAND_PERMISSIONS_UPDATE", "", "CommandPermissionsResponse"),
    ("MESSAGE_CREATE", "", "MessageResponse"),
    ("MESSAGE_UPDATE", "", "MessageResponse"),
    ("MESSAGE_REACTION_ADD", "/member", "GuildMemberResponse"),
    ("TYPING_START", "/member", "GuildMemberResponse"),
    ("THREAD_CREATE", "", "ThreadResponse"),
    ("THREAD_UPDATE", "", "ThreadResponse"),
    ("THREAD_MEMBERS_UPDATE", "/added_members", "ThreadMemberResponse"),
    ("USER_UPDATE", "", "UserPIIResponse"),
    ("GUILD_SCHEDULED_EVENT_CREATE", "", "ExternalScheduledEventResponse"),
    ("GUILD_SCHEDULED_EVENT_UPDATE", "", "ExternalScheduledEventResponse"),
    ("GUILD_SCHEDULED_EVENT_DELETE", "", "ExternalScheduledEventResponse"),
    ("GUILD_SCHEDULED_EVENT_USER_ADD", "", "ScheduledEventUserResponse"),
    ("GUILD_SCHEDULED_EVENT_USER_REMOVE", "", "ScheduledEventUserResponse"),
];

/// Everything that a bot is told of, done once.
async fn let_everything_happen(server: &TestServer, world: &World) {
    let (owner, member, newcomer) =
        (&world.people["owner"], &world.people["member"], &world.people["newcomer"]);
    let (guild, public) =
        (format!("/guilds/{}", world.ids["guild"]), format!("/channels/{}", world.ids["public"]));
    let messages = format!("{public}/messages");
    let everyone = format!("{guild}/roles/{}", world.ids["everyone"]);
    owner.patch(&guild, json!({ "name": "Une autre" })).await.ok();
    let role = owner
        .post(&format!("{guild}/roles"), json!({ "name": "neuf", "color": 255, "hoist": true }))
        .await
        .ok();
    let role = format!("{guild}/roles/{}", role["id"].as_str().expect("an id"));
    owner.patch(&role, json!({ "mentionable": true })).await.ok();
    owner.delete(&role).await.ok();
    owner.patch(&everyone, json!({ "permissions": "2147483647" })).await;
    for kind in [0, 2, 4, 5, 13, 15] {
        let body = json!({ "name": format!("sorte-{kind}"), "type": kind });
        let made = owner.post(&format!("{guild}/channels"), body).await;
        if made.status.is_success() {
            let path = format!("/channels/{}", made.json()["id"].as_str().expect("an id"));
            owner.patch(&path, json!({ "name": format!("autre-{kind}") })).await.ok();
            owner.delete(&path).await.ok();
        }
    }
    let pixel = json!({ "name": "pixel", "image": PIXEL });
    owner.post(&format!("{guild}/emojis"), pixel).await.ok();
    let bot = &world.ids["bot"];
    let allowed = json!([{ "id": world.ids["role"], "type": 1, "permission": true }]);
    let path = format!("/applications/{bot}{guild}/commands/{bot}/permissions");
    owner.put(&path, json!({ "permissions": allowed })).await.ok();
    let invite = owner.post(&format!("{public}/invites"), json!({ "max_uses": 3 })).await.ok();
    newcomer.post(&format!("/invites/{}", invite["code"].as_str().expect("a code")), json!({})).await.ok();
    let nick = json!({ "nick": "Nouvelle", "roles": [world.ids["role"]] });
    owner.patch(&format!("{guild}/members/{}", newcomer.id), nick).await.ok();
    let embed = json!({ "title": "t", "description": "d", "fields": [{ "name": "n", "value": "v", "inline": true }] });
    let body = json!({ "content": format!("<@{}> @everyone <@&{}>", member.id, world.ids["role"]), "embeds": [embed], "nonce": 5 });
    let said = owner.post(&messages, body).await.ok();
    let said = said["id"].as_str().expect("an id");
    let reply = json!({ "content": "oui", "message_reference": { "message_id": said }, "allowed_mentions": { "parse": [] } });
    member.post(&messages, reply).await.ok();
    let picture = include_bytes!("schema/pixel.png").to_vec();
    let form = Form::new().part("files[0]", Part::bytes(picture).file_name("pixel.png"));
    member.post_form(&messages, form).await.ok();
    let message = format!("{messages}/{said}");
    member.put(&format!("{message}/reactions/%F0%9F%8C%B3/@me"), json!({})).await.ok();
    owner.patch(&message, json!({ "content": "changé" })).await.ok();
    owner.put(&format!("{messages}/pins/{said}"), json!({})).await.ok();
    member.post(&format!("{public}/typing"), json!({})).await.ok();
    let thread = json!({ "name": "un fil" });
    owner.post(&format!("{message}/threads"), thread).await.ok();
    owner.patch(&format!("/channels/{said}"), json!({ "name": "un autre", "archived": true })).await.ok();
    owner.delete(&format!("/channels/{said}")).await.ok();
    let plan = json!({
        "name": "Fête", "description": "Venez", "privacy_level": 2, "entity_type": 3, "image": PIXEL,
        "entity_metadata": { "location": "La place" }, "scheduled_start_time": world.ids["tomorrow"],
        "scheduled_end_time": world.ids["day_after"],
        "recurrence_rule": { "start": world.ids["tomorrow"], "frequency": 3, "interval": 1 },
    });
    let planned = owner.post(&format!("{guild}/scheduled-events"), plan).await.ok();
    let event = format!("{guild}/scheduled-events/{}", planned["id"].as_str().expect("an id"));
    let off = json!({ "original_scheduled_start_time": world.ids["day_after"], "is_canceled": true });
    owner.post(&format!("{event}/exceptions"), off).await.ok();
    member.put(&format!("{event}/users/@me"), json!({})).await.ok();
    member.delete(&format!("{event}/users/@me")).await;
    owner.patch(&event, json!({ "status": 2 })).await.ok();
    owner.delete(&event).await.ok();
    owner.put(&format!("{guild}/bans/{}", newcomer.id), json!({})).await.ok();
    owner.delete(&format!("{guild}/bans/{}", newcomer.id)).await.ok();
    world.people["bot"]
        .patch("/users/@me", json!({ "username": format!("robot{}", world.ids["bot"]) }))
        .await
        .ok();
    let _ = server;
}

/// The objects at a place: one, or each of a list. A channel of GUILD_CREATE leaves the guild's id out, as the API
/// does.
fn objects(event: &Value, place: &str) -> Vec<Value> {
    match event.pointer(place) {
        None | Some(Value::Null) => Vec::new(),
        Some(Value::Array(list)) => {
            let with_guild = |one: &Value| {
                let mut one = one.clone();
                if place == "/channels"
                    && let Some(channel) = one.as_object_mut()
                {
                    channel.entry("guild_id").or_insert_with(|| event["id"].clone());
                }
                one
            };
            list.iter().map(with_guild).collect()
        }
        Some(one) => vec![one.clone()],
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn events_are_built_of_the_objects_that_the_api_publishes() {
    let server = TestServer::start().await;
    let world = World::new(&server).await;
    let mut socket = Socket::identify(&server, &world.people["bot"], ALL_INTENTS).await;
    socket.wait_for("GUILD_CREATE").await;
    socket.send(json!({ "op": 8, "d": { "guild_id": world.ids["guild"], "query": "", "limit": 0 } }));
    socket.wait_for("GUILD_MEMBERS_CHUNK").await;
    let_everything_happen(&server, &world).await;
    socket.wait_for("USER_UPDATE").await;
    let schemas = Schemas::default();
    let (mut errors, mut seen) = (Vec::new(), BTreeSet::new());
    for frame in socket.received() {
        let Some(name) = frame["t"].as_str() else { continue };
        for (event, place, component) in OBJECTS.iter().filter(|(event, ..)| *event == name) {
            for object in objects(&frame["d"], place) {
                seen.insert(format!("{event}{place}"));
                let found = schemas.errors(component, &object);
                errors.extend(
                    found
                        .into_iter()
                        .map(|error| format!("{event}{place} as {component}: {error} in {object}")),
                );
            }
        }
    }
    assert!(errors.is_empty(), "{} errors:\n{}", errors.len(), errors.join("\n"));
    let missing =
        OBJECTS.iter().map(|(event, place, _)| format!("{event}{place}")).filter(|it| !seen.contains(it));
    let missing: Vec<_> = missing.collect();
    assert!(missing.is_empty(), "never came: {missing:?}; came: {:?}", socket.names());
}
