//! Requests of no good will: every one gets a refusal within bounds, and nobody else notices.

use std::time::Duration;

use parvis_testing::{Answer, Person, Socket, TestServer};
use reqwest::Method;
use serde_json::{Map, Value, json};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;

use crate::matrix::table::{Row, rows};
use crate::matrix::world::World;

/// Values that no field expects.
fn wrong_values() -> Vec<Value> {
    let deep = (0..100).fold(json!(1), |inner, _| json!([inner]));
    vec![
        json!(null),
        json!(true),
        json!(0),
        json!(-1),
        json!(1.5),
        json!(i64::MAX),
        json!(u64::MAX),
        json!(1e308),
        json!(""),
        json!("x"),
        json!("-1"),
        json!("99999999999999999999999"),
        json!("\u{0}"),
        json!("\u{202e}\u{200b}"),
        json!("'; drop table users; --"),
        json!("é".repeat(5_000)),
        json!([]),
        json!([null]),
        json!([{}]),
        json!({}),
        json!({ "a": { "b": [] } }),
        deep,
    ]
}

/// Every body in which one value, at any depth, is another.
fn mutations(body: &Value) -> Vec<Value> {
    let mut all = wrong_values();
    match body {
        Value::Object(map) => {
            for (key, inner) in map {
                for mutated in mutations(inner) {
                    let mut other: Map<_, _> = map.clone();
                    other.insert(key.clone(), mutated);
                    all.push(Value::Object(other));
                }
            }
        }
        Value::Array(list) => {
            for (index, inner) in list.iter().enumerate() {
                for mutated in mutations(inner) {
                    let mut other = list.clone();
                    other[index] = mutated;
                    all.push(Value::Array(other));
                }
            }
        }
        _ => {}
    }
    all
}

fn is_failure(answer: &Answer) -> bool {
    // 501 says truthfully that this server does not have something.
    answer.status.as_u16() >= 500 && answer.status.as_u16() != 501
}

async fn call(person: &Person, row: &Row, path: &str, body: Option<&Value>) -> Answer {
    let request = person.request(row.method.parse().expect("a method"), path);
    Answer::of(match body {
        Some(body) => request.json(body),
        None => request,
    })
    .await
}

