//! Backups of a database in use, and its examination.

use parvis_store::{Store, StoreError};
use std::sync::atomic::{AtomicBool, AtomicU32, Ordering};
use std::sync::{Arc, Mutex};

use crate::engines::Database;
use crate::notes::{self, NOTES};

#[tokio::test(flavor = "multi_thread")]
async fn a_backup_during_writes_holds_what_was_acknowledged_before_it() {
    let database = Database::sqlite();
    let store = database.open(NOTES);
    let body = "x".repeat(4_000);
    let many = store.write(0, move |tx| {
        (0..2_500).try_for_each(|id| notes::insert(tx, id, &format!("{body}{id}")).map(drop))
    });
    many.await.map_err(|error: StoreError| error).expect("notes");
    let stop = Arc::new(AtomicBool::new(false));
    let writing = {
        let (store, stop) = (store.clone(), Arc::clone(&stop));
        tokio::spawn(async move {
            let mut id = 2_500;
            while !stop.load(Ordering::Relaxed) {
                store.write(0, move |tx| notes::insert(tx, id, &id.to_string())).await.expect("a note");
                id += 1;
            }
            id
        })
    };
    let (steps, last) = (Arc::new(AtomicU32::new(0)), Arc::new(Mutex::new(None)));
    let progress = {
        let (steps, last) = (Arc::clone(&steps), Arc::clone(&last));
        move |now| {
            steps.fetch_add(1, Ordering::Relaxed);
            *last.lock().expect("no panic") = Some(now);
        }
    };
    let folder = tempfile::tempdir().expect("a folder");
    let copy = folder.path().join("copy.db");
    store.backup_to(&copy, progress).await.expect("a backup");
    stop.store(true, Ordering::Relaxed);
    let written = writing.await.expect("no panic");

    let last = last.lock().expect("no panic").expect("progress was told");
    assert_eq!(last.pages_done, last.pages_total);
    assert!(steps.load(Ordering::Relaxed) >= 3, "a copy of 10 MB takes several steps");
    let files: Vec<_> = std::fs::read_dir(folder.path()).expect("the folder").collect();
    assert_eq!(files.len(), 1, "one file and nothing beside it: {files:?}");
    let restored = open(&copy);
    assert_eq!(restored.check().await, Ok(vec![]));
    let ids = notes::ids(&restored).await;
    assert_eq!(ids, (0..ids.len() as i64).collect::<Vec<_>>(), "one moment: no gap");
    assert!((2_500..=written).contains(&(ids.len() as i64)));
}

fn open(path: &std::path::Path) -> Store {
    let now = parvis_model::Timestamp::from_unix_ms(0);
    let config =
        parvis_store::StoreConfig::new(format!("sqlite:{}", path.display()), NOTES, now, |m| panic!("{m}"));
    Store::open(config).expect("the copy opens")
}

#[tokio::test]
async fn a_backup_is_never_written_over_another_file() {
    let database = Database::sqlite();
    let store = database.open(NOTES);
    let folder = tempfile::tempdir().expect("a folder");
    let taken = folder.path().join("taken");
    std::fs::write(&taken, "precious").expect("a file");
    assert!(matches!(store.backup_to(&taken, |_| ()).await, Err(StoreError::Open { .. })));
    assert_eq!(std::fs::read(&taken).expect("the file"), b"precious");
    let nowhere = folder.path().join("nowhere/copy.db");
    assert!(store.backup_to(nowhere, |_| ()).await.is_err());
}

#[tokio::test]
async fn postgres_is_backed_up_by_its_own_program() {
    let database = Database::postgres();
    let refused = database.open(NOTES).backup_to("/nowhere", |_| ()).await.expect_err("not ours to do");
    assert!(refused.to_string().contains("pg_dump"), "{refused}");
}

#[tokio::test]
async fn a_damaged_file_is_found_by_the_check() {
    let database = Database::sqlite();
    let store = database.open(NOTES);
    for id in 0..200 {
        let body = format!("{id}{}", "x".repeat(500));
        store.write(0, move |tx| notes::insert(tx, id, &body)).await.expect("a note");
    }
    assert_eq!(store.check().await, Ok(vec![]));
    store.close().await;
    drop(store);
    let mut bytes = std::fs::read(database.path()).expect("the file");
    for page in bytes.chunks_mut(4_096).skip(3) {
        page[..64].fill(0xff);
    }
    std::fs::write(database.path(), bytes).expect("the file");
    let store = database.open(NOTES);
    match store.check().await {
        Ok(problems) => assert!(!problems.is_empty()),
        Err(error) => assert!(matches!(error, StoreError::Damaged(_)), "{error}"),
    }
}
