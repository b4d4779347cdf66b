//! Synced inserts per second through the store against bare group-committed inserts into the same engine on the same
//! disk, in one run: `cargo run --release -p parvis-store --example inserts [FOLDER] [POSTGRES-URL]`.

use std::fs::File;
use std::os::unix::fs::FileExt as _;
use std::path::Path;
use std::sync::atomic::{AtomicI64, Ordering};
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use parvis_model::Timestamp;
use parvis_store::{Component, Migration, Store, StoreConfig, StoreError, Tx};
use tokio::task::JoinSet;

const TABLE: &str = "create table messages (channel_id bigint not null, id bigint not null, author_id bigint not null, \
                     content text not null, primary key (channel_id, id))";
const COMPONENTS: &[Component] = &[Component {
    name: "bench",
    migrations: &[Migration {
        name: "messages",
        sql: "create table messages (channel_id bigint not null, id bigint not null, author_id bigint not null, \
              content text not null, primary key (channel_id, id)){clustered};",
    }],
}];
const INSERT: &str = "insert into messages (channel_id, id, author_id, content) values ($1, $2, $3, $4)";
const RUN: Duration = Duration::from_secs(1);
const ROUNDS: usize = 5;
const CONTENT_LENGTH_BYTES: usize = 220;
const CHANNELS: i64 = 50;

fn main() {
    let mut arguments = std::env::args().skip(1);
    let root = arguments.next().unwrap_or_else(|| ".".into());
    let folder = tempfile::tempdir_in(root).expect("a folder on the disk to be measured");
    let (over, growing) = (sync_p50(folder.path(), true), sync_p50(folder.path(), false));
    println!(
        "one sync, p50: {} µs over written blocks, {} µs when the file grows",
        over.as_micros(),
        growing.as_micros()
    );
    println!("{:<34}{:>12}{:>10}{:>10}{:>10}", "variant", "inserts/s", "p50 µs", "p99 µs", "CPU µs");
    for senders in [1, 16, 64] {
        let (mut bare, mut ours, mut unwiped) = (Vec::new(), Vec::new(), Vec::new());
        // The variants take turns, so that what else the machine does meets them all alike.
        for round in 0..ROUNDS {
            let path = |variant: &str| folder.path().join(format!("{variant}{senders}-{round}.db"));
            bare.push(bare_sqlite(&path("bare"), senders, true));
            ours.push(through_store(&format!("sqlite:{}", path("store").display()), senders));
            unwiped.push(bare_sqlite(&path("unwiped"), senders, false));
        }
        let (bare, ours, unwiped) = (median(bare), median(ours), median(unwiped));
        report(&format!("bare SQLite, {senders} in a commit"), &bare);
        report("    without secure_delete", &unwiped);
        report(&format!("store on SQLite, {senders} senders"), &ours);
        println!("    store / bare: {:.2}", ours.per_second() / bare.per_second());
    }
    if let Some(url) = arguments.next() {
        for senders in [1, 16, 64] {
            let rounds = (0..ROUNDS).map(|_| through_store(&url, senders)).collect();
            report(&format!("store on PostgreSQL, {senders} senders"), &median(rounds));
        }
    }
}

/// The round whose speed is in the middle.
fn median(mut rounds: Vec<Figures>) -> Figures {
    rounds.sort_by(|a, b| a.per_second().total_cmp(&b.per_second()));
    rounds.swap_remove(rounds.len() / 2)
}

struct Figures {
    inserts: u64,
    elapsed: Duration,
    cpu: Duration,
    waits: Vec<Duration>,
}

impl Figures {
    fn per_second(&self) -> f64 {
        self.inserts as f64 / self.elapsed.as_secs_f64()
    }
}

fn report(variant: &str, figures: &Figures) {
    let mut waits = figures.waits.clone();
    waits.sort();
    let at = |share: f64| waits[((waits.len() - 1) as f64 * share) as usize].as_micros();
    let cpu = figures.cpu.as_micros() as f64 / figures.inserts as f64;
    println!("{variant:<34}{:>12.0}{:>10}{:>10}{cpu:>10.1}", figures.per_second(), at(0.5), at(0.99));
}