async fn world_for(server: &TestServer, rows: &[Row]) -> World {
    let mut world = World::new(server).await;
    for row in rows {
        world.prepare(server, row).await;
    }
    world
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_wrong_value_in_any_field_of_any_body_is_no_failure_of_the_server() {
    let server = TestServer::start().await;
    let mut failures = Vec::new();
    let mut asked = 0;
    for row in rows().into_iter().filter(|row| row.body.is_some() && !row.fresh) {
        let world = world_for(&server, std::slice::from_ref(&row)).await;
        let caller = world.people["owner"].clone();
        let (path, body) = row.request(&world.ids_for("owner"));
        for body in mutations(&body.expect("rows without a body were left out")) {
            let answer = call(&caller, &row, &path, Some(&body)).await;
            asked += 1;
            if is_failure(&answer) {
                failures.push(format!("{} {body}: {} {}", row.route(), answer.status, answer.text));
            }
        }
    }
    assert!(asked > 1_000, "{asked} bodies were tried");
    assert!(failures.is_empty(), "{} failures:\n{}", failures.len(), failures.join("\n"));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn numbers_beyond_their_bounds_are_refused_or_taken_to_them() {
    const VALUES: [&str; 16] = [
        "0",
        "-1",
        "1",
        "100",
        "101",
        "1000",
        "1001",
        "4294967296",
        "9223372036854775807",
        "9223372036854775808",
        "18446744073709551616",
        "NaN",
        "",
        "1e3",
        "%00",
        "%27%22%25_",
    ];
    const NAMES: [&str; 9] =
        ["limit", "before", "after", "around", "offset", "user_id", "action_type", "query", "with_counts"];
    let server = TestServer::start().await;
    let rows: Vec<_> = rows().into_iter().filter(|row| row.method == "GET").collect();
    let world = world_for(&server, &rows).await;
    let (owner, ids) = (world.people["owner"].clone(), world.ids_for("owner"));
    let mut failures = Vec::new();
    for row in &rows {
        let (path, _) = row.request(&ids);
        let sign = if path.contains('?') { '&' } else { '?' };
        for (name, value) in NAMES.iter().flat_map(|name| VALUES.map(|value| (name, value))) {
            let answer = owner.get(&format!("{path}{sign}{name}={value}")).await;
            // What is not offered says so whatever it is asked.
            let is_refused = answer.status.is_client_error() || answer.status == 501;
            if is_failure(&answer) || !(is_refused || answer.status.is_success()) {
                failures.push(format!("{path}{sign}{name}={value}: {} {}", answer.status, answer.text));
            }
            let length = answer.text.starts_with('[').then(|| answer.json().as_array().map_or(0, Vec::len));
            if length.is_some_and(|length| length > 1_000) {
                failures.push(format!("{path}{sign}{name}={value}: {length:?} entries"));
            }
        }
    }
    assert!(failures.is_empty(), "{} failures:\n{}", failures.len(), failures.join("\n"));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn ids_that_are_none_are_refused_by_every_route() {
    let long = "1".repeat(5_000);
    let values = [
        "0",
        "-1",
        "18446744073709551615",
        "18446744073709551616",
        "abc",
        "1e3",
        "%00",
        "%252e%252e",
        "..%2f..",
        &long,
    ];
    let server = TestServer::start().await;
    let rows = rows();
    let world = world_for(&server, &rows).await;
    let owner = world.people["owner"].clone();
    let mut failures = Vec::new();
    for row in &rows {
        for parameter in row.parameters() {
            for value in values {
                let mut ids = world.ids_for("owner");
                ids.insert("odd".to_owned(), value.to_owned());
                let swapped = [(parameter.to_owned(), "odd".to_owned())].into();
                let (path, body) = row.request_with(&ids, &swapped);
                let answer = call(&owner, row, &path, body.as_ref()).await;
                let may_be_anything = matches!(parameter, "emoji" | "code" | "slug" | "language");
                // A place up to which one has read, and what is not there afterwards, may be any.
                let forgets = row.method == "DELETE" && row.path.contains("/saved-messages/");
                let tolerated = row.path.ends_with("/ack") || row.path.contains("/reactions/") || forgets;
                let succeeds = answer.status.is_success() && !may_be_anything && !tolerated;
                if is_failure(&answer) || succeeds {
                    let path: String = path.chars().take(120).collect();
                    failures.push(format!("{} {path}: {} {}", row.method, answer.status, answer.text));
                }
            }
        }
    }
    assert!(failures.is_empty(), "{} failures:\n{}", failures.len(), failures.join("\n"));
}

#[tokio::test]
async fn deep_and_long_json_is_refused_within_bounds() {
    let server = TestServer::start().await;
    let world = World::new(&server).await;
    let owner = &world.people["owner"];
    let deep = format!("{}{}", "[".repeat(10_000), "]".repeat(10_000));
    let deep_object = format!("{}1{}", r#"{"content":"#.repeat(10_000), "}".repeat(10_000));
    let long = format!("[{}0]", "0,".repeat(1_000_000));
    let path = format!("/channels/{}/messages", world.ids["public"]);
    for inner in [&deep, &deep_object, &long] {
        for body in [
            inner.clone(),
            format!(r#"{{"content":{inner}}}"#),
            format!(r#"{{"content":"x","embeds":{inner}}}"#),
            format!(r#"{{"content":"x","unknown":{inner}}}"#),
            format!(r#"{{"content":"x","components":{inner}}}"#),
        ] {
            let request = owner.request(Method::POST, &path).header("content-type", "application/json");
            let answer = Answer::of(request.body(body.clone())).await;
            let is_refused = matches!(answer.status.as_u16(), 400 | 413);
            // An unknown field is nobody's business as long as it is JSON.
            let is_ignored = body.contains("unknown") && answer.status.is_success();
            assert!(is_refused || is_ignored, "{} {} for {}", answer.status, answer.text, &body[..40]);
        }
    }
}

#[tokio::test]
async fn fields_that_are_not_the_caller_s_to_set_stay_as_they_are() {
    let server = TestServer::start().await;
    let world = World::new(&server).await;
    let ids = world.ids_for("owner");
    let owner = &world.people["owner"];
    let stranger = &ids["outsider"];
    let cases = [
        (
            Method::PATCH,
            "/users/@me".to_owned(),
            json!({ "id": "1", "bot": true, "system": true, "flags": 1, "public_flags": 1, "verified": true, "discriminator": "1", "mfa_enabled": true, "premium_type": 2 }),
            vec![
                "id",
                "bot",
                "system",
                "flags",
                "public_flags",
                "verified",
                "discriminator",
                "mfa_enabled",
                "premium_type",
            ],
        ),
        (
            Method::PATCH,
            format!("/guilds/{}", ids["guild"]),
            json!({ "id": "1", "owner": false, "roles": [], "mfa_level": 1, "application_id": "1", "premium_tier": 3, "max_members": 1, "vanity_url_code": "x", "features": ["VERIFIED", "PARTNERED"] }),
            vec![
                "id",
                "owner_id",
                "roles",
                "application_id",
                "premium_tier",
                "max_members",
                "vanity_url_code",
                "features",
            ],
        ),
        (
            Method::PATCH,
            format!("/channels/{}", ids["public"]),
            json!({ "id": "1", "guild_id": ids["b_guild"], "last_message_id": "1", "owner_id": stranger, "recipients": [stranger], "message_count": 9 }),
            vec!["id", "guild_id", "last_message_id", "owner_id", "recipients", "message_count"],
        ),
        (
            Method::PATCH,
            format!("/guilds/{}/roles/{}", ids["guild"], ids["role"]),
            json!({ "id": "1", "managed": true, "position": 9, "tags": { "bot_id": stranger }, "flags": 1 }),
            vec!["id", "managed", "position", "tags", "flags"],
        ),
        (
            Method::PATCH,
            format!("/guilds/{}/members/{}", ids["guild"], ids["target"]),
            json!({ "user": { "id": stranger }, "joined_at": "2001-01-01T00:00:00+00:00", "pending": true, "permissions": "8", "premium_since": "2001-01-01T00:00:00+00:00" }),
            vec!["user", "joined_at", "pending", "permissions", "premium_since"],
        ),
        (
            Method::PATCH,
            format!("/channels/{}/messages/{}", ids["public"], ids["message_of_owner"]),
            json!({ "content": "x", "id": "1", "channel_id": ids["private"], "author": { "id": stranger }, "timestamp": "2001-01-01T00:00:00+00:00", "type": 7, "pinned": true, "mention_everyone": true, "webhook_id": "1", "reactions": [], "tts": true }),
            vec![
                "id",
                "channel_id",
                "author",
                "timestamp",
                "type",
                "pinned",
                "mention_everyone",
                "webhook_id",
                "tts",
            ],
        ),
    ];
    for (method, path, body, keys) in cases {
        let before = owner.get(&path).await.ok();
        let request = owner.request(method, &path).json(&body);
        let answer = Answer::of(request).await;
        assert!(
            answer.status.is_success() || answer.status == 400,
            "{path}: {} {}",
            answer.status,
            answer.text
        );
        let after = owner.get(&path).await.ok();
        for key in keys {
            assert_eq!(before.get(key), after.get(key), "{path} {key}");
        }
    }
}

#[tokio::test]
async fn a_new_message_takes_nothing_from_the_sender_but_what_is_the_sender_s() {
    let server = TestServer::start().await;
    let world = World::new(&server).await;
    let member = &world.people["member"];
    let forged = json!({
        "content": "x", "id": "1", "type": 7, "pinned": true, "mention_everyone": true, "webhook_id": "1",
        "timestamp": "2001-01-01T00:00:00+00:00", "edited_timestamp": "2001-01-01T00:00:00+00:00",
        "author": { "id": world.ids["owner"], "username": "owner" }, "application_id": "1",
        "mentions": [{ "id": world.ids["owner"] }], "mention_roles": [world.ids["role"]], "channel_id": world.ids["private"],
    });
    let said = member.post(&format!("/channels/{}/messages", world.ids["public"]), forged).await.ok();
    assert_ne!(said["id"], "1");
    assert_eq!(said["type"], 0);
    assert_eq!(said["author"]["id"], member.id.as_str());
    assert_eq!(said["channel_id"], world.ids["public"].as_str());
    for (key, value) in
        [("pinned", json!(false)), ("mention_everyone", json!(false)), ("mentions", json!([]))]
    {
        assert_eq!(said[key], value, "{key}");
    }
    assert!(said.get("webhook_id").is_none_or(Value::is_null) && said["edited_timestamp"].is_null());
    assert!(said["timestamp"].as_str().is_some_and(|time| !time.starts_with("2001")));
}

/// A megabyte that is no protocol, always the same.
fn garbage() -> Vec<u8> {
    let mut state = 0x2545_f491_4f6c_dd1d_u64;
    let mut next = || {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        state.to_le_bytes()
    };
    (0..1 << 17).flat_map(|_| next()).collect()
}

async fn raw(server: &TestServer) -> TcpStream {
    let address = server.url().replace("http://", "");
    TcpStream::connect(address).await.expect("the port is open")
}

/// Whatever comes until the server ends the connection.
async fn until_cut(stream: &mut TcpStream, within: Duration) -> Vec<u8> {
    let mut all = Vec::new();
    let read = async {
        let mut room = vec![0; 64 << 10];
        loop {
            match stream.read(&mut room).await {
                Ok(0) | Err(_) => return,
                Ok(count) => all.extend_from_slice(&room[..count]),
            }
        }
    };
    tokio::time::timeout(within, read).await.expect("the server ends the connection");
    all
}

async fn still_answers(server: &TestServer) {
    let answer = server.anonymous().get("/gateway").await;
    assert_eq!(answer.status, 200);
}

#[tokio::test]
async fn a_megabyte_of_garbage_is_cut_off() {
    let server = TestServer::start().await;
    let garbage = garbage();
    for start in [
        &b""[..],
        b"GET /api/v10/gateway HTTP/1.1\r\nHost: x\r\n",
        b"POST /api/v10/auth/login HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n",
        b"GET /gateway HTTP/1.1\r\nHost: x\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n",
    ] {
        let mut stream = raw(&server).await;
        stream.write_all(start).await.expect("the server listens");
        // It may be gone before it has taken everything.
        let _ = stream.write_all(&garbage).await;
        let answer = until_cut(&mut stream, Duration::from_secs(60)).await;
        let answer = String::from_utf8_lossy(&answer);
        assert!(!answer.contains("HTTP/1.1 5"), "{answer}");
    }
    still_answers(&server).await;
}

#[tokio::test]
async fn a_megabyte_of_text_in_the_gateway_closes_with_a_code_and_others_go_on() {
    let server = TestServer::start().await;
    let person = server.person("ecoute").await;
    let mut other = Socket::identify(&server, &person, 0).await;
    let mut socket = Socket::open(&server).await;
    socket.send(json!({ "op": 2, "d": { "token": "x".repeat(1 << 20), "properties": {} } }));
    let code = socket.closed().await;
    assert!(code.is_none_or(|code| (4000..4015).contains(&code) || code == 1009), "{code:?}");
    person.patch("/users/@me", json!({ "global_name": "Toujours" })).await.ok();
    other.wait_for("USER_UPDATE").await;
}

#[tokio::test]
async fn headers_that_drip_are_cut_off() {
    let server = TestServer::start().await;
    let mut stream = raw(&server).await;
    stream
        .write_all(b"GET /api/v10/gateway HTTP/1.1\r\nHost: x\r\nX-Slow: a")
        .await
        .expect("the server listens");
    until_cut(&mut stream, Duration::from_secs(40)).await;
    still_answers(&server).await;
}

#[tokio::test]
async fn a_form_without_an_end_is_cut_off_and_leaves_nothing() {
    let server = TestServer::start().await;
    let world = World::new(&server).await;
    let owner = &world.people["owner"];
    let path = format!("/api/v10/channels/{}/messages", world.ids["public"]);
    let mut stream = raw(&server).await;
    let head = format!(
        "POST {path} HTTP/1.1\r\nHost: x\r\nAuthorization: {}\r\nContent-Type: multipart/form-data; boundary=b\r\nTransfer-Encoding: chunked\r\n\r\n",
        owner.token.as_deref().expect("somebody with an account"),
    );
    stream.write_all(head.as_bytes()).await.expect("the server listens");
    let part = "--b\r\nContent-Disposition: form-data; name=\"files[0]\"; filename=\"x.bin\"\r\n\r\n";
    let chunk = |bytes: &[u8]| [format!("{:x}\r\n", bytes.len()).as_bytes(), bytes, b"\r\n"].concat();
    stream.write_all(&chunk(part.as_bytes())).await.expect("the server listens");
    let block = vec![b'x'; 1 << 20];
    // Larger than anything that may be sent; the server stops taking it long before.
    for _ in 0..200 {
        if stream.write_all(&chunk(&block)).await.is_err() {
            break;
        }
    }
    let answer = until_cut(&mut stream, Duration::from_secs(60)).await;
    let answer = String::from_utf8_lossy(&answer);
    assert!(answer.is_empty() || answer.contains("HTTP/1.1 4"), "{answer}");
    let messages = owner.get(&format!("/channels/{}/messages?limit=100", world.ids["public"])).await.ok();
    let with_files = messages.as_array().expect("a list").iter().filter(|it| it["attachments"] != json!([]));
    assert_eq!(with_files.count(), 0);
    still_answers(&server).await;
}

#[tokio::test]
async fn a_part_s_header_without_an_end_is_cut_off_soon() {
    let server = TestServer::start().await;
    let world = World::new(&server).await;
    let path = format!("/api/v10/channels/{}/messages", world.ids["public"]);
    for start in ["--b\r\nX-Endless: ", "before the first part "] {
        let mut stream = raw(&server).await;
        let head = format!(
            "POST {path} HTTP/1.1\r\nHost: x\r\nAuthorization: {}\r\nContent-Type: multipart/form-data; boundary=b\r\nContent-Length: 50000000\r\n\r\n{start}",
            world.people["owner"].token.as_deref().expect("somebody with an account"),
        );
        stream.write_all(head.as_bytes()).await.expect("the server listens");
        // It may be gone before it has taken everything.
        let _ = stream.write_all(&vec![b'x'; 4 << 20]).await;
        let answer = until_cut(&mut stream, Duration::from_secs(15)).await;
        assert!(String::from_utf8_lossy(&answer).starts_with("HTTP/1.1 400"), "{start}");
    }
    still_answers(&server).await;
}
