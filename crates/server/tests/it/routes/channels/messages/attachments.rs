//! Files of messages: sent with `POST /channels/{channel_id}/messages`, read at their signed address

use std::path::Path;

use parvis_testing::{Answer, Person, TestServer};
use reqwest::Method;
use reqwest::multipart::{Form, Part};
use serde_json::{Value, json};

use crate::routes::channels::{Scene, id_of};

fn form(name: &str, bytes: Vec<u8>) -> Form {
    Form::new().part("files[0]", Part::bytes(bytes).file_name(name.to_owned()))
}

async fn upload(scene: &Scene, name: &str, bytes: &[u8]) -> Value {
    scene.member.post_form(&scene.at("/messages"), form(name, bytes.to_vec())).await.ok()
}

/// The address on this server: the port in it is the test's own.
fn address(server: &TestServer, message: &Value) -> String {
    let url = message["attachments"][0]["url"].as_str().expect("an address");
    let at = url.find("/attachments/").expect("a path of a file");
    format!("{}{}", server.url(), &url[at..])
}

async fn fetch(server: &TestServer, method: Method, url: &str, headers: &[(&str, &str)]) -> Answer {
    let mut request = server.http().request(method, url);
    for (name, value) in headers {
        request = request.header(*name, *value);
    }
    Answer::of(request).await
}

fn files_in(folder: &Path) -> usize {
    let Ok(entries) = std::fs::read_dir(folder) else { return 0 };
    entries
        .map(|entry| entry.expect("an entry").path())
        .map(|path| if path.is_dir() { files_in(&path) } else { 1 })
        .sum()
}

#[tokio::test]
async fn a_file_is_read_whole_and_in_parts_by_whoever_has_its_address() {
    let scene = Scene::set().await;
    let message = upload(&scene, "notes.txt", b"0123456789").await;
    let file = &message["attachments"][0];
    assert_eq!((&file["filename"], &file["size"]), (&json!("notes.txt"), &json!(10)));
    let url = address(&scene.server, &message);
    let whole = fetch(&scene.server, Method::GET, &url, &[]).await;
    assert_eq!((whole.status.as_u16(), whole.text.as_str()), (200, "0123456789"));
    assert_eq!(whole.headers["content-type"], "text/plain; charset=utf-8");
    assert_eq!(whole.headers["x-content-type-options"], "nosniff");
    assert!(whole.headers["content-security-policy"].to_str().expect("text").contains("sandbox"));
    assert_eq!(whole.headers["accept-ranges"], "bytes");
    let etag = whole.headers["etag"].to_str().expect("text").to_owned();

    let part = fetch(&scene.server, Method::GET, &url, &[("range", "bytes=2-4")]).await;
    assert_eq!((part.status.as_u16(), part.text.as_str()), (206, "234"));
    assert_eq!(part.headers["content-range"], "bytes 2-4/10");
    let end = fetch(&scene.server, Method::GET, &url, &[("range", "bytes=-3"), ("if-range", &etag)]).await;
    assert_eq!((end.status.as_u16(), end.text.as_str()), (206, "789"));
    let stale =
        fetch(&scene.server, Method::GET, &url, &[("range", "bytes=-3"), ("if-range", "\"1\"")]).await;
    assert_eq!((stale.status.as_u16(), stale.text.as_str()), (200, "0123456789"));
    let beyond = fetch(&scene.server, Method::GET, &url, &[("range", "bytes=10-")]).await;
    assert_eq!(beyond.status.as_u16(), 416);
    assert_eq!(beyond.headers["content-range"], "bytes */10");
    let known = fetch(&scene.server, Method::GET, &url, &[("if-none-match", &etag)]).await;
    assert_eq!(known.status.as_u16(), 304);
    let head = fetch(&scene.server, Method::HEAD, &url, &[]).await;
    assert_eq!((head.status.as_u16(), head.text.as_str()), (200, ""));
    assert_eq!(head.headers["content-length"], "10");
}

