//! What only PostgreSQL can do to us.

use std::sync::{Arc, Barrier, mpsc};

use parvis_store::{Store, StoreError, Tx};

use crate::engines::Database;
use crate::notes::{self, NOTES};

#[tokio::test(flavor = "multi_thread")]
async fn lanes_are_written_side_by_side() {
    let database = Database::postgres();
    let store = database.open(NOTES);
    // Each of the two jobs ends only when the other one has begun.
    let meeting = Arc::new(Barrier::new(2));
    let write = |lane: u64| {
        let (store, meeting) = (store.clone(), Arc::clone(&meeting));
        async move {
            let job = move |tx: &mut Tx<'_>| {
                meeting.wait();
                notes::insert(tx, lane as i64, &lane.to_string())
            };
            store.write(lane, job).await
        }
    };
    let (one, two) = tokio::join!(write(1), write(2));
    assert_eq!((one, two), (Ok(1), Ok(2)));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_lost_connection_is_told_to_its_jobs_and_comes_back() {
    let database = Database::postgres();
    let store = database.open(NOTES);
    let (entered, is_running) = tokio::sync::oneshot::channel();
    let (go_on, told) = mpsc::channel::<()>();
    let caught = {
        let store = store.clone();
        let job = move |tx: &mut Tx<'_>| -> Result<i64, StoreError> {
            notes::insert(tx, 1, "lost")?;
            entered.send(()).expect("the test waits");
            told.recv().expect("the test goes on");
            notes::insert(tx, 2, "lost")
        };
        tokio::spawn(async move { store.write(0, job).await })
    };
    is_running.await.expect("the job runs");
    database.end_connections();
    go_on.send(()).expect("the job waits");
    let told = caught.await.expect("no panic");
    assert!(matches!(told, Err(StoreError::Unavailable(_))), "{told:?}");

    for lane in 0..8 {
        let id = 10 + lane;
        assert_eq!(store.write(lane as u64, move |tx| notes::insert(tx, id, &id.to_string())).await, Ok(id));
        assert_eq!(notes::ids(&store).await, (10..=id).collect::<Vec<_>>());
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn two_lanes_in_each_others_way_end_with_one_busy() {
    let database = Database::postgres();
    let store = database.open(NOTES);
    store.write(0, |tx| notes::insert(tx, 1, "a").and(notes::insert(tx, 2, "b"))).await.expect("notes");
    let meeting = Arc::new(Barrier::new(2));
    let lock_both = |store: Store, lane: u64, first: i64, second: i64| {
        let meeting = Arc::clone(&meeting);
        let sql = "update notes set writer = $1 where id = $2";
        let job = move |tx: &mut Tx<'_>| {
            tx.execute(sql, &[&lane, &first])?;
            meeting.wait();
            tx.execute(sql, &[&lane, &second])
        };
        async move { store.write(lane, job).await }
    };
    let (one, two) = tokio::join!(lock_both(store.clone(), 1, 1, 2), lock_both(store.clone(), 2, 2, 1));
    let busy = |answer: &Result<u64, StoreError>| matches!(answer, Err(StoreError::Busy(_)));
    assert!(busy(&one) != busy(&two) && (one.is_ok() || two.is_ok()), "{one:?} {two:?}");
}

#[test]
fn a_server_that_does_not_answer_is_named_without_its_password() {
    let url = "postgres://parvis:geheim@127.0.0.1:1/square";
    let config = parvis_store::StoreConfig::new(url, NOTES, parvis_model::Timestamp::from_unix_ms(0), drop);
    let refused = Store::open(config).err().expect("nobody listens there").to_string();
    assert!(refused.contains("square on 127.0.0.1") && !refused.contains("geheim"), "{refused}");
}

#[test]
fn schemas_of_one_server_do_not_wait_for_one_another_to_migrate() {
    const MIGRATION_LOCK: &str = "1347573331, hashtext(current_schema())";
    let (first, second) = (Database::postgres(), Database::postgres());
    let connect = || postgres::Client::connect(first.url(), postgres::NoTls).expect("a connection");
    let mut busy = connect();
    busy.execute(&format!("select pg_advisory_lock({MIGRATION_LOCK})"), &[]).expect("a lock");
    second.open(NOTES);
    std::thread::scope(|scope| {
        let waiting = scope.spawn(|| first.open(NOTES));
        let waits = "select count(*) from pg_locks where locktype = 'advisory' and not granted \
                     and objid::bigint = hashtext(current_schema())::bigint & 4294967295";
        while busy.query_one(waits, &[]).expect("a number").get::<_, i64>(0) == 0 {
            std::thread::yield_now();
        }
        busy.execute(&format!("select pg_advisory_unlock({MIGRATION_LOCK})"), &[]).expect("unlocked");
        waiting.join().expect("it opens then");
    });
}
