//! Addresses of calendars.

use parvis_model::{Id, Timestamp};
use parvis_store::tables::calendar_addresses;

use super::run;
use crate::engines::{Database, both_engines};

both_engines! {
    an_account_has_one_address_and_the_last_one_counts,
}

async fn an_account_has_one_address_and_the_last_one_counts(database: Database) {
    run(database, |tx| {
        let (ada, eve) = (Id::new(1), Id::new(2));
        let at = Timestamp::from_unix_ms;
        assert_eq!(calendar_addresses::created_at(tx, ada)?, None);
        calendar_addresses::put(tx, ada, &[1; 32], at(5))?;
        calendar_addresses::put(tx, eve, &[2; 32], at(6))?;
        calendar_addresses::put(tx, ada, &[3; 32], at(7))?;
        assert_eq!(calendar_addresses::created_at(tx, ada)?, Some(at(7)));
        assert_eq!(calendar_addresses::owner(tx, &[1; 32])?, None, "the first one is void");
        assert_eq!(calendar_addresses::owner(tx, &[3; 32])?, Some(ada));
        calendar_addresses::delete(tx, ada)?;
        assert_eq!(calendar_addresses::owner(tx, &[3; 32])?, None);
        assert_eq!(calendar_addresses::owner(tx, &[2; 32])?, Some(eve));
        Ok(())
    })
    .await;
}