/// CPU time of this process so far, kernel's part included (10 ms steps).
fn cpu() -> Duration {
    let stat = std::fs::read_to_string("/proc/self/stat").expect("Linux");
    let fields: Vec<&str> = stat.rsplit(") ").next().expect("the name ends").split(' ').collect();
    let ticks: u64 =
        [fields[11], fields[12]].iter().map(|field| field.parse::<u64>().expect("a number")).sum();
    Duration::from_millis(ticks * 10)
}

fn sync_p50(folder: &Path, over_written: bool) -> Duration {
    const PAGE_BYTES: u64 = 8_192;
    let file = File::create(folder.join("sync")).expect("a file");
    let page = vec![7u8; PAGE_BYTES as usize];
    if over_written {
        (0..500).for_each(|n| file.write_all_at(&page, n * PAGE_BYTES).expect("a page"));
        file.sync_all().expect("a sync");
    }
    let mut waits: Vec<Duration> = (0..500)
        .map(|n| {
            let begin = Instant::now();
            file.write_all_at(&page, n * PAGE_BYTES).expect("a page");
            file.sync_all().expect("a sync");
            begin.elapsed()
        })
        .collect();
    waits.sort();
    waits[waits.len() / 2]
}

/// One thread that does nothing but insert and commit: what the engine itself can do.
fn bare_sqlite(path: &Path, batch: i64, secure_delete: bool) -> Figures {
    let connection = rusqlite::Connection::open(path).expect("a file");
    let settings = "pragma journal_mode = wal; pragma synchronous = full; pragma cache_size = -16384";
    connection.execute_batch(settings).expect("settings");
    connection.pragma_update(None, "secure_delete", secure_delete).expect("a setting");
    connection.execute_batch(&format!("{TABLE} without rowid")).expect("a table");
    let content = "x".repeat(CONTENT_LENGTH_BYTES);
    let mut insert = connection.prepare(&INSERT.replace('$', "?")).expect("a statement");
    let (begin, cpu_before) = (Instant::now(), cpu());
    let (mut id, mut waits) = (0i64, Vec::new());
    while begin.elapsed() < RUN {
        let commit = Instant::now();
        connection.execute_batch("begin immediate").expect("a transaction");
        for _ in 0..batch {
            insert.execute((id % CHANNELS, id, 7, &content)).expect("a row");
            id += 1;
        }
        connection.execute_batch("commit").expect("a commit");
        waits.push(commit.elapsed());
    }
    Figures { inserts: id as u64, elapsed: begin.elapsed(), cpu: cpu() - cpu_before, waits }
}

fn through_store(url: &str, senders: i64) -> Figures {
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build();
    runtime.expect("a runtime").block_on(async {
        let config =
            StoreConfig::new(url, COMPONENTS, Timestamp::from_unix_ms(0), |message| panic!("{message}"));
        let store = Store::open(config).expect("the store opens");
        let (next, waits) =
            (Arc::new(AtomicI64::new(first_free(&store).await)), Arc::new(Mutex::new(Vec::new())));
        let (begin, cpu_before) = (Instant::now(), cpu());
        let mut running = JoinSet::new();
        for _ in 0..senders {
            let (store, next, waits) = (store.clone(), Arc::clone(&next), Arc::clone(&waits));
            running.spawn(async move {
                let mut own = Vec::new();
                while begin.elapsed() < RUN {
                    let wait = Instant::now();
                    send(&store, next.fetch_add(1, Ordering::Relaxed)).await.expect("a row");
                    own.push(wait.elapsed());
                }
                waits.lock().expect("no panic").extend(own);
            });
        }
        running.join_all().await;
        let (elapsed, cpu) = (begin.elapsed(), cpu() - cpu_before);
        let waits = waits.lock().expect("no panic").clone();
        store.close().await;
        Figures { inserts: waits.len() as u64, elapsed, cpu, waits }
    })
}

async fn send(store: &Store, id: i64) -> Result<u64, StoreError> {
    let channel_id = id % CHANNELS;
    let content = "x".repeat(CONTENT_LENGTH_BYTES);
    let job = move |tx: &mut Tx<'_>| tx.execute(INSERT, &[&channel_id, &id, &7i64, &content]);
    store.write(channel_id as u64, job).await
}

async fn first_free(store: &Store) -> i64 {
    let sql = "select coalesce(max(id), 0) + 1 from messages";
    let id = store.read(move |tx| tx.query_one(sql, &[], |row| row.get(0))).await;
    id.map_err(|error: StoreError| error).expect("the table is there")
}
