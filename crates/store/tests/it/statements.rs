//! Values and statements mean the same on both engines.

use parvis_model::marker::{GuildMarker, UserMarker};
use parvis_model::{Id, Permissions, Timestamp};
use parvis_store::{IdList, Json, Store, StoreError, Tx};

use crate::engines::{Database, both_engines};
use crate::notes::{self, NOTES};

async fn write<T: Send + 'static>(
    store: &Store,
    job: impl FnOnce(&mut Tx<'_>) -> Result<T, StoreError> + Send + 'static,
) -> Result<T, StoreError> {
    store.write(0, job).await
}

both_engines! {
    nulls_keep_the_type_of_what_is_absent,
    an_absent_parameter_can_be_asked_for,
    every_type_comes_back_as_it_went,
    markers_may_repeat_and_come_in_any_order,
    lists_of_ids_choose_rows,
    a_violated_key_names_its_columns,
    a_row_that_names_nothing_is_refused,
    text_with_a_nul_and_numbers_beyond_63_bits_are_refused,
    a_value_that_does_not_parse_is_named,
    one_row_means_one_row,
    the_wrong_number_of_parameters_is_an_error,
}

async fn nulls_keep_the_type_of_what_is_absent(database: Database) {
    let store = database.open(NOTES);
    // The first use of a statement on a connection is the one that fails with an untyped NULL.
    let changed = write(&store, |tx| {
        let sql = "insert into notes (id, writer, body, pinned, digest) values ($1, $2, $3, $4, $5)";
        let nothing = (None::<Id<UserMarker>>, None::<String>, None::<bool>, None::<Vec<u8>>);
        tx.execute(sql, &[&1i64, &nothing.0, &nothing.1, &nothing.2, &nothing.3])?;
        let something = (Some(Id::<UserMarker>::new(7)), Some("x"), Some(true), Some(&[0u8, 255][..]));
        tx.execute(sql, &[&2i64, &something.0, &something.1, &something.2, &something.3])
    });
    assert_eq!(changed.await, Ok(1));
    type Line = (Option<Id<UserMarker>>, Option<String>, Option<bool>, Option<Vec<u8>>);
    let lines = store.read(|tx| -> Result<Vec<Line>, StoreError> {
        tx.query("select writer, body, pinned, digest from notes order by id", &[], |row| {
            Ok((row.get(0)?, row.get(1)?, row.get(2)?, row.get(3)?))
        })
    });
    let expected = vec![
        (None, None, None, None),
        (Some(Id::new(7)), Some("x".to_owned()), Some(true), Some(vec![0, 255])),
    ];
    assert_eq!(lines.await, Ok(expected));
}

async fn an_absent_parameter_can_be_asked_for(database: Database) {
    let store = database.open(NOTES);
    let answers = store.read(|tx| -> Result<_, StoreError> {
        let sql = "select $1 is null, coalesce($2, 5)";
        tx.query_one(sql, &[&None::<&str>, &None::<i64>], |row| Ok((row.get::<bool>(0)?, row.get::<i64>(1)?)))
    });
    assert_eq!(answers.await, Ok((true, 5)));
}

async fn every_type_comes_back_as_it_went(database: Database) {
    let store = database.open(NOTES);
    let read = write(&store, |tx| {
        let sql = "insert into notes (id, writer, body, digest) values ($1, $2, $3, $4) returning id, writer, body, digest";
        let (id, bits) = (Timestamp::from_unix_ms(-1), Permissions::from_bits(1 << 62 | 1));
        let tags = Json(vec!["a\0b".to_owned(), "é".to_owned()]);
        tx.query_one(sql, &[&id, &bits, &tags, &[9u8; 32]], |row| {
            Ok((
                row.get::<Timestamp>(0)?,
                row.get::<Permissions>(1)?,
                row.get::<Json<Vec<String>>>(2)?,
                row.get::<[u8; 32]>(3)?,
            ))
        })
    });
    let (id, bits, tags, digest) = read.await.expect("the row comes back");
    assert_eq!((id.unix_ms(), bits.bits()), (-1, 1 << 62 | 1));
    assert_eq!((tags.0, digest), (vec!["a\0b".to_owned(), "é".to_owned()], [9; 32]));
}

async fn markers_may_repeat_and_come_in_any_order(database: Database) {
    let store = database.open(NOTES);
    let row = store.read(|tx| -> Result<_, StoreError> {
        tx.query_one("select $2, $1 + $1, $2", &[&4i64, &"b"], |row| {
            Ok((row.get::<String>(0)?, row.get::<i64>(1)?, row.get::<String>(2)?))
        })
    });
    assert_eq!(row.await, Ok(("b".to_owned(), 8, "b".to_owned())));
}

