//! The file of the embedded engine: who may open it, and what lies beside it.

use std::os::unix::fs::PermissionsExt as _;

use parvis_model::Timestamp;
use parvis_store::{Store, StoreConfig, StoreError};
use tokio::task::JoinSet;

use crate::engines::Database;
use crate::notes::{self, NOTES};

#[tokio::test]
async fn two_servers_never_open_the_same_file() {
    let database = Database::sqlite();
    let store = database.open(NOTES);
    let refused = database.try_open(NOTES).err().expect("it is in use").to_string();
    let holder = format!("in use by process {}: stop that server first", std::process::id());
    assert!(refused.contains(&holder), "{refused}");
    let other_name = Database::sqlite();
    std::os::unix::fs::symlink(database.path(), other_name.path()).expect("a link");
    assert!(matches!(other_name.try_open(NOTES).err(), Some(StoreError::Locked { .. })));
    drop(store);
    drop(other_name.open(NOTES));
}

#[tokio::test]
async fn a_folder_that_does_not_exist_is_named() {
    let nowhere = "sqlite:/nowhere/parvis.db";
    let config = StoreConfig::new(nowhere, NOTES, Timestamp::from_unix_ms(0), drop);
    let refused = Store::open(config).err().expect("there is no such folder").to_string();
    assert!(refused.starts_with("cannot open the database /nowhere/parvis.db: No such file"), "{refused}");
    let absent = Database::sqlite();
    let config = StoreConfig { read_only: true, ..absent.config(NOTES) };
    assert!(Store::open(config).is_err());
    assert!(!absent.path().exists(), "reading does not create");
}

#[tokio::test]
async fn only_the_owner_can_read_the_file() {
    let database = Database::sqlite();
    let store = database.open(NOTES);
    store.write(0, |tx| notes::insert(tx, 1, "a")).await.expect("a note");
    for name in ["db", "db-wal", "db-shm"] {
        let mode = database.path().with_extension(name).metadata().expect("the file").permissions().mode();
        assert_eq!(mode & 0o777, 0o600, "{name}");
    }
}

#[tokio::test]
async fn closing_leaves_one_file_that_is_whole() {
    let database = Database::sqlite();
    let store = database.open(NOTES);
    store.write(0, |tx| notes::insert(tx, 1, "a")).await.expect("a note");
    store.close().await;
    assert!(!database.path().with_extension("db-wal").exists());
    let copy = Database::sqlite();
    std::fs::copy(database.path(), copy.path()).expect("a copy");
    assert_eq!(notes::ids(&copy.open(NOTES)).await, [1]);
}

#[tokio::test]
async fn deleted_words_are_not_in_the_file() {
    let database = Database::sqlite();
    let store = database.open(NOTES);
    store.write(0, |tx| notes::insert(tx, 1, "the name of the courier")).await.expect("a note");
    store
        .write(0, |tx| tx.execute("delete from notes", &[]))
        .await
        .map_err(|e: StoreError| e)
        .expect("deleted");
    store.close().await;
    let file = std::fs::read(database.path()).expect("the file");
    assert!(!file.windows(7).any(|bytes| bytes == b"courier"));
}

#[tokio::test(flavor = "multi_thread")]
async fn the_log_stays_small_while_readers_never_pause() {
    let database = Database::sqlite();
    let store = database.open(NOTES);
    let mut readers = JoinSet::new();
    for _ in 0..2 {
        let store = store.clone();
        readers.spawn(async move {
            loop {
                notes::ids(&store).await;
            }
        });
    }
    let body = "x".repeat(200_000);
    let log = database.path().with_extension("db-wal");
    let mut largest = 0;
    // 120 MB pass through the log.
    for id in 0..600 {
        let body = format!("{id}{body}");
        store.write(0, move |tx| notes::insert(tx, id, &body)).await.expect("a note");
        largest = largest.max(log.metadata().expect("the log").len());
    }
    readers.shutdown().await;
    assert!(largest < 80 << 20, "the log grew to {largest} bytes");
}
