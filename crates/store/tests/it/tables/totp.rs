//! Authenticator apps of accounts.

use parvis_store::tables::totp::{self, Totp};
use parvis_store::tables::users;

use super::{add_user, run};
use crate::engines::{Database, both_engines};

both_engines! {
    an_account_has_one_app_and_says_so,
    no_code_is_used_twice_and_none_before_one_that_was_used,
}

fn app(last_step: i64) -> Totp {
    Totp { secret: vec![0, 255, 7], last_step }
}

async fn an_account_has_one_app_and_says_so(database: Database) {
    run(database, |tx| {
        let (ada, eve) = (add_user(tx, 1, "ada")?, add_user(tx, 2, "eve")?);
        assert_eq!(totp::of_user(tx, ada)?, None);
        assert!(totp::insert(tx, ada, &app(5))?);
        assert!(!totp::insert(tx, ada, &app(9))?, "there is one already");
        assert_eq!(totp::of_user(tx, ada)?, Some(app(5)));
        let mut enabled =
            |id| Ok::<_, parvis_store::StoreError>(users::account(tx, id)?.map(|it| it.mfa_enabled));
        assert_eq!((enabled(ada)?, enabled(eve)?), (Some(true), Some(false)));
        assert!(users::account_by_name(tx, "ada")?.is_some_and(|account| account.mfa_enabled));
        assert!(totp::delete(tx, ada)? && !totp::delete(tx, ada)?);
        assert!(users::account(tx, ada)?.is_some_and(|account| !account.mfa_enabled));
        Ok(())
    })
    .await;
}

async fn no_code_is_used_twice_and_none_before_one_that_was_used(database: Database) {
    run(database, |tx| {
        let (ada, eve) = (add_user(tx, 1, "ada")?, add_user(tx, 2, "eve")?);
        totp::insert(tx, ada, &app(5))?;
        assert!(!totp::spend(tx, ada, 5)?);
        assert!(totp::spend(tx, ada, 7)?);
        assert!(!totp::spend(tx, ada, 7)? && !totp::spend(tx, ada, 6)?);
        assert!(!totp::spend(tx, eve, 8)?, "there is no app");
        assert_eq!(totp::of_user(tx, ada)?, Some(app(7)));
        Ok(())
    })
    .await;
}