async fn lists_of_ids_choose_rows(database: Database) {
    let store = database.open(NOTES);
    write(&store, |tx| (1..=5).try_for_each(|id| notes::insert(tx, id, &id.to_string()).map(drop)))
        .await
        .expect("notes");
    for (list, inside, outside) in [
        (vec![2, 4, 9], vec![2, 4], vec![1, 3, 5]),
        (vec![], vec![], vec![1, 2, 3, 4, 5]),
        ((2..20_000).collect(), vec![2, 3, 4, 5], vec![1]),
    ] {
        let found = store.read(move |tx| -> Result<_, StoreError> {
            let list: Vec<Id<GuildMarker>> = list.into_iter().map(Id::new).collect();
            let inside =
                tx.query("select id from notes where id in ids($1) order by id", &[&IdList(&list)], |row| {
                    row.get(0)
                })?;
            let outside = tx.query(
                "select id from notes where id not in ids($1) order by id",
                &[&IdList(&list)],
                |row| row.get(0),
            )?;
            Ok((inside, outside))
        });
        assert_eq!(found.await, Ok::<(Vec<i64>, Vec<i64>), _>((inside, outside)));
    }
}

async fn a_violated_key_names_its_columns(database: Database) {
    let store = database.open(NOTES);
    let insert = "insert into notes (id, writer, body) values ($1, $2, $3)";
    assert_eq!(write(&store, move |tx| tx.execute(insert, &[&1i64, &7i64, &"a"])).await, Ok(1));
    let same_id =
        write(&store, move |tx| tx.execute(insert, &[&1i64, &8i64, &"b"])).await.expect_err("same id");
    assert_eq!(same_id, StoreError::Unique { constraint: "notes.id".into() });
    let same_words =
        write(&store, move |tx| tx.execute(insert, &[&2i64, &7i64, &"a"])).await.expect_err("same words");
    assert_eq!(same_words, StoreError::Unique { constraint: "notes.writer, notes.body".into() });
    assert!(same_words.is_unique("notes.body") && !same_words.is_unique("notes.id"));
}

async fn a_row_that_names_nothing_is_refused(database: Database) {
    let store = database.open(NOTES);
    let orphan =
        write(&store, |tx| tx.execute("insert into notes (id, answers) values ($1, $2)", &[&1i64, &2i64]));
    assert!(matches!(orphan.await, Err(StoreError::Constraint(_))));
}

async fn text_with_a_nul_and_numbers_beyond_63_bits_are_refused(database: Database) {
    let store = database.open(NOTES);
    let nul = write(&store, |tx| notes::insert(tx, 1, "a\0b")).await.expect_err("NUL");
    assert_eq!(nul.to_string(), "a value cannot be stored: text with a NUL character");
    let large = write(&store, |tx| tx.execute("insert into notes (id) values ($1)", &[&u64::MAX])).await;
    assert!(matches!(large, Err(StoreError::Invalid(_))));
    assert_eq!(notes::ids(&store).await, Vec::<i64>::new());
}

async fn a_value_that_does_not_parse_is_named(database: Database) {
    let store = database.open(NOTES);
    write(&store, |tx| {
        notes::insert(tx, 1, "[1")?;
        notes::insert(tx, 2, "[2]")
    })
    .await
    .expect("notes");
    let read = store.read(|tx| -> Result<Vec<Json<Vec<i64>>>, StoreError> {
        tx.query("select body from notes order by id desc", &[], |row| row.get(0))
    });
    let error = read.await.expect_err("not JSON").to_string();
    assert!(error.starts_with("table notes, column body, row 1 of the result: EOF"), "{error}");
    let missing = store
        .read(|tx| tx.query("select writer from notes where id = $1", &[&1i64], |row| row.get::<i64>(0)));
    let error = missing.await.map_err(|error: StoreError| error).expect_err("NULL").to_string();
    assert!(error.ends_with("found null instead of an integer"), "{error}");
}

async fn one_row_means_one_row(database: Database) {
    let store = database.open(NOTES);
    write(&store, |tx| {
        notes::insert(tx, 1, "a")?;
        notes::insert(tx, 2, "b")
    })
    .await
    .expect("notes");
    let found = store.read(|tx| -> Result<_, StoreError> {
        let id = |row: &parvis_store::Row<'_>| row.get::<i64>(0);
        assert!(matches!(tx.query_opt("select id from notes", &[], id), Err(StoreError::Rows { .. })));
        assert!(matches!(
            tx.query_one("select id from notes where id = 3", &[], id),
            Err(StoreError::Rows { .. })
        ));
        assert_eq!(tx.query_opt("select id from notes where id = 3", &[], id), Ok(None));
        tx.query_one("select id from notes where id = 2", &[], id)
    });
    assert_eq!(found.await, Ok(2));
}

async fn the_wrong_number_of_parameters_is_an_error(database: Database) {
    let store = database.open(NOTES);
    let few = store.read(|tx| tx.query("select id from notes where id = $1", &[], |row| row.get::<i64>(0)));
    assert!(matches!(few.await, Err(StoreError::Statement { .. })));
    let many = store.read(|tx| tx.query("select id from notes", &[&1i64], |row| row.get::<i64>(0)));
    assert!(matches!(many.await, Err(StoreError::Statement { .. })));
}