#[tokio::test]
async fn what_browsers_could_run_is_saved_instead_of_shown() {
    let scene = Scene::set().await;
    for (name, content_type) in [
        ("x.svg", "image/svg+xml"),
        ("x.html", "text/html"),
        ("x.xml", "application/xml"),
        ("x.pdf", "application/pdf"),
        ("x.js", "text/javascript"),
        ("x.png", "text/html"),
        ("x", "image/svg+xml; charset=utf-8"),
    ] {
        let part = Part::bytes(b"<script>1</script>".to_vec())
            .file_name(name)
            .mime_str(content_type)
            .expect("a type");
        let form = Form::new().part("files[0]", part);
        let message = scene.member.post_form(&scene.at("/messages"), form).await.ok();
        let answer = fetch(&scene.server, Method::GET, &address(&scene.server, &message), &[]).await;
        let disposition = answer.headers["content-disposition"].to_str().expect("text");
        let shown = answer.headers["content-type"].to_str().expect("text");
        assert!(
            disposition.starts_with("attachment") || shown == "image/png",
            "{name}: {disposition} {shown}"
        );
        assert_eq!(answer.headers["x-content-type-options"], "nosniff");
        assert!(
            !shown.contains("html") && !shown.contains("svg") && !shown.contains("xml"),
            "{name}: {shown}"
        );
    }
}

#[tokio::test]
async fn an_address_that_is_not_ours_leads_nowhere() {
    let scene = Scene::set().await;
    let message = upload(&scene, "a.txt", b"canary").await;
    let url = address(&scene.server, &message);
    let (path, query) = url.split_once('?').expect("a signature");
    let id = message["attachments"][0]["id"].as_str().expect("an id");
    let next = (id.parse::<u64>().expect("a number") + 1).to_string();
    let expiry = query.split('&').find(|part| part.starts_with("ex=")).expect("an end");
    for wrong in [
        path.to_owned(),
        format!("{path}?{expiry}"),
        format!("{path}?{}", query.replace(expiry, "ex=ffffffff")),
        format!("{path}?{query}0"),
        format!("{path}?{}", query.replace("hm=", "hm=0")),
        url.replace(id, &next),
        url.replace("a.txt", "b.txt"),
        url.replace("a.txt", "..%2fa.txt"),
        url.replace(&scene.channel, "1"),
        format!("{path}?ex=zz&hm="),
    ] {
        let answer = fetch(&scene.server, Method::GET, &wrong, &[]).await;
        assert_eq!(answer.status.as_u16(), 404, "{wrong}");
        assert!(!answer.text.contains("canary"));
    }
}

#[tokio::test]
async fn a_file_goes_with_its_message_and_with_its_channel() {
    let scene = Scene::set().await;
    let files = scene.server.folder().join("files");
    let one = upload(&scene, "one.txt", b"1").await;
    let two = upload(&scene, "two.txt", b"2").await;
    assert_eq!(files_in(&files), 2);
    scene.member.delete(&scene.at(&format!("/messages/{}", id_of(&one)))).await.ok();
    assert_eq!(
        fetch(&scene.server, Method::GET, &address(&scene.server, &one), &[]).await.status.as_u16(),
        404
    );
    scene.owner.delete(&scene.at("")).await.ok();
    assert_eq!(
        fetch(&scene.server, Method::GET, &address(&scene.server, &two), &[]).await.status.as_u16(),
        404
    );
    scene.server.app().delete_leftovers().await.expect("leftovers go");
    while scene.server.app().delete_queued_blobs().await.expect("files go") > 0 {}
    assert_eq!(files_in(&files), 0);
}

#[tokio::test]
async fn what_was_refused_leaves_no_file_behind() {
    let scene = Scene::on(
        TestServer::start_with(
            |config| config.attachment_size_bytes_max = 1_000,
            std::sync::Arc::new(parvis_app::clock::SystemClock),
        )
        .await,
    )
    .await;
    let files = scene.server.folder().join("files");
    let path = scene.at("/messages");
    scene.member.post_form(&path, form("big.bin", vec![7; 1_001])).await.refused(413);
    scene.member.post_form(&path, form("fits.bin", vec![7; 1_000])).await.ok();
    let payload = json!({ "content": "x".repeat(2_001) }).to_string();
    scene
        .member
        .post_form(&path, form("a.bin", vec![7; 10]).text("payload_json", payload))
        .await
        .refused(400);
    let mut many = Form::new();
    for number in 0..11 {
        many = many.part(format!("files[{number}]"), Part::bytes(vec![1]).file_name("a.bin"));
    }
    scene.member.post_form(&path, many).await.refused(400);
    let deny = json!({ "type": 1, "deny": (1_u64 << 15).to_string() });
    scene.owner.put(&scene.at(&format!("/permissions/{}", scene.member.id)), deny).await.ok();
    scene.member.post_form(&path, form("a.bin", vec![7; 10])).await.refused(403);
    assert_eq!(files_in(&files), 1);
}

