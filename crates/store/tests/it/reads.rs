//! Readers see one moment of the database.

use std::sync::mpsc;

use parvis_store::{Store, StoreConfig, StoreError, Tx};

use crate::engines::{Database, both_engines};
use crate::notes::{self, NOTES};

fn count(tx: &mut Tx<'_>) -> Result<i64, StoreError> {
    tx.query_one("select count(*) from notes", &[], |row| row.get(0))
}

both_engines! {
    a_read_sees_one_moment,
    a_read_cannot_write,
    a_panicking_read_is_told_and_the_reader_goes_on,
    a_store_opened_to_read_stands_beside_the_server,
    a_store_opened_to_read_does_not_migrate,
}

async fn a_read_sees_one_moment(database: Database) {
    let store = database.open(NOTES);
    let (entered, is_reading) = tokio::sync::oneshot::channel();
    let (go_on, told) = mpsc::channel::<()>();
    let reading = {
        let store = store.clone();
        tokio::spawn(async move {
            store
                .read(move |tx| -> Result<_, StoreError> {
                    let before = count(tx)?;
                    entered.send(()).expect("the test waits");
                    told.recv().expect("the test goes on");
                    Ok((before, count(tx)?))
                })
                .await
        })
    };
    is_reading.await.expect("the read has begun");
    store.write(0, |tx| notes::insert(tx, 1, "a")).await.expect("a note");
    assert_eq!(store.read(count).await, Ok(1));
    go_on.send(()).expect("the read waits");
    assert_eq!(reading.await.expect("no panic"), Ok((0, 0)));
}

async fn a_read_cannot_write(database: Database) {
    let store = database.open(NOTES);
    assert!(store.read(|tx| notes::insert(tx, 1, "a")).await.is_err());
    assert_eq!(notes::ids(&store).await, Vec::<i64>::new());
}

async fn a_panicking_read_is_told_and_the_reader_goes_on(database: Database) {
    let store = database.open(NOTES);
    for _ in 0..8 {
        let read = store.read(|_tx| -> Result<(), StoreError> { panic!("on purpose") });
        assert_eq!(read.await, Err(StoreError::Panicked("on purpose".into())));
    }
    assert_eq!(store.read(count).await, Ok(0));
}

async fn a_store_opened_to_read_stands_beside_the_server(database: Database) {
    let store = database.open(NOTES);
    store.write(0, |tx| notes::insert(tx, 1, "a")).await.expect("a note");
    let beside =
        Store::open(StoreConfig { read_only: true, ..database.config(NOTES) }).expect("it needs no lock");
    assert_eq!(notes::ids(&beside).await, [1]);
    assert_eq!(beside.write(0, |tx| notes::insert(tx, 2, "b")).await, Err(StoreError::ReadOnly));
    assert_eq!(beside.check().await, Ok(vec![]));
}

async fn a_store_opened_to_read_does_not_migrate(database: Database) {
    drop(database.open(&[]));
    let refused = Store::open(StoreConfig { read_only: true, ..database.config(NOTES) })
        .err()
        .expect("a migration is missing");
    assert!(matches!(refused, StoreError::Migration { version: 1, .. }), "{refused}");
}
