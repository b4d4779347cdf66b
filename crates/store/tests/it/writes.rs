//! Group commit: order, isolation of neighbours, and answers.

use std::sync::mpsc;
use std::sync::{Arc, Mutex};

use parvis_store::{Store, StoreError, Tx};
use tokio::task::JoinSet;

use crate::engines::{Database, both_engines};
use crate::notes::{self, NOTES};

/// Keeps the writer of lane 0 busy until told otherwise, so that what is written meanwhile shares one transaction.
async fn hold_writer(store: &Store) -> mpsc::Sender<()> {
    let (entered, is_held) = tokio::sync::oneshot::channel();
    let (release, released) = mpsc::channel();
    let store = store.clone();
    let hold = move |_tx: &mut Tx<'_>| -> Result<(), StoreError> {
        entered.send(()).expect("the test waits");
        released.recv().expect("the test releases the writer");
        Ok(())
    };
    tokio::spawn(async move { store.write(0, hold).await });
    is_held.await.expect("the writer is held");
    release
}

/// Starts a write to lane 0 and returns when it waits in the queue.
async fn enqueue<T: Send + 'static>(
    store: &Store,
    answers: &mut JoinSet<Result<T, StoreError>>,
    job: impl FnOnce(&mut Tx<'_>) -> Result<T, StoreError> + Send + 'static,
) {
    let before = store.load().writes_waiting;
    let writing = store.clone();
    answers.spawn(async move { writing.write(0, job).await });
    while store.load().writes_waiting == before {
        tokio::task::yield_now().await;
    }
}

both_engines! {
    failing_and_panicking_neighbours_undo_only_themselves,
    a_first_job_that_fails_leaves_the_batch_to_the_others,
    after_an_error_of_the_engine_a_job_can_only_return,
    hooks_run_in_the_order_of_commits_and_before_the_answer,
    a_hook_sees_what_others_can_read,
    a_panicking_hook_is_told_and_the_writer_goes_on,
    a_write_whose_caller_went_away_still_runs,
    a_full_queue_makes_writers_wait_and_loses_none,
    closing_finishes_what_waits_and_refuses_the_rest,
}

async fn failing_and_panicking_neighbours_undo_only_themselves(database: Database) {
    let store = database.open(NOTES);
    let release = hold_writer(&store).await;
    let mut answers = JoinSet::new();
    enqueue(&store, &mut answers, |tx| notes::insert(tx, 1, "kept")).await;
    enqueue(&store, &mut answers, |tx| {
        notes::insert(tx, 2, "undone")?;
        notes::insert(tx, 1, "same id")
    })
    .await;
    enqueue(&store, &mut answers, |tx| {
        notes::insert(tx, 3, "undone")?;
        panic!("on purpose")
    })
    .await;
    enqueue(&store, &mut answers, |tx| {
        notes::insert(tx, 4, "undone")?;
        Err(StoreError::Invalid("on purpose".into()))
    })
    .await;
    enqueue(&store, &mut answers, |tx| notes::insert(tx, 5, "kept")).await;
    enqueue(&store, &mut answers, |tx| {
        let _swallowed = notes::insert(tx, 1, "same id");
        Ok(6)
    })
    .await;
    enqueue(&store, &mut answers, |tx| notes::insert(tx, 7, "kept")).await;
    release.send(()).expect("the writer waits");
    let mut answers = answers.join_all().await;
    answers.sort_by_key(|answer| format!("{answer:?}"));
    let same_id = || Err(StoreError::Unique { constraint: "notes.id".into() });
    let expected = [
        Err(StoreError::Invalid("on purpose".into())),
        Err(StoreError::Panicked("on purpose".into())),
        same_id(),
        same_id(),
        Ok(1),
        Ok(5),
        Ok(7),
    ];
    assert_eq!(answers, expected);
    assert_eq!(notes::ids(&store).await, [1, 5, 7]);
}

async fn a_first_job_that_fails_leaves_the_batch_to_the_others(database: Database) {
    let store = database.open(NOTES);
    for round in 0..20 {
        let id = round * 10;
        let failing = store.write(0, move |tx| {
            notes::insert(tx, id, "undone")?;
            Err::<i64, _>(StoreError::Closed)
        });
        let kept = store.write(0, move |tx| notes::insert(tx, id + 1, &id.to_string()));
        let (failing, kept) = tokio::join!(failing, kept);
        assert_eq!((failing, kept), (Err(StoreError::Closed), Ok(id + 1)));
    }
    assert_eq!(notes::ids(&store).await, (0..20).map(|round| round * 10 + 1).collect::<Vec<_>>());
}

async fn after_an_error_of_the_engine_a_job_can_only_return(database: Database) {
    let store = database.open(NOTES);
    let answer = store.write(0, |tx| -> Result<i64, StoreError> {
        notes::insert(tx, 1, "a")?;
        let first = notes::insert(tx, 1, "b").expect_err("same id");
        assert_eq!(notes::insert(tx, 2, "c"), Err(first));
        Ok(2)
    });
    assert_eq!(answer.await, Err(StoreError::Unique { constraint: "notes.id".into() }));
    assert_eq!(notes::ids(&store).await, Vec::<i64>::new());
}

