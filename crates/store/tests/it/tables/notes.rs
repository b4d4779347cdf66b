//! What accounts wrote down about others.

use std::collections::BTreeMap;

use parvis_store::tables::notes;

use super::{add_user, run};
use crate::engines::{Database, both_engines};

both_engines! {
    a_note_is_its_writer_s_and_empty_is_none,
    with_an_account_go_its_notes_and_those_about_it,
}

async fn a_note_is_its_writer_s_and_empty_is_none(database: Database) {
    run(database, |tx| {
        let (ada, eve) = (add_user(tx, 1, "ada")?, add_user(tx, 2, "eve")?);
        notes::set(tx, ada, eve, "met at the market")?;
        notes::set(tx, ada, eve, "met at the square")?;
        assert_eq!(notes::get(tx, ada, eve)?.as_deref(), Some("met at the square"));
        assert_eq!(notes::get(tx, eve, ada)?, None);
        assert_eq!(notes::of_user(tx, ada)?, BTreeMap::from([(eve, "met at the square".to_owned())]));
        notes::set(tx, ada, eve, "")?;
        assert_eq!(notes::get(tx, ada, eve)?, None);
        Ok(())
    })
    .await;
}

async fn with_an_account_go_its_notes_and_those_about_it(database: Database) {
    run(database, |tx| {
        let (ada, eve, zoe) = (add_user(tx, 1, "ada")?, add_user(tx, 2, "eve")?, add_user(tx, 3, "zoe")?);
        for (writer, target) in [(ada, eve), (eve, ada), (zoe, eve)] {
            notes::set(tx, writer, target, "something")?;
        }
        notes::delete_all(tx, ada)?;
        assert_eq!((notes::of_user(tx, ada)?.len(), notes::of_user(tx, eve)?.len()), (0, 0));
        assert_eq!(notes::of_user(tx, zoe)?.len(), 1);
        Ok(())
    })
    .await;
}
