//! `parvis backup`, `restore`, `doctor`, and two servers on one folder.

use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use parking_lot::Mutex;
use serde_json::json;

use super::{Server, empty_folder, order, parvis, refused, text};

/// The one blob of a data folder or a backup.
fn only_blob(files: &Path) -> std::path::PathBuf {
    let folders = fs::read_dir(files).expect("readable").map(|it| it.expect("an entry").path());
    let mut blobs = folders.flat_map(|folder| fs::read_dir(folder).expect("readable"));
    let blob = blobs.next().expect("a blob").expect("an entry").path();
    assert!(blobs.next().is_none(), "more than one blob");
    blob
}

/// An account with a guild, a channel to write into, and a server.
async fn house(data: &Path) -> (Server, String, String) {
    let ana = order(data, &["user", "create", "ana"]).await;
    let guild = order(data, &["guild", "create", "Cour", "--owner", "ana"]).await;
    let invite = order(data, &["invite", "create", text(&guild["id"])]).await;
    let server = Server::start(data).await;
    let token = server.log_in("ana", &ana["password"]).await;
    (server, token, text(&invite["channel_id"]).to_owned())
}

async fn send_file(server: &Server, token: &str, channel_id: &str) {
    let part = reqwest::multipart::Part::text("ce qui est écrit reste").file_name("lettre.txt");
    let form = reqwest::multipart::Form::new().part("files[0]", part);
    let url = format!("{}/api/v10/channels/{channel_id}/messages", server.url);
    let sent = server.http.post(url).header("authorization", token).multipart(form);
    assert!(sent.send().await.expect("an answer").status().is_success());
}

#[tokio::test(flavor = "multi_thread")]
async fn a_backup_under_four_writers_holds_everything_that_was_acknowledged_before() {
    let data = empty_folder();
    let (server, token, channel_id) = house(data.path()).await;
    send_file(&server, &token, &channel_id).await;
    let server = Arc::new(server);
    let (acknowledged, stop) = (Arc::new(Mutex::new(Vec::new())), Arc::new(AtomicBool::new(false)));
    let writers: Vec<_> = (0..4)
        .map(|writer| {
            let (server, token, channel_id) = (Arc::clone(&server), token.clone(), channel_id.clone());
            let (acknowledged, stop) = (Arc::clone(&acknowledged), Arc::clone(&stop));
            tokio::spawn(async move {
                for round in 0.. {
                    let body = json!({ "content": format!("{writer}/{round}") });
                    let path = format!("/channels/{channel_id}/messages");
                    let sent = server.post(&path, &token, body).await;
                    acknowledged.lock().push(text(&sent["id"]).to_owned());
                    if stop.load(Ordering::Relaxed) {
                        break;
                    }
                }
            })
        })
        .collect();
    while acknowledged.lock().len() < 40 {
        tokio::task::yield_now().await;
    }
    let before = acknowledged.lock().clone();
    let to = data.path().join("copy");
    let backup = order(data.path(), &["backup", "--to", to.to_str().expect("text")]).await;
    assert_eq!(backup["files"], 1);
    let mode = std::fs::metadata(&to).expect("a folder").permissions().mode();
    assert_eq!(mode & 0o077, 0, "nobody else on this machine looks into a backup");
    stop.store(true, Ordering::Relaxed);
    for writer in writers {
        writer.await.expect("every message was acknowledged");
    }
    Arc::into_inner(server).expect("the writers are done").stop().await;

    let other = empty_folder();
    order(other.path(), &["restore", "--from", to.to_str().expect("text")]).await;
    let server = Server::start(other.path()).await;
    let mut held = std::collections::HashSet::new();
    let mut page = format!("/channels/{channel_id}/messages?limit=100");
    loop {
        let messages = server.get(&page, &token).await;
        let messages = messages.as_array().expect("a list");
        let Some(oldest) = messages.last() else { break };
        page = format!("/channels/{channel_id}/messages?limit=100&before={}", text(&oldest["id"]));
        held.extend(messages.iter().map(|it| text(&it["id"]).to_owned()));
        if let Some(file) = messages.iter().find_map(|it| it["attachments"].get(0)) {
            let opened = server.http.get(text(&file["url"])).send().await.expect("an answer");
            assert_eq!(opened.text().await.expect("text"), "ce qui est écrit reste");
        }
    }
    assert!(before.iter().all(|id| held.contains(id)), "the backup lacks acknowledged messages");
    server.stop().await;
}

