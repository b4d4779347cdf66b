//! What must be survived, seen over HTTP: kills, stops under load, full and failing disks.

use std::collections::HashSet;
use std::fs;
use std::sync::Arc;

use parking_lot::Mutex;
use parvis_model::marker::ChannelMarker;
use parvis_model::{Id, Permissions};
use parvis_testing::seed::{self, Seeded};
use serde_json::{Value, json};
use tokio::sync::Notify;
use tokio::task::JoinSet;

use crate::program::{Folder, Program};

const WRITERS: usize = 8;
const KILLS: usize = 12;

/// What the server has acknowledged.
#[derive(Default)]
struct Acknowledged {
    contents: Mutex<Vec<String>>,
    one_more: Notify,
}

impl Acknowledged {
    fn note(&self, content: String) {
        self.contents.lock().push(content);
        self.one_more.notify_one();
    }

    fn count(&self) -> usize {
        self.contents.lock().len()
    }

    async fn until(&self, count: usize) {
        while self.count() < count {
            self.one_more.notified().await;
        }
    }
}

/// A guild with one channel in which everybody may write.
struct Square {
    folder: Folder,
    people: Vec<Seeded>,
    channel_id: Id<ChannelMarker>,
}

async fn square() -> Square {
    let folder = Folder::new();
    let app = folder.open().await;
    let people = seed::accounts(&app, "writer", WRITERS, None).await;
    let everyone = Permissions::VIEW_CHANNEL | Permissions::SEND_MESSAGES | Permissions::READ_MESSAGE_HISTORY;
    let guild_id = seed::guild(&app, &people[0], everyone).await;
    seed::join(&app, guild_id, &people[1..]).await;
    let channel_id = seed::channel(&app, guild_id, "general", Vec::new()).await;
    app.store.close().await;
    Square { folder, people, channel_id }
}

impl Square {
    fn messages_path(&self) -> String {
        format!("/channels/{}/messages", self.channel_id)
    }

    async fn post(&self, program: &Program, content: &str) -> reqwest::Response {
        let request = reqwest::Client::new().post(program.url(&self.messages_path()));
        let request = request.header("authorization", &self.people[0].token);
        request.json(&json!({ "content": content })).send().await.expect("the server answers")
    }

    /// Eight people write until the server does not answer any more; what was acknowledged is noted.
    fn write(&self, program: &Program, round: usize, acknowledged: &Arc<Acknowledged>) -> JoinSet<()> {
        let mut writers = JoinSet::new();
        for (writer, person) in self.people.iter().enumerate() {
            let url = program.url(&self.messages_path());
            let (token, acknowledged) = (person.token.clone(), Arc::clone(acknowledged));
            writers.spawn(async move {
                let http = reqwest::Client::new();
                for number in 0.. {
                    let content = format!("{round}-{writer}-{number}");
                    let request = http.post(&url).header("authorization", &token);
                    match request.json(&json!({ "content": content })).send().await {
                        Ok(response) if response.status().is_success() => acknowledged.note(content),
                        _ => return,
                    }
                }
            });
        }
        writers
    }

    /// Every message that the channel holds, by the API.
    async fn written(&self, program: &Program) -> Vec<String> {
        let http = reqwest::Client::new();
        let mut contents = Vec::new();
        let mut before = String::new();
        loop {
            let url = program.url(&format!("{}?limit=100{before}", self.messages_path()));
            let request = http.get(url).header("authorization", &self.people[0].token);
            let page: Vec<Value> = request.send().await.expect("an answer").json().await.expect("a page");
            let Some(last) = page.last() else { return contents };
            before = format!("&before={}", last["id"].as_str().expect("an id"));
            contents.extend(page.iter().map(|it| it["content"].as_str().expect("text").to_owned()));
        }
    }
}

