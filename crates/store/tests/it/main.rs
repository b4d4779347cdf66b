//! The store from outside.

use parvis_model::Timestamp;
use parvis_store::{Component, Migration, Store, StoreConfig, StoreError};

const C: &[Component] = &[Component {
    name: "t",
    migrations: &[Migration {
        name: "a",
        sql: "create table t (id bigint not null, a text, b {blob}, primary key (id)){clustered};",
    }],
}];

#[tokio::test]
async fn smoke() {
    let dir = tempfile::tempdir().unwrap();
    let open = || {
        Store::open(StoreConfig::new(
            format!("sqlite:{}/x.db", dir.path().display()),
            C,
            Timestamp::from_unix_ms(1),
            |m| panic!("{m}"),
        ))
        .unwrap()
    };
    let store = open();
    let n = store
        .write(1, |tx| -> Result<u64, StoreError> {
            tx.execute("insert into t (id, a) values ($1, $2)", &[&7i64, &"x"])
        })
        .await
        .unwrap();
    assert_eq!(n, 1);
    let e = store
        .write(1, |tx| -> Result<u64, StoreError> {
            tx.execute("insert into t (id, a) values ($1, $2)", &[&7i64, &"x"])
        })
        .await
        .unwrap_err();
    assert!(e.is_unique("t.id"), "{e}");
    let r = store
        .read(|tx| -> Result<_, StoreError> {
            tx.query_one("select a, b from t where id = $1", &[&7i64], |r| {
                Ok((r.get::<String>(0)?, r.get::<Option<Vec<u8>>>(1)?))
            })
        })
        .await
        .unwrap();
    assert_eq!(r, ("x".into(), None));
    store.close().await;
    assert_eq!(
        std::fs::read_dir(dir.path()).unwrap().map(|e| e.unwrap().file_name()).collect::<Vec<_>>().len(),
        2
    );
    drop(open());
}