#[tokio::test]
async fn an_embed_shows_a_file_of_its_message() {
    let scene = Scene::set().await;
    let payload = json!({
        "embeds": [{ "title": "t", "image": { "url": "attachment://my file.png" } }],
        "attachments": [{ "id": 0, "description": "a map" }],
    });
    let form = form("my file.png", vec![1, 2, 3]).text("payload_json", payload.to_string());
    let message = scene.member.post_form(&scene.at("/messages"), form).await.ok();
    assert_eq!(message["attachments"][0]["description"], "a map");
    assert_eq!(message["embeds"][0]["image"]["url"], message["attachments"][0]["url"], "{message}");
    // What a bot read, it sends back when it edits; the picture stays the message's own.
    let path = scene.at(&format!("/messages/{}", id_of(&message)));
    let edited = scene.member.patch(&path, json!({ "embeds": message["embeds"] })).await.ok();
    assert_eq!(edited["embeds"][0]["image"]["url"], edited["attachments"][0]["url"], "{edited}");
    let emptied = scene.member.patch(&path, json!({ "attachments": [] })).await.ok();
    assert_eq!(emptied["attachments"], json!([]));
}

#[tokio::test]
async fn nobody_takes_somebody_elses_file() {
    let scene = Scene::set().await;
    let theirs = upload(&scene, "a.txt", b"theirs").await;
    let file = theirs["attachments"][0]["id"].clone();
    let body = json!({ "content": "mine", "attachments": [{ "id": file, "filename": "a.txt" }] });
    let mine = scene.owner.post(&scene.at("/messages"), body).await.ok();
    assert_eq!(mine["attachments"], json!([]));
    let path = scene.at(&format!("/messages/{}", id_of(&mine)));
    let edited = scene.owner.patch(&path, json!({ "attachments": [{ "id": file }] })).await.ok();
    assert_eq!(edited["attachments"], json!([]));
}

#[tokio::test]
async fn addresses_are_renewed_for_those_who_may_read() {
    let scene = Scene::set().await;
    let message = upload(&scene, "a.txt", b"1").await;
    let old = message["attachments"][0]["url"].as_str().expect("an address").to_owned();
    let body = json!({ "attachment_urls": [old, "https://example.org/x"] });
    let renewed = |answer: &Value| answer["refreshed_urls"][0]["refreshed"].clone();
    let answer = scene.owner.post("/attachments/refresh-urls", body.clone()).await.ok();
    assert!(renewed(&answer).is_string(), "{answer}");
    assert!(answer["refreshed_urls"][1]["refreshed"].is_null());
    let stranger: Person = scene.server.person("eve").await;
    assert!(renewed(&stranger.post("/attachments/refresh-urls", body).await.ok()).is_null());
}

#[tokio::test]
async fn a_file_of_some_megabytes_arrives_whole() {
    let scene = Scene::set().await;
    let bytes: Vec<u8> = (0..5_000_000_u32).map(|number| (number % 251) as u8).collect();
    let message = upload(&scene, "large.bin", &bytes).await;
    assert_eq!(message["attachments"][0]["size"], 5_000_000);
    let url = address(&scene.server, &message);
    let answer = scene.server.http().get(&url).send().await.expect("an answer");
    assert_eq!(answer.bytes().await.expect("the whole file"), bytes);
}

