//! Keys of this server.

use parvis_store::tables::secrets;

use super::run;
use crate::engines::{Database, both_engines};

both_engines! {
    a_secret_is_made_once_and_stays,
}

async fn a_secret_is_made_once_and_stays(database: Database) {
    run(database, |tx| {
        assert_eq!(secrets::get_or_insert(tx, "files", &[0, 1, 255])?, [0, 1, 255]);
        assert_eq!(secrets::get_or_insert(tx, "files", b"another")?, [0, 1, 255]);
        assert_eq!(secrets::get_or_insert(tx, "tokens", b"another")?, b"another");
        Ok(())
    })
    .await;
}
