//! A process of its own that uses a store: to be killed, or to live on a faulty disk. It is this very test binary.

use std::fs::{self, File};
use std::io::{self, BufRead as _, Write as _};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::{Arc, Mutex, OnceLock};

use parvis_model::Timestamp;
use parvis_store::{Component, Migration, Store, StoreConfig, StoreError};
use tempfile::TempDir;
use tokio::task::JoinSet;

/// The table of the victims. Nothing in it is unique, so that what is written twice is seen twice.
pub const WRITTEN: &[Component] = &[Component {
    name: "written",
    migrations: &[
        Migration {
            name: "table",
            sql: "create table written (round bigint, writer bigint, number bigint, body text);",
        },
        Migration {
            name: "rows",
            sql: "create table settings (id bigint not null, body text, primary key (id)){clustered}; \
                  insert into settings (id, body) values (1, 'a'); \
                  create index written_by_round on written (round); \
                  insert into settings (id, body) values (2, 'b');",
        },
    ],
}];

/// Writers at a time in a victim that is to be killed.
pub const WRITERS: i64 = 8;

/// Starts a victim that plays `role` on the database at `url` (the words that [`victim`] knows).
pub fn start(role: &str, url: &str, round: i64, disk: Option<&FaultyDisk>) -> Child {
    let mut command = Command::new(std::env::current_exe().expect("the test binary"));
    command.args(["--exact", "victim::victim", "--ignored", "--nocapture", "--test-threads=1"]);
    command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
    if let Some(disk) = disk {
        command.env("LD_PRELOAD", library()).env("FAULTY_DISK", disk.folder.path());
        if let Some(die_at) = disk.die_at {
            command.env("FAULTY_DISK_DIE_AT", die_at.to_string());
        }
    }
    let mut child = command.spawn().expect("the test binary runs again");
    let mut orders = child.stdin.take().expect("its input is piped");
    let folder = disk.map_or(Path::new("-"), |disk| disk.folder.path()).display();
    writeln!(orders, "{role}\n{url}\n{round}\n{folder}").expect("the victim listens");
    child
}

/// Runs a victim to its end and returns its words; fails with them if it failed.
pub fn run(role: &str, url: &str, disk: &FaultyDisk) -> String {
    let output = start(role, url, 0, Some(disk)).wait_with_output().expect("the victim ends");
    let words =
        format!("{}{}", String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr));
    assert!(output.status.success(), "{words}");
    words
}

/// A disk that fails on demand.
pub struct FaultyDisk {
    folder: TempDir,
    die_at: Option<u32>,
}

impl FaultyDisk {
    pub fn new() -> Self {
        Self { folder: TempDir::new().expect("a folder"), die_at: None }
    }

    /// Kills the victim at its `die_at`-th write, truncation or sync.
    pub fn that_kills_at(die_at: u32) -> Self {
        Self { die_at: Some(die_at), ..Self::new() }
    }

    /// Keeps each file as it was when it was last synced.
    pub fn that_keeps_images() -> Self {
        let disk = Self::new();
        fs::create_dir(disk.folder.path().join("images")).expect("a folder");
        disk
    }

    /// Copies what a power cut would have left to where a database is expected.
    pub fn copy_images_to(&self, database: &Path) {
        let images = self.folder.path().join("images");
        fs::copy(images.join("parvis.db"), database).expect("the file was synced");
        fs::copy(images.join("parvis.db-wal"), database.with_extension("db-wal"))
            .expect("the log was synced");
    }

    /// Thread and letter of each write to the log (`w`), sync of it (`s`) and acknowledgement (`a`).
    pub fn events(&self) -> Vec<(String, String)> {
        let events = fs::read_to_string(self.folder.path().join("events")).expect("something happened");
        let words = events.lines().map(|line| line.split_once(' ').expect("two words"));
        words.map(|(thread, letter)| (thread.to_owned(), letter.to_owned())).collect()
    }
}