#[tokio::test]
async fn a_picture_tells_nothing_but_its_orientation() {
    let scene = Scene::set().await;
    let exif = b"MM\0*\0\0\0\x08\0\x01\x01\x12\0\x03\0\0\0\x01\0\x06\0\0\0\0\0\0";
    let segment = |marker: u8, body: &[u8]| {
        let size = u16::try_from(body.len() + 2).expect("a short segment").to_be_bytes();
        [&[0xff, marker], &size[..], body].concat()
    };
    let frame = [8, 0, 3, 0, 5, 1, 1, 0x11, 0];
    let picture = [
        b"\xff\xd8".to_vec(),
        segment(0xe1, &[b"Exif\0\0", exif.as_slice(), b"canary"].concat()),
        segment(0xc0, &frame),
        segment(0xda, &[1, 1, 0, 0, 63, 0]),
        b"data\xff\xd9canary".to_vec(),
    ]
    .concat();
    // Called something else, it is a picture all the same.
    for name in ["map.jpg", "map.bin"] {
        let message = upload(&scene, name, &picture).await;
        let url = address(&scene.server, &message);
        let served = scene.server.http().get(&url).send().await.expect("an answer");
        let served = served.bytes().await.expect("the whole file");
        let has = |part: &[u8]| served.windows(part.len()).any(|window| window == part);
        assert!(!has(b"canary") && has(exif), "{name}");
        assert_eq!(message["attachments"][0]["size"], served.len());
        if name == "map.jpg" {
            let file = &message["attachments"][0];
            assert_eq!((&file["width"], &file["height"]), (&json!(5), &json!(3)));
        }
    }
}

#[tokio::test]
async fn files_that_nobody_named_for_a_day_go_at_the_next_start() {
    let scene = Scene::set().await;
    let kept = upload(&scene, "kept.txt", b"kept").await;
    let folder = scene.server.folder().join("files").join("ab");
    std::fs::create_dir_all(&folder).expect("a folder");
    let day = std::time::Duration::from_secs(90_000);
    for (name, is_old) in [("abcd01", true), ("abcd02", false), ("other", true)] {
        let file = std::fs::File::create(folder.join(name)).expect("a file");
        let now = file.metadata().and_then(|it| it.modified()).expect("a time");
        file.set_modified(if is_old { now - day } else { now }).expect("a time is set");
    }
    scene.server.app().keep_up().await.expect("the house is tidy");
    let left = |name: &str| folder.join(name).exists();
    assert_eq!((left("abcd01"), left("abcd02"), left("other")), (false, true, true));
    let url = address(&scene.server, &kept);
    assert_eq!(fetch(&scene.server, Method::GET, &url, &[]).await.status.as_u16(), 200);
}

#[tokio::test]
async fn what_a_file_shows_can_be_said_anew_and_taken_back() {
    let scene = Scene::set().await;
    let said = upload(&scene, "notes.txt", b"x").await;
    let path = scene.at(&format!("/messages/{}", id_of(&said)));
    let file = &said["attachments"][0]["id"];
    let edit = async |kept: Value| scene.member.patch(&path, json!({ "attachments": [kept] })).await;
    let described = edit(json!({ "id": file, "description": "une liste" })).await.ok();
    assert_eq!(described["attachments"][0]["description"], "une liste");
    // Who says nothing of it leaves it.
    edit(json!({ "id": file })).await.ok();
    let read = scene.owner.get(&path).await.ok();
    assert_eq!(read["attachments"][0]["description"], "une liste");
    let long = edit(json!({ "id": file, "description": "x".repeat(1_025) })).await;
    assert!(long.json()["errors"]["attachments"]["0"]["description"].is_object(), "{}", long.text);
    assert!(
        edit(json!({ "id": file, "description": null })).await.ok()["attachments"][0]["description"]
            .is_null()
    );
    // Nobody describes what is another's.
    let other = upload(&scene, "autre.txt", b"y").await;
    let stranger = json!({ "attachments": [{ "id": file }, { "id": other["attachments"][0]["id"], "description": "volé" }] });
    scene.member.patch(&path, stranger).await.ok();
    let other = scene.owner.get(&scene.at(&format!("/messages/{}", id_of(&other)))).await.ok();
    assert!(other["attachments"][0]["description"].is_null());
}
