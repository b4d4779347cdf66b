//! Deaths and failing disks: nothing that was acknowledged is lost, nothing is there twice.

use std::collections::HashSet;
use std::io::{BufRead as _, BufReader};
use std::process::Child;

use parvis_store::{Store, StoreError};

use crate::engines::Database;
use crate::victim::{self, FaultyDisk, WRITERS, WRITTEN};

/// Reads acknowledgements (writer, number) until the victim is gone, and whether it survived; kills it after the
/// `kill_after`-th.
fn acknowledged(mut victim: Child, kill_after: Option<usize>) -> (Vec<(i64, i64)>, bool) {
    let output = BufReader::new(victim.stderr.take().expect("its output is piped"));
    let mut seen = Vec::new();
    let mut other_words = String::new();
    for line in output.lines().map_while(Result::ok) {
        let mut words = line.split(' ');
        match (words.next(), words.next().map(str::parse), words.next().map(str::parse)) {
            (Some("acknowledged"), Some(Ok(writer)), Some(Ok(number))) => seen.push((writer, number)),
            // A line that the kill cut short was not read by anybody in time.
            _ => other_words += &line,
        }
        if kill_after == Some(seen.len()) {
            victim.kill().expect("the victim is there");
        }
    }
    let survived = victim.wait().expect("the victim ends").success();
    assert!(!other_words.contains("panicked"), "{other_words}");
    (seen, survived)
}

/// What a round left in the database: (writer, number), in order.
async fn written(store: &Store, round: i64) -> Vec<(i64, i64)> {
    let sql = "select writer, number from written where round = $1 order by writer, number";
    let written = store.read(move |tx| -> Result<_, StoreError> {
        tx.query(sql, &[&round], |row| Ok((row.get(0)?, row.get(1)?)))
    });
    written.await.expect("the rows are read")
}

/// Every acknowledged row is there, each row is there once, and each writer's rows have no gap.
fn assert_kept(acknowledged: &[(i64, i64)], written: &[(i64, i64)]) {
    for row in acknowledged {
        assert!(written.contains(row), "acknowledged and lost: {row:?}");
    }
    for writer in 0..WRITERS {
        let numbers: Vec<i64> = written.iter().filter(|row| row.0 == writer).map(|row| row.1).collect();
        assert_eq!(numbers, (0..numbers.len() as i64).collect::<Vec<_>>(), "writer {writer}");
    }
}

/// Numbers that look random and are the same in each run (xorshift64).
fn random_numbers() -> impl Iterator<Item = usize> {
    let mut state = 0x2545_f491_4f6c_dd1d_u64;
    std::iter::repeat_with(move || {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        state as usize
    })
}

async fn kill_in_the_middle_of_writes(database: Database, rounds: i64) {
    let mut killed_with = 0;
    for (round, random) in (0..rounds).zip(random_numbers()) {
        let victim = victim::start("write until killed", database.url(), round, None);
        let (acknowledged, _) = acknowledged(victim, Some(1 + random % 60));
        let store = database.open(WRITTEN);
        assert_kept(&acknowledged, &written(&store, round).await);
        killed_with += acknowledged.len();
        drop(store);
    }
    assert!(killed_with as i64 > rounds, "the victims had written something");
    assert_eq!(database.open(WRITTEN).check().await, Ok(vec![]));
}

#[tokio::test]
async fn two_hundred_kills_lose_nothing_and_repeat_nothing() {
    kill_in_the_middle_of_writes(Database::sqlite(), 200).await;
}

#[tokio::test]
async fn kills_lose_nothing_on_postgres() {
    kill_in_the_middle_of_writes(Database::postgres(), 20).await;
}