/// The library that makes the disk faulty, built once.
fn library() -> PathBuf {
    static LIBRARY: OnceLock<(PathBuf, TempDir)> = OnceLock::new();
    let (library, _) = LIBRARY.get_or_init(|| {
        let folder = TempDir::new().expect("a folder");
        let library = folder.path().join("faulty_disk.so");
        let source = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/it/faulty_disk.c");
        let mut cc = Command::new("cc");
        let built = cc.args(["-shared", "-fPIC", "-O1", "-o"]).arg(&library).args([source, "-ldl"]).status();
        assert!(built.is_ok_and(|status| status.success()), "these tests need the C compiler `cc`");
        (library, folder)
    });
    library.clone()
}

#[test]
#[ignore = "the process that other tests start; by itself it does nothing"]
fn victim() {
    let orders: Vec<String> = io::stdin().lock().lines().map_while(Result::ok).take(4).collect();
    let [role, url, round, folder] = &orders[..] else { return };
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build();
    let scene = Scene::open(url, Path::new(folder));
    let round = round.parse().expect("a number");
    runtime.expect("a runtime").block_on(async {
        match role.as_str() {
            "write until killed" => scene.write_until_killed(round).await,
            "write four and close" => scene.write_four_and_close(round).await,
            "acknowledge" => scene.acknowledge().await,
            "fill the disk" => scene.fill_the_disk().await,
            "break the log" => scene.break_the_log().await,
            "break the checkpoint" => scene.break_the_checkpoint().await,
            other => panic!("no such role: {other}"),
        }
    });
}

struct Scene {
    store: Store,
    fatal: Arc<Mutex<Vec<String>>>,
    /// Where faults are switched on.
    faults: PathBuf,
}

impl Scene {
    fn open(url: &str, faults: &Path) -> Self {
        let fatal = Arc::new(Mutex::new(Vec::new()));
        let on_fatal = {
            let fatal = Arc::clone(&fatal);
            move |message| fatal.lock().expect("no panic").push(message)
        };
        let config = StoreConfig::new(url, WRITTEN, Timestamp::from_unix_ms(0), on_fatal);
        Self { store: Store::open(config).expect("the store opens"), fatal, faults: faults.to_owned() }
    }

    async fn write(
        &self,
        round: i64,
        writer: i64,
        number: i64,
        body: &'static str,
    ) -> Result<u64, StoreError> {
        let sql = "insert into written (round, writer, number, body) values ($1, $2, $3, $4)";
        self.store.write(writer as u64, move |tx| tx.execute(sql, &[&round, &writer, &number, &body])).await
    }

    async fn count(&self) -> i64 {
        let sql = "select count(*) from written";
        let count = self.store.read(move |tx| tx.query_one(sql, &[], |row| row.get::<i64>(0)));
        count.await.map_err(|error: StoreError| error).expect("reads go on")
    }

    /// The answers to as many writes at a time.
    async fn write_side_by_side(self: &Arc<Self>, writers: i64) -> Vec<Result<u64, StoreError>> {
        let mut answers = JoinSet::new();
        for writer in 0..writers {
            let scene = Arc::clone(self);
            answers.spawn(async move { scene.write(0, writer, 0, "side by side").await });
        }
        answers.join_all().await
    }

    fn switch(&self, fault: &str, on: bool) {
        let path = self.faults.join(fault);
        if on { File::create(path).map(drop) } else { fs::remove_file(path) }.expect("a fault is switched");
    }

    fn fatal_messages(&self) -> Vec<String> {
        self.fatal.lock().expect("no panic").clone()
    }

    async fn write_until_killed(self, round: i64) {
        let scene = Arc::new(self);
        let mut writers = JoinSet::new();
        for writer in 0..WRITERS {
            let scene = Arc::clone(&scene);
            writers.spawn(async move {
                for number in 0.. {
                    scene.write(round, writer, number, "").await.expect("a write");
                    // One system call each, and nothing is buffered: what was acknowledged is known to the parent.
                    let line = format!("acknowledged {writer} {number}\n");
                    io::stderr().write_all(line.as_bytes()).expect("the parent listens");
                }
            });
        }
        writers.join_all().await;
    }

