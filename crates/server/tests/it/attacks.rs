//! Known ways in which servers of this kind were broken, each tried from outside.

use std::os::unix::fs::MetadataExt;
use std::path::Path;
use std::sync::Arc;

use parvis_app::clock::{FixedClock, SystemClock};
use parvis_model::Permissions;
use parvis_testing::{ALL_INTENTS, Answer, Person, Socket, TestServer};
use reqwest::Method;
use reqwest::multipart::{Form, Part};
use serde_json::{Value, json};
use tokio::task::JoinSet;

use crate::matrix::world::{EVERYONE, World};

fn path(world: &World, template: &str) -> String {
    world.ids.iter().fold(template.to_owned(), |path, (name, id)| path.replace(&format!("{{{name}}}"), id))
}

#[tokio::test]
async fn nobody_climbs_by_the_right_to_manage_roles() {
    let server = TestServer::start().await;
    let world =
        World::with(&server, EVERYONE, Permissions::MANAGE_ROLES | Permissions::MANAGE_CHANNELS).await;
    let probe = &world.people["probe"];
    let id = |name: &str| world.ids[name].clone();
    let administrator = Permissions::ADMINISTRATOR.bits().to_string();
    let ban = Permissions::BAN_MEMBERS.bits().to_string();
    let roles = path(&world, "/guilds/{guild}/roles");
    let role = |name: &str| format!("{roles}/{}", id(name));
    let attempts = [
        (Method::POST, roles.clone(), json!({ "name": "x", "permissions": administrator })),
        (Method::POST, roles.clone(), json!({ "name": "x", "permissions": ban })),
        (Method::PATCH, role("role"), json!({ "permissions": ban })),
        (Method::PATCH, role("everyone"), json!({ "permissions": ban })),
        (Method::PATCH, role("probe_role"), json!({ "permissions": administrator })),
        (Method::PATCH, role("probe_role"), json!({ "name": "x" })),
        (Method::PATCH, role("admin_role"), json!({ "permissions": "0" })),
        (Method::DELETE, role("admin_role"), json!({})),
        (Method::DELETE, role("probe_role"), json!({})),
        (Method::PATCH, roles.clone(), json!([{ "id": id("probe_role"), "position": 5 }])),
        (Method::PATCH, roles.clone(), json!([{ "id": id("role"), "position": 9 }])),
        (Method::PATCH, roles.clone(), json!([{ "id": id("admin_role"), "position": 1 }])),
        (Method::PUT, path(&world, "/guilds/{guild}/members/{probe}/roles/{admin_role}"), json!({})),
        (Method::PUT, path(&world, "/guilds/{guild}/members/{target}/roles/{admin_role}"), json!({})),
        (
            Method::PATCH,
            path(&world, "/guilds/{guild}/members/{probe}"),
            json!({ "roles": [id("admin_role"), id("probe_role")] }),
        ),
        (Method::DELETE, path(&world, "/guilds/{guild}/members/{admin}/roles/{admin_role}"), json!({})),
        (Method::PATCH, path(&world, "/guilds/{guild}/members/{admin}"), json!({ "roles": [] })),
        (Method::PATCH, path(&world, "/guilds/{guild}"), json!({ "owner_id": probe.id })),
        (
            Method::PUT,
            path(&world, "/channels/{public}/permissions/{probe}"),
            json!({ "type": 1, "allow": "8192", "deny": "0" }),
        ),
        (
            Method::PATCH,
            path(&world, "/channels/{public}"),
            json!({ "permission_overwrites": [{ "id": probe.id, "type": 1, "allow": "8192", "deny": "0" }] }),
        ),
        (
            Method::POST,
            path(&world, "/guilds/{guild}/channels"),
            json!({ "name": "x", "permission_overwrites": [{ "id": probe.id, "type": 1, "allow": "8192", "deny": "0" }] }),
        ),
    ];
    let before = world.people["owner"].get(&roles).await.ok();
    let mut wrong = Vec::new();
    for (method, path, body) in attempts {
        let answer = Answer::of(probe.request(method.clone(), &path).json(&body)).await;
        if answer.status != 403 {
            wrong.push(format!("{method} {path} {body}: {} {}", answer.status, answer.text));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    assert_eq!(before, world.people["owner"].get(&roles).await.ok());
}

#[tokio::test]
async fn what_lies_before_one_s_time_stays_there_without_the_right_to_history() {
    let server = TestServer::start().await;
    let world =
        World::with(&server, EVERYONE.without(Permissions::READ_MESSAGE_HISTORY), Permissions::NONE).await;
    let (owner, member) = (&world.people["owner"], &world.people["target"]);
    owner.put(&path(&world, "/channels/{public}/messages/pins/{pinned}"), json!({})).await.ok();
    let history = member.get(&path(&world, "/channels/{public}/messages?limit=100")).await.ok();
    assert_eq!(history, json!([]));
    for pins in ["/channels/{public}/messages/pins", "/channels/{public}/pins"] {
        let pins = member.get(&path(&world, pins)).await;
        assert!(!pins.text.contains("à retenir"), "{}", pins.text);
    }
    for hidden in
        ["/channels/{public}/messages/{message}", "/channels/{public}/messages/{message}/reactions/{thumb}"]
    {
        assert_eq!(member.get(&path(&world, hidden)).await.refused(403), 50_013, "{hidden}");
    }
    let reply = json!({ "content": "cite", "message_reference": { "message_id": world.ids["message"] } });
    let reply = member.post(&path(&world, "/channels/{public}/messages"), reply).await;
    assert!(!reply.text.contains("bonjour"), "{}", reply.text);
}

#[tokio::test]
async fn nobody_calls_everybody_without_the_right_to() {
    let server = TestServer::start().await;
    let world = World::new(&server).await;
    let member = &world.people["member"];
    let messages = path(&world, "/channels/{public}/messages");
    let content = format!("@everyone @here <@&{}> <@&{}>", world.ids["admin_role"], world.ids["guild"]);
    let allowed = json!({ "parse": ["everyone", "roles", "users"] });
    for body in [json!({ "content": content }), json!({ "content": content, "allowed_mentions": allowed })] {
        let said = member.post(&messages, body).await.ok();
        assert_eq!(
            (&said["mention_everyone"], &said["mention_roles"]),
            (&json!(false), &json!([])),
            "{said}"
        );
    }
    let said = member.say(&world.ids["public"], "rien").await;
    let message = format!("{messages}/{}", said["id"].as_str().expect("an id"));
    let edited =
        member.patch(&message, json!({ "content": content, "allowed_mentions": allowed })).await.ok();
    assert_eq!(
        (&edited["mention_everyone"], &edited["mention_roles"]),
        (&json!(false), &json!([])),
        "{edited}"
    );
    let owner = world.people["owner"].post(&messages, json!({ "content": content })).await.ok();
    assert_eq!(owner["mention_everyone"], true, "the right does it: {owner}");
}

#[tokio::test]
async fn a_file_s_address_opens_that_file_alone_and_not_after_it_is_gone() {
    let server = TestServer::start().await;
    let world = World::new(&server).await;
    let (member, anybody) = (&world.people["member"], server.anonymous());
    let messages = path(&world, "/channels/{public}/messages");
    let part = |text: &str| Part::bytes(text.as_bytes().to_vec()).file_name("../../note.html");
    let form = Form::new().part("files[0]", part("<script>1</script>")).part("files[1]", part("autre"));
    let said = member.post_form(&messages, form).await.ok();
    let url = said["attachments"][0]["url"].as_str().expect("an address").to_owned();
    let found = anybody.get(&url).await;
    assert_eq!(found.status, 200, "{url}");
    assert_eq!(found.headers["x-content-type-options"], "nosniff");
    assert!(found.headers["content-disposition"].to_str().is_ok_and(|it| it.starts_with("attachment")));
    assert!(found.headers["content-security-policy"].to_str().is_ok_and(|it| it.contains("sandbox")));
    let (plain, signature) = url.split_once('?').expect("a signed address");
    let other = said["attachments"][1]["url"].as_str().expect("an address");
    let other_plain = other.split('?').next().expect("a path");
    let later = signature.replacen("ex=", "ex=7", 1);
    let last = if url.ends_with('0') { "1" } else { "0" };
    let changed = format!("{}{last}", &url[..url.len() - 1]);
    for wrong in [plain.to_owned(), format!("{other_plain}?{signature}"), format!("{plain}?{later}"), changed]
    {
        let answer = anybody.get(&wrong).await;
        assert!(matches!(answer.status.as_u16(), 403 | 404), "{wrong}: {}", answer.status);
    }
    member.delete(&format!("{messages}/{}", said["id"].as_str().expect("an id"))).await;
    assert_eq!(anybody.get(&url).await.status, 404);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn ten_uses_let_exactly_ten_people_in() {
    let server = TestServer::start().await;
    let world = World::new(&server).await;
    let body = json!({ "max_uses": 10, "unique": true });
    let invite = world.people["owner"].post(&path(&world, "/channels/{public}/invites"), body).await.ok();
    let code = invite["code"].as_str().expect("a code").to_owned();
    let crowd = parvis_testing::seed::accounts(server.app(), "foule", 60, None).await;
    let mut joining = JoinSet::new();
    for one in crowd {
        let mut person = server.anonymous();
        person.token = Some(one.token);
        let path = format!("/invites/{code}");
        joining.spawn(async move { person.post(&path, json!({})).await.status.as_u16() });
    }
    let answers = joining.join_all().await;
    assert_eq!(answers.iter().filter(|status| **status == 200).count(), 10, "{answers:?}");
    assert!(answers.iter().all(|status| matches!(status, 200 | 404)), "{answers:?}");
    let guild = world.people["owner"].get(&path(&world, "/guilds/{guild}?with_counts=true")).await.ok();
    assert_eq!(guild["approximate_member_count"], 9 + 10);
}

#[tokio::test]
async fn a_banned_person_finds_every_door_closed() {
    let server = TestServer::start().await;
    let mut world = World::new(&server).await;
    let (owner, banned) = (world.people["owner"].clone(), world.people["banned"].clone());
    let invite = owner.post(&path(&world, "/channels/{public}/invites"), json!({})).await.ok();
    world.ids.insert("code".to_owned(), invite["code"].as_str().expect("a code").to_owned());
    assert_eq!(banned.post(&path(&world, "/invites/{code}"), json!({})).await.refused(403), 40_007);
    let dm = banned.post("/users/@me/channels", json!({ "recipient_id": world.ids["member"] })).await;
    assert_eq!(dm.refused(403), 50_007);
    assert_eq!(banned.get(&path(&world, "/guilds/{guild}/preview")).await.refused(404), 10_004);
}

#[tokio::test]
async fn a_session_is_resumed_by_its_own_account_alone() {
    let server = TestServer::start().await;
    let (victim, thief) = (server.person("victime").await, server.person("voleur").await);
    let mut socket = Socket::identify(&server, &victim, ALL_INTENTS).await;
    let session = socket.received().iter().find(|frame| frame["t"] == "READY").cloned().expect("READY");
    let session_id = session["d"]["session_id"].as_str().expect("a session").to_owned();
    assert!(session_id.len() >= 32, "128 bits at least");
    let mut stolen = Socket::open(&server).await;
    let token = |person: &Person| person.token.clone().expect("a token");
    stolen.send(json!({ "op": 6, "d": { "token": token(&thief), "session_id": session_id, "seq": 1 } }));
    let answer = stolen.wait_for_op(9).await;
    assert_eq!(answer["d"], false);
    let mut ahead = Socket::open(&server).await;
    ahead
        .send(json!({ "op": 6, "d": { "token": token(&victim), "session_id": session_id, "seq": 999_999 } }));
    assert_eq!(ahead.closed().await, Some(4007));
    victim.patch("/users/@me", json!({ "global_name": "Tranquille" })).await.ok();
    socket.wait_for("USER_UPDATE").await;
}

#[tokio::test]
async fn a_login_that_has_ended_hears_nothing_more_by_a_session_of_another_login() {
    let server = TestServer::start().await;
    let owner = server.register("deux_appareils", "un mot de passe").await;
    let guild = owner.make_guild("Une place").await;
    let channel = owner.first_channel(guild["id"].as_str().expect("an id")).await;
    let body = json!({ "login": "deux_appareils", "password": "un mot de passe" });
    let stolen = server.anonymous().post("/auth/login", body).await.ok()["token"].clone();
    let mut own = Socket::identify(&server, &owner, 0).await;
    let session_id = own.ready()["session_id"].clone();
    let mut thief = Socket::open(&server).await;
    thief.send(json!({ "op": 6, "d": { "token": stolen, "session_id": session_id, "seq": 1 } }));
    assert_eq!(thief.wait_for_op(9).await["d"], false, "only the login that began a session goes on with it");
    owner.say(&channel, "toujours là").await;
    own.wait_for("MESSAGE_CREATE").await;
}

#[tokio::test]
async fn an_account_s_sessions_are_bounded_and_the_new_one_finds_room() {
    let server = TestServer::start().await;
    let person = server.person("collectionneuse").await;
    let mut first = Socket::identify(&server, &person, 0).await;
    let mut others = Vec::new();
    for _ in 0..31 {
        others.push(Socket::identify(&server, &person, 0).await);
    }
    let mut last = Socket::identify(&server, &person, 0).await;
    assert_eq!(first.closed().await, Some(4009));
    person.patch("/users/@me", json!({ "global_name": "Ici" })).await.ok();
    last.wait_for("USER_UPDATE").await;
    others[0].wait_for("USER_UPDATE").await;
}

#[tokio::test]
async fn accounts_buy_nobody_more_attempts_at_passwords() {
    let server = TestServer::start_with(|config| config.rate_limits = true, Arc::new(SystemClock)).await;
    let somebody = server.person("patiente").await;
    let attempt = |person: &Person, login: &str, addresses: [&str; 2]| {
        let request = person.request(Method::POST, "/auth/login").header("x-forwarded-for", addresses[0]);
        let body = json!({ "login": login, "password": "essai" });
        Answer::of(request.header("x-forwarded-for", addresses[1]).json(&body))
    };
    let stranger = server.anonymous();
    for n in 0..20 {
        // What a client writes before the proxy does is not believed.
        let (forged, login) = (format!("203.0.113.{n}"), format!("personne_{n}"));
        assert_eq!(attempt(&stranger, &login, [&forged, "198.51.100.1"]).await.status, 400, "{n}");
    }
    let last = "personne_ici";
    assert_eq!(attempt(&stranger, last, ["203.0.113.99", "198.51.100.1"]).await.status, 429);
    assert_eq!(attempt(&somebody, last, ["203.0.113.99", "198.51.100.1"]).await.status, 429);
    assert_eq!(attempt(&stranger, last, ["198.51.100.1", "198.51.100.2"]).await.status, 400);
}

#[tokio::test]
async fn addresses_buy_nobody_more_attempts_at_one_password() {
    let clock = Arc::new(FixedClock::at(1_795_348_800_000));
    let server = TestServer::start_with(|config| config.rate_limits = true, clock).await;
    let mut statuses = Vec::new();
    for n in 0..12 {
        let request = server.anonymous().request(Method::POST, "/auth/login");
        let request = request.header("x-forwarded-for", format!("198.51.100.{n}"));
        let body = json!({ "login": "personne_ici", "password": "essai" });
        statuses.push(Answer::of(request.json(&body)).await.status.as_u16());
    }
    assert_eq!((&statuses[..11], statuses[11]), (&[400; 11][..], 429));
}

#[tokio::test]
async fn strangers_are_read_no_further_than_a_name_and_a_password() {
    let server = TestServer::start().await;
    let body = json!({ "login": "x", "password": "x".repeat(100_000) });
    assert_eq!(server.anonymous().post("/auth/login", body).await.status, 413);
}

#[tokio::test]
async fn whoever_is_blocked_has_no_way_left_to_be_heard() {
    let server = TestServer::start().await;
    let (owner, other) = (server.person("tranquille").await, server.person("insistante").await);
    let guild = owner.make_guild("Une place").await;
    let channel = owner.first_channel(guild["id"].as_str().expect("an id")).await;
    owner.bring_in(&channel, &other).await;
    let dm = other.post("/users/@me/channels", json!({ "recipient_id": owner.id })).await.ok();
    let dm = dm["id"].as_str().expect("an id").to_owned();
    let said = other.say(&dm, "bonjour").await;
    owner.put(&format!("/users/@me/relationships/{}", other.id), json!({ "type": 2 })).await;
    let message = format!("/channels/{dm}/messages/{}", said["id"].as_str().expect("an id"));
    let button = json!({ "type": 2, "style": 1, "custom_id": "a", "label": "haine" });
    let edits = [
        json!({ "content": "haine" }),
        json!({ "embeds": [{ "title": "haine" }] }),
        json!({ "components": [{ "type": 1, "components": [button] }] }),
    ];
    for edit in edits {
        assert_eq!(other.patch(&message, edit.clone()).await.refused(403), 50_007, "{edit}");
    }
    let form = Form::new().part("files[0]", Part::bytes(b"haine".to_vec()).file_name("haine.txt"));
    let with_file = Answer::of(other.request(Method::PATCH, &message).multipart(form)).await;
    assert_eq!(with_file.refused(403), 50_007);
    let pin = message.replace("/messages/", "/messages/pins/");
    for path in [pin, format!("{message}/reactions/%F0%9F%91%8D/@me")] {
        assert_eq!(other.put(&path, json!({})).await.refused(403), 50_007, "{path}");
    }
    let kept = owner.get(&format!("/channels/{dm}/messages")).await.ok();
    assert_eq!(kept.as_array().map(Vec::len), Some(1));
    assert_eq!((&kept[0]["content"], &kept[0]["embeds"]), (&json!("bonjour"), &json!([])));
}

#[tokio::test]
async fn other_accounts_of_the_machine_read_nothing_that_was_uploaded() {
    fn readable_in(folder: &Path, found: &mut Vec<String>) -> usize {
        let entries = std::fs::read_dir(folder).expect("a folder").map(|entry| entry.expect("an entry"));
        entries
            .map(|entry| {
                let metadata = entry.metadata().expect("an entry has properties");
                if metadata.mode() & 0o077 != 0 {
                    found.push(format!("{}: {:o}", entry.path().display(), metadata.mode()));
                }
                if metadata.is_dir() { readable_in(&entry.path(), found) } else { 1 }
            })
            .sum()
    }
    let server = TestServer::start().await;
    let world = World::new(&server).await;
    let form = Form::new().part("files[0]", Part::bytes(b"entre nous".to_vec()).file_name("note.txt"));
    let messages = path(&world, "/channels/{public}/messages");
    world.people["member"].post_form(&messages, form).await.ok();
    let mut found = Vec::new();
    let folder = server.folder().join("files");
    assert!(readable_in(&folder, &mut found) > 0, "there is a file");
    assert_eq!(std::fs::metadata(&folder).expect("the folder is there").mode() & 0o077, 0);
    assert_eq!(found, Vec::<String>::new());
}

#[tokio::test]
async fn pages_of_other_sites_cannot_act_with_a_browser_s_help() {
    let server = TestServer::start().await;
    let world = World::new(&server).await;
    let owner = &world.people["owner"];
    let messages = path(&world, "/channels/{public}/messages");
    for content_type in ["application/x-www-form-urlencoded", "text/plain", "text/plain;application/json"] {
        let request = owner.request(Method::POST, &messages).header("content-type", content_type);
        let answer = Answer::of(request.body(r#"{"content":"x"}"#)).await;
        assert!(matches!(answer.status.as_u16(), 400 | 415), "{content_type}: {}", answer.status);
    }
    let token = owner.token.clone().expect("a token");
    let url = format!("{}/api/v10/users/@me", server.url());
    let with_cookie =
        server.http().get(&url).header("cookie", format!("token={token}; authorization={token}"));
    assert_eq!(Answer::of(with_cookie).await.status, 401);
    let in_address = server.http().get(format!("{url}?token={token}&authorization={token}"));
    assert_eq!(Answer::of(in_address).await.status, 401);
    let upgrade = server.http().get(format!("{}/gateway", server.url()));
    let upgrade = upgrade.header("upgrade", "websocket").header("connection", "upgrade");
    let upgrade =
        upgrade.header("sec-websocket-version", "13").header("sec-websocket-key", "dGhlIHNhbXBsZSBub25jZQ==");
    assert_eq!(Answer::of(upgrade.header("origin", "https://ailleurs.example")).await.status, 403);
}

#[tokio::test]
async fn tokens_and_addresses_stand_in_nobody_else_s_answers() {
    const SECRET_KEYS: [&str; 8] =
        ["token", "email", "phone", "password", "password_hash", "ip", "session_id", "verify_key_secret"];
    fn secret_in(value: &Value) -> Option<String> {
        match value {
            Value::Object(map) => map.iter().find_map(|(key, inner)| {
                let tells = SECRET_KEYS.contains(&key.as_str()) && (inner.is_string() || inner.is_number());
                if tells { Some(inner.to_string()) } else { secret_in(inner) }
            }),
            Value::Array(list) => list.iter().find_map(secret_in),
            _ => None,
        }
    }
    let server = TestServer::start().await;
    let rows = crate::matrix::table::rows();
    let rows: Vec<_> =
        rows.into_iter().filter(|row| row.method == "GET" && !row.path.starts_with("/auth")).collect();
    let mut world = World::new(&server).await;
    for row in &rows {
        world.prepare(&server, row).await;
    }
    for name in ["owner", "admin", "member", "outsider", "bot"] {
        let person = world.principal(&server, name);
        for row in &rows {
            let (path, _) = row.request(&world.ids_for(name));
            if path.contains("/webhooks") && matches!(name, "owner" | "admin") {
                // Whoever manages a channel's webhooks is told their secrets.
                continue;
            }
            let answer = person.get(&path).await;
            // What is no JSON is a file that everybody gets.
            let json = serde_json::from_str(&answer.text).unwrap_or(Value::Null);
            let found = if answer.status.is_success() { secret_in(&json) } else { None };
            // Whoever comes by the secret of a webhook may be told the secret.
            let found = found.filter(|secret| !path.contains(secret.trim_matches('"')));
            assert_eq!(found, None, "{name} at {path}");
        }
    }
}