async fn hooks_run_in_the_order_of_commits_and_before_the_answer(database: Database) {
    let store = database.open(NOTES);
    let seen = Arc::new(Mutex::new(Vec::new()));
    let mut answers = JoinSet::new();
    for id in 0..200i64 {
        let (writing, seen) = (store.clone(), Arc::clone(&seen));
        answers.spawn(async move {
            let job = move |tx: &mut Tx<'_>| -> Result<(i64, i64), StoreError> {
                // The next number shows the order of the jobs inside the database.
                let next = "select count(*) from notes";
                let number = tx.query_one(next, &[], |row| row.get::<i64>(0))?;
                notes::insert(tx, id, &number.to_string())?;
                Ok((id, number))
            };
            let hook = {
                let seen = Arc::clone(&seen);
                move |value: &mut (i64, i64)| seen.lock().expect("no panic").push(*value)
            };
            let value = writing.write_then(0, job, hook).await?;
            assert!(seen.lock().expect("no panic").contains(&value), "the hook ran before the answer");
            Ok::<_, StoreError>(value)
        });
    }
    for answer in answers.join_all().await {
        answer.expect("each note is written");
    }
    let numbers: Vec<i64> = seen.lock().expect("no panic").iter().map(|(_, number)| *number).collect();
    assert_eq!(numbers, (0..200).collect::<Vec<_>>());
}

async fn a_hook_sees_what_others_can_read(database: Database) {
    let store = database.open(NOTES);
    let (reading, runtime) = (store.clone(), tokio::runtime::Handle::current());
    let hook = move |ids: &mut Vec<i64>| *ids = runtime.block_on(notes::ids(&reading));
    let written = store.write_then(0, |tx| notes::insert(tx, 1, "a").map(|_| Vec::new()), hook);
    assert_eq!(written.await, Ok::<_, StoreError>(vec![1]));
}

async fn a_panicking_hook_is_told_and_the_writer_goes_on(database: Database) {
    let store = database.open(NOTES);
    let written = store.write_then(0, |tx| notes::insert(tx, 1, "a"), |_| panic!("on purpose")).await;
    assert_eq!(written, Err(StoreError::Panicked("on purpose".into())));
    assert_eq!(store.write(0, |tx| notes::insert(tx, 2, "b")).await, Ok(2));
    assert_eq!(notes::ids(&store).await, [1, 2]);
}

async fn a_write_whose_caller_went_away_still_runs(database: Database) {
    let store = database.open(NOTES);
    let release = hold_writer(&store).await;
    let mut answers = JoinSet::new();
    enqueue(&store, &mut answers, |tx| notes::insert(tx, 1, "a")).await;
    answers.shutdown().await;
    release.send(()).expect("the writer waits");
    assert_eq!(store.write(0, |tx| notes::insert(tx, 2, "b")).await, Ok(2));
    assert_eq!(notes::ids(&store).await, [1, 2]);
}

async fn a_full_queue_makes_writers_wait_and_loses_none(database: Database) {
    let mut config = database.config(NOTES);
    config.queue_length_max = 4;
    let store = Store::open(config).expect("the store opens");
    let release = hold_writer(&store).await;
    let mut answers = JoinSet::new();
    for id in 0..64i64 {
        let writing = store.clone();
        answers
            .spawn(async move { writing.write(0, move |tx| notes::insert(tx, id, &id.to_string())).await });
    }
    while store.load().writes_waiting < 4 {
        tokio::task::yield_now().await;
    }
    assert_eq!((store.load().writes_waiting, store.load().waiting_max), (4, 4));
    release.send(()).expect("the writer waits");
    assert!(answers.join_all().await.iter().all(Result::is_ok));
    assert_eq!(notes::ids(&store).await.len(), 64);
}

async fn closing_finishes_what_waits_and_refuses_the_rest(database: Database) {
    let store = database.open(NOTES);
    let release = hold_writer(&store).await;
    let mut answers = JoinSet::new();
    for id in 0..8 {
        enqueue(&store, &mut answers, move |tx| notes::insert(tx, id, &id.to_string())).await;
    }
    let closing = {
        let store = store.clone();
        tokio::spawn(async move { store.close().await })
    };
    let late = async {
        loop {
            let read = store.read(|tx| tx.query("select 1", &[], |row| row.get::<i64>(0))).await;
            if let Err(error) = read {
                return error;
            }
        }
    };
    assert_eq!(late.await, StoreError::Closed);
    release.send(()).expect("the writer waits");
    assert!(answers.join_all().await.iter().all(Result::is_ok));
    closing.await.expect("the store closes");
    assert_eq!(store.write(0, |tx| notes::insert(tx, 9, "late")).await, Err(StoreError::Closed));
    drop(store);
    assert_eq!(notes::ids(&database.open(NOTES)).await, (0..8).collect::<Vec<_>>());
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn who_comes_alone_writes_on_its_own_thread_and_others_queue_behind() {
    let (database, place) = (Database::sqlite(), |name: &std::thread::Thread| name.name().map(str::to_owned));
    let store = database.open(NOTES);
    let (told, heard) = mpsc::channel();
    let tell = told.clone();
    let alone = store.write_then(
        0,
        |tx| notes::insert(tx, 1, "alone"),
        move |_| tell.send(place(&std::thread::current())).expect("the test listens"),
    );
    alone.await.expect("a write");
    assert_ne!(heard.recv().expect("a thread").as_deref(), Some("store-write"));

    let release = hold_writer(&store).await;
    let mut answers = JoinSet::new();
    for id in 2..6 {
        enqueue(&store, &mut answers, move |tx| notes::insert(tx, id, "behind")).await;
    }
    release.send(()).expect("the writer waits");
    assert!(answers.join_all().await.iter().all(Result::is_ok));
    let shared = store.write_then(
        0,
        |tx| notes::insert(tx, 6, "after several at once"),
        move |_| told.send(place(&std::thread::current())).expect("the test listens"),
    );
    shared.await.expect("a write");
    assert_eq!(heard.recv().expect("a thread").as_deref(), Some("store-write"));
}