    async fn write_four_and_close(self, round: i64) {
        for number in 0..4 {
            self.write(round, 0, number, "").await.expect("a write");
            eprintln!("acknowledged 0 {number}");
        }
        self.store.close().await;
    }

    async fn acknowledge(self) {
        let file = File::create(self.faults.join("acknowledged")).expect("a file");
        let (scene, file) = (Arc::new(self), Arc::new(file));
        let mut writers = JoinSet::new();
        for writer in 0..WRITERS {
            let (scene, file) = (Arc::clone(&scene), Arc::clone(&file));
            writers.spawn(async move {
                for number in 0..25i64 {
                    let file = Arc::clone(&file);
                    let sql = "insert into written (round, writer, number) values (0, $1, $2)";
                    let job = move |tx: &mut parvis_store::Tx<'_>| tx.execute(sql, &[&writer, &number]);
                    let then = move |_: &mut u64| (&*file).write_all(b"a").expect("a byte");
                    let written = scene.store.write_then(0, job, then).await;
                    written.map_err(|error: StoreError| error).expect("a write");
                }
            });
        }
        writers.join_all().await;
    }

    async fn fill_the_disk(self) {
        let scene = Arc::new(self);
        assert!(scene.write_side_by_side(10).await.iter().all(Result::is_ok));
        for _ in 0..3 {
            scene.switch("full", true);
            for answer in scene.write_side_by_side(WRITERS).await {
                assert!(matches!(answer, Err(StoreError::Full(_))), "{answer:?}");
            }
            let before = scene.count().await;
            scene.switch("full", false);
            assert_eq!(scene.write(0, 0, 0, "there is space again").await, Ok(1));
            assert_eq!(scene.count().await, before + 1);
        }
        assert_eq!(scene.count().await, 13);
        assert_eq!(scene.fatal_messages(), Vec::<String>::new());
        scene.store.close().await;
    }

    async fn break_the_log(self) {
        let scene = Arc::new(self);
        assert!(scene.write_side_by_side(10).await.iter().all(Result::is_ok));
        scene.switch("eio", true);
        for answer in scene.write_side_by_side(WRITERS).await {
            assert!(matches!(answer, Err(StoreError::Sync(_) | StoreError::Fatal(_))), "{answer:?}");
        }
        // A later sync that succeeds says nothing about the pages that the kernel has dropped.
        scene.switch("eio", false);
        for answer in scene.write_side_by_side(WRITERS).await {
            assert!(matches!(answer, Err(StoreError::Fatal(_))), "{answer:?}");
        }
        assert_eq!(scene.count().await, 10);
        let messages = scene.fatal_messages();
        assert!(matches!(&messages[..], [message] if message.contains("Check the disk")), "{messages:?}");
        scene.store.close().await;
    }

    async fn break_the_checkpoint(self) {
        static BODY: OnceLock<String> = OnceLock::new();
        let body = BODY.get_or_init(|| "x".repeat(100_000)).as_str();
        self.switch("eio-checkpoint", true);
        let mut acknowledged = 0;
        // The log grows past the size that starts a checkpoint, which fails and stops the store.
        let refused = loop {
            match self.write(0, 0, acknowledged, body).await {
                Ok(_) => acknowledged += 1,
                Err(error) => break error,
            }
            assert!(acknowledged < 10_000, "no checkpoint in a gigabyte");
        };
        assert!(matches!(refused, StoreError::Fatal(_)), "{refused}");
        assert_eq!(self.fatal_messages().len(), 1);
        assert_eq!(self.count().await, acknowledged);
        // The next sync would succeed, and must not be believed.
        self.switch("eio-checkpoint", false);
        self.store.close().await;
        println!("acknowledged {acknowledged}");
    }
}
