//! Migrations go forward, once, and refuse what they do not know.

use parvis_store::{Component, Migration, Store, StoreError};

use crate::engines::{Database, both_engines};

const FIRST: Migration =
    Migration { name: "first", sql: "create table a (id bigint not null primary key, b {blob});" };
const SECOND: Migration =
    Migration { name: "second", sql: "insert into a (id) values (1); create table c (id bigint);" };
const ONE: &[Component] = &[Component { name: "talk", migrations: &[FIRST] }];
const CHANGED: &[Component] = &[Component {
    name: "talk",
    migrations: &[
        Migration { name: "first", sql: "create table a (id bigint not null primary key, d text);" },
        SECOND,
    ],
}];
const BROKEN: &[Component] = &[Component {
    name: "talk",
    migrations: &[
        FIRST,
        Migration { name: "broken", sql: "create table c (id bigint); insert into nowhere values (1);" },
    ],
}];
const TWO: &[Component] = &[Component { name: "talk", migrations: &[FIRST, SECOND] }];

async fn record(store: &Store) -> Vec<(String, i64, String, i64)> {
    let sql =
        "select component, version, name, applied_unix_ms from schema_migrations order by component, version";
    let lines = store.read(move |tx| -> Result<_, StoreError> {
        tx.query(sql, &[], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?, row.get(3)?)))
    });
    lines.await.expect("the record is read")
}

fn refusal(database: &Database, components: &[Component]) -> StoreError {
    database.try_open(components).err().expect("the database is refused")
}

both_engines! {
    each_step_is_applied_once,
    a_component_that_was_taken_out_keeps_its_data,
    a_newer_database_is_refused,
    a_changed_history_is_refused,
    a_failing_step_is_undone_as_a_whole,
    an_unknown_url_is_refused,
}

async fn each_step_is_applied_once(database: Database) {
    drop(database.open(ONE));
    for _ in 0..2 {
        let store = database.open(TWO);
        let lines: Vec<_> = record(&store).await;
        let line = |version, name: &str| ("talk".to_owned(), version, name.to_owned(), 1_795_328_210_123);
        assert_eq!(lines, [line(1, "first"), line(2, "second")]);
    }
}

async fn a_component_that_was_taken_out_keeps_its_data(database: Database) {
    drop(database.open(TWO));
    let other = [Component {
        name: "map",
        migrations: &[Migration { name: "points", sql: "create table points (id bigint);" }],
    }];
    let store = database.open(&other);
    assert_eq!(record(&store).await.len(), 3);
    drop(store);
    drop(database.open(TWO));
}

async fn a_newer_database_is_refused(database: Database) {
    drop(database.open(TWO));
    let refused = refusal(&database, ONE);
    assert_eq!(refused, StoreError::Newer { component: "talk".into(), found: 2, known: 1 });
    drop(database.open(TWO));
}

async fn a_changed_history_is_refused(database: Database) {
    drop(database.open(ONE));
    let refused = refusal(&database, CHANGED);
    assert_eq!(refused, StoreError::Changed { component: "talk".into(), version: 1, name: "first".into() });
    drop(database.open(TWO));
}

async fn a_failing_step_is_undone_as_a_whole(database: Database) {
    let refused = refusal(&database, BROKEN);
    assert!(
        matches!(&refused, StoreError::Migration { version: 2, name, .. } if name == "broken"),
        "{refused}"
    );
    let store = database.open(TWO);
    assert_eq!(
        store.read(|tx| tx.query("select id from c", &[], |row| row.get::<i64>(0))).await,
        Ok::<_, StoreError>(vec![])
    );
}

async fn an_unknown_url_is_refused(_database: Database) {
    for url in ["mysql://x", "sqlite", "sqlite:", "", "parvis.db"] {
        let config = parvis_store::StoreConfig::new(url, ONE, parvis_model::Timestamp::from_unix_ms(0), drop);
        let refused = Store::open(config).err().expect("the URL is refused");
        assert!(refused.to_string().contains("postgres://USER:PASSWORD@HOST/DATABASE"), "{refused}");
    }
}

#[tokio::test]
async fn a_refused_file_is_left_as_it_was() {
    let database = Database::sqlite();
    drop(database.open(TWO));
    let before = std::fs::read(database.path()).expect("the file");
    refusal(&database, ONE);
    assert!(std::fs::read(database.path()).expect("the file") == before);
}

#[tokio::test]
async fn a_file_of_another_program_is_refused_and_left_as_it_was() {
    let database = Database::sqlite();
    let other = rusqlite::Connection::open(database.path()).expect("a file");
    other.execute_batch("create table recipes (id integer)").expect("a table");
    drop(other);
    let before = std::fs::read(database.path()).expect("the file");
    assert!(refusal(&database, ONE).to_string().contains("tables of another program"));
    assert!(std::fs::read(database.path()).expect("the file") == before);
}

#[tokio::test]
async fn what_is_no_database_is_refused_and_left_as_it_was() {
    let database = Database::sqlite();
    std::fs::write(database.path(), "Dear diary, ".repeat(1_000)).expect("a file");
    assert!(refusal(&database, ONE).to_string().contains("not a database"));
    assert!(std::fs::read(database.path()).expect("the file").starts_with(b"Dear diary, Dear"));
}
