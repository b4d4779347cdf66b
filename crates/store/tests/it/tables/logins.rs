//! Logins of accounts.

use parvis_model::Id;
use parvis_store::tables::logins;

use super::{add_user, run};
use crate::engines::{Database, both_engines};

both_engines! {
    a_login_is_found_by_its_digest_and_touched,
    only_the_account_s_own_logins_end,
    all_but_one_can_end,
}

async fn a_login_is_found_by_its_digest_and_touched(database: Database) {
    run(database, |tx| {
        let ada = add_user(tx, 1, "ada")?;
        logins::insert(tx, Id::new(10), ada, &[7; 32], "Firefox/Linux", 100)?;
        let login = logins::by_digest(tx, &[7; 32])?.expect("it is there");
        assert_eq!((login.id, login.user_id, login.is_bot), (Id::new(10), ada, false));
        assert_eq!((login.client.as_str(), login.last_used_day), ("Firefox/Linux", 100));
        logins::touch(tx, Id::new(10), 101)?;
        assert_eq!(logins::by_digest(tx, &[7; 32])?.map(|login| login.last_used_day), Some(101));
        assert_eq!(logins::by_digest(tx, &[8; 32])?, None);
        Ok(())
    })
    .await;
}

async fn only_the_account_s_own_logins_end(database: Database) {
    run(database, |tx| {
        let (ada, eve) = (add_user(tx, 1, "ada")?, add_user(tx, 2, "eve")?);
        for (id, user) in [(10, ada), (11, ada), (12, eve)] {
            logins::insert(tx, Id::new(id), user, &[u8::try_from(id).expect("small"); 32], "", 1)?;
        }
        assert!(!logins::delete(tx, ada, Id::new(12))?);
        assert_eq!(logins::delete_many(tx, ada, &[Id::new(10), Id::new(12), Id::new(99)])?, [Id::new(10)]);
        assert!(logins::delete(tx, ada, Id::new(11))?);
        assert_eq!(logins::of_user(tx, ada)?, []);
        assert_eq!(logins::of_user(tx, eve)?.len(), 1);
        Ok(())
    })
    .await;
}

async fn all_but_one_can_end(database: Database) {
    run(database, |tx| {
        let ada = add_user(tx, 1, "ada")?;
        for id in 10..13 {
            logins::insert(tx, Id::new(id), ada, &[u8::try_from(id).expect("small"); 32], "", 1)?;
        }
        let listed: Vec<_> = logins::of_user(tx, ada)?.iter().map(|login| login.id.get()).collect();
        assert_eq!(listed, [12, 11, 10], "newest first");
        let mut ended = logins::delete_others(tx, ada, Some(Id::new(11)))?;
        ended.sort_unstable();
        assert_eq!(ended, [Id::new(10), Id::new(12)]);
        assert_eq!(logins::delete_others(tx, ada, None)?, [Id::new(11)]);
        Ok(())
    })
    .await;
}