fn assert_kept(acknowledged: &[String], written: &[String]) {
    let unique: HashSet<_> = written.iter().collect();
    assert_eq!(unique.len(), written.len(), "nothing is there twice");
    let lost: Vec<_> = acknowledged.iter().filter(|content| !unique.contains(content)).collect();
    assert!(lost.is_empty(), "acknowledged and lost: {lost:?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn kills_in_the_middle_of_eight_writers_lose_nothing_and_repeat_nothing() {
    let square = square().await;
    let acknowledged = Arc::new(Acknowledged::default());
    for round in 0..KILLS {
        let program = Program::start(&square.folder);
        let so_far = acknowledged.count();
        let writers = square.write(&program, round, &acknowledged);
        acknowledged.until(so_far + 5 + round * 3).await;
        program.kill();
        writers.join_all().await;
    }
    let program = Program::start(&square.folder);
    let written = square.written(&program).await;
    assert_kept(&acknowledged.contents.lock(), &written);
    program.kill();
}

#[tokio::test(flavor = "multi_thread")]
async fn a_stop_under_load_finishes_what_it_began_and_keeps_what_it_acknowledged() {
    let square = square().await;
    let acknowledged = Arc::new(Acknowledged::default());
    let program = Program::start(&square.folder);
    let writers = square.write(&program, 0, &acknowledged);
    acknowledged.until(100).await;
    program.terminate();
    writers.join_all().await;
    assert!(program.wait().success());
    let program = Program::start(&square.folder);
    let written = square.written(&program).await;
    assert_kept(&acknowledged.contents.lock(), &written);
    // In an orderly stop not even an unanswered write is left behind: what is on disk was acknowledged.
    assert_eq!(acknowledged.count(), written.len());
    program.kill();
}

#[tokio::test(flavor = "multi_thread")]
async fn a_full_disk_is_told_while_reads_go_on_and_writes_recover() {
    let square = square().await;
    let faults = tempfile::tempdir().expect("a folder");
    let program = Program::start_on_faulty_disk(&square.folder, faults.path());
    assert_eq!(square.post(&program, "before").await.status(), 200);
    fs::write(faults.path().join("full"), "").expect("the fault is set");
    let mut full = square.post(&program, "lost").await;
    for _ in 0..200 {
        // The log may have had room for one more.
        if !full.status().is_success() {
            break;
        }
        full = square.post(&program, &"x".repeat(1_900)).await;
    }
    assert_eq!(full.status(), 507);
    let body: Value = full.json().await.expect("an error body");
    assert!(body["message"].as_str().is_some_and(|it| it.contains("disk is full")), "{body}");
    assert!(square.written(&program).await.contains(&"before".to_owned()), "reads go on");
    fs::remove_file(faults.path().join("full")).expect("the fault is mended");
    assert_eq!(square.post(&program, "after").await.status(), 200);
    assert!(square.written(&program).await.contains(&"after".to_owned()));
    program.kill();
}

#[tokio::test(flavor = "multi_thread")]
async fn a_disk_that_does_not_confirm_ends_the_program_without_an_acknowledgement() {
    let square = square().await;
    let faults = tempfile::tempdir().expect("a folder");
    let program = Program::start_on_faulty_disk(&square.folder, faults.path());
    assert_eq!(square.post(&program, "before").await.status(), 200);
    fs::write(faults.path().join("eio"), "").expect("the fault is set");
    let request = reqwest::Client::new().post(program.url(&square.messages_path()));
    let request = request.header("authorization", &square.people[0].token);
    let answer = request.json(&json!({ "content": "not confirmed" })).send().await;
    assert!(!answer.is_ok_and(|answer| answer.status().is_success()));
    assert_eq!(program.wait().code(), Some(74));
    let program = Program::start(&square.folder);
    assert!(square.written(&program).await.contains(&"before".to_owned()));
    program.kill();
}

#[tokio::test(flavor = "multi_thread")]
async fn a_second_server_on_the_same_data_is_refused() {
    let square = square().await;
    let first = Program::start(&square.folder);
    let second = std::process::Command::new(env!("CARGO_BIN_EXE_parvis"))
        .args(["serve", "--listen", "127.0.0.1:0", "--data"])
        .arg(square.folder.path())
        .arg("--database")
        .arg(format!("sqlite:{}", square.folder.path().join("parvis.db").display()))
        .output()
        .expect("the program runs");
    assert!(!second.status.success());
    let words = String::from_utf8_lossy(&second.stderr);
    assert!(words.contains("in use"), "{words}");
    assert_eq!(square.post(&first, "undisturbed").await.status(), 200);
    first.kill();
}
