//! Those whom the operator named.

use parvis_guard::tables::moderators;
use parvis_model::Id;

use super::{at, run};
use crate::engines::{Database, both_engines};

both_engines! {
    moderators_are_named_once,
}

async fn moderators_are_named_once(database: Database) {
    run(database, |tx| {
        assert!(moderators::insert(tx, Id::new(2), at(1))?);
        assert!(moderators::insert(tx, Id::new(1), at(2))?);
        assert!(!moderators::insert(tx, Id::new(2), at(3))?);
        assert_eq!(moderators::all(tx)?, [Id::new(2), Id::new(1)]);
        assert!(moderators::delete(tx, Id::new(2))? && !moderators::delete(tx, Id::new(2))?);
        assert!(!moderators::exists(tx, Id::new(2))? && moderators::exists(tx, Id::new(1))?);
        Ok(())
    })
    .await;
}
