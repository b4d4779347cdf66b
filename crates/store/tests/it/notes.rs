//! A table for the tests of the seam.

use parvis_store::{Component, Migration, Store, StoreError, Tx};

/// The table `notes`.
pub const NOTES: &[Component] = &[Component {
    name: "notes",
    migrations: &[Migration {
        name: "notes",
        sql: "create table notes (\
                id bigint not null, \
                writer bigint, \
                body text, \
                pinned boolean, \
                digest {blob}, \
                answers bigint references notes (id), \
                primary key (id)\
              ){clustered}; \
              create unique index notes_by_writer_and_body on notes (writer, body);",
    }],
}];

/// Adds a note with this id and body.
pub fn insert(tx: &mut Tx<'_>, id: i64, body: &str) -> Result<i64, StoreError> {
    tx.execute("insert into notes (id, body) values ($1, $2)", &[&id, &body])?;
    Ok(id)
}

/// The ids of all notes, in order.
pub async fn ids(store: &Store) -> Vec<i64> {
    let ids = store.read(|tx| tx.query("select id from notes order by id", &[], |row| row.get::<i64>(0)));
    ids.await.map_err(|error: StoreError| error).expect("the notes are read")
}