#[tokio::test]
async fn restore_refuses_what_would_overwrite_or_is_damaged() {
    let data = empty_folder();
    let (server, token, channel_id) = house(data.path()).await;
    send_file(&server, &token, &channel_id).await;
    server.stop().await;
    let (copies, target) = (empty_folder(), empty_folder());
    let whole = copies.path().join("whole");
    let whole_text = whole.to_str().expect("text");
    order(data.path(), &["backup", "--to", whole_text]).await;
    let said = refused(data.path(), &["backup", "--to", whole_text]).await;
    assert!(said.contains("is not empty"), "{said}");
    let said = refused(data.path(), &["restore", "--from", whole_text]).await;
    assert!(said.contains("holds a database already"), "{said}");
    let said = refused(target.path(), &["restore", "--from", copies.path().to_str().expect("text")]).await;
    assert!(said.contains("is not a backup"), "{said}");

    let database = whole.join("parvis.sqlite");
    let sound = fs::read(&database).expect("the database");
    let mut damaged = sound.clone();
    let middle = damaged.len() / 2;
    damaged[middle] ^= 1;
    fs::write(&database, damaged).expect("written");
    let said = refused(target.path(), &["restore", "--from", whole_text]).await;
    assert!(said.contains("is damaged"), "{said}");
    fs::write(&database, sound).expect("written");
    fs::remove_file(only_blob(&whole.join("files"))).expect("removed");
    let said = refused(target.path(), &["restore", "--from", whole_text]).await;
    assert!(said.contains("lacks files"), "{said}");
    assert!(!target.path().join("parvis.sqlite").exists(), "a refused restore leaves no database");
}

#[tokio::test]
async fn doctor_sees_a_missing_file() {
    let data = empty_folder();
    let (server, token, channel_id) = house(data.path()).await;
    send_file(&server, &token, &channel_id).await;
    server.stop().await;
    let finding = |json: &serde_json::Value| {
        let findings = json["findings"].as_array().expect("findings").clone();
        findings.into_iter().find(|it| it["name"] == "files").expect("about files")["ok"].clone()
    };
    fs::set_permissions(data.path(), fs::Permissions::from_mode(0o700)).expect("changed");
    let healthy = order(data.path(), &["doctor"]).await;
    assert_eq!((&healthy["ok"], &finding(&healthy)), (&json!(true), &json!(true)));
    fs::remove_file(only_blob(&data.path().join("files"))).expect("removed");
    let output = parvis(data.path(), &["doctor"]).await;
    assert!(!output.status.success());
    let said = String::from_utf8(output.stdout).expect("text");
    let line = said.lines().find(|line| line.contains("files")).expect("a line about files");
    assert!(line.starts_with("PROBLEM"), "{said}");
}

#[tokio::test]
async fn a_second_server_on_the_same_folder_refuses() {
    let data = empty_folder();
    let server = Server::start(data.path()).await;
    let said = refused(data.path(), &["serve", "--listen", "127.0.0.1:0"]).await;
    assert!(said.contains("another") || said.contains("in use"), "{said}");
    assert_eq!(said.lines().filter(|line| line.starts_with("parvis: ")).count(), 1, "{said}");
    // The first one is not disturbed.
    assert!(order(data.path(), &["user", "list"]).await.is_array());
    server.stop().await;
}

#[tokio::test]
async fn a_data_folder_that_the_program_makes_is_private() {
    let outer = empty_folder();
    let data = outer.path().join("deep/data");
    order(&data, &["user", "create", "ana"]).await;
    assert_eq!(fs::metadata(&data).expect("it is there").permissions().mode() & 0o777, 0o700);
    assert_eq!(order(&data, &["doctor"]).await["ok"], true);
}