#[tokio::test]
async fn power_cuts_lose_nothing_and_repeat_nothing() {
    for (round, random) in (0..25).zip(random_numbers()) {
        let (database, disk) = (Database::sqlite(), FaultyDisk::that_keeps_images());
        let victim = victim::start("write until killed", database.url(), round, Some(&disk));
        let (acknowledged, _) = acknowledged(victim, Some(1 + random % 200));
        let left = Database::sqlite();
        disk.copy_images_to(&left.path());
        let store = left.open(WRITTEN);
        assert_kept(&acknowledged, &written(&store, round).await);
        assert_eq!(store.check().await, Ok(vec![]));
    }
}

#[tokio::test]
async fn a_death_at_any_write_or_sync_leaves_a_database_that_opens() {
    // From an empty folder, through the migrations and four writes, to the checkpoint of closing.
    for die_at in 1.. {
        let database = Database::sqlite();
        let disk = FaultyDisk::that_kills_at(die_at);
        let victim = victim::start("write four and close", database.url(), 1, Some(&disk));
        let (acknowledged, survived) = acknowledged(victim, None);
        let store = database.open(WRITTEN);
        assert_kept(&acknowledged, &written(&store, 1).await);
        let settings = "select body from settings order by id";
        let settings = store.read(move |tx| tx.query(settings, &[], |row| row.get::<String>(0))).await;
        assert_eq!(settings, Ok::<_, StoreError>(vec!["a".to_owned(), "b".to_owned()]), "died at {die_at}");
        assert_eq!(store.check().await, Ok(vec![]), "died at {die_at}");
        store.close().await;
        if survived {
            assert!(die_at > 50, "there were only {die_at} places to die");
            break;
        }
    }
}

#[test]
fn nothing_is_acknowledged_before_its_sync() {
    let (database, disk) = (Database::sqlite(), FaultyDisk::new());
    victim::run("acknowledge", database.url(), &disk);
    let events = disk.events();
    // The lane's thread writes and so does whoever comes when nothing waits, one at a time; checkpoints do not answer.
    let writers: HashSet<_> = events.iter().filter(|event| event.1 == "a").map(|event| &event.0).collect();
    let (mut unsynced, mut acknowledged, mut synced) = (false, 0, 0);
    for (_, letter) in events.iter().filter(|event| writers.contains(&event.0)) {
        match letter.as_str() {
            "w" => unsynced = true,
            "s" => (unsynced, synced) = (false, synced + 1),
            _ => {
                assert!(!unsynced, "acknowledgement {acknowledged} went out before the sync");
                acknowledged += 1;
            }
        }
    }
    assert_eq!(acknowledged, 200);
    assert!(synced > 0);
}

#[tokio::test]
async fn a_full_disk_is_told_reads_go_on_and_writes_recover() {
    let (database, disk) = (Database::sqlite(), FaultyDisk::new());
    victim::run("fill the disk", database.url(), &disk);
    let store = database.open(WRITTEN);
    assert_eq!(written(&store, 0).await.len(), 13);
    assert_eq!(store.check().await, Ok(vec![]));
}

#[tokio::test]
async fn a_failed_sync_of_the_log_stops_all_acknowledgements() {
    let (database, disk) = (Database::sqlite(), FaultyDisk::new());
    victim::run("break the log", database.url(), &disk);
    let store = database.open(WRITTEN);
    assert!(written(&store, 0).await.len() >= 10, "what was acknowledged before is there");
    assert_eq!(store.check().await, Ok(vec![]));
}

#[tokio::test]
async fn a_failed_sync_of_a_checkpoint_stops_all_acknowledgements() {
    let (database, disk) = (Database::sqlite(), FaultyDisk::new());
    let words = victim::run("break the checkpoint", database.url(), &disk);
    let log = database.path().with_extension("db-wal").metadata().expect("the log is still there");
    assert!(log.len() > 4 << 20, "the log still holds everything");
    let acknowledged = words.lines().find_map(|line| line.split_once("acknowledged ")?.1.parse().ok());
    let store = database.open(WRITTEN);
    assert_eq!(Some(written(&store, 0).await.len()), acknowledged);
    assert_eq!(store.check().await, Ok(vec![]));
}
